"""Room tone: quiet, low, faded, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.room_tone import LEVEL_DB, room_tone


def test_length_level_and_fades() -> None:
    tone = room_tone(2.0, seed=3)
    assert tone.samples.shape == (2 * RATE_HZ, 2)
    assert tone.seconds == 2.0
    level_db = 20 * np.log10(np.sqrt(np.mean(tone.samples[RATE_HZ // 2 : -RATE_HZ // 2] ** 2)))
    assert level_db == pytest.approx(LEVEL_DB, abs=1.0)
    assert np.abs(tone.samples[0]).max() == 0.0
    assert np.abs(tone.samples[-1]).max() < 1e-6


def test_it_is_low_and_has_no_tone() -> None:
    samples = room_tone(4.0, seed=1).samples[:, 0]
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    # Noise through one pole at 180 Hz has (2 / pi) atan(500 / 180) of its power below 500 Hz.
    assert power[hz < 500].sum() / power.sum() == pytest.approx(2 / np.pi * np.arctan(500 / 180), abs=0.04)
    assert power.max() < 0.02 * power.sum()


def test_a_seed_gives_one_sound_and_another_seed_another() -> None:
    np.testing.assert_array_equal(room_tone(1, 5).samples, room_tone(1, 5).samples)
    assert np.abs(room_tone(1, 5).samples - room_tone(1, 6).samples).max() > 0


def test_very_short_tones_are_made_too() -> None:
    assert len(room_tone(1 / 24, 0).samples) == 2000
