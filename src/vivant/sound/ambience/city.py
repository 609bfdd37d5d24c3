"""Wheels: the traffic of a street, and a train."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import chances, pan_gains, ring, scattered
from vivant.sound.noise import Mono, Stereo, band, coloured, drift, level, moving, pair, peak, tilt, wide
from vivant.sound.take import Take


def traffic(take: Take) -> Stereo:
    """A street: a city's rumble, and cars that come, pass and go, each from side to side."""
    random = take.random
    rumble = pair(random, take.count, lambda hz: band(hz, 35, 220, 2) * tilt(hz, -2), 0.6)
    hiss = pair(random, take.count, lambda hz: band(hz, 300, 1500, 1), 0.3)
    track = rumble * (1 + 0.2 * drift(random, take.count, 0.3))[:, None] + 0.10 * hiss
    for start in chances(random, take.seconds, 0.16 + 0.34 * take.density):
        car = _passing(take)[: take.count]
        at = (round(float(start) * RATE_HZ) + np.arange(len(car))) % take.count
        track[at] += np.float32(random.uniform(0.7, 1.6)) * car
    return level(track)


def _passing(take: Take) -> Stereo:
    """A car going by: tyres on the road and a motor whose pitch falls as it passes."""
    random = take.random
    length_s = min(take.seconds, random.uniform(4.5, 6.5))
    count = round(length_s * RATE_HZ / 2000) * 2000
    # Metres along the road, and away from it; a far street is passed slowly.
    speed = random.choice([-1, 1]) * random.uniform(9, 15)
    aside = 9 + 40 * take.far
    along = (speed * (np.arange(count) / RATE_HZ - length_s / 2)).astype(np.float32)
    away = np.hypot(along, aside)
    centre = random.uniform(650, 1100)
    tyres = coloured(random, count, lambda hz: peak(hz, centre, 1.1) + 0.25 * band(hz, 60, 400, 1))
    bright = coloured(random, count, lambda hz: band(hz, 1800, 5000, 1))
    doppler = 1 - np.gradient(away) * RATE_HZ / 343.0
    phase = (2 * np.pi * np.cumsum(random.uniform(42, 70) * doppler, dtype=np.float64) / RATE_HZ).astype(np.float32)
    motor = sum(np.sin(k * phase + k) / k for k in (1, 2, 3, 4, 6))
    near = aside / away
    heard = near * (0.8 * tyres + 0.5 * near**2 * bright + 0.22 * motor) * np.sin(np.linspace(0, np.pi, count)) ** 0.7
    left, right = pan_gains(0.9 * along / away)
    return np.stack([heard * left, heard * right], axis=1).astype(np.float32)


def train(take: Take) -> Stereo:
    """A train that runs by: the roll of its wheels, and the joints of the rails, two axles at a time."""
    random = take.random
    roll = _rolling(take)
    pace_s = 1.15 - 0.25 * take.density
    pace_s = take.seconds / max(1, round(take.seconds / pace_s))
    cars = np.arange(round(take.seconds / pace_s)) * pace_s
    # Two bogies of two axles: da-dum … da-dum.
    times = (cars[:, None] + np.array([0.0, 0.13, 0.46, 0.59]) * pace_s).ravel()
    times = (times + random.normal(0, 0.004, len(times))) % take.seconds
    kinds = _clacks(random)
    pick, gains = random.integers(0, len(kinds), len(times)), random.uniform(0.7, 1.0, len(times))
    clack = level(scattered(take.count, times, kinds[pick], gains.astype(np.float32)))
    echo = np.roll(clack, round(0.011 * RATE_HZ))
    return level(roll + 0.75 * np.stack([clack, 0.7 * clack + 0.3 * echo], axis=1))


def _rolling(take: Take) -> Stereo:
    sway = 1 + 0.25 * drift(take.random, take.count, 1.1)

    def one() -> Mono:
        def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
            grind = 0.25 * (1 + 0.5 * take.random.standard_normal((len(seconds), 1)).astype(np.float32))
            return band(hz, 30, 240, 1) * tilt(hz, -2) + grind * peak(hz, 950, 1.1)

        return level(moving(take.random, take.count, gains))

    return wide(one(), one(), 0.6) * sway[:, None]


def _clacks(random: np.random.Generator) -> NDArray[np.float32]:
    """[8, length] wheels over a joint: a thud and a short ring of the rail."""
    k, length_s = 8, 0.16
    thud = ring(random.uniform(85, 130, k), np.full(k, 0.035), length_s)
    rail = ring(random.uniform(700, 1900, k), np.full(k, 0.014), length_s)
    high = ring(random.uniform(2300, 3400, k), np.full(k, 0.007), length_s)
    return np.asarray(thud + 0.35 * rail + 0.2 * high, dtype=np.float32)
