"""What an instrument is, and playing notes on it onto a stereo track."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.notes import Note

Samples = NDArray[np.float32]
Voice = Callable[[Note, np.random.Generator], Samples]
"""One note as mono sound, [n] float32, its ringing on included; it begins with the note."""


def as_it_is(track: Samples) -> Samples:
    """The track itself."""
    return track


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """An instrument, or a section of several players of it.

    colour: what its body does to the whole track, [2, n] in and out. players: how many play each note, spread over
    `width` (0..1) of the stereo field. late_s: how long after its note's time a sound is heard to begin.
    """

    voice: Voice
    colour: Callable[[Samples], Samples] = as_it_is
    players: int = 1
    width: float = 0.0
    late_s: float = 0.0


def play(
    instrument: Instrument, notes: Sequence[Note], count: int, rng: np.random.Generator, *, wraps: bool = False
) -> Samples:
    """The notes on a track of `count` samples, [2, count] float32; what reaches beyond its end is cut off, or
    (`wraps`) goes on at its beginning."""
    track = np.zeros((2, count), dtype=np.float32)
    for note in notes:
        for player in range(instrument.players):
            place = 2 * (player + 0.5) / instrument.players - 1
            pan = float(np.clip(note.pan + instrument.width * place, -1, 1))
            sound = instrument.voice(note, rng) * np.float32(1 / np.sqrt(instrument.players))
            first = round((note.start_s - instrument.late_s) * RATE_HZ)
            _lay(track, sound, first, pan, wraps)
    return instrument.colour(track)


def _lay(track: Samples, sound: Samples, first: int, pan: float, wraps: bool) -> None:
    """Adds a sound from sample `first` on, panned with equal power."""
    angle = (pan + 1) * np.pi / 4
    count = track.shape[1]
    if not wraps and first < 0:
        sound, first = sound[-first:].copy(), 0
        rise = min(len(sound), RATE_HZ // 50)
        sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    for channel, gain in zip(track, (np.cos(angle), np.sin(angle)), strict=True):
        done, at = 0, first % count if wraps else min(first, count)
        while done < len(sound) and at < count:
            part = sound[done : done + count - at]
            channel[at : at + len(part)] += part * np.float32(gain)
            done, at = done + len(part), 0 if wraps else count


def released(sound: Samples, held_s: float, release_s: float) -> Samples:
    """The sound as it dies away within `release_s` once a note held for `held_s` is let go; its length is cut."""
    held, fade = round(held_s * RATE_HZ), round(release_s * RATE_HZ)
    sound = sound[: held + fade].copy()
    tail = sound[held:]
    tail *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, len(tail), dtype=np.float32))) if len(tail) else tail
    return sound
