"""Events that ring: a bell, glasses that touch, a drop of water."""

from __future__ import annotations

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import paces, pan_gains, ring
from vivant.sound.noise import Mono, Stereo
from vivant.sound.struck import BELL_PARTIALS, glass_kinds, partials, strike
from vivant.sound.take import Take

_TOLL_S = 2.4


def bell(take: Take) -> Stereo:
    """A bell that tolls for as long as it is asked to: a church's, or with brightness a small one."""
    prime = 210.0 * (1 + 4.5 * max(0.0, take.brightness - 0.5) * 2) * take.random.uniform(0.94, 1.06)
    one = _stroke(take.random, prime)
    return laid_out(take, one, paces(take.random, take.seconds, 1 / _TOLL_S, 0.02))


def _stroke(random: np.random.Generator, prime_hz: float) -> Stereo:
    hz = prime_hz * np.array(BELL_PARTIALS)
    gains = np.array([0.45, 0.6, 0.75, 0.3, 1.0, 0.45, 0.4, 0.5, 0.3, 0.2])
    # The higher, the sooner gone; a small bell is gone sooner than a large one.
    decays = 4.2 * (210.0 / prime_hz) ** 0.4 / (hz / hz[0]) ** 0.85
    ears = []
    for _ in "lr":
        # The two halves of a cast bell are never quite the same: partials beat, a little differently at each ear.
        split = hz * (1 + random.uniform(0.0004, 0.0012, len(hz)))
        ears.append(partials(hz, gains, decays, 6.0) + 0.35 * partials(split, gains, decays, 6.0))
    knock = strike(random, 0.03, 0.004)
    made = np.stack(ears, axis=1)
    made[: len(knock)] += 0.25 * knock[:, None]
    return _of_peak_one(made)


def clink(take: Take) -> Stereo:
    """Glasses that touch, twice or thrice in a moment."""
    random = take.random
    kinds = glass_kinds(random, count=4, low_hz=2300, high_hz=4200, decay_s=0.28)
    made = np.zeros((round(1.9 * RATE_HZ), 2), dtype=np.float32)
    at = 0
    for index in range(2 + round(2 * take.density)):
        tone = kinds[index % 4] * np.float32(random.uniform(0.55, 1.0) if index else 1.0)
        left, right = pan_gains(np.array(random.uniform(-0.4, 0.4)))
        made[at : at + len(tone)] += tone[: len(made) - at, None] * np.array([left, right], dtype=np.float32)
        at += round(random.uniform(0.05, 0.22) * RATE_HZ)
    return _of_peak_one(made)


def drop(take: Take) -> Stereo:
    """A drop that falls into still water: a tick, then the bubble it shut in, rising as it closes."""
    random = take.random
    pitch = random.uniform(650, 1050) * (0.8 + 0.5 * take.brightness)
    tick = strike(random, 0.006, 0.0008)
    bubble = ring(np.array([pitch]), np.array([0.028]), 0.22, rise=5.5)[0]
    second = ring(np.array([pitch * 1.45]), np.array([0.014]), 0.12, rise=7.0)[0]
    made = np.zeros(round(0.30 * RATE_HZ), dtype=np.float32)
    made[: len(tick)] += 0.35 * tick
    for start_s, tone, gain in ((0.004, bubble, 1.0), (0.075, second, 0.3)):
        first = round(start_s * RATE_HZ)
        made[first : first + len(tone)] += np.float32(gain) * tone[: len(made) - first]
    return _of_peak_one(both(made))


def both(mono: Mono) -> Stereo:
    """The same to both ears."""
    return np.stack([mono, mono], axis=1)


def laid_out(take: Take, one: Stereo, times: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Stereo:
    """One sound again and again, each time a little weaker or stronger; the first starts at once."""
    made = np.zeros((round(times[-1] * RATE_HZ) + len(one), 2), dtype=np.float32)
    for index, at in enumerate(times):
        first = round(float(at) * RATE_HZ)
        made[first : first + len(one)] += one * np.float32(take.random.uniform(0.85, 1.0) if index else 1.0)
    return made


def _of_peak_one(samples: Stereo) -> Stereo:
    return samples / np.float32(max(float(np.abs(samples).max()), 1e-9))
