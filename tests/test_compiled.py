"""Compiled loops are kept somewhere, and never where somebody else could put theirs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vivant import compiled
from vivant.compiled import keep_compiled


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Neither package nor home can be written; passing files go to a folder of the test."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setattr(compiled, "_can_be_written", lambda _: False)
    monkeypatch.setattr(compiled.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(compiled.tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_where_packages_can_be_written_nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    keep_compiled(tmp_path)
    assert "NUMBA_CACHE_DIR" not in os.environ


def test_what_a_person_set_stays(monkeypatch: pytest.MonkeyPatch, nowhere: Path) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "mine")
    keep_compiled(nowhere)
    assert os.environ["NUMBA_CACHE_DIR"] == "mine"


def test_else_a_private_folder_is_made(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")  # so that it is restored
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    keep_compiled(nowhere)
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder.parent == nowhere
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_can_write_is_not_used(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", "")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    theirs = nowhere / f"vivant-compiled-{os.getuid()}"
    theirs.mkdir()
    theirs.chmod(0o777)
    keep_compiled(nowhere)
    assert Path(os.environ["NUMBA_CACHE_DIR"]) != theirs
