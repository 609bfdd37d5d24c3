"""Every move by itself, and every two of them at once and one after the other, against their steps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vivant.direction.moves import FOCUS_MOVES, KINDS
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.easing import natural
from vivant.motion.moves import Mark, Step, step
from vivant.motion.path import camera_path

NAMES = sorted(set(KINDS) - FOCUS_MOVES)
DISTANCE, AIM = 1.5, (0.2, -0.1)
SUBJECT = DISTANCE * np.array([*AIM, 1.0])


def beat(name: str, start_s: float, end_s: float) -> CameraMove:
    kind = KINDS[name]
    return CameraMove(move=name, start_s=start_s, end_s=end_s, amount=kind.amount, unit=kind.unit)


def seen_from(pose: np.ndarray) -> np.ndarray:
    return np.asarray((np.linalg.inv(pose) @ [*SUBJECT, 1.0])[:3])


def chained(*names: str) -> Step:
    """The moves one after the other, each about the subject where the ones before it have left it."""
    pose, focal = np.eye(4), 1.0
    for name in names:
        moved = step(name, KINDS[name].amount, 1.0, Mark(DISTANCE, seen_from(pose)))
        pose, focal = pose @ moved.pose, focal * moved.focal
    return Step(pose, focal)


@pytest.mark.parametrize("name", NAMES)
def test_a_move_is_in_every_frame_where_its_way_leads(name: str) -> None:
    plan = ShotPlan(seconds=3, camera=(beat(name, 0.5, 2.5),))
    path = camera_path(plan, fps=8, frame_count=24, distance=DISTANCE, aim=AIM)
    for k in range(24):
        moved = step(name, KINDS[name].amount, natural((k / 8 - 0.5) / 2), Mark(DISTANCE, SUBJECT))
        np.testing.assert_allclose(path.poses[k], moved.pose, atol=1e-12)
        assert path.zoom[k] == pytest.approx(moved.focal)


@pytest.mark.parametrize("second_s", [0.0, 1.0, 1.5], ids=["at once", "handed over", "after a hold"])
def test_any_two_moves_come_to_what_each_of_them_asks(second_s: float) -> None:
    for one, other in itertools.product(NAMES, NAMES):
        plan = ShotPlan(seconds=3, camera=(beat(one, 0, 1), beat(other, second_s, second_s + 1)))
        path = camera_path(plan, fps=2, frame_count=6, distance=DISTANCE, aim=AIM)
        expected = chained(one, other)
        np.testing.assert_allclose(path.poses[-1], expected.pose, atol=1e-9, err_msg=f"{one}, {other}")
        assert path.zoom[-1] == pytest.approx(expected.focal)


@pytest.mark.parametrize("holding", ["arc_cw", "dolly_zoom_in"])
@pytest.mark.parametrize("together", [name for name in NAMES if name.startswith(("dolly_zoom", "arc", "static"))])
def test_what_holds_the_subject_holds_it_together_too(holding: str, together: str) -> None:
    plan = ShotPlan(seconds=2, camera=(beat(holding, 0, 1.9), beat(together, 0, 1.9)))
    path = camera_path(plan, fps=8, frame_count=16, distance=DISTANCE, aim=AIM)
    for pose, zoom in zip(path.poses, path.zoom, strict=True):
        here = seen_from(pose)
        np.testing.assert_allclose(zoom * here[:2] / here[2], AIM, atol=1e-9)
