"""Many short sounds laid along a clip: drops, crackles, bubbles, syllables."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.noise import Mono, Stereo, band

_LONG = 2000

Times = NDArray[np.float64]
"""[k] seconds."""


def chances(random: np.random.Generator, seconds: float, per_s: float) -> Times:
    """Moments of a Poisson process: so many a second on average, in order."""
    return np.sort(random.random(random.poisson(per_s * seconds)) * seconds)


def paces(random: np.random.Generator, seconds: float, per_s: float, unevenness: float = 0.15) -> Times:
    """Moments that come about evenly, first at once; each interval differs by a share of itself."""
    steps = np.maximum(1 + unevenness * random.standard_normal(int(seconds * per_s * 2) + 2), 0.3) / per_s
    times = np.concatenate([[0.0], np.cumsum(steps)])
    return np.asarray(times[times < seconds])


def ring(
    hz: NDArray[np.float64],
    decay_s: NDArray[np.float64],
    length_s: float,
    *,
    rise: NDArray[np.float64] | float = 0.0,
    phase: float = 0.0,
) -> NDArray[np.float32]:
    """[k, length] damped sines. decay_s: until e times weaker. rise: of their pitch, a share of it a second."""
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    hz, decay_s, rise = (np.atleast_1d(np.asarray(value, dtype=np.float64))[:, None] for value in (hz, decay_s, rise))
    turns = hz * t * (1 + rise * t / 2)
    return np.asarray(np.exp(-t / decay_s) * np.sin(2 * np.pi * turns + phase), dtype=np.float32) * eased_out(len(t))


def bursts(
    random: np.random.Generator, decay_s: NDArray[np.float64], length_s: float, *, low_hz: float, high_hz: float
) -> NDArray[np.float32]:
    """[k, length] bursts of noise within a band, of about peak 1, each dying away at a rate of its own."""
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    hz = np.fft.rfftfreq(len(t), 1 / RATE_HZ).astype(np.float32)
    bins = random.standard_normal((len(decay_s), len(hz), 2)).view(np.complex128)[..., 0] * band(
        hz, low_hz, high_hz, 2
    )
    noise = np.fft.irfft(bins, len(t), axis=1)
    made = noise / np.abs(noise).max(axis=1, keepdims=True) * np.exp(-t / decay_s[:, None])
    return np.asarray(made, dtype=np.float32) * eased_out(len(t))


def eased_out(length: int) -> Mono:
    """[length] of 1 that come to 0 over the last fifth, so that nothing ends in a click."""
    gain = np.ones(length, dtype=np.float32)
    last = max(1, length // 5)
    gain[-last:] = np.cos(np.linspace(0, np.pi / 2, last, dtype=np.float32)) ** 2
    return gain


def scattered(
    count: int, times: Times, grains: NDArray[np.float32], gains: NDArray[np.floating[Any]], *, closes: bool = True
) -> Mono:
    """[count] samples with grain i, `grains [k, length]`, laid at times[i] with gains[i].

    closes: what goes past the end comes round to the beginning; otherwise it is lost.
    """
    first = np.rint(times * RATE_HZ).astype(np.int64)
    if grains.shape[1] > _LONG and grains.shape[1] <= count:
        return _laid_one_by_one(count, first, grains, gains, closes)
    at = first[:, None] + np.arange(grains.shape[1])
    weights = grains * np.asarray(gains, dtype=np.float32)[:, None]
    if closes:
        at %= count
    else:
        weights = np.where(at < count, weights, np.float32(0))
        at = np.minimum(at, count - 1)
    return np.bincount(at.ravel(), weights.ravel(), count).astype(np.float32)


def _laid_one_by_one(
    count: int, first: NDArray[np.int64], grains: NDArray[np.float32], gains: NDArray[np.floating[Any]], closes: bool
) -> Mono:
    """The same for a few long grains, which is faster so."""
    length = grains.shape[1]
    track = np.zeros(count + length, dtype=np.float32)
    for at, grain, gain in zip(first, grains, np.asarray(gains, dtype=np.float32), strict=True):
        track[at % count : at % count + length] += grain * gain
    if closes:
        track[:length] += track[count:]
    return track[:count]


def strewn(
    random: np.random.Generator,
    count: int,
    times: Times,
    grains: NDArray[np.float32],
    gains: NDArray[np.floating[Any]],
    *,
    width: float = 1.0,
) -> Stereo:
    """The same in stereo, each from a direction of its own within `width` (1: all the way to both sides)."""
    places = (random.random(len(times)) * 2 - 1) * width
    left, right = pan_gains(places)
    return np.stack(
        [scattered(count, times, grains, np.asarray(gains * ear, dtype=np.float32)) for ear in (left, right)], axis=1
    )


def pan_gains(place: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Gains of the left and the right ear, of constant power, for places from -1 (left) to 1 (right)."""
    angle = (np.clip(place, -1, 1) + 1) * np.pi / 4
    return np.cos(angle), np.sin(angle)
