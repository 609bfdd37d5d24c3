"""Events of wood, leather and metal: a door, footsteps, a shutter."""

from __future__ import annotations

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.events.ringing import both
from vivant.sound.grains import bursts, eased_out, paces, ring
from vivant.sound.noise import Mono, Stereo, band, coloured, filtered, peak, tilt
from vivant.sound.struck import strike
from vivant.sound.take import Take

_STEPS_PER_S = 1.85


def door(take: Take) -> Stereo:
    """A door that creaks on its hinge and falls shut: latch, slab and frame."""
    creak = _creak(take.random, round(0.85 * RATE_HZ))
    shut = _slam(take.random)
    made = np.zeros(round(0.80 * RATE_HZ) + len(shut), dtype=np.float32)
    made[: len(creak)] += 0.4 * creak
    made[-len(shut) :] += shut
    return both(made / np.abs(made).max())


def _creak(random: np.random.Generator, count: int) -> Mono:
    """A hinge that sticks and slips: pulses whose pace wanders, through the resonances of the wood."""
    t = np.arange(count) / RATE_HZ
    pace = 95 * np.exp(0.6 * np.sin(2 * np.pi * (1.3 * t + random.random())) + 0.25 * np.sin(2 * np.pi * 5.1 * t))
    slips = np.zeros(count, dtype=np.float32)
    slips[np.append(0, np.flatnonzero(np.diff(np.floor(np.cumsum(pace) / RATE_HZ)) > 0))] = 1
    slips *= random.uniform(0.5, 1.0, count).astype(np.float32)
    wood = ring(np.array([430.0, 980.0, 1730.0, 2600.0]), np.array([0.004, 0.005, 0.003, 0.002]), 0.03)
    body = (wood * np.array([[0.5], [1.0], [0.7], [0.4]], dtype=np.float32)).sum(axis=0)
    made = np.convolve(slips, body)[:count] * np.sin(np.pi * np.linspace(0.12, 1, count)) ** 0.7
    return np.asarray(made / np.abs(made).max(), dtype=np.float32)


def _slam(random: np.random.Generator) -> Mono:
    slab = ring(np.array([62.0, 98.0, 143.0, 231.0, 377.0]), np.array([0.09, 0.08, 0.06, 0.04, 0.025]), 0.5)
    made = np.asarray((slab * np.array([[1.0], [0.9], [0.6], [0.4], [0.3]])).sum(axis=0), dtype=np.float32)
    knock = strike(random, 0.05, 0.007)
    made[: len(knock)] += 0.6 * knock
    latch = ring(np.array([1850.0, 3100.0]), np.array([0.006, 0.004]), 0.04).sum(axis=0)
    later = round(0.035 * RATE_HZ)
    made[later : later + len(latch)] += 0.35 * latch
    return np.asarray(made / np.abs(made).max(), dtype=np.float32)


def footsteps(take: Take) -> Stereo:
    """Somebody walking: heel, then sole, left and right not quite alike."""
    random, times = take.random, paces(take.random, take.seconds, _STEPS_PER_S, 0.035)
    made = np.zeros((round(times[-1] * RATE_HZ) + round(0.30 * RATE_HZ), 2), dtype=np.float32)
    for index, at in enumerate(times):
        step = _step(random, take.brightness) * np.float32(random.uniform(0.8, 1.0) if index else 1.0)
        first, side = round(float(at) * RATE_HZ), 0.08 * (-1) ** index
        made[first : first + len(step)] += step[:, None] * np.array([1 - side, 1 + side], dtype=np.float32)
    return np.asarray(made / np.abs(made).max(), dtype=np.float32)


def _step(random: np.random.Generator, brightness: float) -> Mono:
    made = np.zeros(round(0.30 * RATE_HZ), dtype=np.float32)
    thud = ring(np.array([random.uniform(85, 110), random.uniform(170, 230)]), np.array([0.022, 0.012]), 0.12).sum(0)
    heel = bursts(random, np.array([0.0035]), 0.03, low_hz=250, high_hz=2200 + 2500 * brightness)[0]
    heel += 0.4 * brightness * ring(np.array([random.uniform(1100, 1500)]), np.array([0.006]), 0.03)[0]
    length = round(0.11 * RATE_HZ)
    t = np.arange(length) / RATE_HZ
    scuff = coloured(random, length, lambda hz: peak(hz, 2300, 1.1)) * np.sin(np.pi * t / t[-1]) ** 2
    made[: len(thud)] += 0.8 * thud
    made[: len(heel)] += 0.7 * heel
    sole = round(random.uniform(0.07, 0.09) * RATE_HZ)
    made[sole : sole + len(thud)] += 0.28 * thud
    made[sole : sole + length] += 0.07 * scuff.astype(np.float32)
    # The ground gives way under the heel: what would be a click becomes a step.
    return np.asarray(np.tanh(1.8 * made / np.abs(made).max()), dtype=np.float32)


def crunch(take: Take) -> Stereo:
    """Footsteps in snow or on gravel: each a crush of many grains."""
    random, times = take.random, paces(take.random, take.seconds, 0.9 * _STEPS_PER_S, 0.05)
    length = round(0.34 * RATE_HZ)
    made = np.zeros((round(times[-1] * RATE_HZ) + length, 2), dtype=np.float32)
    t = np.arange(length) / RATE_HZ
    for index, at in enumerate(times):
        grains = np.where(random.random(length) < 0.045, random.standard_normal(length), 0).astype(np.float32)
        crush = filtered(grains, lambda hz: peak(hz, 2600, 1.2) + 0.4 * band(hz, 90, 500, 1))
        shape = np.minimum(t / 0.008, 1) * (np.exp(-t / 0.06) + 0.6 * np.exp(-(((t - 0.15) / 0.05) ** 2)))
        step = crush * shape.astype(np.float32) * eased_out(length)
        first, side = round(float(at) * RATE_HZ), 0.08 * (-1) ** index
        made[first : first + length] += step[:, None] * np.array([1 - side, 1 + side], dtype=np.float32)
    return np.asarray(made / np.abs(made).max(), dtype=np.float32)


def shutter(take: Take) -> Stereo:
    """A camera's shutter: the mirror goes up, the curtain runs, the mirror falls."""
    random = take.random
    made = np.zeros(round(0.24 * RATE_HZ), dtype=np.float32)
    for start_s, gain, pitch in ((0.0, 1.0, 1.0), (0.052, 0.5, 1.35), (0.088, 0.85, 0.9)):
        click = strike(random, 0.05, 0.0035)
        rings = ring(pitch * np.array([820.0, 2250.0, 4100.0]), np.array([0.010, 0.006, 0.003]), 0.05).sum(axis=0)
        first = round(start_s * RATE_HZ)
        made[first : first + len(click)] += np.float32(gain) * (0.7 * click + 0.4 * rings)
    length = round(0.08 * RATE_HZ)
    run = coloured(random, length, lambda hz: band(hz, 1500, 6000, 1) * tilt(hz, -1)) * np.hanning(length)
    made[:length] += 0.08 * run.astype(np.float32)
    return both(made / np.abs(made).max())
