"""Smooth chance: noise in time that repeats exactly where a loop asks for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_WAVES = 24


class Murmur:
    """A murmur: `at(time_s)` is smooth noise with mean 0 and deviation about 1, between two frequencies.

    A sum of sines with seeded phases, their powers falling as 1 / frequency. With loop_s every frequency is a whole
    number of cycles in it, so that the noise ends as it began.
    """

    def __init__(
        self, seed: tuple[int, ...], *, least_hz: float, most_hz: float, loop_s: float | None = None
    ) -> None:
        generator = np.random.default_rng(seed)
        hz = least_hz * (most_hz / least_hz) ** ((np.arange(_WAVES) + generator.uniform(0, 1, _WAVES)) / _WAVES)
        if loop_s is not None:
            hz = np.maximum(np.round(hz * loop_s), 1) / loop_s
        weight = 1 / np.sqrt(hz)
        self._omega: NDArray[np.float64] = 2 * np.pi * hz
        self._phase = generator.uniform(0, 2 * np.pi, _WAVES)
        self._weight = weight * np.sqrt(2 / (weight**2).sum())

    def at(self, time_s: float) -> float:
        """The noise at a time."""
        return float((self._weight * np.sin(self._omega * time_s + self._phase)).sum())
