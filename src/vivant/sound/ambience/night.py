"""The insects of a warm night."""

from __future__ import annotations

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import paces, pan_gains, scattered
from vivant.sound.noise import Mono, Stereo, band, coloured, level, pair
from vivant.sound.take import Take


def crickets(take: Take) -> Stereo:
    """Crickets at 4 to 5 kHz, each with a pitch and a pace of its own: chirps of three or four pulses."""
    count = 2 + round(6 * take.density)
    track = sum((_cricket(take, index) for index in range(count)), np.zeros((take.count, 2), dtype=np.float32))
    air = pair(take.random, take.count, lambda hz: band(hz, 80, 500, 1), 0.5)
    return level(level(np.asarray(track, dtype=np.float32)) + 0.06 * air)


def _cricket(take: Take, index: int) -> Stereo:
    random = take.random
    pitch = random.uniform(4050, 4950)
    near = 1.0 if index == 0 else random.uniform(0.15, 0.7)
    chirp = _chirp(pitch, pulses=int(random.integers(3, 5)), gap_s=random.uniform(0.022, 0.028))
    times = paces(random, take.seconds, random.uniform(1.6, 2.8), 0.06) + random.random() * 0.4
    # It falls silent for a while now and then.
    sings = np.sin(2 * np.pi * (times / random.uniform(5, 9) + random.random())) > -0.75
    gains = np.where(sings, near * random.uniform(0.85, 1.0, len(times)), 0)
    left, right = pan_gains(np.array(random.uniform(-0.95, 0.95)))
    grains = np.broadcast_to(chirp, (len(times), len(chirp)))
    heard = scattered(take.count, times, grains, gains.astype(np.float32))
    return np.stack([heard * np.float32(left), heard * np.float32(right)], axis=1)


def _chirp(pitch_hz: float, pulses: int, gap_s: float) -> Mono:
    length = round((pulses * gap_s + 0.02) * RATE_HZ)
    t = np.arange(length) / RATE_HZ
    shape = np.zeros(length)
    for k in range(pulses):
        inside = np.clip((t - k * gap_s) / (0.72 * gap_s), 0, 1)
        shape += (0.55 + 0.45 * k / max(pulses - 1, 1)) * np.sin(np.pi * inside) ** 2
    glide = 2 * np.pi * pitch_hz * (t - 0.12 * t**2)
    return np.asarray(shape * (np.sin(glide) + 0.05 * np.sin(2 * glide)), dtype=np.float32)


def cicadas(take: Take) -> Stereo:
    """Cicadas on a hot day: a rasp of clicks, several hundred a second, that swells and ebbs."""
    track = np.zeros((take.count, 2), dtype=np.float32)
    for index in range(2 + round(3 * take.density)):
        random = take.random
        centre, rate = random.uniform(4800, 7200), random.uniform(150, 240)
        t = np.arange(take.count, dtype=np.float64) / RATE_HZ
        clicks = np.abs(np.sin(np.pi * np.round(rate * take.seconds) / take.seconds * t)) ** 6
        slow = 0.55 + 0.45 * np.sin(2 * np.pi * (np.round(take.seconds / 3.3) * t / take.seconds + random.random()))
        hum = coloured(random, take.count, lambda hz, at=centre: band(hz, at * 0.86, at * 1.16, 3))  # type: ignore[misc]
        near = 1.0 if index == 0 else random.uniform(0.2, 0.7)
        ears = np.array(pan_gains(np.array(random.uniform(-0.9, 0.9))), dtype=np.float32)
        track += (near * hum * clicks * slow).astype(np.float32)[:, None] * ears
    return level(track)
