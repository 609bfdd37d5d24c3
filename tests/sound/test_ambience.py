"""Every ambience against what is written of it: its spectrum, that it never repeats, that it closes upon itself."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import welch

from vivant.media.soundtrack import RATE_HZ
from vivant.sound import names
from vivant.sound.catalogue import AMBIENCE, EVENTS
from vivant.sound.music import NAMES as MUSIC
from vivant.sound.noise import random_of
from vivant.sound.take import Take

SECONDS = 4.0
COUNT = round(SECONDS * RATE_HZ)

BANDS: dict[str, tuple[float, float, float]] = {
    "rain": (300, 14_000, 0.85),
    "rain_on_leaves": (250, 9_000, 0.85),
    "rain_on_glass": (250, 8_000, 0.75),
    "rain_on_water": (250, 12_000, 0.85),
    "storm": (40, 14_000, 0.9),
    "wind": (35, 1_800, 0.94),
    "forest": (60, 12_000, 0.9),
    "snow": (30, 700, 0.95),
    "room_tone": (20, 500, 0.7),
    "air": (20, 1_200, 0.9),
    "waves": (35, 8_000, 0.93),
    "lapping": (80, 3_000, 0.95),
    "river": (80, 4_000, 0.9),
    "water": (200, 5_000, 0.9),
    "waterfall": (40, 12_000, 0.93),
    "fire": (30, 10_000, 0.9),
    "birds": (2_000, 8_000, 0.97),
    "gulls": (700, 6_000, 0.95),
    "crickets": (3_900, 5_100, 0.9),
    "cicadas": (3_000, 13_000, 0.94),
    "traffic": (25, 2_500, 0.95),
    "train": (25, 3_000, 0.95),
    "engine": (20, 700, 0.9),
    "clock": (100, 9_000, 0.7),
    "crowd": (120, 3_500, 0.9),
    "cafe": (60, 6_000, 0.9),
}
"""Where each sound lives: at least this share of its power lies between these frequencies."""

NO_TONE = ("rain", "rain_on_leaves", "storm", "snow", "room_tone", "air", "waterfall", "forest", "waves")


@cache
def heard(name: str, *, density: float = 0.5, seed: int = 3, seconds: float = SECONDS) -> NDArray[np.float32]:
    count = round(seconds * RATE_HZ)
    return AMBIENCE[name].make(Take(count=count, random=random_of(seed, name), density=density))


def spectrum(samples: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return welch(samples, RATE_HZ, nperseg=8192, axis=0)


def share(samples: NDArray[np.float32], low_hz: float, high_hz: float) -> float:
    hz, power = spectrum(samples)
    return float(power[(hz >= low_hz) & (hz <= high_hz)].sum() / power.sum())


def test_names_are_those_of_the_catalogue() -> None:
    assert set(AMBIENCE) == names.AMBIENCE
    assert set(EVENTS) == names.EVENTS
    assert set(MUSIC) == names.MUSIC
    assert set(BANDS) == names.AMBIENCE


@pytest.mark.parametrize("name", AMBIENCE)
def test_it_lives_where_it_should_in_the_spectrum(name: str) -> None:
    low_hz, high_hz, least = BANDS[name]
    assert share(heard(name), low_hz, high_hz) >= least


@pytest.mark.parametrize("name", NO_TONE)
def test_noise_has_no_tone(name: str) -> None:
    hz, power = spectrum(heard(name).mean(axis=1))
    audible = (hz > 60) & (hz < 12_000)
    # About each bin, the middle of its neighbours within a sixth of an octave: a tone would stand out by 15 dB.
    for at in np.flatnonzero(audible):
        near = power[(hz > hz[at] / 1.12) & (hz < hz[at] * 1.12)]
        if len(near) >= 5:
            assert power[at] < 12 * np.median(near), f"{hz[at]:.0f} Hz"


@pytest.mark.parametrize("name", AMBIENCE)
def test_it_is_level_stereo_finite_and_closes_upon_itself(name: str) -> None:
    samples = heard(name)
    assert samples.shape == (COUNT, 2) and samples.dtype == np.float32
    assert np.isfinite(samples).all()
    assert np.sqrt(np.mean(samples**2)) == pytest.approx(1.0, abs=0.02)
    assert not np.array_equal(samples[:, 0], samples[:, 1])
    # The step from the last sample to the first is one as there are many.
    steps = np.abs(np.diff(samples, axis=0))
    assert np.abs(samples[0] - samples[-1]).max() <= 1.5 * np.quantile(steps, 0.9995)


@pytest.mark.parametrize("name", sorted(set(AMBIENCE) - {"clock", "train", "engine", "crickets", "cicadas"}))
def test_it_never_repeats(name: str) -> None:
    mono = heard(name).mean(axis=1)
    alike = np.fft.irfft(np.abs(np.fft.rfft(mono, 2 * COUNT)) ** 2)[: COUNT // 2]
    # A loop of half a second or more would be as like itself as at no lag at all.
    assert alike[RATE_HZ // 2 :].max() < 0.35 * alike[0]


@pytest.mark.parametrize("name", AMBIENCE)
def test_a_seed_gives_one_sound_and_another_seed_another(name: str) -> None:
    one, again, other = (AMBIENCE[name].make(Take(count=RATE_HZ, random=random_of(seed, name))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).max() > 0.05


@pytest.mark.parametrize("name", AMBIENCE)
@pytest.mark.parametrize("count", [1999, 48_017])
def test_awkward_lengths_are_made_too(name: str, count: int) -> None:
    samples = AMBIENCE[name].make(Take(count=count, random=random_of(0, name), density=0.1))
    assert samples.shape == (count, 2) and np.isfinite(samples).all()


def test_heavier_rain_has_more_wash_and_fewer_single_drops() -> None:
    def spiky(density: float) -> float:
        mono = heard("rain", density=density).mean(axis=1)
        return float(np.mean(mono**4) / np.mean(mono**2) ** 2)  # 3 for even noise

    assert spiky(0.1) > spiky(0.5) > spiky(1.0)
    assert spiky(0.1) > 5


def test_waves_swell_and_their_spectrum_moves() -> None:
    mono = heard("waves", seconds=12.0).mean(axis=1)
    frames = mono[: len(mono) // 4800 * 4800].reshape(-1, 4800)
    power = np.abs(np.fft.rfft(frames * np.hanning(4800), axis=1)) ** 2
    hz = np.fft.rfftfreq(4800, 1 / RATE_HZ)
    loud = power.sum(axis=1)
    bright = (power * hz).sum(axis=1) / loud
    assert np.quantile(loud, 0.9) > 3 * np.quantile(loud, 0.2)
    assert np.quantile(bright, 0.9) > 1.8 * np.quantile(bright, 0.1)


def test_fire_crackles_in_flurries() -> None:
    mono = np.abs(heard("fire").mean(axis=1))
    assert np.mean(mono > 5 * np.sqrt(np.mean(mono**2))) > 1e-5
    peaks = mono[: COUNT // 480 * 480].reshape(-1, 480).max(axis=1)
    assert np.std(peaks) > 0.6 * np.mean(peaks)


def test_crickets_chirp_in_pulses() -> None:
    mono = heard("crickets", density=0.1).mean(axis=1)
    envelope = np.convolve(mono**2, np.ones(96) / 96, "same")
    power = np.abs(np.fft.rfft(envelope - envelope.mean())) ** 2
    hz = np.fft.rfftfreq(len(envelope), 1 / RATE_HZ)
    pulse = hz[(hz > 20) & (hz < 80)][np.argmax(power[(hz > 20) & (hz < 80)])]
    assert 33 <= pulse <= 48  # a pulse each 22 to 28 ms


def test_birds_are_of_several_kinds_with_rests_between() -> None:
    mono = heard("birds", seconds=12.0).mean(axis=1)
    frames = mono[: len(mono) // 2400 * 2400].reshape(-1, 2400)
    loud = np.sqrt((frames**2).mean(axis=1))
    assert np.mean(loud < 0.05 * loud.max()) > 0.15
    pitch = np.argmax(np.abs(np.fft.rfft(frames, axis=1)), axis=1) * 20.0
    sung = pitch[loud > 0.3 * loud.max()]
    assert sung.min() >= 2000 and sung.max() <= 8000
    assert np.ptp(sung) > 1000


def test_a_crowd_is_voices_whose_syllables_come_and_go() -> None:
    mono = heard("crowd", density=0.1).mean(axis=1)
    envelope = np.sqrt(np.convolve(mono**2, np.ones(1200) / 1200, "same"))[::240]
    power = np.abs(np.fft.rfft(envelope - envelope.mean())) ** 2
    hz = np.fft.rfftfreq(len(envelope), 240 / RATE_HZ)
    assert power[(hz > 1.5) & (hz < 9)].sum() > 0.45 * power[hz < 40].sum()


def test_a_clock_ticks_twice_a_second() -> None:
    mono = np.abs(heard("clock").mean(axis=1))
    ticks = np.flatnonzero(mono.reshape(-1, 2400).max(axis=1) > 0.5 * mono.max()) * 0.05
    np.testing.assert_allclose(np.diff(ticks), 0.5, atol=0.051)
