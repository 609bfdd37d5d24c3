"""Water that moves: waves on a shore, a river, a stream, a waterfall, the sea under a boat."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import chances, ring, strewn
from vivant.sound.noise import Mono, Stereo, band, coloured, drift, level, moving, pair, peak, tilt, wide
from vivant.sound.take import Take


def waves(take: Take) -> Stereo:
    """Waves that swell, break and run back over the sand, each bright as it breaks and hissing as it drains."""
    swell = _swell(take)
    left, right = (_surf(take, swell, ear) for ear in (-1.0, 1.0))
    far_sea = pair(take.random, take.count, lambda hz: band(hz, 45, 500, 2) * tilt(hz, -3), 0.6)
    return level(wide(left, right, 0.25) + 0.16 * far_sea)


def _swell(take: Take) -> NDArray[np.float64]:
    """[k, 3]: when each wave breaks, how large it is, and where along the shore."""
    random = take.random
    k = max(1, round(take.seconds / (6.8 - 3.0 * take.density)))
    times = (np.arange(k) + 0.55 + random.uniform(-0.2, 0.2, k)) * take.seconds / k
    return np.stack([times, random.uniform(0.6, 1.0, k), random.uniform(-1, 1, k)], axis=1)


def _surf(take: Take, swell: NDArray[np.float64], ear: float) -> Mono:
    length = np.float32(take.seconds)
    bright = 900 + 5200 * take.brightness * (0.4 + 0.6 * take.density)

    def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
        total = np.full((len(seconds), hz.shape[1]), 0.05, dtype=np.float32) * band(hz, 150, 1500, 1)
        for breaks, size, along in swell:
            # A wave that breaks on the right is heard there first.
            since = (seconds - np.float32(breaks - 0.12 * ear * along) + length / 2) % length - length / 2
            near = np.float32(size * (1 + 0.35 * ear * along))
            coming = np.where(since < 0, np.exp(since / 1.1), np.exp(-since / 0.7))
            crash = np.where(since < 0, np.exp(since / 0.16), np.exp(-since / 0.9))
            drain = np.where(since < 0.2, 0, np.exp(-(since - 0.2) / 2.2) * (1 - np.exp(-(since - 0.2) / 0.5)))
            total = total + near * (
                0.45 * coming * band(hz, 80, 420, 1)
                + 1.3 * crash * band(hz, 160, bright, 1) * tilt(hz, -1.5)
                + 0.5 * drain * band(hz, 1100, bright * 1.6, 1)
            ).astype(np.float32)
        return total

    return moving(take.random, take.count, gains)


def lapping(take: Take) -> Stereo:
    """Small waves against a quay or a hull: slaps and gurgles, no surf."""
    random = take.random
    times = chances(random, take.seconds, 1.6 + 2 * take.density)
    k = len(times)
    slaps = np.stack([_slap(random) for _ in range(12)])
    struck = strewn(random, take.count, times, slaps[random.integers(0, 12, k)], random.uniform(0.3, 1, k), width=0.8)
    bubbles = _bubbles(take, per_s=9 + 14 * take.density, low_mm=2.2, high_mm=8)
    bed = pair(random, take.count, lambda hz: band(hz, 90, 700, 1) * tilt(hz, -2), 0.5)
    slow = np.exp(0.3 * drift(random, take.count, 0.35))
    return level(level(struck) + 0.8 * level(bubbles) + 0.45 * bed * slow[:, None])


def _slap(random: np.random.Generator) -> NDArray[np.float32]:
    count = round(0.5 * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    centre, width = random.uniform(260, 600), random.uniform(0.6, 1.0)
    noise = coloured(random, count, lambda hz: peak(hz, centre, width))
    shape = (1 - np.exp(-t / 0.03)) * np.exp(-t / random.uniform(0.07, 0.13))
    return np.asarray(noise * shape, dtype=np.float32)


def river(take: Take) -> Stereo:
    """A river: a broad murmur with bubbles in it."""
    return _flow(take, (120.0, 2600.0), bubbles_per_s=70, share=0.35, size_mm=(1.5, 6.5))


def stream(take: Take) -> Stereo:
    """A brook: bubbles one can nearly count, over a thin hiss."""
    return _flow(take, (350.0, 4500.0), bubbles_per_s=60, share=0.7, size_mm=(1.0, 5.0))


def waterfall(take: Take) -> Stereo:
    """A waterfall: a wall of noise with weight below, and no drop to be told from another."""
    return _flow(take, (50.0, 6500.0), bubbles_per_s=40, share=0.04, size_mm=(2.0, 6.0))


def _flow(
    take: Take, bounds: tuple[float, float], bubbles_per_s: float, share: float, size_mm: tuple[float, float]
) -> Stereo:
    top = bounds[1] * (0.5 + take.brightness)

    def one() -> Mono:
        def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
            # Every third of an octave boils by itself.
            thirds = np.log2(np.maximum(hz, 20) / 20) * 3
            boil = 1 + 0.3 * take.random.standard_normal((len(seconds), 36)).astype(np.float32)
            return boil[:, np.minimum(thirds[0].astype(int), 35)] * band(hz, bounds[0], top, 1) * tilt(hz, -2)

        return level(moving(take.random, take.count, gains))

    wash = wide(one(), one(), 0.3)
    sung = level(_bubbles(take, bubbles_per_s * (0.4 + 1.2 * take.density), *size_mm))
    return level(wash * np.float32(np.sqrt(1 - share)) + sung * np.float32(np.sqrt(share)))


def _bubbles(take: Take, per_s: float, low_mm: float, high_mm: float) -> Stereo:
    """Bubbles of air that ring under water and rise in pitch as they near the surface.

    Source: van den Doel, Physically based models for liquid sounds, 2005: pitch 3 / r Hz, damping
    0.13 / r + 0.0072 r^-1.5 a second, for a radius of r metres. Small bubbles are many and weak.
    """
    random = take.random
    times = chances(random, take.seconds, per_s)
    # They come in clutches, where the water tumbles.
    times = np.sort((times + 0.25 * np.sin(2 * np.pi * times / 0.37)) % take.seconds)
    kinds = 120
    radius = low_mm * (high_mm / low_mm) ** (random.random(kinds) ** 1.4) / 1000
    decay = 1 / (0.13 / radius + 0.0072 * radius**-1.5)
    rise = random.choice([0.0, 3.0, 10.0], kinds) * random.uniform(0.4, 1.4, kinds)
    grains = ring(3 / radius, 1.6 * decay, 0.09, rise=rise)
    gains = (radius / (high_mm / 1000)) ** 0.7
    pick = random.integers(0, kinds, len(times))
    return strewn(
        random, take.count, times, grains[pick], gains[pick] * random.uniform(0.2, 1, len(times)), width=0.9
    )
