"""Rain: thousands of drops, each a short ring of what it falls on, over the wash of those too far to tell apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.sound.grains import bursts, chances, ring, strewn
from vivant.sound.noise import Mono, Stereo, band, coloured, drift, level, tilt, wide
from vivant.sound.take import Take

_KINDS_OF_DROP = 160
"""Different drops per take; each that falls is one of them, at a strength of its own."""

_MOST_PER_S = 450.0
"""More drops a second are heard as the wash."""


@dataclass(frozen=True, kw_only=True)
class Surface:
    """What rain falls on. pitch_hz: of its rings, lowest and highest. decay_ms: likewise. noise: share of a drop that
    is a splash rather than a ring. rise: of the ring's pitch, a share a second. wash_hz: where the wash ends. drops:
    their share of the whole sound. rate: drops beside those of the open ground."""

    pitch_hz: tuple[float, float]
    decay_ms: tuple[float, float]
    noise: float
    wash_hz: float
    drops: float
    rate: float = 1.0
    rise: float = 0.0


GROUND = Surface(pitch_hz=(1400, 9000), decay_ms=(0.5, 3), noise=0.6, wash_hz=11_000, drops=0.45)
LEAVES = Surface(pitch_hz=(700, 4200), decay_ms=(0.8, 4), noise=0.85, wash_hz=7_000, drops=0.7, rate=0.7)
GLASS = Surface(pitch_hz=(1800, 6500), decay_ms=(3, 14), noise=0.25, wash_hz=2_200, drops=0.8, rate=0.35)
WATER = Surface(pitch_hz=(700, 4500), decay_ms=(3, 12), noise=0.2, wash_hz=9_000, drops=0.6, rate=0.6, rise=14.0)


def rain(take: Take, surface: Surface = GROUND) -> Stereo:
    """Rain, from a drizzle (density 0.1) to a downpour (1)."""
    wash = _wash(take, surface)
    drops = level(_drops(take, surface))
    share = surface.drops * (1 - 0.75 * take.density)
    return level(wash * np.float32(np.sqrt(1 - share)) + drops * np.float32(np.sqrt(share)))


def rain_on_leaves(take: Take) -> Stereo:
    """Rain in the trees: dull pats."""
    return rain(take, LEAVES)


def rain_on_glass(take: Take) -> Stereo:
    """Rain on a window, heard from within: the panes ring, the open air is shut out."""
    return rain(take, GLASS)


def rain_on_water(take: Take) -> Stereo:
    """Rain on a pond or the sea: each drop shuts in a bubble, whose pitch rises as it closes."""
    return rain(take, WATER)


def storm(take: Take) -> Stereo:
    """A downpour driven by gusts, over the low roar of the wind."""
    gust = np.exp(0.35 * drift(take.random, take.count, 0.4))
    roar = wide(_roar(take), _roar(take), 0.5)
    poured = rain(Take(count=take.count, random=take.random, density=1.0, brightness=take.brightness))
    return level((poured + 0.7 * roar) * gust[:, None])


def _roar(take: Take) -> Mono:
    return coloured(take.random, take.count, lambda hz: band(hz, 60, 380, 1) * tilt(hz, -2))


def _wash(take: Take, surface: Surface) -> Stereo:
    top = surface.wash_hz * (0.6 + 0.8 * take.brightness)
    low = 500 - 300 * take.density  # the heavier the rain, the lower it reaches

    def one() -> Mono:
        body = coloured(take.random, take.count, lambda hz: band(hz, low, top, 1) * tilt(hz, -1.5))
        return body * (1 + 0.08 * drift(take.random, take.count, 1.5))

    return wide(one(), one(), 0.3)


def _drops(take: Take, surface: Surface) -> Stereo:
    random = take.random
    times = chances(random, take.seconds, _MOST_PER_S * surface.rate * min(1.0, 0.08 + take.density))
    grains = _kinds(random, surface)
    # Few drops are large (Marshall and Palmer 1948: exponential in size), and few are near.
    gains = np.minimum(random.exponential(1.0, len(times)), 2.5) * random.uniform(0.15, 1.0, len(times)) ** 1.5
    return strewn(random, take.count, times, grains[random.integers(0, len(grains), len(times))], gains)


def _kinds(random: np.random.Generator, surface: Surface) -> NDArray[np.float32]:
    """[kinds, length] drops: a splash and a ring."""
    low, high = np.log(surface.pitch_hz)
    pitch = np.exp(random.uniform(low, high, _KINDS_OF_DROP))
    decay = random.uniform(*surface.decay_ms, _KINDS_OF_DROP) / 1000
    length_s = min(0.045, 4 * surface.decay_ms[1] / 1000)
    rings = ring(pitch, decay, length_s, rise=surface.rise)
    splash = bursts(random, 0.35 * decay, length_s, low_hz=0.6 * surface.pitch_hz[0], high_hz=surface.pitch_hz[1])
    return np.asarray((1 - surface.noise) * rings + 0.6 * surface.noise * splash, dtype=np.float32)
