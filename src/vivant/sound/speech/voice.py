"""What a voice is: something that can say a text in some languages, as a speaker was cast."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.signal import resample_poly

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.speech.casting import Cast
from vivant.sound.stem import LEVELS_DB

Mono = NDArray[np.float32]

_FRAME = RATE_HZ // 50
_HEARD_DB = -38.0
"""Below the loudest part of a line, where its silence begins."""

_PEAK = 0.9


class Voice(Protocol):
    """A voice; `remark` names the sentence of the lexicon that says what is to be known of it, if anything is.

    Both methods answer the same for the same arguments.
    """

    remark: str | None

    def speaks(self, language: str) -> bool:
        """Whether it can say something in a language, such as `vi`."""
        ...

    def say(self, text: str, *, language: str, cast: Cast, pace: float, seed: int) -> Mono | None:
        """The text as sound at RATE_HZ, [n] float32; None where it could not say it."""
        ...


def at_rate(samples: Mono, rate_hz: int) -> Mono:
    """The samples brought to RATE_HZ."""
    if rate_hz == RATE_HZ:
        return samples
    common = int(np.gcd(RATE_HZ, rate_hz))
    return np.asarray(resample_poly(samples, RATE_HZ // common, rate_hz // common), dtype=np.float32)


def polished(samples: Mono, *, gain_db: float = 0.0) -> Mono:
    """A line without the silence around it, faded at both ends, so much louder than speech usually is."""
    loudness = _loudness(samples)
    if not len(loudness) or loudness.max() <= 1e-4:
        return samples[:0]
    heard = np.flatnonzero(loudness > loudness.max() * 10 ** (_HEARD_DB / 20))
    line = samples[max(0, (heard[0] - 1) * _FRAME) : (heard[-1] + 3) * _FRAME].copy()
    line -= line.mean()
    speaking = loudness[loudness > loudness.max() * 0.05]
    gain = 10 ** ((LEVELS_DB["speech"] + gain_db) / 20) / float(np.sqrt(np.mean(speaking**2)))
    line *= np.float32(min(gain, _PEAK / max(float(np.abs(line).max()), 1e-9)))
    rise, fall = min(len(line) // 2, RATE_HZ // 200), min(len(line) // 2, RATE_HZ // 25)
    line[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    line[len(line) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return line


def _loudness(samples: Mono) -> Mono:
    """The RMS of each fiftieth of a second."""
    whole = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return np.asarray(np.sqrt(np.mean(np.square(whole), axis=1)), dtype=np.float32)
