"""Air: wind in the open and in the trees, the hush of snow, the tone of a room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import chances, eased_out, strewn
from vivant.sound.noise import Mono, Stereo, band, coloured, drift, level, moving, pair, peak, tilt, wide
from vivant.sound.take import Take

_ROOM_CORNER_HZ = 180.0


def wind(take: Take) -> Stereo:
    """Wind: gusts that grow brighter as they grow, and a whistle on the strongest."""
    gusts = _gusts(take, 0.28 + 0.3 * take.density)

    def one() -> Mono:
        own = _gusts(take, 0.9) ** 0.35  # each ear has eddies of its own
        return _blown(take, gusts * own)

    return level(wide(one(), one(), 0.45))


def _gusts(take: Take, per_s: float) -> Mono:
    return np.asarray(np.exp((0.35 + 0.4 * take.density) * drift(take.random, take.count, per_s)), dtype=np.float32)


def _blown(take: Take, gusts: Mono) -> Mono:
    whistle = 520 * np.exp(0.22 * drift(take.random, take.count, 0.5))

    def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
        at = np.minimum((seconds[:, 0] * RATE_HZ).astype(int), take.count - 1)
        force, pitch = gusts[at][:, None], whistle[at][:, None]
        corner = (220 + 500 * take.brightness) * force**0.9
        body = force * tilt(hz, -2.5) / np.sqrt(1 + (hz / corner) ** 3) * band(hz, 45, 0, 2)
        sings = 0.9 * take.density * np.maximum(force - 1.0, 0) * peak(hz, pitch, 0.09)
        return np.asarray(body + sings, dtype=np.float32)

    return moving(take.random, take.count, gains, frame=4096)


def forest(take: Take) -> Stereo:
    """Leaves that rustle as the wind goes through them, over the soft body of the trees."""
    gusts = _gusts(take, 0.4)
    random = take.random
    times = chances(random, take.seconds, 220 * (0.5 + take.density))
    at = np.minimum((times * RATE_HZ).astype(int), take.count - 1)
    kinds = np.stack([_leaf(random) for _ in range(60)])
    gains = gusts[at] ** 2 * np.minimum(random.exponential(1.0, len(times)), 2.5)
    rustle = strewn(random, take.count, times, kinds[random.integers(0, 60, len(times))], gains)
    hiss = pair(random, take.count, lambda hz: band(hz, 1500, 5500, 1), 0.2)
    body = pair(random, take.count, lambda hz: band(hz, 90, 600, 1) * tilt(hz, -3), 0.5)
    return level(level(rustle) * 0.8 + (0.5 * hiss + 0.3 * body) * gusts[:, None])


def _leaf(random: np.random.Generator) -> NDArray[np.float32]:
    """One leaf brushing another: a short scrape."""
    length = round(0.03 * RATE_HZ)
    t = np.arange(length) / RATE_HZ
    centre = random.uniform(2200, 6500)
    scrape = coloured(random, length, lambda hz: peak(hz, centre, 0.7))
    return np.asarray(scrape * np.minimum(t / 0.004, 1) * np.exp(-t / random.uniform(0.003, 0.009)), np.float32) * (
        eased_out(length)
    )


def snow_hush(take: Take) -> Stereo:
    """Snow swallows the heights: a breath of dull air, and now and then a flake that ticks."""
    slow = np.exp(0.3 * drift(take.random, take.count, 0.3))
    bed = pair(take.random, take.count, lambda hz: band(hz, 60, 420, 2) * tilt(hz, -3), 0.5)
    times = chances(take.random, take.seconds, 5 * take.density)
    flakes = np.stack([_leaf(take.random) for _ in range(12)])
    pick = take.random.integers(0, 12, len(times))
    ticks = strewn(take.random, take.count, times, flakes[pick], 0.05 * take.random.exponential(1.0, len(times)))
    return level(bed * slow[:, None] + ticks)


def room_tone(take: Take) -> Stereo:
    """The near-silence of a room: brown noise, flat below a corner and falling 6 dB an octave above it."""

    def one() -> Mono:
        return coloured(take.random, take.count, lambda hz: band(hz, 20, _ROOM_CORNER_HZ, 1) * (hz >= 20))

    return level(wide(one(), one(), 0.6))


def soft_air(take: Take) -> Stereo:
    """The open air on a still day, when nothing in particular is heard."""
    slow = np.exp(0.2 * drift(take.random, take.count, 0.4))

    def one() -> Mono:
        return coloured(take.random, take.count, lambda hz: band(hz, 50, 900, 2) * tilt(hz, -3))

    return level(wide(one(), one(), 0.4) * slow[:, None])
