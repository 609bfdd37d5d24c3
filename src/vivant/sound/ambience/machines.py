"""Machines that run: a motor that idles, a clock."""

from __future__ import annotations

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import ring, scattered
from vivant.sound.noise import Stereo, band, coloured, drift, filtered, level, peak, wide
from vivant.sound.take import Take

_TICK_S = 0.5


def engine(take: Take) -> Stereo:
    """A motor that idles: uneven firing through an exhaust, and the clatter of its valves."""
    random = take.random
    firing = (24 + 14 * take.brightness) * (1 + 0.012 * drift(random, take.count, 3.0))
    turns = np.cumsum(firing.astype(np.float64)) / RATE_HZ
    turns *= np.round(turns[-1] / 4) * 4 / turns[-1]  # a whole number of cycles, so that it closes
    # Four cylinders, none quite like another.
    strength = np.array([1.0, 0.82, 0.94, 0.76])[np.floor(turns).astype(int) % 4]
    bang = strength * np.exp(-((turns % 1) / 0.10))
    body = filtered(
        (bang - bang.mean()).astype(np.float32),
        lambda hz: (
            peak(hz, 75, 0.7) + 0.7 * peak(hz, 210, 0.5) + 0.35 * peak(hz, 520, 0.5) + 0.12 * peak(hz, 1300, 0.7)
        ),
    )
    clatter = coloured(random, take.count, lambda hz: peak(hz, 2600, 0.8)) * (0.3 + bang.astype(np.float32))
    whirr = coloured(random, take.count, lambda hz: band(hz, 200, 900, 1))
    mono = level(body) + 0.10 * level(clatter) + 0.08 * whirr
    other = coloured(random, take.count, lambda hz: band(hz, 60, 600, 1))
    return level(wide(mono, level(body) + 0.14 * other, 0.8))


def clock(take: Take) -> Stereo:
    """A clock on a wall: tick and tock, half a second apart, each a click of the works in its wooden case."""
    pairs = max(1, round(take.seconds / (2 * _TICK_S)))
    times = np.arange(2 * pairs, dtype=np.float64) * (take.seconds / (2 * pairs))
    kinds = np.stack([_tick(take.random, pitch) for pitch in (1.0, 0.84)])
    gains = np.tile(np.array([1.0, 0.8], dtype=np.float32), pairs)
    ticks = scattered(take.count, times, kinds[np.arange(2 * pairs) % 2], gains)
    air = coloured(take.random, take.count, lambda hz: band(hz, 40, 200, 1))
    return level(level(wide(ticks, np.roll(ticks, 14), 0.0)) + 0.08 * wide(air, air, 0.0))


def _tick(random: np.random.Generator, pitch: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """One beat of the escapement: two clicks close together."""
    works = pitch * np.array([2350.0, 3900.0, 5600.0, 7900.0]) * random.uniform(0.99, 1.01, 4)
    click = (ring(works, np.array([0.006, 0.004, 0.003, 0.002]), 0.06) * np.array([[0.7], [1.0], [0.6], [0.3]])).sum(
        0
    )
    case = ring(pitch * np.array([310.0, 640.0]), np.array([0.018, 0.012]), 0.06).sum(axis=0)
    beat = click + 0.5 * case
    later = round(0.011 * RATE_HZ)
    beat[later:] += 0.45 * click[:-later]
    return np.asarray(beat, dtype=np.float32)
