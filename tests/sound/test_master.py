"""Loudness and true peaks, against signals whose values are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.master import CEILING_DBTP, TARGET_LUFS, loudness_lufs, mastered, true_peak_dbtp


def sine(hz: float, peak_db: float, seconds: float = 3.0, phase: float = 0.0) -> NDArray[np.float32]:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = 10 ** (peak_db / 20) * np.sin(2 * np.pi * hz * t + phase)
    wave[:2000] *= np.linspace(0, 1, 2000)  # an edge would be a peak of its own
    wave[-2000:] *= np.linspace(1, 0, 2000)
    return np.stack([wave, wave], axis=1).astype(np.float32)


def clicks(seconds: float = 4.0) -> NDArray[np.float32]:
    random = np.random.default_rng(0)
    track = 0.02 * random.standard_normal((round(seconds * RATE_HZ), 2))
    track[::9001] += 0.4
    return track.astype(np.float32)


def test_loudness_is_that_of_the_standard() -> None:
    # BS.1770: 997 Hz at 0 dBFS in one channel is -3.01 LKFS; in both 0.0.
    assert loudness_lufs(sine(997, -23.0)) == pytest.approx(-23.0, abs=0.1)
    one_ear = sine(997, 0.0) * np.array([1, 0], dtype=np.float32)
    assert loudness_lufs(one_ear) == pytest.approx(-3.01, abs=0.1)
    assert loudness_lufs(np.zeros((RATE_HZ, 2), dtype=np.float32)) == -math.inf
    assert -23 < loudness_lufs(sine(997, -20.0, seconds=0.2)) < -20  # shorter than a block: repeated


def test_true_peaks_lie_between_the_samples() -> None:
    # A quarter of the rate, an eighth of a turn late: every sample is 3.01 dB below the crest.
    quarter = sine(RATE_HZ / 4, 0.0, phase=math.pi / 4)
    assert 20 * math.log10(float(np.abs(quarter).max())) == pytest.approx(-3.01, abs=0.01)
    assert true_peak_dbtp(quarter) == pytest.approx(0.0, abs=0.15)
    for hz in (440.0, 5000.3, 15_000.7):
        assert true_peak_dbtp(sine(hz, -6.0)) == pytest.approx(-6.0, abs=0.15)


@pytest.mark.parametrize("made", [sine(440, -40.0), clicks(), clicks(1.0)], ids=["tone", "clicks", "second"])
@pytest.mark.parametrize("closes", [False, True])
def test_a_mix_is_brought_to_its_target_and_no_peak_above_the_ceiling(
    made: NDArray[np.float32], closes: bool
) -> None:
    done = mastered(made, TARGET_LUFS, closes=closes)
    assert loudness_lufs(done.samples) == pytest.approx(TARGET_LUFS, abs=0.5)
    assert true_peak_dbtp(done.samples) <= CEILING_DBTP + 0.05


def test_holding_a_peak_leaves_what_is_far_from_it_alone() -> None:
    made = np.full((RATE_HZ, 2), 0.05, dtype=np.float32)
    made[24_000] = 3.0
    held = mastered(made, None).samples
    assert true_peak_dbtp(held) <= CEILING_DBTP + 0.05
    np.testing.assert_array_equal(held[:23_000], made[:23_000])
    np.testing.assert_array_equal(held[25_000:], made[25_000:])


def test_a_few_clicks_are_not_pressed_into_mush() -> None:
    made = np.zeros((4 * RATE_HZ, 2), dtype=np.float32)
    made[RATE_HZ] = made[3 * RATE_HZ] = 0.5
    done = mastered(made, TARGET_LUFS)
    assert loudness_lufs(done.samples) < TARGET_LUFS - 3
    assert true_peak_dbtp(done.samples) <= CEILING_DBTP + 0.05


def test_silence_and_what_has_no_target_stay_as_they_are() -> None:
    silence = np.zeros((RATE_HZ, 2), dtype=np.float32)
    np.testing.assert_array_equal(mastered(silence, TARGET_LUFS).samples, silence)
    soft = sine(300, -50.0)
    np.testing.assert_array_equal(mastered(soft, None).samples, soft)
