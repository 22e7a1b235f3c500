# Two commands are enough: `make run` and `make test`. Bare `make` lists all.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help run test check fix sample clean

help: ## List the commands
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

$(STAMPS)/run: requirements.txt
	@mkdir -p $(STAMPS)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(STAMPS)/test: $(STAMPS)/run requirements-dev.txt tests/browser/install.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" sh tests/browser/install.sh
	@touch $@

# The stamp lies in the store, so that a store taken away is built anew; a build cut short leaves no stamp.
data/store/.built: $(STAMPS)/run $(wildcard data/sample/*) $(wildcard data/datasets/*)
	@$(BIN)/python -m lib build
	@touch $@

run: data/store/.built ## Set up, build the store from the embedded data and open the app on 127.0.0.1
	@echo "Tilannekuva: http://127.0.0.1:$(PORT)"
	@$(BIN)/python -m streamlit run serve.py --server.port $(PORT)

test: $(STAMPS)/test ## Set up what tests need and run them all
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(STAMPS)/test ## Format, lint and tests; changes nothing
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m pytest -n 2 --dist loadfile

fix: $(STAMPS)/test ## Format and mend what the linter can mend
	$(BIN)/python -m ruff check --fix .
	$(BIN)/python -m ruff format .

sample: $(STAMPS)/run ## Write the model data (Mallidata) anew
	@$(BIN)/python -m lib sample

clean: ## Remove the environment and the store built from embedded data
	rm -rf $(VENV) $(STAMPS) data/store
