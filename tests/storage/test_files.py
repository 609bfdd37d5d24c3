from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstage import Clock
from vivant.errors import NotFound
from vivant.storage import Assets, Database, Files


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    return Assets(f"file://{tmp_path / 'assets'}")


@pytest.fixture
def files(tmp_path: Path, assets: Assets) -> Iterator[Files]:
    database = Database(f"sqlite:///{tmp_path / 'vivant.db'}")
    database.migrate()
    yield Files(database, assets, Clock())
    database.close()


def test_a_file_is_kept_and_read_back(files: Files) -> None:
    kept = files.keep(b"hello", filename="a.txt", purpose="vision")
    assert kept.id.startswith("file_") and kept.length == 5 and kept.created_at == 1_763_000_000
    assert kept.digest == "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"
    assert files.get(kept.id) == kept and files.read(kept.id) == b"hello"


def test_a_file_is_nothing_to_anybody_else(files: Files) -> None:
    kept = files.keep(b"mine", filename="a", purpose="x", tenant="me")
    for use in (files.get, files.read, files.delete):
        with pytest.raises(NotFound, match=f"File with id '{kept.id}' not found."):
            use(kept.id, tenant="you")
    assert files.page(limit=9, tenant="you").files == []
    assert files.page(limit=9, tenant="me").files == [kept]


def test_a_deleted_file_leaves_nothing(files: Files, assets: Assets) -> None:
    gone = files.keep(b"x", filename="a", purpose="x")
    stays = files.keep(b"x", filename="a", purpose="x")
    files.delete(gone.id)
    assert assets.keys("files") == [stays.key]
    with pytest.raises(NotFound):
        files.delete(gone.id)


def test_files_come_in_pages_and_by_purpose(files: Files) -> None:
    made = [files.keep(b"x", filename=str(n), purpose="odd" if n % 2 else "even") for n in range(5)]
    first = files.page(limit=3)
    assert first.files == made[:1:-1] and first.has_more
    assert files.page(limit=3, after=first.files[-1].id).files == made[1::-1]
    assert files.page(limit=9, order="asc", purpose="odd").files == made[1::2]
