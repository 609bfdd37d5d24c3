"""The place answers: a room, a hall, a street, the open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.noise import Mono, Stereo, band, moving, random_of


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place that answers.

    decay_s: until its answer is 60 dB down. first_s: when that begins. bright_hz: up to where its walls give back.
    level: of the answer, beside a sound sent to it whole.
    """

    decay_s: float
    first_s: float
    bright_hz: float
    level: float


def place_of(size: float, indoor: float) -> Place:
    """The place of a scene: `size` 0 (a small room) to 1 (open country), `indoor` 0 to 1."""
    if indoor >= 0.5:
        return Place(
            decay_s=0.35 + 2.2 * size,
            first_s=0.006 + 0.03 * size,
            bright_hz=6500 - 2500 * size,
            level=0.30 + 0.15 * size,
        )
    return Place(
        decay_s=0.7 + 1.1 * size, first_s=0.02 + 0.05 * size, bright_hz=3600 - 1800 * size, level=0.22 - 0.10 * size
    )


def answered(sent: Mono, place: Place, *, closes: bool) -> Stereo:
    """[n, 2] what a place gives back of what is sent into it. closes: what comes after the end comes round."""
    echo, count = _echo(place), len(sent)
    whole = count + len(echo) - 1
    size = scipy.fft.next_fast_len(whole, real=True)
    heard = scipy.fft.rfft(sent, size)
    ears = [scipy.fft.irfft(heard * scipy.fft.rfft(echo[:, ear], size), size)[:whole] for ear in (0, 1)]
    answer = np.stack(ears, axis=1).astype(np.float32) * np.float32(place.level)
    if not closes:
        return answer[:count]
    rounds = np.zeros((-(-whole // count) * count, 2), dtype=np.float32)
    rounds[:whole] = answer
    return np.asarray(rounds.reshape(-1, count, 2).sum(axis=0))


@lru_cache(maxsize=4)
def _echo(place: Place) -> Stereo:
    """[m, 2] the impulse response: noise that dies away, the heights sooner, after a few first reflections.

    Source: Moorer, About this reverberation business, 1979: a hall's answer is much like decaying noise.
    """
    random = random_of(0, "echo")
    count = round(1.15 * place.decay_s * RATE_HZ)
    first = round(place.first_s * RATE_HZ)
    echo = np.zeros((first + count, 2), dtype=np.float32)
    for ear in (0, 1):
        echo[first:, ear] = _dying(random, count, place)
        for k in range(1, 6):
            at = round(first * (0.4 + 0.55 * k) + random.uniform(0, 0.006) * RATE_HZ)
            if at < len(echo):
                echo[at, ear] += random.choice([-1, 1]) * 3.0 * 0.75**k
    return echo / np.float32(np.sqrt((echo**2).sum() / 2))


def _dying(random: np.random.Generator, count: int, place: Place) -> Mono:
    def gains(seconds: Mono, hz: Mono) -> NDArray[np.float32]:
        decay = place.decay_s * (0.25 + 0.75 * band(hz, 0, place.bright_hz, 1))
        return np.asarray(10 ** (-3 * seconds / decay) * band(hz, 90, place.bright_hz * 1.5, 1), dtype=np.float32)

    return moving(random, count + 2048, gains, frame=1024)[:count]
