"""A phrase: bars that fill its time exactly, chords that come home, and a melody over them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from vivant.sound.music.harmony import DOMINANT, SUBDOMINANT, SUPERTONIC, TONIC, Chord, Key, chord_on
from vivant.sound.music.moods import Mood

_ROOM_FOR_TWO_S, _LONG_BAR_S = 2.2, 2.6

_RHYTHMS: dict[int, tuple[tuple[tuple[float, float], ...], ...]] = {
    4: (
        ((0, 4),),
        ((0, 3), (3, 1)),
        ((0, 2), (2, 2)),
        ((0, 1.5), (1.5, 0.5), (2, 2)),
        ((0, 1), (1, 1), (2, 2)),
        ((0, 1), (1, 1), (2, 1), (3, 1)),
        ((0, 1.5), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5)),
    ),
    3: (((0, 3),), ((0, 2), (2, 1)), ((0, 1), (1, 1), (2, 1)), ((0, 1.5), (1.5, 0.5), (2, 1))),
    2: (((0, 2),), ((0, 1), (1, 1)), ((0, 1.5), (1.5, 0.5))),
}
"""Rhythms of a bar of so many beats, from few notes to many: (beat, beats long)."""


@dataclass(frozen=True, kw_only=True)
class Sung:
    """A note of the melody: when in beats, how long, and its pitch."""

    beat: float
    beats: float
    pitch: int


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A piece of music on paper.

    chords: one a bar; the last is the tonic, unless the phrase goes round (`loops`).
    """

    start_s: float
    seconds: float
    bars: int
    beats_in_bar: int
    key: Key
    mood: Mood
    chords: tuple[Chord, ...]
    melody: tuple[Sung, ...]
    loops: bool

    @property
    def beat_s(self) -> float:
        return self.seconds / (self.bars * self.beats_in_bar)

    @property
    def bar_s(self) -> float:
        return self.seconds / self.bars

    @property
    def ending_s(self) -> float:
        """When the last chord is struck; of a loop, its end."""
        return self.start_s + self.seconds - (0.0 if self.loops else self.bar_s)

    def time_s(self, beat: float) -> float:
        """When a beat of the phrase falls, on the clip's clock."""
        return self.start_s + beat * self.beat_s


def compose(
    rng: np.random.Generator, *, start_s: float, seconds: float, mood: Mood, beats_in_bar: int, loops: bool
) -> Phrase:
    """A phrase of exactly so many seconds, the same for the same generator."""
    bars, beats = bars_for(seconds, mood.bpm, beats_in_bar)
    key = Key(tonic=int(rng.choice((0, 2, 4, 5, 7, 9))) - 5, scale=mood.scale)
    chords = _chords(rng, key, mood, bars, loops)
    melody = _melody(rng, key, mood, chords, beats, loops)
    return Phrase(
        start_s=start_s, seconds=seconds, bars=bars, beats_in_bar=beats, key=key, mood=mood, chords=chords,
        melody=melody, loops=loops,
    )  # fmt: skip


def bars_for(seconds: float, bpm: float, beats_in_bar: int) -> tuple[int, int]:
    """How many bars of how many beats fill `seconds` at a tempo near `bpm`.

    What is weighed against a bent tempo: an odd number of bars, another metre, a single bar where there is time for
    two, and long bars, since the last one is only left to ring.
    """

    def strain(bars: int, beats: int) -> float:
        bent = abs(math.log(bars * beats * 60 / seconds / bpm))
        alone = 0.5 if bars == 1 and seconds > _ROOM_FOR_TWO_S else 0.0
        long = 0.15 * max(0.0, seconds / bars - _LONG_BAR_S)
        return bent + alone + long + (0.12 if bars % 2 else 0.0) + (0.0 if beats == beats_in_bar else 0.15)

    wish = seconds * bpm / 60
    choices = [
        (bars, beats) for beats in {beats_in_bar, 3, 2} for bars in range(1, max(2, math.ceil(wish / beats) + 2))
    ]
    return min(choices, key=lambda one: (strain(*one), -one[1]))


def _chords(rng: np.random.Generator, key: Key, mood: Mood, bars: int, loops: bool) -> tuple[Chord, ...]:
    row = mood.progressions[int(rng.integers(len(mood.progressions)))]
    degrees = [row[bar % len(row)] for bar in range(bars)]
    if loops:
        degrees[-1] = mood.before_end
    else:
        degrees[0] = degrees[-1] = TONIC
        if bars >= 2:
            degrees[-2] = mood.before_end
        if bars >= 5 and mood.before_end == DOMINANT:
            degrees[-3] = SUBDOMINANT if key.minor else SUPERTONIC
    size = 4 if mood.sevenths else 3
    return tuple(chord_on(key, degree, size=size) for degree in degrees)


def _melody(
    rng: np.random.Generator, key: Key, mood: Mood, chords: tuple[Chord, ...], beats: int, loops: bool
) -> tuple[Sung, ...]:
    """An arch: it climbs to its top past the middle, and steps home. Every second bar takes up the rhythm of the
    first; the last has one long note."""
    rhythms = _RHYTHMS[beats]
    busy = mood.dense * (len(rhythms) - 1)
    motifs = [rhythms[int(np.clip(round(busy + shift), 0, len(rhythms) - 1))] for shift in rng.uniform(-1, 1, 2)]
    low, span, ends = int(rng.integers(1, 5)), float(rng.uniform(3.5, 6)), len(chords) - 1
    sung: list[Sung] = []
    degree = low + int(rng.integers(0, 3))
    for bar, chord in enumerate(chords):
        closes = bar == ends and not loops
        goal = low + span * math.sin(math.pi * (0.05 + 0.85 * bar / max(1, ends)))
        for index, (beat, length) in enumerate([(0.0, float(beats))] if closes else motifs[bar % 2]):
            before_end = bar == ends - 1 and not loops and index == len(motifs[bar % 2]) - 1
            if closes:
                degree = _nearest(degree, _TONICS)
            elif index == 0:
                degree = _nearest(round((degree + goal) / 2), _tones(key, chord))
            else:
                degree = _beside_home(degree) if before_end else degree + _step(rng, up=degree < goal)
            sung.append(Sung(beat=bar * beats + beat, beats=length, pitch=key.pitch(degree, scale=chord.scale)))
    return tuple(sung)


def _step(rng: np.random.Generator, *, up: bool) -> int:
    """A step between two strong beats: mostly one degree, and mostly the way the melody goes."""
    return int(rng.choice((-1, 1, 1, 2) if up else (1, -1, -1, -2)))


def _beside_home(degree: int) -> int:
    """The degree that leads to the nearest tonic, from above or from below, and is not this one."""
    home = _nearest(degree, _TONICS)
    side = 1 if degree >= home else -1
    return home + (side if home + side != degree else -side)


def _tones(key: Key, chord: Chord) -> set[int]:
    """The degrees, 0 to 6, of the notes of a chord."""
    return {degree for degree in range(7) if key.pitch(degree, scale=chord.scale) % 12 in chord.classes}


def _nearest(degree: int, wanted: set[int]) -> int:
    """The degree next to this one that is one of those wanted, in any octave."""
    near = [one for one in range(degree - 7, degree + 8) if one % 7 in wanted]
    return min(near, key=lambda one: (abs(one - degree), one))


_TONICS = {TONIC}
