"""The music of a plan: its cues become phrases, phrases become notes, notes become sound."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from vivant.direction.plan import ShotPlan, SoundCue
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.bands import BANDS, Task
from vivant.sound.music.instrument import Samples, play
from vivant.sound.music.moods import MOODS, Mood, mood_name
from vivant.sound.music.parts import humanised
from vivant.sound.music.phrase import Phrase, compose
from vivant.sound.reverb import Place, answered
from vivant.sound.stem import LEVELS_DB, Stem, gain_of

NAMES = frozenset(BANDS)
"""The cues of music that can be played."""

_SHORTEST_S = 0.5
_HALL = Place(decay_s=1.8, first_s=0.022, bright_hz=3200, level=1.0)
"""Where music is played, whatever the picture shows."""

_BLUE = frozenset({"sad", "night", "tense", "epic"})
"""Moods in which a jazz trio plays in a minor key; in the others it swings."""


def music_stem(plan: ShotPlan, *, seconds: float, seed: int) -> Stem | None:
    """The music of a plan over a clip of so many seconds; None where it asks for none that can be played.

    Cues that sound over the same time are one band and play one phrase; the first of them has the melody.
    """
    cues = [cue for cue in plan.sound if cue.kind == "music" and cue.cue in BANDS and cue.level > 0]
    cues = [cue for cue in cues if min(cue.end_s, seconds) - cue.start_s >= _SHORTEST_S]
    if not cues:
        return None
    track = np.zeros((2, round(seconds * RATE_HZ)), dtype=np.float32)
    cues.sort(key=lambda cue: (cue.start_s, cue.end_s))
    for (start_s, end_s), group in groupby(cues, key=lambda cue: (cue.start_s, min(cue.end_s, seconds))):
        together = list(group)
        phrase = phrase_of(plan, together, start_s=start_s, seconds=end_s - start_s, clip_s=seconds, seed=seed)
        track += _played(phrase, together, track.shape[1], seed)
    name = "_".join(dict.fromkeys(cue.cue for cue in cues))
    return Stem(name=name, kind="music", samples=np.ascontiguousarray(track.T))


def phrase_of(
    plan: ShotPlan, cues: Sequence[SoundCue], *, start_s: float, seconds: float, clip_s: float, seed: int
) -> Phrase:
    """The phrase that cues of one time play together."""
    mood = mood_name(plan, cues[0])
    if cues[0].cue == "jazz":
        mood = "blue" if mood in _BLUE else "swing"
    whole = start_s == 0 and seconds >= clip_s - 1 / RATE_HZ
    return compose(
        _generator(seed, cues),
        start_s=start_s,
        seconds=seconds,
        mood=_paced(MOODS[mood], BANDS[cues[0].cue].pace),
        beats_in_bar=BANDS[cues[0].cue].beats_in_bar,
        loops=whole and "loop" in plan.style,
    )


def _paced(mood: Mood, pace: float) -> Mood:
    return replace(mood, bpm=mood.bpm * pace)


def _played(phrase: Phrase, cues: Sequence[SoundCue], count: int, seed: int) -> Samples:
    """The phrase by all its cues, on a track of `count` samples, [2, count]."""
    track = np.zeros((2, count), dtype=np.float32)
    rng = _generator(seed + 1, cues)
    for index, cue in enumerate(cues):
        band = BANDS[cue.cue]
        dry = np.zeros_like(track)
        for instrument, notes in band.arrange(Task(phrase=phrase, leads=index == 0, rng=rng)):
            dry += play(instrument, humanised(notes, rng, loose_s=band.loose_s), count, rng, wraps=phrase.loops)
        late = answered(dry.mean(axis=0), _HALL, closes=phrase.loops).T
        heard = dry + late * np.float32(2 * np.sqrt(band.hall))
        if not phrase.loops:
            heard *= _closing(phrase, count)
        track += heard * np.float32(_gain(heard, phrase) * gain_of(cue.level) / np.sqrt(len(cues)))
    return track


def _gain(heard: Samples, phrase: Phrase) -> float:
    """What brings a phrase to the usual level of music; its peaks stay well below full scale."""
    first, last = (round(one * RATE_HZ) for one in (phrase.start_s, phrase.start_s + phrase.seconds))
    rms = float(np.sqrt(np.mean(np.square(heard[:, first:last], dtype=np.float64))))
    peak = float(np.max(np.abs(heard)))
    wanted = 10 ** (LEVELS_DB["music"] / 20) / max(rms, 1e-9)
    return min(wanted, 0.5 / max(peak, 1e-9))


def _closing(phrase: Phrase, count: int) -> Samples:
    """A gain that lets the last chord ring and has it gone when the phrase is over."""
    end = phrase.start_s + phrase.seconds
    fade_s = min(0.45 * phrase.bar_s, 1.1)
    place = np.clip((np.arange(count) / RATE_HZ - (end - fade_s)) / fade_s, 0, 1)
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * place), dtype=np.float32)


def _generator(seed: int, cues: Sequence[SoundCue]) -> np.random.Generator:
    return np.random.default_rng([seed & 0xFFFFFFFF, zlib.crc32(" ".join(cue.cue for cue in cues).encode())])
