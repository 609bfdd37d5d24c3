"""Soft drums: a low drum, brushes on a snare, a shaker and a ride, each a burst of tone and noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfilt

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.instrument import Instrument, Samples
from vivant.sound.music.notes import Note


@dataclass(frozen=True, kw_only=True)
class Drum:
    """How a drum sounds: a tone that falls from `high_hz` to `low_hz`, and noise of a band that rises and dies."""

    high_hz: float = 0.0
    low_hz: float = 0.0
    tone_s: float = 0.2
    band_hz: tuple[float, float] = (1500, 8000)
    noise: float = 1.0
    rise_s: float = 0.001
    noise_s: float = 0.08

    def __call__(self, note: Note, rng: np.random.Generator) -> Samples:
        """One stroke as mono sound; a note's pitch plays no part."""
        count = round((max(self.tone_s, self.noise_s) * 1.3 + self.rise_s) * RATE_HZ)
        seconds = np.arange(count) / RATE_HZ
        band = butter(1, self.band_hz, "bandpass", fs=RATE_HZ, output="sos")
        noise = sosfilt(band, rng.standard_normal(count))
        noise *= np.minimum(1, seconds / self.rise_s) * np.exp(
            -6.9 * np.maximum(0, seconds - self.rise_s) / self.noise_s
        )
        hz = self.low_hz + (self.high_hz - self.low_hz) * np.exp(-seconds / 0.03)
        tone = np.sin(2 * np.pi * np.cumsum(hz) / RATE_HZ) * np.exp(-6.9 * seconds / self.tone_s)
        sound = (tone if self.low_hz else 0.0) + self.noise * (0.4 + 0.6 * note.velocity) * noise
        end = min(count, round(0.01 * RATE_HZ))
        sound[-end:] *= np.linspace(1, 0, end)
        return np.asarray(0.4 * note.velocity * sound, dtype=np.float32)


LOW_DRUM = Instrument(voice=Drum(high_hz=115, low_hz=58, tone_s=0.55, band_hz=(150, 900), noise=0.25, noise_s=0.06))
KICK = Instrument(voice=Drum(high_hz=95, low_hz=50, tone_s=0.28, band_hz=(200, 1200), noise=0.15, noise_s=0.03))
BRUSH = Instrument(voice=Drum(band_hz=(1200, 7000), noise=0.7, rise_s=0.012, noise_s=0.16))
SWEEP = Instrument(voice=Drum(band_hz=(1800, 6000), noise=0.22, rise_s=0.16, noise_s=0.4), late_s=0.12)
SHAKER = Instrument(voice=Drum(band_hz=(4500, 11000), noise=0.5, rise_s=0.025, noise_s=0.07), late_s=0.012)
RIDE = Instrument(voice=Drum(band_hz=(5000, 12000), noise=0.4, rise_s=0.001, noise_s=0.35))
