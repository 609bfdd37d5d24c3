"""The English voice: a small network that answers pitch and spectra, which are bent to the speaker's before they
become sound.

Source: hibari-tts (Apache-2.0), one voice in its wheel. The network's own output is a source (pulses at the pitch)
and filters (log spectra), so another pitch or a longer throat is made without a trace of a pitch shifter.
"""

from __future__ import annotations

import threading
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.sound.speech.casting import Cast
from vivant.sound.speech.voice import Mono, at_rate

Spectra = NDArray[np.float32]

_HZ = 20 * np.arange(601, dtype=np.float32)[:, None]
"""The frequencies of the network's spectra."""

_LOADING = threading.Lock()
_LONGEST_WORD = 45
"""In letters; reading a word takes as the square of its length."""


class EnglishVoice:
    """Speaks English, where hibari-tts is installed."""

    remark: str | None = None

    def speaks(self, language: str) -> bool:
        """Whether the language is English and the voice is installed."""
        return language == "en" and find_spec("hibari") is not None

    def say(self, text: str, *, language: str, cast: Cast, pace: float, seed: int) -> Mono | None:  # noqa: ARG002
        """The text as sound; None where nothing in it can be pronounced."""
        from hibari import SAMPLE_RATE, dsp

        network = _network()
        rng = np.random.default_rng(seed)
        parts = []
        for phonemes in _sentences(network, text):
            ids = network.ids(phonemes)
            if len(ids) < 3:
                continue
            speed = np.asarray([np.clip(pace * cast.pace, 0.5, 2.0)], np.float32)
            outputs = network.sess.run(None, {"ids": np.asarray([ids], np.int64), "speed": speed})
            lh, theta, ln, lr, phi, f0 = (one[0] for one in outputs)
            lh, theta, ln, lr, phi = (stretched(one, cast.formants) for one in (lh, theta, ln, lr, phi))
            if cast.whispers:
                lh, ln, lr = whispered(lh, ln, lr)
            lh = lh + np.float32(cast.bright) * np.log((_HZ + 1000) / 1500)
            parts.append(dsp.synth(lh, theta, ln, lr, phi, _pitched(f0, cast.pitch), rng))
        return at_rate(np.concatenate(parts), SAMPLE_RATE) if parts else None


def _sentences(network: Any, text: str) -> list[str]:
    """The phonemes of each sentence; none where there is a word that cannot be read."""
    if max(map(len, text.split()), default=0) > _LONGEST_WORD:
        return []
    try:
        phonemes: list[str] = network.phonemize(text)
    except (IndexError, KeyError, ValueError):  # a number beyond the names of numbers
        return []
    return phonemes


def stretched(spectra: Spectra, factor: float) -> Spectra:
    """Spectra [bins, frames] with everything at `factor` times its frequency; beyond their end the last bin stays."""
    if factor == 1.0:
        return spectra
    last = len(spectra) - 1
    place = np.minimum(np.arange(last + 1) / factor, last)
    cell = np.minimum(place.astype(int), last - 1)
    part = (place - cell).astype(np.float32)[:, None]
    return np.ascontiguousarray(spectra[cell] * (1 - part) + spectra[cell + 1] * part)


def whispered(lh: Spectra, ln: Spectra, lr: Spectra) -> tuple[Spectra, Spectra, Spectra]:
    """The log spectra of voice, noise and rest in a whisper: the shape of the voice goes to the noise, and all of it
    loses its low end, which only vibrating folds have."""
    tilt = 1.5 * np.log((_HZ + 60) / (_HZ + 2000))
    return np.full_like(lh, -30), np.logaddexp(ln, lh + tilt), lr + tilt


def _pitched(f0: Spectra, factor: float) -> Spectra:
    """A pitch curve at another height; a deep voice keeps above 60 Hz, where the source would fall silent."""
    moved = np.where(f0 > 40, np.maximum(f0 * factor, 60), f0)
    return np.asarray(moved, dtype=np.float32)


@cache
def _loaded() -> Any:
    from hibari import Hibari

    # The one voice that comes with the package: any other would be fetched over the network.
    return Hibari(voice="heart", threads=1)


def _network() -> Any:
    with _LOADING:
        return _loaded()
