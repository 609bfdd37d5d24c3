"""Room tone: the near-silence of a real place, so that a clip does not sound dead."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.media import Soundtrack
from vivant.media.soundtrack import RATE_HZ

LEVEL_DB = -52.0
"""RMS below full scale: felt more than heard."""

_CORNER_HZ = 180.0
_FADE_S = 0.25


def room_tone(seconds: float, seed: int) -> Soundtrack:
    """Soft, low, slightly wide noise for `seconds`, faded at both ends; the same for the same seed.

    Brown noise made in the frequency domain: flat below _CORNER_HZ, then falling 6 dB an octave.
    """
    count = round(seconds * RATE_HZ)
    generator = np.random.default_rng([seed, 0x700E])
    shared, own_left, own_right = (_brown(generator, count) for _ in range(3))
    # Mostly common to both ears: a room, not two.
    stereo = np.stack([0.8 * shared + 0.6 * own_left, 0.8 * shared + 0.6 * own_right], axis=1)
    stereo *= 10 ** (LEVEL_DB / 20) / max(float(np.sqrt(np.mean(stereo**2))), 1e-12)
    return Soundtrack(samples=np.asarray(stereo * _fades(count)[:, None], dtype=np.float32))


def _brown(generator: np.random.Generator, count: int) -> NDArray[np.float64]:
    spectrum = np.fft.rfft(generator.standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    shape = 1 / np.sqrt(1 + (hz / _CORNER_HZ) ** 2)
    shape[hz < 20] = 0.0
    return np.fft.irfft(spectrum * shape, count)


def _fades(count: int) -> NDArray[np.float64]:
    length = min(round(_FADE_S * RATE_HZ), count // 2)
    gain = np.ones(count)
    if length:
        rise = np.sin(np.linspace(0, np.pi / 2, length)) ** 2
        gain[:length] = rise
        gain[-length:] = rise[::-1]
    return gain
