"""People who talk: a murmur of many voices of which no word can be understood."""

from __future__ import annotations

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import pan_gains, scattered
from vivant.sound.noise import Stereo, band, level, pair, peak, tilt
from vivant.sound.struck import glass_kinds
from vivant.sound.take import Take

_VOWELS = np.array([(730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410), (300, 870, 2240),
                    (640, 1190, 2390), (490, 1350, 1690)], dtype=np.float64)  # fmt: skip
"""Formants of men's vowels, Hz. Source: Peterson and Barney, Control methods used in a study of the vowels, 1952."""

_SYLLABLE, _BREATH = round(0.26 * RATE_HZ), round(0.04 * RATE_HZ)
_PER_VOICE = 14
"""Different syllables each voice has; it says them at pitches and strengths that vary."""


def crowd(take: Take) -> Stereo:
    """A crowd's murmur: dozens of voices in a large place."""
    voices = _talk(take, speakers=9 + round(13 * take.density), near=0.35)
    far = pair(take.random, take.count, lambda hz: peak(hz, 480, 1.0) * tilt(hz, -2), 0.4)
    return level(level(voices) + 0.35 * far)


def cafe(take: Take) -> Stereo:
    """A café: a few tables that talk, cups and spoons, and the air of the room."""
    voices = _talk(take, speakers=6 + round(8 * take.density), near=0.6)
    random = take.random
    kinds = glass_kinds(random, count=10, low_hz=2100, high_hz=5200, decay_s=0.07)
    times = np.sort(random.random(random.poisson((0.7 + take.density) * take.seconds)) * take.seconds)
    pick, gains = random.integers(0, 10, len(times)), random.uniform(0.2, 1.0, len(times)) ** 2
    places = random.uniform(-0.9, 0.9, len(times))
    cups = np.stack(
        [scattered(take.count, times, kinds[pick], (gains * ear).astype(np.float32)) for ear in pan_gains(places)],
        axis=1,
    )
    room = pair(random, take.count, lambda hz: band(hz, 40, 300, 1) * tilt(hz, -2), 0.5)
    return level(level(voices) + 0.9 * cups / max(float(np.abs(cups).max()), 1e-6) + 0.3 * room)


def _talk(take: Take, speakers: int, near: float) -> Stereo:
    random, ears = take.random, np.zeros((2, take.count), dtype=np.float32)
    for _ in range(speakers):
        woman = random.random() < 0.5
        pitch, tract = (random.uniform(165, 240), 1.16) if woman else (random.uniform(88, 140), 1.0)
        kinds = _syllables(random, pitch, tract * random.uniform(0.95, 1.05))
        times, gains = _speech(random, take.seconds)
        pick = random.integers(0, _PER_VOICE, len(times))
        # Somebody far off is duller; a gain is all it takes here, the room does the rest.
        voice = scattered(take.count, times, kinds[pick], gains * np.float32(near + (1 - near) * random.random()))
        for ear, gain in zip(ears, pan_gains(np.array(random.uniform(-0.95, 0.95))), strict=True):
            ear += np.float32(gain) * voice
    return np.ascontiguousarray(ears.T)


def _speech(random: np.random.Generator, seconds: float) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
    """When the syllables of one speaker fall, and how strong they are: phrases, with somebody else's turn between."""
    steps = random.uniform(0.13, 0.26, int(seconds / 0.13) + 4)
    steps += np.where(random.random(len(steps)) < 0.11, random.uniform(0.4, 2.0, len(steps)), 0)
    times = np.cumsum(steps)
    times = (times[times < seconds] + random.random() * seconds) % seconds
    return times, random.uniform(0.35, 1.0, len(times)).astype(np.float32)


def _syllables(random: np.random.Generator, pitch_hz: float, tract: float) -> NDArray[np.float32]:
    """[n, length]: a train of the voice's pulses, gliding a little, through the formants of a vowel."""
    pulses = np.zeros((_PER_VOICE, _SYLLABLE), dtype=np.float32)
    t = np.arange(_SYLLABLE) / RATE_HZ
    for row in pulses:
        glide = pitch_hz * np.exp(random.normal(0, 0.10)) * (1 + random.uniform(-0.9, 0.5) * t)
        beats = np.flatnonzero(np.diff(np.floor(np.cumsum(glide) / RATE_HZ)) > 0)
        row[beats] = 1
    hz = np.fft.rfftfreq(_SYLLABLE, 1 / RATE_HZ)
    formants = _VOWELS[random.integers(0, len(_VOWELS), _PER_VOICE)] * tract
    widths, strengths = np.array([80.0, 110.0, 160.0]), np.array([1.0, 0.5, 0.22])
    throat = (strengths[:, None] / (1 + ((hz - formants[..., None]) / widths[:, None]) ** 2)).sum(axis=1)
    voice = scipy.fft.irfft(scipy.fft.rfft(pulses, axis=1) * throat * (hz > 70), _SYLLABLE, axis=1)
    length = random.uniform(0.10, 0.25, (_PER_VOICE, 1))
    shape = np.sin(np.pi * np.clip(t / length, 0, 1)) ** 0.8
    made = voice * shape
    breath = random.standard_normal((_PER_VOICE, _BREATH)) * np.exp(-t[:_BREATH] / 0.010)
    made[:, :_BREATH] += breath * random.choice([0, 0, 0.004, 0.012], (_PER_VOICE, 1))
    return np.asarray(made / np.maximum(np.abs(made).max(axis=1, keepdims=True), 1e-9), dtype=np.float32)
