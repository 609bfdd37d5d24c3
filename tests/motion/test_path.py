"""Paths: frames in time, moves in sequence and together."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.moves import rotation, translation
from vivant.motion.path import CameraPath, camera_path


def move(
    name: str, start_s: float, end_s: float, amount: float, unit: str = "deg", **other: str | None
) -> CameraMove:
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
    np.testing.assert_allclose(path.poses[20, 0, 3], 0.2)
    np.testing.assert_allclose(path.poses[-1], np.eye(4), atol=1e-12)


def speeds(path: CameraPath) -> np.ndarray:
    """[N - 1] how much each frame differs from the next: the angle in degrees, and the way a hundredfold."""
    steps = [np.linalg.inv(one) @ other for one, other in itertools.pairwise(path.poses)]
    return np.array([np.degrees(np.arccos(min(1, (np.trace(s[:3, :3]) - 1) / 2))) for s in steps]) + np.array(
        [100 * np.linalg.norm(s[:3, 3]) for s in steps]
    )


PAIR = (move("pan_right", 0, 2, 8), move("tilt_up", 2, 4, 6))


def test_a_move_hands_over_to_the_next_without_stopping() -> None:
    path = camera_path(ShotPlan(seconds=4.5, camera=PAIR), fps=24, frame_count=108)
    speed = speeds(path)
    assert speed[44:52].min() > 0.6 * speed[24]  # around the seam, against the first move at its full speed
    assert np.abs(np.diff(speed)).max() < 0.1 * speed.max()
    np.testing.assert_allclose(path.poses[-1], rotation(1, 8) @ rotation(0, 6), atol=1e-9)


@pytest.mark.parametrize(
    "moves",
    [
        (PAIR[0], move("static", 2, 3, 0), move("tilt_up", 3, 4, 6)),
        (PAIR[0], move("tilt_up", 2, 4, 6, ease="snap")),
        (move("pan_right", 0, 2, 8, ease="snap"), PAIR[1]),
    ],
    ids=["hold", "before a snap", "after a snap"],
)
def test_a_move_stops_before_a_hold_and_at_a_snap(moves: tuple[CameraMove, ...]) -> None:
    speed = speeds(camera_path(ShotPlan(seconds=4, camera=moves), fps=24, frame_count=96))
    assert speed[46:49].min() < 0.02 * speed.max()


def test_a_linear_move_is_even_to_its_very_end_whatever_follows() -> None:
    moves = (move("pan_right", 0, 2, 8, ease="linear"), PAIR[1])
    speed = speeds(camera_path(ShotPlan(seconds=4, camera=moves), fps=24, frame_count=96))
    np.testing.assert_allclose(speed[:48], 8 / 48, atol=1e-6)


def test_an_arc_after_other_moves_is_about_the_subject_where_it_then_is() -> None:
    moves = (move("dolly_in", 0, 1, 0.5, "distance"), move("pan_right", 1, 2, 5), move("arc_cw", 2, 3, 20))
    plan = ShotPlan(seconds=4, camera=moves)
    path = camera_path(plan, fps=10, frame_count=40, distance=2.0, aim=(0.2, 0.1))
    subject = 2.0 * np.array([0.2, 0.1, 1])

    def seen(pose: np.ndarray) -> np.ndarray:
        return np.asarray(pose[:3, :3].T @ (subject - pose[:3, 3]))

    # The arc's speed comes in a little before the pan has ended: what it holds is where the pan leaves it.
    before = rotation(1, 5).T[:3, :3] @ (subject - (0, 0, 1.0))
    np.testing.assert_allclose(seen(path.poses[-1]), before, atol=1e-9)


@pytest.mark.parametrize(("aim", "aside"), [((0.0, 0.0), 0.0), ((0.4, 0.0), 0.2)])
def test_a_push_towards_something_goes_along_the_line_to_the_subject(aim: tuple[float, float], aside: float) -> None:
    plan = ShotPlan(seconds=2, camera=(move("dolly_in", 0, 1, 0.5, "distance", target="cup"),))
    np.testing.assert_allclose(
        camera_path(plan, fps=10, frame_count=20, aim=aim).poses[-1][:3, 3], (aside, 0, 0.5), atol=1e-12
    )
    for target in (None, "the far mountains"):
        plain = ShotPlan(seconds=2, camera=(move("dolly_in", 0, 1, 0.5, "distance", target=target),))
        np.testing.assert_allclose(camera_path(plain, fps=10, frame_count=20, aim=aim).poses[-1][:3, 3], (0, 0, 0.5))


def test_stop_motion_holds_each_pose_for_two_frames_of_twenty_four() -> None:
    plan = ShotPlan(seconds=2, camera=(move("truck_right", 0, 2, 0.2, "distance", ease="linear"),))
    path = camera_path(replace(plan, style=("stop_motion",)), fps=24, frame_count=48, seed=3)
    np.testing.assert_array_equal(path.poses[0::2], path.poses[1::2])
    np.testing.assert_array_equal(path.poses[0], np.eye(4))
    steps = np.diff(path.poses[::2, 0, 3])
    assert steps.min() > 0.5 * steps.mean()
    assert steps.max() < 1.5 * steps.mean()
    assert steps.std() > 0


@pytest.mark.parametrize("frame_count", [48, 47])
@pytest.mark.parametrize(
    "camera",
    [
        (move("dolly_in", 0, 2, 0.3, "distance"),),
        (move("static", 0, 0.5, 0), move("pan_left", 0.5, 2, 10)),
        (move("pan_left", 0, 1, 10), move("zoom_in", 1, 2, 1.5, "x")),
        (move("static", 0, 2, 0, steadiness="handheld"),),
        (move("dolly_in", 0, 2, 0.3, "distance", steadiness="handheld"),),
    ],
    ids=["dolly", "hold and pan", "pan and zoom", "handheld", "handheld dolly"],
)
def test_a_loop_closes_at_its_first_frame(camera: tuple[CameraMove, ...], frame_count: int) -> None:
    path = camera_path(ShotPlan(seconds=2, camera=camera, style=("loop",)), fps=24, frame_count=frame_count)
    once_more = CameraPath(
        poses=np.concatenate([path.poses, path.poses[:4]]), zoom=np.concatenate([path.zoom, path.zoom[:4]])
    )
    speed = speeds(once_more) + 10 * np.abs(np.diff(once_more.zoom))
    around = speed[frame_count - 4 : frame_count + 3]
    assert around[3] <= 1.5 * max(around[2], around[4]) + 1e-9
    assert np.abs(np.diff(around)).max() < 0.3 * speed.max() + 1e-9
    np.testing.assert_array_equal(path.poses[0], np.eye(4))


def test_a_loop_reaches_the_whole_amount_half_way_and_comes_back_by_itself_where_the_plan_does() -> None:
    there = ShotPlan(seconds=2, camera=(move("pan_left", 0, 2, 10),), style=("loop",))
    np.testing.assert_allclose(camera_path(there, fps=24, frame_count=48).poses[24], rotation(1, -10), atol=1e-12)
    back = replace(there, camera=(move("pan_left", 0, 1, 10), move("pan_right", 1, 2, 10)))
    path = camera_path(back, fps=24, frame_count=48)
    np.testing.assert_allclose(path.poses, camera_path(there, fps=24, frame_count=48).poses, atol=1e-12)


def test_the_focus_is_not_the_cameras() -> None:
    plan = ShotPlan(seconds=1, camera=(move("rack_focus", 0, 1, 1, "distance"),))
    np.testing.assert_array_equal(camera_path(plan, fps=10, frame_count=10).poses[-1], np.eye(4))
