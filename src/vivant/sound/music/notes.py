"""A note, and the pitches of equal temperament."""

from __future__ import annotations

from dataclasses import dataclass

A4_HZ, A4_PITCH = 440.0, 69


@dataclass(frozen=True, kw_only=True)
class Note:
    """One note to be played.

    start_s: on the clip's clock. seconds: how long it is held; what rings on afterwards is the instrument's. pitch:
    in semitones, 69 is A4. velocity: 0..1, how hard it is played. pan: -1 left to 1 right.
    """

    start_s: float
    seconds: float
    pitch: float
    velocity: float = 0.6
    pan: float = 0.0

    @property
    def end_s(self) -> float:
        return self.start_s + self.seconds


def frequency_hz(pitch: float) -> float:
    """The frequency of a pitch in equal temperament: 440 for 69."""
    return A4_HZ * float(2.0 ** ((pitch - A4_PITCH) / 12))
