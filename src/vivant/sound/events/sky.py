"""Events of the air: thunder, and the whoosh of something that goes by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import eased_out
from vivant.sound.noise import Mono, Stereo, band, moving, pan_sweep, peak, tilt
from vivant.sound.take import Take

SOUND_M_PER_S = 343.0
_NEAR_M, _FAR_M = 300.0, 4000.0


def strike_distance_m(far: float) -> float:
    """How far away lightning strikes: 300 m beside the listener, 4 km at the edge of hearing."""
    return float(_NEAR_M * (_FAR_M / _NEAR_M) ** far)


def thunder(take: Take) -> Stereo:
    """Thunder: near, it cracks and then rolls; far away only the roll is left, longer and duller.

    A channel of lightning is kilometres long and bent: its nearest part is heard first, the others one by one.
    """
    distance_m = strike_distance_m(take.far)
    length_s = 6.5 + 2.5 * take.far
    count = round(length_s * RATE_HZ)
    left, right = (_peal(take, count, distance_m) for _ in "lr")
    made = np.stack([0.85 * left + 0.5 * right, 0.5 * left + 0.85 * right], axis=1) * eased_out(count)[:, None]
    return made / np.float32(np.abs(made).max())


def _peal(take: Take, count: int, distance_m: float) -> Mono:
    random = take.random
    claps = np.concatenate([[0.0], np.sort(random.gamma(1.4, 1.1, 13))])
    strengths = np.concatenate([[1.0], random.uniform(0.25, 0.9, 13)]) * np.exp(-claps / 2.6)
    # Air takes the heights away, the more the farther: about 4.5 kHz is left at 300 m, 700 Hz at 4 km.
    top = 4500.0 * (_NEAR_M / distance_m) ** 0.72
    crack = np.exp(-distance_m / 900)

    def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
        total = np.zeros((len(seconds), hz.shape[1]), dtype=np.float32)
        for index, (at, strength) in enumerate(zip(claps, strengths, strict=True)):
            since = seconds - np.float32(at)
            roll = np.where(since >= 0, np.exp(-since / 0.9) * np.minimum(1, 0.35 + since / 0.2), 0)
            total += strength * roll * (band(hz, 22, min(130, top), 2) * 1.6)
            sharp = np.where(since >= 0, np.exp(-since / (0.10 + 0.12 * (index > 0))), 0)
            # What is heard later comes from farther up the channel, and is duller.
            total += strength * crack * np.exp(-at / 1.1) * sharp * band(hz, 90, top, 1) * tilt(hz, -3.0) * 0.9
        return total

    body = moving(random, count + 4096, gains, frame=1024)[:count]
    first = min(count, round(0.004 * RATE_HZ))
    body[:first] *= np.linspace(0.3, 1, first, dtype=np.float32)
    return body


def whoosh(take: Take) -> Stereo:
    """Air that is cut: a band of noise whose pitch rises and falls as it passes from side to side."""
    length_s = min(max(take.seconds, 0.35), 0.9)
    count = round(length_s * RATE_HZ)

    def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
        done = np.clip(seconds / length_s, 0, 1)
        arch = np.maximum(np.sin(np.pi * done**0.8), 0)
        centre = 260 + (900 + 1600 * take.brightness) * arch**1.5
        away = np.log2(np.maximum(hz, 20) / centre) / 0.75
        swell = 0.16 + arch**2
        puff = 0.35 * np.exp(-seconds / 0.025) * band(hz, 200, 2500, 1)  # it is heard from the start
        return np.asarray(swell * (np.exp(-(away**2)) + 0.15 * peak(hz, 140, 1.0)) + puff, dtype=np.float32)

    mono = moving(take.random, count + 2048, gains, frame=512)[:count] * eased_out(count)
    made = pan_sweep(mono, take.random.choice([-0.8, 0.8]))
    return made / np.float32(np.abs(made).max())
