"""The last step: a mix brought to its loudness, with no peak above what a player can give."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pyloudnorm
from numpy.typing import NDArray
from scipy.ndimage import minimum_filter1d, uniform_filter1d

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.noise import Mono, Stereo

TARGET_LUFS = -16.0
CEILING_DBTP = -2.0
"""1 dB below what is promised: AAC adds peaks of its own."""

MOST_LIMITED_DB = 16.0
"""No peak is pressed further: a clip of a few clicks stays below the target rather than turn to mush."""

_AHEAD = round(0.004 * RATE_HZ)
_OVERSAMPLED = 4
_LEAST_S = 0.4


@dataclass(frozen=True, kw_only=True)
class Mastered:
    """samples: the finished mix. gain_db: what was put on the whole, before peaks were held."""

    samples: Stereo
    gain_db: float


def loudness_lufs(samples: Stereo) -> float:
    """Integrated loudness by ITU-R BS.1770-4; -inf for silence. What is shorter than a block is measured repeated."""
    least = math.ceil(_LEAST_S * RATE_HZ) + 1
    if 0 < len(samples) < least:
        samples = np.tile(samples, (-(-least // len(samples)), 1))
    if not np.any(samples):
        return -math.inf
    return float(pyloudnorm.Meter(RATE_HZ).integrated_loudness(np.asarray(samples, dtype=np.float64)))


def true_peak_dbtp(samples: Stereo) -> float:
    """The highest peak between the samples, too: four times oversampled, as BS.1770-4 measures it."""
    return 20 * math.log10(max(float(_peaks(samples).max(initial=0.0)), 1e-9))


def mastered(mix: Stereo, target_lufs: float | None, *, closes: bool = False) -> Mastered:
    """The mix at its target; without a target it is as loud as it is. Peaks are held in either case.

    closes: the end leads into the beginning, so gains must, too.
    """
    peaks = _peaks(mix)
    now = -math.inf if target_lufs is None else loudness_lufs(mix)
    if target_lufs is None or not math.isfinite(now):
        return Mastered(samples=_held(mix, peaks, closes=closes), gain_db=0.0)
    most_db = CEILING_DBTP + MOST_LIMITED_DB - 20 * math.log10(max(float(peaks.max()), 1e-9))
    gain_db, samples = min(target_lufs - now, most_db), mix
    for _ in range(4):  # holding peaks takes some loudness, which is given back
        factor = np.float32(10 ** (gain_db / 20))
        samples = _held(mix * factor, peaks * factor, closes=closes)
        short = target_lufs - loudness_lufs(samples)
        if abs(short) < 0.2 or gain_db >= most_db:
            break
        gain_db = min(gain_db + short, most_db)
    return Mastered(samples=samples, gain_db=gain_db)


def _peaks(samples: Stereo) -> Mono:
    """[n] the highest of both ears at and after each sample, oversampled."""
    highest = np.maximum(np.abs(samples[:, 0]), np.abs(samples[:, 1]))
    for ear in np.ascontiguousarray(samples.T):
        for taps in _BETWEEN:
            np.maximum(highest, np.abs(np.convolve(ear, taps, "same")), out=highest)
    return highest


def _between() -> NDArray[np.float32]:
    """[3, 11] what draws the curve a quarter, a half and three quarters of the way to the next sample.

    A windowed sinc, a tap shorter than the filter of BS.1770-4, and within 0.15 dB up to 20 kHz.
    """
    away = np.arange(-5, 6)[None] + np.arange(1, _OVERSAMPLED)[:, None] / _OVERSAMPLED
    taps = np.sinc(away) * np.cos(np.pi * away / 12) ** 2
    return np.asarray(taps / taps.sum(axis=1, keepdims=True), dtype=np.float32)


_BETWEEN = _between()


def _held(samples: Stereo, peaks: NDArray[np.float32], *, closes: bool) -> Stereo:
    """The samples with a gain that has come down, smoothly, by the time a peak arrives."""
    ceiling = 10 ** (CEILING_DBTP / 20)
    if not len(samples) or float(peaks.max()) <= ceiling:
        return samples
    edge = "wrap" if closes else "nearest"
    need = np.minimum(1.0, ceiling / np.maximum(peaks, 1e-9))
    # The least gain within reach, averaged over that reach: it never lies above what a peak needs.
    least = minimum_filter1d(need, 4 * _AHEAD + 1, mode=edge)
    gain = uniform_filter1d(uniform_filter1d(least, 2 * _AHEAD + 1, mode=edge), 2 * _AHEAD + 1, mode=edge)
    return np.asarray(samples * gain[:, None], dtype=np.float32)
