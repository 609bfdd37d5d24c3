"""Each move's sign and amount against its meaning, in closed form."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vivant.direction.moves import MOVES
from vivant.motion.moves import STEPS, step


def test_every_move_of_the_vocabulary_has_a_step() -> None:
    assert set(STEPS) == set(MOVES)


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
