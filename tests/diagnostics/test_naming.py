"""Each move is told from exact tracks of points at different distances, and from nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.diagnostics.camera import Tracks
from vivant.diagnostics.naming import named, turned
from vivant.direction.moves import FOCUS_MOVES, KINDS
from vivant.motion.moves import Mark, rotation, step
from vivant.perception import Intrinsics

LENS = Intrinsics.of_lens(640, 360)
GENERATOR = np.random.default_rng(0)
START = GENERATOR.uniform((0, 0), (640, 360), (300, 2))
INVERSE = GENERATOR.uniform(0.4, 2.0, 300)


def seen_from(pose: np.ndarray, zoom: float) -> Tracks:
    """The points seen from another camera, every tenth of them wrongly, all to a tenth of a pixel."""
    points = LENS.directions(START[:, 0], START[:, 1]) / INVERSE[:, None]
    end = LENS.zoomed(zoom).project((points - pose[:3, 3]) @ pose[:3, :3])
    end += GENERATOR.normal(0, 0.1, end.shape)
    end[::12] += 15
    return Tracks(start=START, end=end)


@pytest.mark.parametrize("move", sorted(set(KINDS) - FOCUS_MOVES))
def test_every_move_is_told(move: str) -> None:
    kind, share = KINDS[move], 0.7
    amount = 1 + (kind.amount - 1) * share if kind.unit == "x" else kind.amount * share
    if move == "static":
        tracks = Tracks(start=START, end=START + GENERATOR.normal(0, 0.1, START.shape))
    else:
        moved = step(move, amount, 1.0, Mark.ahead(1.0))
        tracks = seen_from(moved.pose, moved.focal)
    assert named(tracks, LENS, INVERSE).move == move


def test_a_turn_is_measured_whole() -> None:
    turn, left_px = turned(START, seen_from(rotation(1, 5) @ rotation(0, 3) @ rotation(2, 2), 1.3).end, LENS)
    assert (turn.pan, turn.tilt, turn.roll) == pytest.approx((5, 3, 2), abs=0.5)
    assert turn.zoom == pytest.approx(1.3, abs=0.02)
    assert left_px < 2


def test_the_way_of_a_camera_that_travels_is_measured() -> None:
    found = named(seen_from(step("truck_right", 0.1, 1.0, Mark.ahead(1.0)).pose, 1.0), LENS, INVERSE)
    assert found.way is not None
    np.testing.assert_allclose(found.way, (1, 0, 0), atol=0.05)
    assert found.inliers < 0.9


def test_a_handful_of_points_tells_nothing() -> None:
    assert named(Tracks(start=START[:5], end=START[:5]), LENS, INVERSE[:5]).move == "unknown"
