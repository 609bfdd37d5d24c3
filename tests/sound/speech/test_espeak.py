"""The real program, where this machine has it."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.speech.casting import cast
from vivant.sound.speech.espeak import EspeakVoice

pytestmark = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@pytest.mark.parametrize(
    ("language", "text"),
    (("vi", "Chúng ta phải đi ngay."), ("th", "สวัสดีครับ คุณสบายดีไหม"), ("es", "Tenemos que irnos ahora.")),
)
def test_it_speaks(language: str, text: str) -> None:
    voice = EspeakVoice()
    assert voice.speaks(language)
    sounds = [
        voice.say(text, language=language, cast=who, pace=1.0, seed=0) for who in cast(["woman", "man"]).values()
    ]
    for sound in sounds:
        assert sound is not None
        assert 0.8 < len(sound) / RATE_HZ < 4
        assert np.abs(sound).max() > 0.05
    assert len(sounds[0]) != len(sounds[1]) or not np.array_equal(*sounds)


def test_faster_is_shorter() -> None:
    slow, fast = (
        EspeakVoice().say("Tenemos que irnos ahora.", language="es", cast=cast([None])[None], pace=pace, seed=0)
        for pace in (1.0, 1.4)
    )
    assert slow is not None
    assert fast is not None
    assert len(fast) < 0.85 * len(slow)


@pytest.mark.parametrize("language", ("zh", "ja", "xx"))
def test_what_it_cannot_read_it_does_not_speak(language: str) -> None:
    assert not EspeakVoice().speaks(language)
