"""Every event is heard from its very first sample, and rings, rises or rolls as it should."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.catalogue import EVENTS
from vivant.sound.events.sky import strike_distance_m
from vivant.sound.noise import random_of
from vivant.sound.struck import BELL_PARTIALS
from vivant.sound.take import Take


def heard(name: str, *, seconds: float = 3.0, seed: int = 5, **take: float) -> NDArray[np.float32]:
    return EVENTS[name].make(Take(count=round(seconds * RATE_HZ), random=random_of(seed, name), **take))


def power_between(samples: NDArray[np.float32], low_hz: float, high_hz: float) -> float:
    power = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    return float(power[(hz >= low_hz) & (hz < high_hz)].sum() / power.sum())


@pytest.mark.parametrize("name", EVENTS)
def test_it_is_heard_at_once_and_ends_without_a_click(name: str) -> None:
    samples = heard(name)
    assert samples.ndim == 2 and samples.shape[1] == 2 and samples.dtype == np.float32
    assert np.abs(samples).max() == pytest.approx(1.0, abs=1e-3)
    onset = np.flatnonzero(np.abs(samples).max(axis=1) > 0.05)[0] / RATE_HZ
    assert onset < 0.010
    assert np.abs(samples[-24:]).max() < 0.05


@pytest.mark.parametrize("name", EVENTS)
def test_a_seed_gives_one_sound(name: str) -> None:
    np.testing.assert_array_equal(heard(name, seconds=1.0), heard(name, seconds=1.0))


def test_a_bell_has_the_partials_of_a_bell_and_dies_away() -> None:
    stroke = heard("bell", seconds=0.5)  # one stroke
    mono = stroke.mean(axis=1)
    power = np.abs(np.fft.rfft(mono * np.hanning(len(mono)))) ** 2
    hz = np.fft.rfftfreq(len(mono), 1 / RATE_HZ)
    peaks = [hz[at] for at in np.argsort(power)[::-1][:4000] if power[at] == power[max(0, at - 40) : at + 41].max()]
    prime = min(peaks[:8], key=lambda one: abs(one - 210))
    found = [min(abs(one / (prime * partial) - 1) for one in peaks[:14]) for partial in BELL_PARTIALS[:7]]
    assert sum(away < 0.01 for away in found) >= 6
    # Inharmonic: the minor third above the prime belongs to no harmonic series of it.
    assert min(abs(1.19 - whole / 2) for whole in range(1, 8)) > 0.1
    # Each second takes its share: the logarithm of the level falls in a line.
    level_db = [10 * np.log10(np.mean(mono[k * 24000 : (k + 1) * 24000] ** 2)) for k in range(1, 9)]
    slope, offset = np.polyfit(np.arange(8) * 0.5, level_db, 1)
    assert -25 < slope < -2
    assert np.abs(np.polyval((slope, offset), np.arange(8) * 0.5) - level_db).max() < 3.5


def test_a_drop_rises_in_pitch() -> None:
    mono = heard("drop").mean(axis=1)

    def pitch(first_s: float, last_s: float) -> float:
        part = mono[round(first_s * RATE_HZ) : round(last_s * RATE_HZ)]
        power = np.abs(np.fft.rfft(part * np.hanning(len(part)), 1 << 15))
        return float(np.argmax(power)) * RATE_HZ / (1 << 15)

    assert pitch(0.035, 0.065) > 1.1 * pitch(0.006, 0.03)


def test_far_thunder_is_duller_and_longer_than_near_thunder() -> None:
    near, far = heard("thunder", far=0.0), heard("thunder", far=1.0)
    assert power_between(near, 500, 6000) > 4 * power_between(far, 500, 6000)
    assert len(far) > len(near)
    assert strike_distance_m(0) < strike_distance_m(0.5) < strike_distance_m(1)


def test_a_whoosh_goes_up_and_down_and_from_side_to_side() -> None:
    samples = heard("whoosh", seconds=0.8)
    third = len(samples) // 3

    def centre(part: NDArray[np.float32]) -> float:
        power = np.abs(np.fft.rfft(part.mean(axis=1))) ** 2
        return float((power * np.fft.rfftfreq(len(part), 1 / RATE_HZ)).sum() / power.sum())

    assert centre(samples[third : 2 * third]) > 1.1 * max(
        centre(samples[: third // 2]), centre(samples[-third // 2 :])
    )
    first, last = ((part**2).mean(axis=0) for part in (samples[:third], samples[-third:]))
    assert (first[0] > 2 * first[1] and last[1] > 2 * last[0]) or (first[1] > 2 * first[0] and last[0] > 2 * last[1])


def test_footsteps_walk_for_as_long_as_they_are_asked_to() -> None:
    mono = np.abs(heard("footsteps", seconds=4.0)).max(axis=1)
    loud = mono[: len(mono) // 2400 * 2400].reshape(-1, 2400).max(axis=1) > 0.5
    steps = np.flatnonzero(loud & ~np.concatenate([[False], loud[:-1]]))
    assert 6 <= len(steps) <= 9  # about 1.85 a second


def test_glasses_ring_high_and_hearts_beat_low() -> None:
    assert power_between(heard("clink"), 2000, 18_000) > 0.95
    assert power_between(heard("heartbeat"), 20, 260) > 0.9
    assert power_between(heard("applause"), 400, 8000) > 0.85
