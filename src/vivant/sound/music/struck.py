"""Struck instruments: piano and music box, as modes that ring, each at its own pitch and for its own time."""

from __future__ import annotations

import numpy as np
from scipy.signal import butter, sosfilt

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.instrument import Instrument, Samples, released
from vivant.sound.music.kernels import Values, ring
from vivant.sound.music.notes import Note, frequency_hz

_HIGHEST_HZ = 9000.0
_STRIKE = 1 / 8
"""Where along the string a piano's hammer strikes: partials with a node there are missing."""


def inharmonicity(pitch: float) -> float:
    """How much stiffness sharpens a piano string's partials: f_k = k f sqrt(1 + B k²). Fitted after Rauhala,
    Lehtonen and Välimäki 2007."""
    return float(np.exp(0.0926 * pitch - 13.64) + np.exp(-0.0847 * pitch - 5.82))


def piano_note(note: Note, rng: np.random.Generator) -> Samples:
    """A note of a piano, its hammer's felt softer when it is played softly; the sound falls fast, then slowly."""
    hz = frequency_hz(note.pitch)
    stiff = inharmonicity(note.pitch)
    most = int(np.clip(_HIGHEST_HZ / hz, 3, 32))
    order = np.arange(1, most + 1)
    partials_hz = order * hz * np.sqrt((1 + stiff * order**2) / (1 + stiff))
    felt_hz = 500 + 2600 * note.velocity**1.5 + 0.6 * hz
    sizes = np.abs(np.sin(np.pi * order * _STRIKE)) + 0.06
    sizes *= np.exp(-partials_hz / felt_hz) / order**0.35 * rng.uniform(0.8, 1.2, most)
    sizes /= np.sqrt(np.sum(sizes**2))
    fades_s = np.clip(14 * 0.62 ** ((note.pitch - 36) / 12), 0.7, 14) / (
        1 + 0.09 * (order - 1) + (partials_hz / 4200) ** 2
    )
    # Two strings a hair apart: the first gives its sound away quickly, the second keeps it and beats against it.
    beat_hz = rng.uniform(0.1, 0.35, most)
    sound = np.zeros(round((note.seconds + 0.25) * RATE_HZ), dtype=np.float32)
    _ring(sound, partials_hz, 0.72 * sizes, 0.35 * fades_s)
    _ring(sound, partials_hz + beat_hz, 0.28 * sizes, fades_s)
    sound *= 0.22
    _add_knock(sound, note, rng)
    rise = round(0.0012 * RATE_HZ)
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    return released(sound * np.float32(0.15 + 0.85 * note.velocity), note.seconds, 0.25)


def _add_knock(sound: Samples, note: Note, rng: np.random.Generator) -> None:
    """The thud of the hammer on the soundboard, a few hundredths of a second long."""
    length = min(len(sound), round(0.06 * RATE_HZ))
    noise = sosfilt(_KNOCK, rng.standard_normal(length)) * np.exp(-np.arange(length) / (0.012 * RATE_HZ))
    sound[:length] += np.asarray(0.05 * (0.4 + note.velocity) * noise, dtype=np.float32)


_KNOCK = butter(2, (90, 700), "bandpass", fs=RATE_HZ, output="sos")
_BAR = np.array([1.0, 2.0, 3.01, 6.267, 17.55])
"""Modes of a tooth of a music box: a clamped bar's are 1, 6.27 and 17.55; the low ones come from its comb."""


def music_box_note(note: Note, rng: np.random.Generator) -> Samples:
    """A note of a music box: a steel tooth, plucked; bright at first, then almost a pure tone."""
    hz = frequency_hz(note.pitch)
    modes_hz = hz * _BAR
    heard = modes_hz < 16_000
    sizes = np.array([1.0, 0.12, 0.09, 0.24, 0.08]) * (0.5 + note.velocity) ** np.array([0, 0.5, 0.7, 1, 1.5])
    fades_s = np.array([2.6, 1.1, 0.7, 0.35, 0.09]) * (440 / hz) ** 0.35
    sound = np.zeros(round((note.seconds + 1.2) * RATE_HZ), dtype=np.float32)
    _ring(sound, modes_hz[heard], 0.25 * sizes[heard] * rng.uniform(0.9, 1.1, heard.sum()), fades_s[heard])
    click = np.asarray(rng.standard_normal(200) * np.exp(-np.arange(200) / 30), dtype=np.float32)
    sound[: len(click)] += 0.012 * note.velocity * click[: len(sound)]
    return released(sound * np.float32(0.3 + 0.7 * note.velocity), note.seconds, 1.2)


def _ring(sound: Samples, modes_hz: Values, sizes: Values, fades_s: Values) -> None:
    """Adds modes that die by 60 dB in `fades_s`."""
    silent = -len(modes_hz) % 4
    radians = np.pad(2 * np.pi * modes_hz / RATE_HZ, (0, silent))
    keeps = np.pad(10 ** (-3 / (fades_s * RATE_HZ)), (0, silent), constant_values=0.5)
    ring(sound, radians, np.pad(sizes, (0, silent)), keeps)


PIANO = Instrument(voice=piano_note, players=1)
MUSIC_BOX = Instrument(voice=music_box_note)
