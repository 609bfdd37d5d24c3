"""Things that ring when they are struck: each a sum of partials that die away at rates of their own."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import eased_out
from vivant.sound.noise import Mono

BELL_PARTIALS = (0.5, 1.0, 1.19, 1.5, 2.0, 2.51, 2.66, 3.01, 4.17, 5.43)
"""Hum, prime, tierce, quint, nominal and above, over the prime. Source: Rossing, Science of Percussion, 2000."""

GLASS_PARTIALS = (1.0, 2.32, 4.25, 6.63)
"""Bending modes of a wine glass, about as the squares of 2, 3, 4, 5 waves around its rim (Rossing, 2000)."""


def partials(
    hz: NDArray[np.float64], gains: NDArray[np.float64], decays_s: NDArray[np.float64], length_s: float
) -> Mono:
    """Damped sines added up.

    A damped sine is the powers of one complex number, and its power of a * b + c is that of a * b times that of c: so
    the whole sum is one product of two small matrices.
    """
    count = round(length_s * RATE_HZ)
    rows = int(np.sqrt(count)) + 1
    step = (2j * np.pi * hz - 1 / decays_s) / RATE_HZ
    within, blocks = np.exp(np.outer(step, np.arange(rows))), np.exp(np.outer(np.arange(rows), step * rows))
    made = ((blocks * gains) @ within).imag.ravel()[:count]
    return np.asarray(made, dtype=np.float32) * eased_out(count)


def strike(random: np.random.Generator, length_s: float, decay_s: float) -> Mono:
    """The knock itself: a burst of noise."""
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    return np.asarray(random.standard_normal(len(t)) * np.exp(-t / decay_s), dtype=np.float32) * eased_out(len(t))


def glass_kinds(
    random: np.random.Generator, *, count: int, low_hz: float, high_hz: float, decay_s: float
) -> NDArray[np.float32]:
    """[count, length] clinks of glass or china, each its own vessel, of peak 1."""
    length_s = 4 * decay_s
    made = []
    for pitch in np.exp(random.uniform(np.log(low_hz), np.log(high_hz), count)):
        hz = pitch * np.array(GLASS_PARTIALS) * random.uniform(0.985, 1.015, 4)
        heard = hz < 18_000
        gains = np.array([1.0, 0.7, 0.4, 0.2]) * random.uniform(0.5, 1.2, 4) * heard
        tone = partials(np.where(heard, hz, 1000.0), gains, decay_s * np.array([1.0, 0.7, 0.45, 0.3]), length_s)
        tone[: round(0.004 * RATE_HZ)] += 0.3 * strike(random, 0.004, 0.0006)
        made.append(tone / np.abs(tone).max())
    return np.stack(made)
