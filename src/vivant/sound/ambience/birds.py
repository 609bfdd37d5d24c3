"""Birds: each kind sings phrases of syllables of its own, most between 2 and 8 kHz, and rests between them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.grains import paces, pan_gains
from vivant.sound.noise import Mono, Stereo, level
from vivant.sound.take import Take

Song = Callable[[np.random.Generator], Mono]
"""One phrase of a bird."""


def syllable(
    hz: NDArray[np.float64] | list[float],
    length_s: float,
    *,
    attack: float = 0.2,
    vibrato: tuple[float, float] = (0, 0),
) -> Mono:
    """A whistled note. hz: its pitch at even steps from beginning to end. attack: share of it that it takes to
    rise. vibrato: (times a second, share of the pitch)."""
    count = round(length_s * RATE_HZ)
    t = np.arange(count) / RATE_HZ
    bend = np.exp(np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(hz)), np.log(hz)))
    bend *= 1 + vibrato[1] * np.sin(2 * np.pi * vibrato[0] * t)
    phase = 2 * np.pi * np.cumsum(bend) / RATE_HZ
    rise = np.clip(np.linspace(0, 1 / max(attack, 1e-3), count), 0, 1)
    fall = np.clip(np.linspace(1 / (1 - attack), 0, count), 0, 1)
    shape = np.sin(np.pi / 2 * rise) ** 2 * np.sin(np.pi / 2 * fall) ** 1.5
    # A syrinx is nearly a pure whistle: one faint overtone.
    return np.asarray(shape * (np.sin(phase) + 0.06 * np.sin(2 * phase)), dtype=np.float32)


def phrase(notes: list[tuple[float, Mono]]) -> Mono:
    """Notes laid at their times in seconds."""
    end = max(round(at * RATE_HZ) + len(note) for at, note in notes)
    song = np.zeros(end, dtype=np.float32)
    for at, note in notes:
        first = round(at * RATE_HZ)
        song[first : first + len(note)] += note
    return song


def sparrow(random: np.random.Generator) -> Mono:
    """Single chirps, each an arch that falls."""
    notes, at = [], 0.0
    for _ in range(random.integers(2, 6)):
        top = random.uniform(4200, 5200)
        chirp = syllable([0.75 * top, top, 0.62 * top], random.uniform(0.06, 0.11), attack=0.3)
        notes.append((at, chirp * np.float32(random.uniform(0.6, 1))))
        at += random.uniform(0.22, 0.45)
    return phrase(notes)


def tit(random: np.random.Generator) -> Mono:
    """Two notes, high and low, like a small saw."""
    high = random.uniform(4300, 5400)
    low = high * random.uniform(0.7, 0.78)
    pace = random.uniform(0.28, 0.36)
    notes: list[tuple[float, Mono]] = []
    for k in range(random.integers(3, 7)):
        notes.append((k * pace, syllable([high, high * 0.98], 0.09, attack=0.15)))
        notes.append((k * pace + 0.42 * pace, 0.8 * syllable([low * 1.03, low], 0.12, attack=0.15)))
    return phrase(notes)


def warbler(random: np.random.Generator) -> Mono:
    """A run of quick falling notes that ends in a flourish."""
    pitch, notes, at = random.uniform(5200, 6600), [], 0.0
    for k in range(random.integers(8, 16)):
        note = pitch * 0.97**k
        notes.append((at, syllable([note * 1.12, note * 0.86], 0.065, attack=0.25) * np.float32(0.5 + 0.04 * k)))
        at += 0.078 + 0.003 * k
    notes.append((at + 0.02, syllable([pitch * 0.55, pitch * 0.85, pitch * 0.5], 0.16, attack=0.3)))
    return phrase(notes)


def thrush(random: np.random.Generator) -> Mono:
    """Flutey notes that leap about, some with a tremble."""
    notes, at = [], 0.0
    for _ in range(random.integers(4, 8)):
        pitch, length = random.uniform(2150, 3600), random.uniform(0.10, 0.26)
        bend = pitch * np.exp(random.uniform(-0.16, 0.16, 3))
        trembles = (random.uniform(22, 34), random.uniform(0.02, 0.05)) if random.random() < 0.4 else (0.0, 0.0)
        notes.append((at, syllable(np.maximum(bend, 2080), length, vibrato=trembles)))
        at += length + random.uniform(0.03, 0.14)
    return phrase(notes)


def finch(random: np.random.Generator) -> Mono:
    """A buzzing trill, one pitch many times over."""
    pitch, pace = random.uniform(3200, 4600), random.uniform(0.045, 0.06)
    count = random.integers(14, 24)
    return phrase(
        [
            (k * pace, syllable([pitch * 1.15, pitch * 0.9], 0.036, attack=0.3) * np.float32(min(1, 0.3 + k / count)))
            for k in range(count)
        ]
    )


def gull(random: np.random.Generator) -> Mono:
    """A long call and its laugh: falling, rough, rich in overtones."""
    notes, at = [], 0.0
    top = random.uniform(1150, 1450)
    for k in range(random.integers(2, 6)):
        length = 0.42 if k == 0 else random.uniform(0.20, 0.28)
        notes.append((at, _cry([0.72 * top, top, 0.93 * top, 0.7 * top], length, random)))
        at += length + random.uniform(0.05, 0.14)
    return phrase(notes)


def _cry(hz: list[float], length_s: float, random: np.random.Generator) -> Mono:
    count = round(length_s * RATE_HZ)
    bend = np.interp(np.linspace(0, 1, count), np.linspace(0, 1, len(hz)), hz)
    rough = np.interp(np.linspace(0, 1, count), np.linspace(0, 1, 64), random.standard_normal(64))
    phase = 2 * np.pi * np.cumsum(bend * (1 + 0.012 * rough)) / RATE_HZ
    # The throat lets the second and third overtone through best.
    strengths = {1: 0.55, 2: 1.0, 3: 0.8, 4: 0.35, 5: 0.18, 6: 0.08}
    voice = sum(strength * np.sin(k * phase) for k, strength in strengths.items())
    shape = np.sin(np.pi * np.linspace(0, 1, count)) ** 0.6
    return np.asarray(0.5 * voice * shape, dtype=np.float32)


SONGBIRDS: tuple[Song, ...] = (thrush, tit, sparrow, warbler, finch)


def birds(take: Take) -> Stereo:
    """Songbirds of several kinds, near and far; more kinds and shorter rests with density."""
    return _chorus(take, SONGBIRDS, singers=2 + round(4 * take.density), rest_s=5.0 - 3.0 * take.density)


def gulls(take: Take) -> Stereo:
    """Gulls over a harbour."""
    return _chorus(take, (gull,), singers=1 + round(3 * take.density), rest_s=5.5 - 3.0 * take.density)


def _chorus(take: Take, songs: tuple[Song, ...], singers: int, rest_s: float) -> Stereo:
    random, track = take.random, np.zeros((take.count, 2), dtype=np.float32)
    order = random.permutation(len(songs))
    for index in range(singers):
        sing = songs[order[index % len(songs)]]
        place, near = random.uniform(-0.9, 0.9), 1.0 if index == 0 else random.uniform(0.25, 0.8)
        ears = np.array(pan_gains(np.array(place)), dtype=np.float32) * np.float32(near)
        starts = (paces(random, take.seconds, 1 / rest_s, 0.35) + random.random() * rest_s) % take.seconds
        if index == 0:
            starts[0] = min(0.3, take.seconds / 4)  # somebody is heard before the clip is over
        for start in starts:
            song = sing(random)[: take.count]
            at = (round(float(start) * RATE_HZ) + np.arange(len(song))) % take.count
            track[at] += song[:, None] * ears
    return level(track)
