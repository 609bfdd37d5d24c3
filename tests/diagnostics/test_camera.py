"""Recovering a camera from tracks whose answer is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.diagnostics.camera import Tracks, angle_deg, recover_pose, track, turn_deg
from vivant.motion.moves import rotation, translation
from vivant.perception import Intrinsics

from synthetic import textured


@pytest.mark.parametrize(
    "pose",
    [rotation(1, 5), translation(0.1, 0, 0), translation(0, 0.02, 0.2) @ rotation(2, 8)],
    ids=["turn", "step", "both"],
)
def test_a_pose_comes_back_exactly(pose: np.ndarray) -> None:
    lens = Intrinsics.of_lens(640, 360)
    generator = np.random.default_rng(0)
    start = generator.uniform((0, 0), (640, 360), (200, 2))
    inverse = generator.uniform(0.4, 2.0, 200)
    points = lens.directions(start[:, 0], start[:, 1]) / inverse[:, None]
    seen = lens.project((points - pose[:3, 3]) @ pose[:3, :3])
    # A tenth of the tracks are wrong: they must not count.
    seen[:20] += generator.uniform(20, 40, (20, 2))
    found = recover_pose(Tracks(start=start, end=seen), inverse, lens)
    assert found is not None
    np.testing.assert_allclose(found, pose, atol=1e-5)


def test_too_few_points_give_no_pose() -> None:
    few = Tracks(start=np.zeros((5, 2)), end=np.zeros((5, 2)))
    assert recover_pose(few, np.ones(5), Intrinsics.of_lens(64, 64)) is None


def test_tracking_follows_a_shift_to_a_fraction_of_a_pixel() -> None:
    picture = textured(400, 200)
    frames = [np.ascontiguousarray(picture[:, 2 * k : 2 * k + 320]) for k in range(6)]
    tracks = track(frames)
    assert len(tracks.start) > 100
    assert np.abs(np.median(tracks.end - tracks.start, axis=0) - (-10, 0)).max() < 0.05
    assert len(track([np.zeros((64, 64, 3), np.uint8)] * 3).start) == 0


def test_angles() -> None:
    assert turn_deg(rotation(0, 30)) == pytest.approx(30)
    assert angle_deg(np.array([1.0, 0, 0]), np.array([0, 2.0, 0])) == pytest.approx(90)
