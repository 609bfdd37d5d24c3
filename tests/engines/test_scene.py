"""The scene engine: frames in order, an honest plan, and no work left running."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.engines.catalogue import CAPABILITIES
from vivant.engines.engine import Shot, no_progress
from vivant.engines.scene import SceneEngine
from vivant.media import Size

from synthetic import photo_of, textured


def shot(move: str = "pan_right", amount: float = 3, unit: str = "deg", **other: object) -> Shot:
    camera = (CameraMove(move=move, start_s=0, end_s=1, amount=amount, unit=unit),)  # type: ignore[arg-type]
    values = {
        "photo": photo_of(textured(320, 180)),
        "plan": ShotPlan(seconds=1, camera=camera),
        "size": Size(160, 90),
        "fps": 12,
    }
    return Shot(**values | other)  # type: ignore[arg-type]


def test_a_film_has_its_frames_and_starts_with_the_photo() -> None:
    frames = list(SceneEngine().film(shot(), no_progress).frames)
    assert len(frames) == 12
    assert {frame.shape for frame in frames} == {(90, 160, 3)}
    still = next(SceneEngine().film(shot("static", 0), no_progress).frames)
    np.testing.assert_array_equal(frames[0], still)
    assert np.abs(frames[-1].astype(int) - frames[0]).mean() > 3


def test_threads_change_nothing() -> None:
    one = list(SceneEngine(threads=1).film(shot("dolly_in", 0.2, "distance"), no_progress).frames)
    many = list(SceneEngine(threads=4).film(shot("dolly_in", 0.2, "distance"), no_progress).frames)
    np.testing.assert_array_equal(one, many)


def test_the_plan_says_where_depth_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    notes = SceneEngine().film(shot(), no_progress).plan.notes
    assert any("depth comes from the network vivant-eyes" in note for note in notes)
    monkeypatch.setattr("vivant.perception.perceive.shipped_eyes", lambda: None)
    notes = SceneEngine().film(shot(), no_progress).plan.notes
    assert any("depth is a geometric guess" in note for note in notes)


def test_the_plan_says_what_lies_beyond_the_border() -> None:
    notes = SceneEngine().film(shot("pan_right", 12), no_progress).plan.notes
    assert any("beyond the photo's border" in note for note in notes)
    held = SceneEngine().film(shot("zoom_in", 1.2, "x"), no_progress).plan.notes
    assert not any("border" in note for note in held)


def test_a_film_abandoned_midway_leaves_no_thread() -> None:
    before = threading.active_count()
    film = SceneEngine(threads=3).film(shot(), no_progress)
    next(film.frames)
    film.frames.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_every_move_it_claims_is_rendered() -> None:
    engine = SceneEngine()
    for move in sorted(CAPABILITIES["scene"].moves):
        wanted = shot(move, 1.1 if move.startswith("zoom") else 0.1)
        tiny = replace(wanted, size=Size(64, 64), fps=8)
        assert sum(1 for _ in engine.film(tiny, no_progress).frames) == 8, move
