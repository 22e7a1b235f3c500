"""What README and docs tell a reader to type exists; the paths they name are tested in test_structure."""

import re
import shlex
from pathlib import Path

import pytest

from lib.__main__ import _parser
from lib.catalogue import load
from lib.settings import Settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def code(document: Path) -> list[str]:
    """The pieces of a document in backticks or indented blocks, without the comments after them."""
    written = document.read_text(encoding="utf-8")
    blocks = re.findall(r"^ {4}(.+)$", written, flags=re.MULTILINE)
    spans = re.findall(r"`([^`]+)`", re.sub(r"^ {4}.+$", "", written, flags=re.MULTILINE))
    return [" ".join(piece.split("  #")[0].split()) for piece in (*blocks, *spans)]


def named(pattern: str) -> set[str]:
    """Every match in the code of all documents."""
    pieces = [piece for document in DOCUMENTS for piece in code(document)]
    return {found for piece in pieces for found in re.findall(pattern, piece)}


def test_every_make_target_named_in_the_documents_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    wanted = named(r"^make ([a-z]+)")
    assert {"run", "test"} <= wanted
    assert wanted - targets == set()


@pytest.mark.parametrize("command", sorted(named(r"^python -m lib (\w+)")))
def test_every_command_named_in_the_documents_exists(command):
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args([command, "--help"])
    assert ended.value.code == 0


@pytest.mark.parametrize("command", sorted(named(r"^python -m lib (\w+ .+)$")))
def test_every_command_written_out_in_the_documents_is_understood(command):
    assert callable(_parser().parse_args(shlex.split(command)).run)


def test_every_setting_named_in_the_documents_exists():
    wanted = named(r"\bTILANNEKUVA_([A-Z_]+)\b")
    assert wanted
    assert {one.lower() for one in wanted} - set(Settings.model_fields) == set()


def test_every_decision_is_told_in_the_architecture():
    told = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    decisions = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [name for name in decisions if f"decisions/{name}" not in told] == []


def test_every_dataset_of_model_data_is_told_in_the_readme():
    told = (ROOT / "README.md").read_text(encoding="utf-8").split("**Mallidata**")[1].split("\n\n")[1]
    model = [form for form in load(ROOT / "data").datasets.values() if form.origin == "model"]
    assert told.count("\n- ") + told.startswith("- ") == len(model)
