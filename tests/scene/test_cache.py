"""Scenes kept by content: the same bits, sooner; and no cache is ever the reason that something fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from vivant.media import Photo, Size
from vivant.motion.framing import Window
from vivant.perception import DepthMap, View
from vivant.scene import Scene, cache
from vivant.scene.build import first_frame_lens
from vivant.scene.cache import kept_scene

from synthetic import photo_of, textured

PHOTO = photo_of(textured(160, 90))
INVERSE = np.where(np.arange(160) < 80, 0.5, 1.5).astype(np.float32)[None].repeat(90, axis=0)
VIEW = View(
    depth=DepthMap(inverse=INVERSE, source="exact"),
    focus=(0.5, 0.5),
    mattes={"subject": (INVERSE > 1).astype(np.float32)},
)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each scene that is really built."""
    calls: list[int] = []
    build = cache.build_scene

    def counted(*args: Any, **options: Any) -> Scene:
        calls.append(1)
        return build(*args, **options)

    monkeypatch.setattr(cache, "build_scene", counted)
    return calls


def kept(folder: Path | None, *, photo: Photo = PHOTO, view: View = VIEW, **changes: Any) -> Scene:
    window = Window(0, 0, 160, 90)
    asked: dict[str, Any] = {"reach": (-5, 0, 165, 90), "travel": 0.1, "distance": 1.0, "folder": folder} | changes
    return kept_scene(photo, view, window=window, frame=first_frame_lens(photo, view, window, Size(160, 90)), **asked)


def same(one: Scene, other: Scene) -> None:
    np.testing.assert_array_equal(one.photo, other.photo)
    np.testing.assert_array_equal(one.inverse, other.inverse)
    for a, b in zip(one.layers, other.layers, strict=True):
        np.testing.assert_array_equal(a.rgba, b.rgba)
        np.testing.assert_array_equal(a.inverse, b.inverse)
        assert a.box == b.box
    assert (one.lens, one.frame, one.origin, one.inside, one.distance) == (
        other.lens,
        other.frame,
        other.origin,
        other.inside,
        other.distance,
    )
    assert one.mattes.keys() == other.mattes.keys()
    for name in one.mattes:
        np.testing.assert_array_equal(one.mattes[name], other.mattes[name])


def test_the_scene_is_the_same_with_and_without_and_again(tmp_path: Path, builds: list[int]) -> None:
    without, first, again = kept(None), kept(tmp_path), kept(tmp_path)
    same(without, first)
    same(first, again)
    assert len(again.layers) == 2
    assert len(builds) == 2


def test_a_path_that_looks_about_as_far_shares_the_scene_to_the_bit(tmp_path: Path, builds: list[int]) -> None:
    kept(tmp_path)
    other = {"reach": (-9, 0, 162, 90), "travel": 0.095, "distance": 0.7}
    shared = kept(tmp_path, **other)
    assert len(builds) == 1
    same(shared, kept(None, **other))


@pytest.mark.parametrize(
    "change",
    [
        {"reach": (-50, 0, 165, 90)},
        {"travel": 0.4},
        {"quality": "fine"},
        {"photo": Photo(rgb=PHOTO.rgb, name="other", digest="1" * 64)},
        {"view": replace(VIEW, depth=DepthMap(inverse=INVERSE * np.float32(1.01), source="exact"))},
        {"view": replace(VIEW, mattes={})},
    ],
)
def test_whatever_shapes_the_scene_makes_another(tmp_path: Path, builds: list[int], change: dict[str, Any]) -> None:
    kept(tmp_path)
    kept(tmp_path, **change)
    assert len(builds) == 2
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "damage", [lambda whole: whole[:5000], lambda whole: whole[:0], lambda whole: whole[:-900] + b"x" * 900]
)
def test_a_damaged_scene_is_built_again(tmp_path: Path, builds: list[int], damage: Any) -> None:
    first = kept(tmp_path)
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage(path.read_bytes()))
    same(kept(tmp_path), first)
    assert len(builds) == 2
    same(kept(tmp_path), first)
    assert len(builds) == 2


def test_a_folder_that_cannot_be_written_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    same(kept(tmp_path / "file"), kept(None))


def test_the_least_recently_used_go_first(tmp_path: Path) -> None:
    kept(tmp_path)
    size = next(tmp_path.iterdir()).stat().st_size
    for travel in (0.3, 0.6):
        kept(tmp_path, travel=travel, most_bytes=int(2.5 * size))
    assert len(list(tmp_path.iterdir())) == 2
