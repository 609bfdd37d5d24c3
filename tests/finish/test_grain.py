"""Grain: mean, spread, size, and no memory from frame to frame."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.finish.grain import STEPS, Grain, luma_response
from vivant.finish.look import Look
from vivant.finish.styles import Style
from vivant.media import Size

SIZE = Size(320, 180)


def grain(seed: int = 1, levels: float = 6.0, size: float = 1.0, frame: Size = SIZE) -> Grain:
    return Grain(levels=levels, size=size, frame=frame, seed=seed)


def test_noise_has_no_mean_and_the_stated_spread() -> None:
    noise = np.stack([grain().noise(k) for k in range(12)]) / STEPS
    assert noise.mean() == pytest.approx(0, abs=0.02)
    assert noise.std() == pytest.approx(1, abs=0.02)


def test_frames_know_nothing_of_one_another() -> None:
    one = grain()
    frames = [one.noise(k).astype(float).ravel() for k in range(20)]
    near = [abs(np.corrcoef(frames[k], frames[k + 1])[0, 1]) for k in range(19)]
    assert np.mean(near) < 0.02


def test_the_same_seed_gives_the_same_grain() -> None:
    np.testing.assert_array_equal(grain(3).noise(7), grain(3).noise(7))
    assert (grain(3).noise(7) != grain(4).noise(7)).mean() > 0.9


def test_grains_grow_with_the_frame() -> None:
    """Neighbours are more alike where grains are larger."""

    def alike(frame: Size) -> float:
        noise = grain(frame=frame).noise(0).astype(float)
        return float(np.corrcoef(noise[:, :-1].ravel(), noise[:, 1:].ravel())[0, 1])

    assert alike(Size(320, 180)) < alike(Size(960, 540)) < alike(Size(1920, 1080))


@pytest.mark.parametrize("luma", [0, 60, 128, 230])
def test_a_frame_gets_grain_by_its_luma(luma: int) -> None:
    look = Look(Style(grain=6.0), size=SIZE, fps=24, frame_count=48, seed=2)
    frames = np.stack([look.apply(np.full((180, 320, 3), luma, np.uint8), k) for k in range(10)]).astype(float)
    wanted = 6.0 * luma_response()[luma]
    if luma:
        assert frames.mean() == pytest.approx(luma, abs=0.1)
        assert frames.std() == pytest.approx(wanted, rel=0.05, abs=0.1)
    assert np.ptp(frames[..., 0] - frames[..., 2]) == 0, "grain is of silver: without colour"
