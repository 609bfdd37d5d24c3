"""The stage of a shot: moves within what the photo shows, a window with room for them, and a plan that says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from vivant.direction.director import direct
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.engines.catalogue import CAPABILITIES
from vivant.engines.engine import Shot, check_strength
from vivant.engines.staging import Stage, stage
from vivant.errors import InvalidInput
from vivant.media import Size
from vivant.motion import camera_path
from vivant.perception import DepthMap, View

from synthetic import photo_of, textured


def view_of(width: int, height: int, *, standing: bool = True) -> View:
    """A near thing in the middle before a far wall."""
    inverse = np.full((height, width), 0.5, np.float32)
    subject = np.zeros((height, width), np.float32)
    if standing:
        box = np.s_[height // 4 :, width * 2 // 5 : width * 3 // 5]
        inverse[box], subject[box] = 2.0, 1.0
    depth = DepthMap(inverse=inverse / np.median(inverse), source="given")
    return View(depth=depth, focus=(0.5, 0.5), mattes={"subject": subject})


def staged(prompt: str, *, photo: tuple[int, int] = (320, 180), standing: bool = True, **other: object) -> Stage:
    plan = direct(prompt, seconds=2, capabilities=CAPABILITIES["scene"])
    shot = Shot(photo=photo_of(textured(*photo)), plan=plan, size=Size(160, 90), fps=12)
    return stage(replace(shot, **other), view_of(*photo, standing=standing))  # type: ignore[arg-type]


def moving(one: Stage) -> CameraMove:
    return next(move for move in one.plan.camera if move.move != "static")


def test_a_move_beyond_what_the_photo_shows_is_shorter_and_the_plan_says_so() -> None:
    made = staged("truck right 0.5")
    assert 0.02 < moving(made).amount < 0.3
    (outcome,) = made.plan.outcomes
    assert (outcome.clause, outcome.status) == ("truck right 0.5", "approximated")
    assert f"from 0.5 to {moving(made).amount:g}: more would show what the photo hides" in outcome.reason


def test_the_path_is_that_of_the_shorter_move() -> None:
    made = staged("truck right 0.5")
    assert float(made.path.poses[-1, 0, 3]) == pytest.approx(moving(made).amount * made.distance, rel=0.02)


def test_a_default_amount_is_searched_like_any_other() -> None:
    (outcome,) = staged("zoom out").plan.outcomes
    assert outcome.status == "approximated"
    assert "from 1.25x to" in outcome.reason


def test_what_is_safe_is_untouched_to_the_bit() -> None:
    plan = direct("slow push in", seconds=2, capabilities=CAPABILITIES["scene"])
    made = staged("slow push in", standing=False)
    assert made.plan == plan
    same = camera_path(plan, fps=12, frame_count=24, distance=made.distance)
    np.testing.assert_array_equal(made.path.poses[-1], same.poses[-1])


def test_strength_pushes_the_limits_and_is_noted() -> None:
    amounts = [moving(staged("truck right 0.5", strength=one)).amount for one in (0.25, 1.0, 2.0, 4.0)]
    assert amounts == sorted(amounts)
    assert amounts[-1] > 2 * amounts[1]
    assert any("strength 2" in note for note in staged("truck right 0.5", strength=2.0).plan.notes)
    assert not any("strength" in note for note in staged("truck right 0.5").plan.notes)


@pytest.mark.parametrize("strength", [0.0, 0.2, 4.1, -1.0, float("nan"), float("inf")])
def test_a_strength_that_cannot_be(strength: float) -> None:
    with pytest.raises(InvalidInput, match=r"strength=.*: expected 0.25 \(careful\) to 4"):
        check_strength(strength)


def test_the_window_makes_room_for_a_pan_and_keeps_the_subject() -> None:
    still, pans = (staged(prompt, photo=(480, 180)) for prompt in ("hold", "pan right 12 degrees"))
    assert (still.window.x0, still.window.width) == (80, 320)
    assert pans.window.x0 < still.window.x0
    assert pans.window.width == still.window.width
    assert pans.window.x0 + pans.window.width > 480 * 3 / 5
    assert moving(pans).amount > moving(staged("pan right 12 degrees")).amount


def test_a_move_that_stays_on_the_photo_starts_where_the_eye_goes() -> None:
    assert staged("pan right 2 degrees", photo=(480, 180)).window.x0 == 80


def test_the_first_frame_is_not_enlarged() -> None:
    for prompt in ("zoom out", "pan left 30 degrees", "dolly out"):
        assert staged(prompt).window.width == 320


def test_the_plan_says_what_lies_beyond_the_border() -> None:
    assert any("beyond the photo's border" in note for note in staged("pan right").plan.notes)
    assert not any("border" in note for note in staged("zoom in").plan.notes)
    contained = staged("hold", photo=(180, 180), fit="contain")
    assert any(
        "% of a frame lies beyond" in note and 42 <= int(note.split()[2].rstrip("%")) <= 45
        for note in contained.plan.notes
    )


def test_a_shot_without_moves_is_not_searched() -> None:
    plan = ShotPlan(seconds=2)
    photo = photo_of(textured(320, 180))
    made = stage(Shot(photo=photo, plan=plan, size=Size(160, 90), fps=12), view_of(320, 180))
    assert made.plan == plan
