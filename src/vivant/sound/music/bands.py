"""Who plays what: each name of music in a plan as a small band, its instruments with their parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vivant.sound.music import drums
from vivant.sound.music.instrument import Instrument
from vivant.sound.music.notes import Note
from vivant.sound.music.parts import bass_line, broken, comping, held, melody, strokes, swung
from vivant.sound.music.phrase import Phrase
from vivant.sound.music.plucked import BASS, GUITAR, HARP
from vivant.sound.music.struck import MUSIC_BOX, PIANO
from vivant.sound.music.sustained import FLUTE, PAD, STRINGS, SYNTH

Part = tuple[Instrument, list[Note]]


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a band is to play: a phrase, with the melody if it `leads`; `rng` for what is left to the players."""

    phrase: Phrase
    leads: bool
    rng: np.random.Generator


Arranger = Callable[[Task], list[Part]]
"""The parts of a band for a task."""


@dataclass(frozen=True, kw_only=True)
class Band:
    """A band: what it plays, the metre it is at home in, how much faster than others it likes to be, how loose its
    timing is, how much of its hall is heard."""

    arrange: Arranger
    pace: float = 1.0
    beats_in_bar: int = 4
    loose_s: float = 0.007
    hall: float = 0.18


def _figure(phrase: Phrase) -> str:
    return "thin" if phrase.mood.dense < 0.35 else "even"


def _guitar(task: Task) -> list[Part]:
    phrase = task.phrase
    notes = broken(phrase, low=40, high=64, figure=_figure(phrase), velocity=0.46)
    if task.leads:
        notes += melody(phrase, octave=0, velocity=0.62)
    return [(GUITAR, notes)]


def _piano(task: Task) -> list[Part]:
    phrase = task.phrase
    notes = broken(phrase, low=38, high=64, figure=_figure(phrase), velocity=0.34, spread=0.25)
    if task.leads:
        notes += melody(phrase, octave=1 if phrase.mood.bright > 0.4 else 0, velocity=0.55)
    return [(PIANO, notes)]


def _strings(task: Task) -> list[Part]:
    phrase = task.phrase
    parts: list[Part] = [(STRINGS, held(phrase, low=41, high=69, velocity=0.42))]
    if task.leads:
        parts.append((STRINGS, melody(phrase, octave=1, velocity=0.5, legato=1.04)))
    return parts


def _pad(task: Task) -> list[Part]:
    return [(PAD, held(task.phrase, low=43, high=70, velocity=0.3 + 0.4 * task.phrase.mood.bright))]


def _music(task: Task) -> list[Part]:
    """Music of no particular kind: piano over a bed of strings; drums where it is to be grand."""
    phrase = task.phrase
    parts = [*_piano(task), (STRINGS, held(phrase, low=43, high=67, velocity=0.2, bass=False))]
    if phrase.mood.bright >= 0.7 and phrase.key.minor:
        parts.append((drums.LOW_DRUM, strokes(phrase, beats=(0, 1.5, 2, 3.5), velocity=0.8)))
        parts.append((STRINGS, bass_line(phrase, velocity=0.5, walks=False)))
    return parts


def _music_box(task: Task) -> list[Part]:
    phrase = task.phrase
    notes = broken(phrase, low=65, high=86, figure="thin", velocity=0.26, spread=0.2)
    if task.leads:
        notes += melody(phrase, octave=2, velocity=0.6)
    return [(MUSIC_BOX, notes)]


def _harp(task: Task) -> list[Part]:
    phrase = task.phrase
    notes = broken(phrase, low=43, high=76, figure="up", velocity=0.45, spread=0.4)
    if task.leads:
        notes += melody(phrase, octave=1, velocity=0.5)
    return [(HARP, notes)]


def _flute(task: Task) -> list[Part]:
    phrase = task.phrase
    parts: list[Part] = [(HARP, broken(phrase, low=43, high=69, figure=_figure(phrase), velocity=0.3, spread=0.3))]
    if task.leads:
        parts.append((FLUTE, melody(phrase, octave=1, velocity=0.6, legato=0.96)))
    return parts


def _synth(task: Task) -> list[Part]:
    phrase = task.phrase
    parts: list[Part] = [
        (SYNTH, broken(phrase, low=48, high=76, figure="up", velocity=0.75, spread=0.3)),
        (PAD, held(phrase, low=43, high=70, velocity=0.2, bass=False)),
    ]
    if task.leads:
        parts.append((SYNTH, bass_line(phrase, velocity=0.3, walks=False)))
    return parts


def _drums(task: Task) -> list[Part]:
    phrase = task.phrase
    if phrase.mood.bright >= 0.7 and phrase.key.minor:
        return [
            (drums.LOW_DRUM, strokes(phrase, beats=(0, 0.75, 1.5, 2, 2.75, 3.5), velocity=0.9, accents=(0, 2))),
            (drums.SHAKER, strokes(phrase, beats=(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5), velocity=0.35, accents=(1, 3))),
        ]
    return [
        (drums.KICK, strokes(phrase, beats=(0, 1.5, 2), velocity=0.8, accents=(0, 2))),
        (drums.BRUSH, strokes(phrase, beats=(1, 3, 3.75), velocity=0.5, accents=(1, 3), pan=0.15)),
        (
            drums.SHAKER,
            strokes(phrase, beats=(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5), velocity=0.4, accents=(1, 3), pan=-0.3),
        ),
    ]


def _jazz(task: Task) -> list[Part]:
    """A trio: a walking bass, a piano, brushes and a ride."""
    phrase = task.phrase
    piano = comping(phrase, task.rng, velocity=0.24)
    if task.leads:
        piano += swung(melody(phrase, octave=1, velocity=0.58, legato=0.9), phrase)
    return [
        (BASS, bass_line(phrase, velocity=0.75, walks=True)),
        (PIANO, piano),
        (drums.BRUSH, strokes(phrase, beats=(1, 3), velocity=0.34, accents=(1, 3), pan=0.2)),
        (drums.SWEEP, strokes(phrase, beats=(0, 2), velocity=0.5, accents=(0, 2), pan=0.25)),
        (drums.RIDE, strokes(phrase, beats=(0, 1, 1.66, 2, 3, 3.66), velocity=0.2, accents=(1, 3), pan=-0.35)),
    ]


BANDS: dict[str, Band] = {
    "music": Band(arrange=_music, hall=0.22),
    "guitar": Band(arrange=_guitar, pace=1.1, hall=0.12),
    "piano": Band(arrange=_piano),
    "strings": Band(arrange=_strings, hall=0.26),
    "pad": Band(arrange=_pad, hall=0.25),
    "synth": Band(arrange=_synth, pace=1.2, loose_s=0.0, hall=0.15),
    "drums": Band(arrange=_drums, pace=1.2, hall=0.08),
    "jazz": Band(arrange=_jazz, pace=1.75, hall=0.1),
    "flute": Band(arrange=_flute, hall=0.24),
    "harp": Band(arrange=_harp, hall=0.22),
    "music_box": Band(arrange=_music_box, beats_in_bar=3, pace=1.25, loose_s=0.004, hall=0.14),
}
"""By the name of the cue."""
