"""The turn and the way of a camera, from exact and from noisy points."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.diagnostics.camera import angle_deg, turn_deg
from vivant.diagnostics.epipolar import motion
from vivant.motion.moves import rotation, translation
from vivant.perception import Intrinsics

LENS = Intrinsics.of_lens(640, 360)


@pytest.mark.parametrize(
    "pose",
    [
        translation(0.05, 0, 0),
        translation(0, -0.03, 0),
        translation(0, 0, -0.1),
        translation(0.02, 0.04, 0) @ rotation(0, 2),
        translation(-0.1, 0, 0.02) @ rotation(1, 6) @ rotation(2, 3),
    ],
    ids=["right", "up", "out", "down and tilted", "around"],
)
@pytest.mark.parametrize("noise_px", [0.0, 0.15])
def test_a_small_step_is_told_from_a_small_turn(pose: np.ndarray, noise_px: float) -> None:
    generator = np.random.default_rng(1)
    start = generator.uniform((0, 0), (640, 360), (300, 2))
    points = LENS.directions(start[:, 0], start[:, 1]) / generator.uniform(0.4, 1.6, 300)[:, None]
    end = LENS.project((points - pose[:3, 3]) @ pose[:3, :3]) + generator.normal(0, 1, (300, 2)) * noise_px
    end[::15] += 12
    found = motion(start, end, LENS)
    assert found is not None
    assert angle_deg(found.way, pose[:3, 3]) < (0.05 if noise_px == 0 else 4)
    left = np.eye(4)
    left[:3, :3] = found.turn.T @ pose[:3, :3]
    assert turn_deg(left) < (0.01 if noise_px == 0 else 0.3)
