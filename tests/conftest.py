"""Stores for tests: an empty one for each test, and one with every embedded figure, built once for all."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from filelock import FileLock
from store_case import STORE, forget_store, use_store

from lib.settings import ROOT


@pytest.fixture
def store_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty store of this test alone."""
    yield use_store(tmp_path / "store", monkeypatch)
    monkeypatch.undo()
    forget_store()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with every embedded figure, for reading; built once, also when several workers ask."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "built"
    with FileLock(shared / "built.lock"):
        if not (shared / "built.done").exists():
            command = [sys.executable, "-m", "lib", "build"]
            subprocess.run(
                command, cwd=ROOT, env={**os.environ, STORE: str(folder)}, check=True, capture_output=True
            )
            (shared / "built.done").touch()
    return folder


@pytest.fixture
def built_store(built: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """This process reads the store with every embedded figure."""
    yield use_store(built, monkeypatch)
    monkeypatch.undo()
    forget_store()


@pytest.fixture(scope="module")
def pages_store(built: Path) -> Iterator[None]:
    """The pages of a module's tests show the store with every embedded figure."""
    with pytest.MonkeyPatch.context() as patch:
        use_store(built, patch)
        st.cache_data.clear()
        yield
    st.cache_data.clear()


@pytest.fixture(scope="session")
def own_store(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the built store that a session may publish into."""
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("own") / "store"))
