"""Each move's sign and amount against its meaning, in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vivant.direction.moves import FOCUS_MOVES, KINDS
from vivant.motion.moves import STEPS, TOWARDS, Mark, Point, Step
from vivant.motion.moves import step as step_of
from vivant.perception import Intrinsics

LENS = Intrinsics.of_lens(640, 360)


def step(move: str, amount: float, progress: float, distance: float) -> Step:
    return step_of(move, amount, progress, Mark.ahead(distance))


def seen(moved: Step, point: Point) -> Point:
    """The pixel at which a point of the first camera's space is seen after a step."""
    return LENS.zoomed(moved.focal).project(moved.pose[:3, :3].T @ (point - moved.pose[:3, 3]))


def test_every_move_of_the_vocabulary_has_a_step() -> None:
    assert set(STEPS) == set(KINDS) - FOCUS_MOVES
    assert set(TOWARDS) < set(STEPS)


@pytest.mark.parametrize(
    ("move", "forward"),
    [
        ("pan_right", (math.sin(math.radians(30)), 0, math.cos(math.radians(30)))),
        ("pan_left", (-math.sin(math.radians(30)), 0, math.cos(math.radians(30)))),
        ("tilt_up", (0, -math.sin(math.radians(30)), math.cos(math.radians(30)))),
        ("tilt_down", (0, math.sin(math.radians(30)), math.cos(math.radians(30)))),
    ],
)
def test_turning_points_the_axis_where_the_name_says(move: str, forward: tuple[float, float, float]) -> None:
    moved = step(move, 30, 1.0, 2.0)
    np.testing.assert_allclose(moved.pose[:3, 2], forward, atol=1e-12)
    np.testing.assert_array_equal(moved.pose[:3, 3], 0)
    assert moved.focal == 1.0


def test_rolling_clockwise_brings_the_cameras_right_side_down() -> None:
    # y points down, so a clockwise turn seen from behind the camera moves +x towards +y.
    right = step("roll_cw", 90, 1.0, 1.0).pose[:3, 0]
    np.testing.assert_allclose(right, (0, 1, 0), atol=1e-12)
    np.testing.assert_allclose(step("roll_ccw", 90, 1.0, 1.0).pose[:3, 0], (0, -1, 0), atol=1e-12)


@pytest.mark.parametrize(
    ("move", "place"),
    [
        ("dolly_in", (0, 0, 0.5)),
        ("dolly_out", (0, 0, -0.5)),
        ("truck_right", (0.5, 0, 0)),
        ("truck_left", (-0.5, 0, 0)),
        ("pedestal_up", (0, -0.5, 0)),
        ("pedestal_down", (0, 0.5, 0)),
    ],
)
def test_translating_goes_a_share_of_the_distance(move: str, place: tuple[float, float, float]) -> None:
    moved = step(move, 0.25, 1.0, 2.0)
    np.testing.assert_allclose(moved.pose[:3, 3], place)
    np.testing.assert_array_equal(moved.pose[:3, :3], np.eye(3))


def test_zooming_changes_only_the_lens_and_is_even_in_its_logarithm() -> None:
    assert step("zoom_in", 4.0, 0.5, 1.0).focal == pytest.approx(2.0)
    assert step("zoom_out", 4.0, 1.0, 1.0).focal == pytest.approx(0.25)
    np.testing.assert_array_equal(step("zoom_in", 4.0, 1.0, 1.0).pose, np.eye(4))


@pytest.mark.parametrize(("move", "side"), [("arc_cw", -1), ("arc_ccw", +1)])
def test_an_arc_keeps_its_distance_and_looks_at_its_centre(move: str, side: int) -> None:
    centre = np.array([0, 0, 3.0])
    for progress in (0.2, 0.7, 1.0):
        pose = step(move, 40, progress, 3.0).pose
        place, forward = pose[:3, 3], pose[:3, 2]
        assert np.linalg.norm(place - centre) == pytest.approx(3.0)
        np.testing.assert_allclose(place + 3.0 * forward, centre, atol=1e-12)
        assert np.sign(place[0]) == side


