"""Which moment each frame shows."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.clock import POSES_PER_S, UNEVEN, held, shown_times, there_and_back
from vivant.motion.path import plan_times


def test_frames_show_their_own_time() -> None:
    np.testing.assert_allclose(shown_times(ShotPlan(seconds=1), fps=24, frame_count=24), np.arange(24) / 24)


@pytest.mark.parametrize("fps", [12, 24, 30, 60])
def test_poses_are_held_and_a_little_uneven(fps: int) -> None:
    times = np.arange(4 * fps) / fps
    moments = held(times, seed=1)
    even = np.floor(times * POSES_PER_S + 1e-6) / POSES_PER_S
    assert len(np.unique(moments)) == 4 * POSES_PER_S
    assert moments[0] == 0
    assert 0 < np.abs(moments - even).max() <= UNEVEN / POSES_PER_S + 1e-12
    assert (np.diff(moments) >= 0).all()
    np.testing.assert_array_equal(held(times[: fps + 1], seed=1), moments[: fps + 1])


def test_a_loop_goes_through_the_plan_and_back() -> None:
    times = there_and_back(np.arange(8) / 4, length_s=2.0, seconds=2.0)
    np.testing.assert_allclose(times, [0, 0.5, 1, 1.5, 2, 1.5, 1, 0.5])


def test_a_plan_is_brought_back_only_where_it_loops_and_does_not_return() -> None:
    def moments(*moves: tuple[str, float, float], style: tuple[str, ...] = ("loop",)) -> np.ndarray:
        camera = tuple(
            CameraMove(move=name, start_s=start_s, end_s=end_s, amount=5, unit="deg")
            for name, start_s, end_s in moves
        )
        return plan_times(ShotPlan(seconds=2, camera=camera, style=style), fps=4, frame_count=8)

    straight = np.arange(8) / 4
    np.testing.assert_allclose(moments(("pan_left", 0, 2), style=()), straight)
    np.testing.assert_allclose(moments(("pan_left", 0, 1), ("pan_right", 1, 2)), straight)
    np.testing.assert_allclose(moments(("static", 0, 2)), straight)
    np.testing.assert_allclose(moments(("pan_left", 0, 2))[4:], [2, 1.5, 1, 0.5])
