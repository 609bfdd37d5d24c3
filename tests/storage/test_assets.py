from __future__ import annotations

from pathlib import Path

import pytest

from vivant.errors import NotFound
from vivant.settings import Settings
from vivant.storage import Assets

CONTENT = bytes(range(256)) * 4000  # about a megabyte: several pieces


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    return Assets(Settings(data=tmp_path / "a folder with 100% odd ünames").assets)


def test_what_is_put_is_read_whole_and_in_part(assets: Assets, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(CONTENT)
    assets.put("videos/a/video.mp4", source)
    assert assets.find("videos/a/video.mp4").length == len(CONTENT)
    assert assets.read("videos/a/video.mp4") == CONTENT
    assert b"".join(assets.stream("videos/a/video.mp4")) == CONTENT
    assert b"".join(assets.stream("videos/a/video.mp4", 1000, 300_001)) == CONTENT[1000:300_001]
    assert b"".join(assets.stream("videos/a/video.mp4", 5, 5)) == b""


def test_a_large_object_comes_in_pieces(assets: Assets) -> None:
    assets.put("large", CONTENT)
    assert len(list(assets.stream("large"))) > 1


def test_what_is_not_there_is_not_found(assets: Assets) -> None:
    for ask in (assets.find, assets.read, assets.stream):
        with pytest.raises(NotFound, match="nothing/here: not in the asset store"):
            ask("nothing/here")


def test_deleting_takes_a_prefix_and_no_more(assets: Assets) -> None:
    for key in ("videos/a/photo", "videos/a/runs/1/video.mp4", "videos/ab/photo"):
        assets.put(key, b"x")
    assets.delete("videos/a")
    assets.delete("videos/a")
    assert assets.keys("videos") == ["videos/ab/photo"]


def test_folders_are_one_level_deep(assets: Assets) -> None:
    for key in ("videos/a/runs/1/video.mp4", "videos/a/runs/2/video.mp4", "videos/a/photo"):
        assets.put(key, b"x")
    assert sorted(assets.folders("videos/a/runs")) == ["videos/a/runs/1", "videos/a/runs/2"]


def test_an_object_deleted_while_it_is_read_is_read_to_its_end(assets: Assets) -> None:
    assets.put("large", CONTENT)
    pieces = assets.stream("large")
    first = next(pieces)
    assets.delete("large")
    assert first + b"".join(pieces) == CONTENT


def test_a_bucket_is_another_url() -> None:
    assets = Assets("memory:///")
    assets.put("a", b"x")
    assert assets.read("a") == b"x"


def test_an_object_is_copied_and_fetched(tmp_path: Path) -> None:
    assets = Assets(f"file://{tmp_path / 'assets'}")
    assets.put("a/one", b"x" * 1_000_000)
    assets.copy("a/one", "b/two")
    assets.delete("a")
    assert assets.fetch("b/two", tmp_path / "two").read_bytes() == b"x" * 1_000_000
    for missing in (lambda: assets.copy("a/one", "c"), lambda: assets.fetch("a/one", tmp_path / "three")):
        with pytest.raises(NotFound):
            missing()
