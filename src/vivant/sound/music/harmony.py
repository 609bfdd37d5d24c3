"""Scales, chords, and how a chord is laid so that its voices move little from the last one."""

from __future__ import annotations

from dataclasses import dataclass

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)
DORIAN = (0, 2, 3, 5, 7, 9, 10)
LYDIAN = (0, 2, 4, 6, 7, 9, 11)
PHRYGIAN = (0, 1, 3, 5, 7, 8, 10)

TONIC, SUPERTONIC, SUBDOMINANT, DOMINANT = 0, 1, 3, 4
"""Degrees, counted from 0."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """A tonic, in semitones from middle C, and the seven semitones of its scale above it."""

    tonic: int
    scale: tuple[int, ...]

    @property
    def minor(self) -> bool:
        return self.scale[2] == 3

    def pitch(self, degree: int, *, scale: tuple[int, ...] | None = None) -> int:
        """The pitch of a degree of the scale; degree 7 is the tonic an octave higher."""
        octave, step = divmod(degree, 7)
        return 60 + self.tonic + 12 * octave + (scale or self.scale)[step]


@dataclass(frozen=True, kw_only=True)
class Chord:
    """A chord: its degree, its pitch classes from the root up, and the scale that sounds well over it."""

    degree: int
    classes: tuple[int, ...]
    scale: tuple[int, ...]

    @property
    def root(self) -> int:
        return self.classes[0]


def chord_on(key: Key, degree: int, *, size: int = 3) -> Chord:
    """The chord of `size` thirds on a degree. In a minor key the dominant is major: it has the leading note."""
    scale = key.scale
    if key.minor and degree == DOMINANT:
        scale = (*scale[:6], 11)
    classes = tuple((key.tonic + scale[(degree + 2 * third) % 7]) % 12 for third in range(size))
    return Chord(degree=degree, classes=classes, scale=scale)


def voiced(chord: Chord, last: tuple[int, ...] | None, *, low: int, high: int) -> tuple[int, ...]:
    """The chord in close position within `low..high`, the inversion whose voices move least from `last`."""
    centre = (low + high) / 2
    laid = [one for one in _inversions(chord, low) if one[-1] <= high] or [_inversions(chord, low)[0]]

    def strain(one: tuple[int, ...]) -> float:
        aside = abs(sum(one) / len(one) - centre)
        # A little pull to the middle keeps a long row of chords from drifting away.
        return aside if last is None else sum(abs(a - b) for a, b in zip(one, last, strict=True)) + 0.2 * aside

    return min(laid, key=strain)


def _inversions(chord: Chord, low: int) -> list[tuple[int, ...]]:
    found = []
    for turn in range(len(chord.classes)):
        order = chord.classes[turn:] + chord.classes[:turn]
        pitches = [low + (order[0] - low) % 12]
        for one in order[1:]:
            pitches.append(pitches[-1] + ((one - pitches[-1]) % 12 or 12))
        found.append(tuple(pitches))
        found.append(tuple(pitch + 12 for pitch in pitches))
    return found


def voicings(chords: tuple[Chord, ...], *, low: int, high: int) -> list[tuple[int, ...]]:
    """Each chord laid within `low..high`, one leading to the next."""
    laid: list[tuple[int, ...]] = []
    for chord in chords:
        laid.append(voiced(chord, laid[-1] if laid else None, low=low, high=high))
    return laid
