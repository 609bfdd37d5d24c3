"""Views kept by content: the same answer, sooner; and no cache is ever the reason that something fails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vivant.perception import cache as module
from vivant.perception.cache import Cache
from vivant.perception.horizon import Horizon
from vivant.perception.view import DepthMap, Face, View


def view() -> View:
    generator = np.random.default_rng(0)
    maps = generator.random((3, 20, 30), dtype=np.float32)
    return View(
        depth=DepthMap(inverse=0.2 + maps[0], source="net", confidence=maps[1]),
        focus=(0.25, 0.75),
        mattes={"subject": maps[2]},
        horizon=Horizon(left=0.4, right=0.41, confidence=0.5),
        faces=(Face(box=(0.1, 0.2, 0.3, 0.4), score=0.9, landmarks={"nose": (0.2, 0.3)}),),
        lens_mm=26.0,
        notes=("seen",),
    )


def same(one: View, other: View) -> None:
    np.testing.assert_array_equal(one.depth.inverse, other.depth.inverse)
    np.testing.assert_array_equal(one.depth.confidence, other.depth.confidence)
    np.testing.assert_array_equal(one.mattes["subject"], other.mattes["subject"])
    assert (one.focus, one.horizon, one.lens_mm, one.notes) == (
        other.focus,
        other.horizon,
        other.lens_mm,
        other.notes,
    )
    assert one.faces == other.faces


def test_the_answer_is_the_same_with_and_without_and_again(tmp_path: Path) -> None:
    looks = []

    def look() -> View:
        looks.append(1)
        return view()

    without = Cache(None, key="a").get(look)
    first = Cache(tmp_path, key="a").get(look)
    again = Cache(tmp_path, key="a").get(look)
    same(without, first)
    same(first, again)
    assert len(looks) == 2
    assert np.abs(again.depth.inverse - view().depth.inverse).max() < 1e-4
    Cache(tmp_path, key="b").get(look)
    assert len(looks) == 3


def test_a_damaged_view_is_looked_at_again(tmp_path: Path) -> None:
    Cache(tmp_path, key="a").get(view)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:300])
    same(Cache(tmp_path, key="a").get(view), Cache(None, key="a").get(view))


def test_a_folder_that_cannot_be_written_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    same(Cache(tmp_path / "file", key="a").get(view), Cache(None, key="a").get(view))


def test_the_least_recently_used_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path, key="a").get(view)
    size = next(tmp_path.iterdir()).stat().st_size
    monkeypatch.setattr(module, "MOST_BYTES", int(2.5 * size))
    for key in ("b", "c"):
        Cache(tmp_path, key=key).get(view)
    assert len(list(tmp_path.iterdir())) == 2