@pytest.mark.parametrize(("move", "sign"), [("dolly_zoom_in", 1), ("dolly_zoom_out", -1)])
def test_a_dolly_zoom_keeps_the_subjects_size(move: str, sign: int) -> None:
    for progress in (0.3, 1.0):
        moved = step(move, 0.4, progress, 2.0)
        remaining = 2.0 - moved.pose[2, 3]
        assert np.sign(moved.pose[2, 3]) == sign
        assert moved.focal / remaining == pytest.approx(1 / 2.0)


ASIDE = np.array([0.5, -0.3, 2.0])
"""A subject that stands right of the middle and above it."""


@pytest.mark.parametrize("move", ["arc_cw", "arc_ccw", "dolly_zoom_in", "dolly_zoom_out"])
def test_what_goes_about_the_subject_leaves_it_where_it_is_and_as_large(move: str) -> None:
    for progress in (0.3, 1.0):
        moved = step_of(move, 20 if "arc" in move else 0.3, progress, Mark(2.0, ASIDE))
        np.testing.assert_allclose(seen(moved, ASIDE), seen(Step(np.eye(4)), ASIDE), atol=1e-9)
        here = moved.pose[:3, :3].T @ (ASIDE - moved.pose[:3, 3])
        assert moved.focal / here[2] == pytest.approx(1 / 2.0)


@pytest.mark.parametrize(("move", "side"), [("crane_up", -1), ("crane_down", +1)])
def test_a_crane_rises_and_tilts_and_holds_the_subject_at_its_height(move: str, side: int) -> None:
    moved = step_of(move, 0.25, 1.0, Mark(2.0, ASIDE))
    np.testing.assert_allclose(moved.pose[:3, 3], (0, side * 0.5, 0))
    assert seen(moved, ASIDE)[1] == pytest.approx(seen(Step(np.eye(4)), ASIDE)[1])
    # Up and looking down, or down and looking up; never turned to a side.
    assert np.sign(moved.pose[1, 2]) == -side
    assert moved.pose[0, 2] == 0


def test_an_oblique_move_pushes_in_and_tilts_up() -> None:
    moved = step("oblique", 0.5, 1.0, 2.0)
    np.testing.assert_allclose(moved.pose[:3, 3], (0, 0, 1.0))
    assert moved.pose[1, 2] == pytest.approx(-math.sin(math.radians(11)))


@pytest.mark.parametrize(("move", "sign"), [("dolly_in", 1), ("dolly_out", -1)])
def test_a_dolly_towards_the_subject_goes_as_deep_and_keeps_it_in_its_place(move: str, sign: int) -> None:
    moved = step_of(move, 0.4, 1.0, Mark(2.0, ASIDE), aimed=True)
    assert moved.pose[2, 3] == pytest.approx(sign * 0.8)
    np.testing.assert_array_equal(moved.pose[:3, :3], np.eye(3))
    np.testing.assert_allclose(seen(moved, ASIDE), seen(Step(np.eye(4)), ASIDE))


@pytest.mark.parametrize(("move", "focal"), [("zoom_in", 2.0), ("zoom_out", 0.5)])
@pytest.mark.parametrize("subject", [ASIDE, ASIDE * (-1, -1, 1), np.array([0, 0, 2.0])], ids=["right", "left", "mid"])
def test_a_zoom_towards_the_subject_keeps_it_in_its_place_and_the_horizon_level(
    move: str, focal: float, subject: Point
) -> None:
    moved = step_of(move, 2.0, 1.0, Mark(2.0, subject), aimed=True)
    assert moved.focal == pytest.approx(focal)
    np.testing.assert_array_equal(moved.pose[:3, 3], 0)
    np.testing.assert_allclose(seen(moved, subject), seen(Step(np.eye(4)), subject), atol=1e-9)
    assert moved.pose[1, 0] == pytest.approx(0)  # its right stays level
