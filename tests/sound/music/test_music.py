"""The music of a plan, as sound: it lands, it stays within full scale, it is the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.direction.plan import LightChange, ShotPlan, SoundCue
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music import NAMES, music_stem
from vivant.sound.music.moods import mood_name
from vivant.sound.music.playing import phrase_of
from vivant.sound.stem import LEVELS_DB, Stem

SECONDS = 4.0


def cue(
    name: str, *, start_s: float = 0, end_s: float = SECONDS, level: float = 0.5, mood: str | None = None
) -> SoundCue:
    return SoundCue(cue=name, kind="music", start_s=start_s, end_s=end_s, level=level, mood=mood)


def played(*cues: SoundCue, seconds: float = SECONDS, seed: int = 0, style: tuple[str, ...] = ()) -> Stem:
    stem = music_stem(ShotPlan(seconds=seconds, sound=cues, style=style), seconds=seconds, seed=seed)
    assert stem is not None
    return stem


def rms_db(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(np.square(samples, dtype=np.float64))) + 1e-12))


@pytest.mark.parametrize("name", sorted(NAMES))
def test_music_fills_the_clip_and_is_gone_at_its_end(name: str) -> None:
    stem = played(cue(name))
    assert (stem.name, stem.kind) == (name, "music")
    assert stem.samples.shape == (round(SECONDS * RATE_HZ), 2)
    assert stem.samples.dtype == np.float32
    assert np.abs(stem.samples).max() <= 0.501
    assert rms_db(stem.samples) == pytest.approx(LEVELS_DB["music"], abs=3)
    assert rms_db(stem.samples[: RATE_HZ // 2]) > rms_db(stem.samples) - 22
    assert np.abs(stem.samples[-RATE_HZ // 100 :]).max() < 1e-3
    steps = np.abs(np.diff(stem.samples, axis=0)).max()
    assert steps < 0.35


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_same_seed_gives_the_same_bits(name: str) -> None:
    assert np.array_equal(
        played(cue(name, end_s=1), seed=3, seconds=1).samples, played(cue(name, end_s=1), seed=3, seconds=1).samples
    )
    assert not np.array_equal(
        played(cue(name, end_s=1), seed=3, seconds=1).samples, played(cue(name, end_s=1), seed=4, seconds=1).samples
    )


def onset_s(samples: np.ndarray, near_s: float) -> float:
    """When the sound rises most within an eighth of a second of a time."""
    hop = RATE_HZ // 200
    mono = samples.mean(axis=1)
    bands = np.abs(np.fft.rfft(np.lib.stride_tricks.sliding_window_view(mono, 4 * hop)[::hop] * np.hanning(4 * hop)))
    rise = np.maximum(np.diff(np.log1p(300 * bands), axis=0), 0).sum(axis=1)
    times = (np.arange(len(rise)) + 2.5) * hop / RATE_HZ
    around = np.abs(times - near_s) < 0.125
    return float(times[around][np.argmax(rise[around])])


@pytest.mark.parametrize("name", ("guitar", "piano", "music_box", "harp", "jazz", "music"))
@pytest.mark.parametrize("seconds", (4.0,))
def test_the_last_chord_lands_on_its_bar(name: str, seconds: float) -> None:
    plan = ShotPlan(seconds=seconds, sound=(cue(name, end_s=seconds),))
    phrase = phrase_of(plan, plan.sound, start_s=0, seconds=seconds, clip_s=seconds, seed=0)
    stem = music_stem(plan, seconds=seconds, seed=0)
    assert stem is not None
    assert abs(onset_s(stem.samples, phrase.ending_s) - phrase.ending_s) < 0.05


@pytest.mark.parametrize("name", ("guitar", "piano", "strings", "pad", "harp"))
def test_the_last_chord_sounds_as_the_tonic(name: str) -> None:
    """Of the twelve pitch classes, the three strongest in the last bar hold the tonic and its fifth or third."""
    plan = ShotPlan(seconds=6, sound=(cue(name, end_s=6),))
    phrase = phrase_of(plan, plan.sound, start_s=0, seconds=6, clip_s=6, seed=2)
    stem = music_stem(plan, seconds=6, seed=2)
    assert stem is not None
    last = stem.samples[round((phrase.ending_s + 0.3) * RATE_HZ) :].mean(axis=1)
    power = np.abs(np.fft.rfft(last * np.hanning(len(last)))) ** 2
    hz = np.fft.rfftfreq(len(last), 1 / RATE_HZ)
    heard = (hz > 70) & (hz < 450)
    classes = np.round(12 * np.log2(hz[heard] / 440) + 69).astype(int) % 12
    strongest = np.argsort(np.bincount(classes, power[heard], 12))[-3:]
    triad = [(phrase.key.tonic + step) % 12 for step in (0, phrase.key.scale[2], 7)]
    assert len({*strongest} & {*triad}) >= 2
    assert triad[0] in strongest


def test_a_loop_has_no_seam() -> None:
    samples = played(cue("piano"), style=("loop",)).samples
    seam = np.abs(samples[0] - samples[-1]).max()
    assert seam <= np.abs(np.diff(samples, axis=0)).max()
    ends = np.concatenate([samples[-RATE_HZ // 4 :], samples[: RATE_HZ // 4]])
    assert rms_db(ends[: RATE_HZ // 4]) > rms_db(samples) - 12  # it does not fade


def test_music_keeps_to_its_time() -> None:
    samples = played(cue("guitar", start_s=2, end_s=5), seconds=6).samples
    assert np.abs(samples[: round(1.95 * RATE_HZ)]).max() < 1e-4
    assert np.abs(samples[round(2.0 * RATE_HZ) : round(2.3 * RATE_HZ)]).max() > 0.01
    assert np.abs(samples[round(5.02 * RATE_HZ) :]).max() < 1e-3


def test_levels_are_heard() -> None:
    soft, usual = played(cue("piano", level=0.25)), played(cue("piano"))
    assert rms_db(usual.samples) - rms_db(soft.samples) == pytest.approx(6.02, abs=0.01)


def test_cues_of_one_time_are_one_band() -> None:
    both = played(cue("piano"), cue("strings"))
    assert both.name == "piano_strings"
    assert rms_db(both.samples) == pytest.approx(LEVELS_DB["music"], abs=4)


def test_what_cannot_be_played_is_not_there() -> None:
    assert music_stem(ShotPlan(seconds=4, sound=(cue("saxophone"),)), seconds=4, seed=0) is None
    assert music_stem(ShotPlan(seconds=4), seconds=4, seed=0) is None


def test_words_come_before_light_and_light_before_nothing() -> None:
    night = (LightChange(name="night", start_s=0, end_s=4),)
    assert mood_name(ShotPlan(seconds=4, light=night), cue("piano", mood="happy")) == "happy"
    assert mood_name(ShotPlan(seconds=4, light=night), cue("piano")) == "night"
    assert mood_name(ShotPlan(seconds=4), cue("piano")) == "calm"
    assert mood_name(ShotPlan(seconds=4), cue("piano", mood="unheard-of")) == "calm"


@pytest.mark.parametrize("seconds", (0.6, 1.0, 1.7, 2.5))
def test_short_clips_have_music_too(seconds: float) -> None:
    samples = played(cue("guitar", end_s=seconds), seconds=seconds).samples
    assert np.abs(samples).max() > 0.05
    assert np.abs(samples[-RATE_HZ // 100 :]).max() < 2e-3
