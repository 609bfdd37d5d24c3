"""Plucked strings: guitar, harp and double bass, as a delay line that loses a little each time round.

Source: Karplus and Strong 1983, with the fractional tuning of Jaffe and Smith 1983. Each note is two such strings, a
hair apart in pitch and unlike in decay, for the two directions in which a real string swings.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.signal import lfilter

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.instrument import Instrument, Samples, released
from vivant.sound.music.kernels import run_string
from vivant.sound.music.notes import Note, frequency_hz


@dataclass(frozen=True, kw_only=True)
class String:
    """How a string sounds.

    rings_s: seconds until a low note (pitch 40) has died by 60 dB; a note an octave higher rings 0.7 times as long.
    loss: 0..0.5, how fast high partials die. position: where it is plucked, as part of its length. corner_hz: how
    sharp the pluck is when soft, and how much sharper when hard. rough: 0..1, noise in the pluck. release_s: how
    fast a finger stops it.
    """

    rings_s: float
    loss: float
    position: float
    corner_hz: tuple[float, float]
    rough: float
    release_s: float

    def __call__(self, note: Note, rng: np.random.Generator) -> Samples:
        """The note as mono sound."""
        hz = frequency_hz(note.pitch)
        count = round((note.seconds + self.release_s) * RATE_HZ)
        sound = np.zeros(count, dtype=np.float32)
        ringing_s = self.rings_s * 0.7 ** ((note.pitch - 40) / 12)
        pluck = self._pluck(hz, note.velocity, rng)
        for cents, share, longer in ((0.35, 0.62, 0.55), (-0.35, 0.38, 1.25)):
            tuned_hz = hz * 2 ** (cents / 1200)
            run_string(sound, pluck * np.float32(share), *tuning(tuned_hz, ringing_s * longer, self.loss))
        return released(sound * np.float32(0.25 + 0.75 * note.velocity), note.seconds, self.release_s)

    def _pluck(self, hz: float, velocity: float, rng: np.random.Generator) -> Samples:
        """What the finger does: a short push with some noise, heard from where along the string it is."""
        period = RATE_HZ / hz
        length = round(period) + 64
        push = np.zeros(length)
        push[2] = 1.0
        noise = rng.standard_normal(length) * np.exp(-np.arange(length) / (0.35 * period)) / np.sqrt(0.35 * period)
        push = (1 - self.rough) * push + self.rough * noise
        soft_hz, harder_hz = self.corner_hz
        keep = np.exp(-2 * np.pi * (soft_hz + harder_hz * velocity**2) / RATE_HZ)
        for _ in range(2):
            push = lfilter([1 - keep], [1, -keep], push)
        gap = max(1, round(self.position * period))
        comb = push.copy()
        comb[gap:] -= push[:-gap]
        comb -= comb.mean()
        comb[-32:] *= np.linspace(1, 0, 32)
        return np.asarray(comb / np.sqrt(np.sum(comb**2)), dtype=np.float32)


def tuning(hz: float, rings_s: float, loss: float) -> tuple[int, float, float, float]:
    """The delay in samples, the allpass and the two taps of the loss filter of a string of that pitch that dies by
    60 dB in `rings_s`: the phase delays of all three together are exactly one period."""
    radians = 2 * np.pi * hz / RATE_HZ
    near, far = 1 - loss, loss
    size = np.hypot(near + far * np.cos(radians), far * np.sin(radians))
    keep = min(10 ** (-3 / (hz * rings_s)) / size, 0.99995)
    of_loss = np.arctan2(far * np.sin(radians), near + far * np.cos(radians)) / radians
    rest = RATE_HZ / hz - of_loss
    delay = int(rest - 0.3)
    part = rest - delay
    allpass = np.sin((1 - part) * radians / 2) / np.sin((1 + part) * radians / 2)
    return delay, float(allpass), float(keep * near), float(keep * far)


@dataclass(frozen=True, kw_only=True)
class Body:
    """A wooden body: how much of the bare string is heard beside its modes, each (Hz, seconds to 60 dB, gain)."""

    bare: float
    modes: tuple[tuple[float, float, float], ...]
    lowpass_hz: float

    def __call__(self, track: Samples) -> Samples:
        """The track through the body."""
        count = track.shape[1]
        size = next_fast_len(count + RATE_HZ // 2, real=True)
        heard = irfft(rfft(track, size) * self._response(size), size)
        return np.asarray(heard[:, :count], dtype=np.float32)

    def _response(self, size: int) -> NDArray[np.complex64]:
        seconds = np.arange(RATE_HZ // 4) / RATE_HZ
        impulse = np.zeros(len(seconds))
        for mode_hz, fades_s, gain in self.modes:
            decay = np.log(1000) / fades_s
            impulse += gain * 2 * decay / RATE_HZ * np.exp(-decay * seconds) * np.sin(2 * np.pi * mode_hz * seconds)
        impulse[0] += self.bare
        hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
        spectrum = rfft(impulse.astype(np.float32), size) / np.sqrt(1 + (hz / self.lowpass_hz) ** 4)
        # Nothing below the lowest note: thumps of the pluck.
        return np.asarray(spectrum * (hz / np.hypot(hz, 45)) ** 2, dtype=np.complex64)


GUITAR = Instrument(
    voice=String(rings_s=5.5, loss=0.35, position=0.19, corner_hz=(1500, 4200), rough=0.22, release_s=0.12),
    colour=Body(
        bare=0.75,
        modes=(
            (98, 0.35, 1.1), (196, 0.28, 1.0), (242, 0.2, 0.5), (385, 0.16, 0.6), (440, 0.14, 0.4), (560, 0.12, 0.35),
            (835, 0.08, 0.3), (1280, 0.06, 0.25), (2100, 0.04, 0.2),
        ),
        lowpass_hz=5200,
    ),
)  # fmt: skip
HARP = Instrument(
    voice=String(rings_s=7.0, loss=0.25, position=0.42, corner_hz=(1400, 3000), rough=0.06, release_s=0.9),
    colour=Body(bare=0.85, modes=((160, 0.2, 0.6), (310, 0.15, 0.5), (620, 0.1, 0.4)), lowpass_hz=6000),
)
BASS = Instrument(
    voice=String(rings_s=3.2, loss=0.5, position=0.24, corner_hz=(420, 500), rough=0.1, release_s=0.09),
    colour=Body(
        bare=0.8, modes=((62, 0.3, 0.8), (110, 0.22, 0.9), (225, 0.15, 0.5), (400, 0.1, 0.4)), lowpass_hz=1800
    ),
)
