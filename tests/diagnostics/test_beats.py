"""The beginning and end of a move, found again in poses that come late by a known time."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.diagnostics.beats import late_by
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.path import camera_path


def poses(start_s: float, end_s: float) -> np.ndarray:
    move = CameraMove(move="pan_left", start_s=start_s, end_s=end_s, amount=8, unit="deg")
    return camera_path(ShotPlan(seconds=4, camera=(move,)), fps=24, frame_count=96).poses


def test_what_is_on_time_is_on_time() -> None:
    planned = poses(1, 2)
    assert late_by(list(planned), planned, 24, 48) == pytest.approx((0, 0), abs=1e-9)


def test_a_beginning_and_an_end_are_timed_each_by_itself() -> None:
    late = late_by(list(poses(1 + 1 / 24, 2 + 3 / 24)), poses(1, 2), 18, 60)
    assert late is not None
    # A tenth and nine tenths of the way lie within the move: they are late by a part of either.
    assert 1.0 < late[0] < 2.0
    assert 2.0 < late[1] < 3.0


def test_frames_without_a_pose_are_gone_without_until_too_many() -> None:
    planned = poses(1, 2)
    some = [None if k % 6 == 0 else pose for k, pose in enumerate(planned)]
    late = late_by(some, planned, 24, 48)
    assert late is not None
    assert max(map(abs, late)) < 0.2
    assert late_by([None] * 96, planned, 24, 48) is None
