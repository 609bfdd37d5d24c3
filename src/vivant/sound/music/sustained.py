"""Sounds that are held: bowed strings, a pad, a synthesizer, a flute."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import butter, sosfilt

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.instrument import Instrument, Samples
from vivant.sound.music.kernels import saw, sweep_lowpass
from vivant.sound.music.notes import Note, frequency_hz


def swell(count: int, *, rise_s: float, fall_s: float) -> Samples:
    """A gain that rises to 1 and falls to 0 at its end, both as a raised cosine."""
    gain = np.ones(count, dtype=np.float32)
    rise, fall = (min(round(one * RATE_HZ), count // 2) for one in (rise_s, fall_s))
    gain[:rise] = 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, rise, dtype=np.float32))
    gain[count - fall :] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fall, dtype=np.float32))
    return gain


@dataclass(frozen=True, kw_only=True)
class Saws:
    """Several players' saws, each a little out of tune and with a vibrato of its own, through a lowpass.

    apart_cents: how far a player may be from the pitch. vibrato_cents, vibrato_hz: how deep and how fast about.
    opens: corners of the lowpass, as multiples of the pitch and plus Hz, over the length of a note. dies_s: until it
    is down to a third, of a sound that is not held.
    """

    rise_s: float
    fall_s: float
    apart_cents: float
    vibrato_cents: float
    vibrato_hz: float
    opens: tuple[float, ...]
    corner_hz: float
    resonance: float = 1.2
    dies_s: float | None = None

    def __call__(self, note: Note, rng: np.random.Generator) -> Samples:
        """One player's note as mono sound."""
        count = round((note.seconds + self.fall_s) * RATE_HZ)
        sound = np.zeros(count, dtype=np.float32)
        hz = frequency_hz(note.pitch + rng.uniform(-1, 1) * self.apart_cents / 100)
        depth = (2 ** (self.vibrato_cents * rng.uniform(0.7, 1.2) / 1200)) - 1
        rate = 2 * np.pi * self.vibrato_hz * rng.uniform(0.85, 1.15) / RATE_HZ
        saw(sound, hz / RATE_HZ, float(rng.uniform()), depth, rate, 0.5 * RATE_HZ)
        corners = (np.asarray(self.opens) * hz + self.corner_hz) * (0.5 + note.velocity)
        sweep_lowpass(sound, corners, self.resonance, RATE_HZ)
        sound *= swell(count, rise_s=self.rise_s * rng.uniform(0.8, 1.2), fall_s=self.fall_s)
        if self.dies_s is not None:
            sound *= np.exp(-np.arange(count, dtype=np.float32) / np.float32(self.dies_s * RATE_HZ))
        return sound * np.float32(0.12 * (0.2 + 0.8 * note.velocity))


def wooden(track: Samples) -> Samples:
    """Strings through the bodies of their instruments: hills at 280, 460 and 1100 Hz, a wide one at 2.6 kHz."""
    count = track.shape[1]
    size = next_fast_len(count, real=True)
    hz = np.maximum(np.fft.rfftfreq(size, 1 / RATE_HZ), 1.0)
    hills: NDArray[np.float64] = np.full(len(hz), 0.55)
    for centre_hz, octaves, gain in ((280, 0.25, 0.5), (460, 0.25, 0.6), (1100, 0.4, 0.45), (2600, 0.5, 0.35)):
        hills += gain * np.exp(-((np.log2(hz / centre_hz) / octaves) ** 2))
    hills *= (hz / np.hypot(hz, 60)) ** 2 / np.sqrt(1 + (hz / 5500) ** 4)
    heard = irfft(rfft(track, size) * hills.astype(np.float32), size)
    return np.asarray(heard[:, :count], dtype=np.float32)


_FLUTE_SIZES = (1.0, 0.42, 0.2, 0.07, 0.035, 0.015)
_BREATH = butter(2, (500, 5000), "bandpass", fs=RATE_HZ, output="sos")


def flute_note(note: Note, rng: np.random.Generator) -> Samples:
    """A note of a flute: a few harmonics, breath around them, a vibrato that comes slowly and sways the loudness."""
    count = round((note.seconds + 0.08) * RATE_HZ)
    seconds = np.arange(count) / RATE_HZ
    hz = frequency_hz(note.pitch)
    sway = np.sin(2 * np.pi * rng.uniform(4.6, 5.4) * seconds + rng.uniform(0, 6)) * np.clip(
        (seconds - 0.2) / 0.5, 0, 1
    )
    # The pitch scoops up into the note as the breath sets in.
    cents = 5 * sway - 18 * np.exp(-seconds / 0.03)
    turn = np.exp(2j * np.pi * np.cumsum(hz * 2 ** (cents / 1200)) / RATE_HZ)
    tone, power = np.zeros(count), turn
    for order, size in enumerate(_FLUTE_SIZES, start=1):
        if order * hz < 12_000:
            tone += size * (0.4 + 0.8 * note.velocity) ** ((order - 1) * 0.5) * power.imag
        power = power * turn
    noise = sosfilt(_BREATH, rng.standard_normal(count))
    breath = noise * (0.03 + 0.16 * np.exp(-seconds / 0.035)) * (0.6 + 0.4 * turn.real)
    gain = swell(count, rise_s=0.06, fall_s=0.09) * (1 + 0.12 * sway)
    return np.asarray(0.14 * (0.25 + 0.75 * note.velocity) * gain * (tone + breath), dtype=np.float32)


STRINGS = Instrument(
    voice=Saws(
        rise_s=0.28, fall_s=0.35, apart_cents=7, vibrato_cents=11, vibrato_hz=5.4, opens=(2.2, 3.4, 3.0, 2.4),
        corner_hz=700,
    ),
    colour=wooden,
    players=4,
    width=0.6,
    late_s=0.09,
)  # fmt: skip
PAD = Instrument(
    voice=Saws(
        rise_s=0.9, fall_s=1.2, apart_cents=6, vibrato_cents=3, vibrato_hz=0.5, opens=(1.0, 2.2, 1.4), corner_hz=380
    ),
    players=3,
    width=0.8,
    late_s=0.25,
)
SYNTH = Instrument(
    voice=Saws(
        rise_s=0.004, fall_s=0.18, apart_cents=4, vibrato_cents=0, vibrato_hz=1, opens=(12, 4, 2, 1.5, 1.2, 1),
        corner_hz=250, resonance=0.7, dies_s=0.55,
    ),
    players=2,
    width=0.35,
)  # fmt: skip
FLUTE = Instrument(voice=flute_note, late_s=0.02)
