"""What instruments play: a phrase on paper becomes notes, in the figures each instrument is at home with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from vivant.sound.music.harmony import voicings
from vivant.sound.music.notes import Note
from vivant.sound.music.phrase import Phrase

_STEPS = {
    "thin": ((0.0, 0), (1.0, 1), (2.0, 2), (3.0, 1)),
    "even": ((0.0, 0), (0.5, 1), (1.0, 2), (1.5, 1), (2.0, 3), (2.5, 2), (3.0, 1), (3.5, 2)),
    "up": ((0.0, 0), (0.5, 1), (1.0, 2), (1.5, 3), (2.0, 4), (2.5, 3), (3.0, 2), (3.5, 1)),
}
"""Figures of broken chords: (beat, voice), voice 0 the bass."""


def broken(phrase: Phrase, *, low: int, high: int, figure: str, velocity: float, spread: float = 0.0) -> list[Note]:
    """Chords taken apart, each note ringing until its chord is over; the last chord is rolled and left to ring."""
    notes: list[Note] = []
    for bar, laid in enumerate(voicings(phrase.chords, low=low + 7, high=high)):
        voices = (_below(phrase.chords[bar].root, laid[0]), *laid)
        starts = bar * phrase.beats_in_bar
        if _ends(phrase, bar):
            notes += _rolled(phrase, voices, velocity)
            continue
        for beat, voice in _STEPS[figure]:
            if beat >= phrase.beats_in_bar:
                continue
            voice = min(voice, len(voices) - 1)
            notes.append(
                Note(
                    start_s=phrase.time_s(starts + beat),
                    seconds=max(0.6, (phrase.beats_in_bar - beat) * phrase.beat_s),
                    pitch=voices[voice],
                    velocity=velocity * (1.15 if voice == 0 else 1.0 if beat == int(beat) else 0.85),
                    pan=spread * (voice / (len(voices) - 1) * 2 - 1),
                )
            )
    return notes


def held(phrase: Phrase, *, low: int, high: int, velocity: float, bass: bool = True) -> list[Note]:
    """Chords held for their whole bar; voices that stay are not struck again."""
    notes: list[Note] = []
    running: dict[int, Note] = {}
    for bar, laid in enumerate(voicings(phrase.chords, low=low + (7 if bass else 0), high=high)):
        pitches = {*laid, *((_below(phrase.chords[bar].root, laid[0]),) if bass else ())}
        now: dict[int, Note] = {}
        for voice, pitch in enumerate(sorted(pitches)):
            tied = running.get(pitch)
            if tied is not None:
                now[pitch] = replace(tied, seconds=tied.seconds + phrase.bar_s)
            else:
                now[pitch] = Note(
                    start_s=phrase.time_s(bar * phrase.beats_in_bar),
                    seconds=phrase.bar_s,
                    pitch=pitch,
                    velocity=velocity,
                    pan=(voice / 3 - 0.5) * 0.8,
                )
        notes += [one for pitch, one in running.items() if pitch not in now]
        running = now
    return [*notes, *running.values()]


def melody(phrase: Phrase, *, octave: int, velocity: float, legato: float = 1.0) -> list[Note]:
    """The melody, louder towards its top; `legato` 1 holds each note for its full length."""
    pitches = [sung.pitch for sung in phrase.melody]
    low, high = min(pitches), max(pitches)
    return [
        Note(
            start_s=phrase.time_s(sung.beat),
            seconds=sung.beats * phrase.beat_s * legato,
            pitch=sung.pitch + 12 * octave,
            velocity=velocity * (0.85 + 0.25 * (sung.pitch - low) / max(1, high - low)),
            pan=0.1,
        )
        for sung in phrase.melody
    ]


def bass_line(phrase: Phrase, *, velocity: float, walks: bool) -> list[Note]:
    """Roots on the first beat; or (`walks`) a note a beat, through the chord and by a step into the next one."""
    notes: list[Note] = []
    roots = [28 + (chord.root - 28) % 12 for chord in phrase.chords]
    for bar, chord in enumerate(phrase.chords):
        first = bar * phrase.beats_in_bar
        if not walks or _ends(phrase, bar):
            notes.append(_plain(phrase, first, phrase.beats_in_bar, roots[bar], velocity))
            continue
        goal = roots[(bar + 1) % len(roots)]
        inner = [roots[bar] + (one - chord.root) % 12 for one in chord.classes[1:]]
        steps = [roots[bar], *inner[: phrase.beats_in_bar - 2], goal + (1 if goal <= inner[-1] else -1)]
        for beat, pitch in enumerate(steps[: phrase.beats_in_bar]):
            notes.append(_plain(phrase, first + beat, 0.95, pitch, velocity * (1.0 if beat % 2 == 0 else 0.88)))
    return notes


def comping(phrase: Phrase, rng: np.random.Generator, *, velocity: float) -> list[Note]:
    """Short chords off the beat, as a pianist in a trio plays them; the last one rings."""
    notes: list[Note] = []
    for bar, laid in enumerate(voicings(phrase.chords, low=52, high=72)):
        first = bar * phrase.beats_in_bar
        if _ends(phrase, bar):
            notes += [_plain(phrase, first, phrase.beats_in_bar, pitch, velocity) for pitch in laid]
            continue
        for beat, beats in ((0.0, 1.4), (1.66, 0.5), (2.66, 0.9))[int(rng.integers(0, 2)) :]:
            if beat < phrase.beats_in_bar:
                notes += [_plain(phrase, first + beat, beats, pitch, velocity * 0.9) for pitch in laid]
    return notes


def strokes(
    phrase: Phrase,
    *,
    beats: tuple[float, ...],
    velocity: float,
    pan: float = 0.0,
    accents: tuple[float, ...] = (0.0,),
) -> list[Note]:
    """Strokes of a drum on these beats of every bar; the last bar has only its first stroke, if it has one."""
    notes = []
    for bar in range(phrase.bars):
        for beat in beats:
            if beat < phrase.beats_in_bar and not (_ends(phrase, bar) and beat > 0):
                loud = velocity * (1.0 if beat in accents else 0.7)
                notes.append(replace(_plain(phrase, bar * phrase.beats_in_bar + beat, 0.1, 60, loud), pan=pan))
    return notes


def swung(notes: list[Note], phrase: Phrase) -> list[Note]:
    """The notes with those on the half of a beat played late, as in jazz."""
    return [
        replace(note, start_s=note.start_s + phrase.beat_s / 6)
        if abs((note.start_s - phrase.start_s) / phrase.beat_s % 1 - 0.5) < 0.01
        else note
        for note in notes
    ]


def humanised(notes: list[Note], rng: np.random.Generator, *, loose_s: float) -> list[Note]:
    """The notes as people play them: a little early or late, a little louder or softer; none before the start."""
    first = min((note.start_s for note in notes), default=0.0)

    def played() -> Iterator[Note]:
        for note in notes:
            late = float(np.clip(rng.normal(0, loose_s), -2.5 * loose_s, 2.5 * loose_s))
            loud = float(np.clip(note.velocity * rng.normal(1, 0.07), 0.05, 1.0))
            yield replace(note, start_s=max(first, note.start_s + late), velocity=loud)

    return list(played())


def _ends(phrase: Phrase, bar: int) -> bool:
    return bar == phrase.bars - 1 and not phrase.loops


def _below(root: int, pitch: int) -> int:
    """The root, at least a fourth below a pitch."""
    return pitch - 5 - (pitch - 5 - root) % 12


def _plain(phrase: Phrase, beat: float, beats: float, pitch: float, velocity: float) -> Note:
    return Note(start_s=phrase.time_s(beat), seconds=beats * phrase.beat_s, pitch=pitch, velocity=velocity)


def _rolled(phrase: Phrase, voices: tuple[int, ...], velocity: float) -> list[Note]:
    """The last chord, its voices one shortly after another."""
    gap_s = min(0.045, 0.03 * phrase.bar_s)
    return [
        Note(
            start_s=phrase.ending_s + gap_s * index,
            seconds=phrase.bar_s - gap_s * index,
            pitch=pitch,
            velocity=velocity * 1.05,
        )
        for index, pitch in enumerate(voices)
    ]
