"""Events that call: a car's horn, a ship's, a siren."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.events.ringing import both
from vivant.sound.noise import Mono, Stereo, filtered, peak
from vivant.sound.take import Take


def horn(take: Take) -> Stereo:
    """A car's horn: two reeds a third apart, once long or twice short."""
    blasts = ((0.0, 0.24), (0.36, 0.5)) if take.random.random() < 0.5 else ((0.0, 0.7),)
    made = np.zeros(round(1.0 * RATE_HZ), dtype=np.float32)
    for start_s, length_s in blasts:
        tone = _reed(420.0, length_s) + 0.9 * _reed(502.0, length_s)
        tone = filtered(tone, lambda hz: 0.3 + peak(hz, 1400, 0.9) + 0.6 * peak(hz, 2700, 0.6))
        first = round(start_s * RATE_HZ)
        made[first : first + len(tone)] += tone * _held(len(tone), 0.008, 0.05)
    return both(made / np.abs(made).max())


def ship_horn(take: Take) -> Stereo:
    """A ship's horn across the water: deep, slow to speak, long."""
    length_s = min(3.2, max(1.6, take.seconds))
    tone = _reed(take.random.uniform(92, 116), length_s)
    tone = filtered(tone, lambda hz: peak(hz, 190, 0.9) + 0.5 * peak(hz, 420, 0.7) + 0.12 * peak(hz, 1100, 0.9))
    made = tone * _held(len(tone), 0.11, 0.5)
    return both(made / np.abs(made).max())


def siren(take: Take) -> Stereo:
    """A siren that wails up and down for as long as it is asked to."""
    count = max(round(2.0 * RATE_HZ), take.count)
    t = np.arange(count) / RATE_HZ
    hz = 650 * 2 ** (0.5 - 0.5 * np.cos(2 * np.pi * t / 3.4)) * (1 + 0.002 * np.sin(2 * np.pi * 5.5 * t))
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    voice = sum(np.sin(k * phase) / k**1.1 for k in (1, 2, 3, 5, 7))
    made = np.asarray(voice, dtype=np.float32) * _held(count, 0.01, 0.3)
    return both(made / np.abs(made).max())


def _reed(hz: float, length_s: float) -> Mono:
    """A tone as a diaphragm makes it: overtones up to 6 kHz."""
    t = np.arange(round(length_s * RATE_HZ)) / RATE_HZ
    orders = np.arange(1, int(6000 / hz) + 1)
    tone: NDArray[np.float64] = sum(
        (np.sin(2 * np.pi * k * hz * t + 0.4 * k) / k**0.8 for k in orders), np.zeros(len(t))
    )
    return tone.astype(np.float32)


def _held(count: int, attack_s: float, release_s: float) -> Mono:
    t = np.arange(count) / RATE_HZ
    rise = np.minimum(1, 0.12 + 0.88 * t / attack_s)
    fall = np.clip((t[-1] - t) / release_s, 0, 1)
    return np.asarray(rise * np.sin(np.pi / 2 * fall), dtype=np.float32)
