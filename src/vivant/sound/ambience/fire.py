"""Fire: the breath of flames, and wood that cracks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import chances, eased_out, ring, strewn
from vivant.sound.noise import Mono, Stereo, band, coloured, drift, level, tilt, wide
from vivant.sound.take import Take


def fire(take: Take) -> Stereo:
    """A wood fire: rumble that flickers, a thin hiss, and crackles in flurries with now and then a snap."""
    # A snap next to the ear is loud; a microphone rounds it off.
    crackles = np.tanh(level(_crackles(take)) / 7) * 7
    return level(_flames(take) * 0.6 + 0.85 * crackles)


def _flames(take: Take) -> Stereo:
    random = take.random
    flicker = np.exp(0.35 * drift(random, take.count, 5.0) + 0.25 * drift(random, take.count, 0.6))

    def rumble() -> Mono:
        return coloured(random, take.count, lambda hz: band(hz, 35, 260, 1) * tilt(hz, -2))

    def hiss() -> Mono:
        return coloured(random, take.count, lambda hz: band(hz, 1800, 8000, 1))

    breath = 0.16 * (0.4 + take.brightness)
    return (wide(rumble(), rumble(), 0.6) + breath * wide(hiss(), hiss(), 0.3)) * flicker[:, None]


def _crackles(take: Take) -> Stereo:
    random = take.random
    # Cracks call forth cracks: flurries, each with a few to dozens close together.
    flurries = chances(random, take.seconds, 1.5 + 4 * take.density)
    sizes = random.geometric(0.16, len(flurries))
    times = np.concatenate(
        [flurry + np.cumsum(random.exponential(0.035, size)) for flurry, size in zip(flurries, sizes, strict=True)]
        or [np.array([0.1])]
    )
    kinds = _kinds(random)
    # Heavy-tailed strengths: most are ticks, few are snaps.
    gains = np.minimum(random.pareto(1.4, len(times)) + 0.25, 3.5)
    pick = random.integers(0, len(kinds), len(times))
    return strewn(random, take.count, times % take.seconds, kinds[pick], gains, width=0.5)


def _kinds(random: np.random.Generator) -> NDArray[np.float32]:
    """[80, length] cracks: a burst, the ring of the wood, and a soft thump."""
    k, length_s = 80, 0.05
    pitch, decay = np.exp(random.uniform(np.log(900), np.log(6500), k)), random.uniform(0.0006, 0.005, k)
    rings = ring(pitch, decay, length_s)
    thumps = ring(random.uniform(120, 300, k), np.full(k, 0.010), length_s)
    t = np.arange(rings.shape[1]) / RATE_HZ
    bursts = random.standard_normal(rings.shape) * np.exp(-t / random.uniform(0.0003, 0.0015, k)[:, None])
    return np.asarray((0.7 * rings + 0.6 * bursts + 0.25 * thumps) * eased_out(len(t)), dtype=np.float32)
