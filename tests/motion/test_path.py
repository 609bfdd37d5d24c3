"""Paths: frames in time, moves in sequence and together."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.moves import rotation, translation
from vivant.motion.path import camera_path


def move(name: str, start_s: float, end_s: float, amount: float, unit: str = "deg", **other: str) -> CameraMove:
    return CameraMove(move=name, start_s=start_s, end_s=end_s, amount=amount, unit=unit, **other)  # type: ignore[arg-type]


def test_frame_zero_is_the_photo_and_holds_are_exact() -> None:
    plan = ShotPlan(seconds=3, camera=(move("static", 0, 1, 0), move("pan_left", 1, 2, 5), move("static", 2, 3, 0)))
    path = camera_path(plan, fps=10, frame_count=30)
    for k in range(11):
        np.testing.assert_array_equal(path.poses[k], np.eye(4))
    for k in range(20, 30):
        np.testing.assert_array_equal(path.poses[k], path.poses[20])
    np.testing.assert_allclose(path.poses[20], rotation(1, -5))


def test_sequential_moves_chain_in_the_cameras_own_frame() -> None:
    plan = ShotPlan(seconds=2, camera=(move("pan_right", 0, 1, 90), move("dolly_in", 1, 1.5, 0.5, "distance")))
    path = camera_path(plan, fps=10, frame_count=20, distance=2.0)
    # Having turned right, "in" means along the photo's x axis.
    np.testing.assert_allclose(path.poses[-1], rotation(1, 90) @ translation(0, 0, 1.0), atol=1e-12)
    np.testing.assert_allclose(path.poses[-1][:3, 3], (1, 0, 0), atol=1e-12)


def test_simultaneous_moves_both_reach_their_amounts() -> None:
    plan = ShotPlan(seconds=1, camera=(move("zoom_in", 0, 0.5, 2, "x"), move("roll_cw", 0, 0.5, 10)))
    path = camera_path(plan, fps=10, frame_count=10)
    assert path.zoom[-1] == pytest.approx(2)
    np.testing.assert_allclose(path.poses[-1], rotation(2, 10), atol=1e-12)


def test_linear_moves_are_even_and_a_move_of_no_length_is_a_cut() -> None:
    plan = ShotPlan(seconds=1, camera=(move("pan_right", 0, 1, 10, ease="linear"),))
    path = camera_path(plan, fps=10, frame_count=10)
    angles = np.degrees(np.arctan2(path.poses[:, 0, 2], path.poses[:, 2, 2]))
    np.testing.assert_allclose(angles, np.arange(10.0), atol=1e-9)

    cut = camera_path(ShotPlan(seconds=1, camera=(move("pan_right", 0.5, 0.5, 10),)), fps=10, frame_count=10)
    np.testing.assert_array_equal(cut.poses[4], np.eye(4))
    np.testing.assert_allclose(cut.poses[5], rotation(1, 10))


def test_truck_then_truck_back_returns_exactly() -> None:
    plan = ShotPlan(
        seconds=2,
        camera=(move("truck_right", 0, 1, 0.2, "distance"), move("truck_left", 1, 1.9, 0.2, "distance")),
    )
    path = camera_path(plan, fps=20, frame_count=40)
    np.testing.assert_allclose(path.poses[-1], np.eye(4), atol=1e-12)
