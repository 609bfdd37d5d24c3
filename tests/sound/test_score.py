"""The whole score: in step, placed, at its loudness, seamless in a loop."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.direction.director import direct
from vivant.direction.plan import DialogueLine, ShotPlan, SoundCue, Weather
from vivant.engines.catalogue import CAPABILITIES
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.catalogue import EVENTS
from vivant.sound.listening import Listening
from vivant.sound.master import CEILING_DBTP, loudness_lufs, true_peak_dbtp
from vivant.sound.score import Score, score

SILENCE = SoundCue(cue="silence", kind="ambience", start_s=0, end_s=20)
ROOM = Listening(indoor=0.9, size=0.2)


def ambience(name: str, seconds: float, level: float = 0.5) -> SoundCue:
    return SoundCue(cue=name, kind="ambience", start_s=0, end_s=seconds, level=level)


def directed(prompt: str, seconds: float = 3.0, scene: Listening = ROOM, seed: int = 1) -> Score:
    plan = direct(prompt, seconds=seconds, capabilities=CAPABILITIES["scene"])
    return score(plan, seconds=seconds, seed=seed, scene=scene)


def onset_s(samples: NDArray[np.float32]) -> float:
    loud = np.abs(samples).max(axis=1)
    return float(np.argmax(loud > 0.04 * loud.max())) / RATE_HZ


def test_every_event_of_a_hundred_plans_is_heard_on_its_frame() -> None:
    random = np.random.default_rng(11)
    cues = sorted(EVENTS)
    late = []
    for index in range(100):
        frame = int(random.integers(2, 15))
        cue = SoundCue(
            cue=cues[index % len(cues)],
            kind="event",
            start_s=frame / 24,
            end_s=1.0,
            level=float(random.choice([0.25, 0.5, 0.8])),
            distance=float(random.choice([0.0, 0.0, 0.6])),
        )
        plan = ShotPlan(seconds=1, sound=(cue, SILENCE))
        made = score(plan, seconds=1, seed=index, scene=ROOM)
        late.append(abs(onset_s(made.soundtrack.samples) - frame / 24))
    assert max(late) <= 0.020


@pytest.mark.parametrize(
    "prompt",
    [
        "rain sounds",
        "crackling fire, soft guitar",
        "distant traffic, gulls, a ship horn at 1s",
        "cafe ambience, clinking glasses",
        "faint birdsong",
        "footsteps",
        "thunder at 1s, loud wind sounds",
        'waves, Anna: "We made it."',
        "a clock ticking, soft piano",
    ],
)
def test_what_was_asked_for_has_its_loudness_and_no_peak_too_high(prompt: str) -> None:
    made = directed(prompt)
    assert loudness_lufs(made.soundtrack.samples) == pytest.approx(-16.0, abs=1.0)
    assert true_peak_dbtp(made.soundtrack.samples) <= CEILING_DBTP + 0.05
    assert made.soundtrack.samples.shape == (3 * RATE_HZ, 2)


@pytest.mark.parametrize("scene", [ROOM, Listening(), Listening(night=1.0), Listening(foliage=1.0)])
def test_what_only_the_picture_suggests_is_quiet(scene: Listening) -> None:
    made = directed("slow push in", scene=scene)
    assert -50 < loudness_lufs(made.soundtrack.samples) < -28


def test_silence_is_silent() -> None:
    made = directed("silence")
    assert not made.soundtrack.samples.any()


def test_the_same_plan_scene_and_seed_give_the_same_bits() -> None:
    prompt = "rain sounds, birdsong, a door slams at 1s, soft piano"
    one, again, other = (directed(prompt, seed=seed).soundtrack.samples for seed in (4, 4, 5))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).max() > 0.01


def test_a_sound_does_not_change_when_another_is_added() -> None:
    alone, among = directed("wind sounds"), directed("wind sounds, birdsong")
    wind = {stem.name: stem.samples for stem in among.stems}["wind"]
    np.testing.assert_array_equal(alone.stems[0].samples, wind)


def test_stems_add_up_to_the_mix() -> None:
    made = directed("wind sounds, birdsong, soft guitar")
    assert [stem.name for stem in made.stems] == ["wind", "birds", "guitar", "reverb"]
    total = sum(stem.samples for stem in made.stems) * np.float32(10 ** (made.gain_db / 20))
    # Where no peak is held, the gain is all there is between them.
    alike = np.isclose(total, made.soundtrack.samples, rtol=1e-3, atol=1e-6).all(axis=1)
    assert alike.mean() > 0.5
    assert (np.abs(made.soundtrack.samples) <= np.abs(total) + 1e-5).all()


def test_two_doors_are_two_stems() -> None:
    cues = tuple(SoundCue(cue="door", kind="event", start_s=at, end_s=3) for at in (0.5, 1.5))
    made = score(ShotPlan(seconds=3, sound=(*cues, SILENCE)), seconds=3, seed=0, scene=ROOM)
    assert [stem.name for stem in made.stems] == ["door", "door_2", "reverb"]
    assert onset_s(made.stems[1].samples) == pytest.approx(1.5, abs=0.02)


def test_a_clip_begins_and_ends_in_silence_without_a_corner() -> None:
    samples = directed("loud rain sounds").soundtrack.samples
    usual = np.sqrt(np.mean(samples[RATE_HZ : 2 * RATE_HZ] ** 2))
    assert np.abs(samples[:48]).max() < 0.05 * usual and np.abs(samples[-48:]).max() < 0.05 * usual


@pytest.mark.parametrize("cue", ["rain", "waves", "birds", "traffic", "crickets", "wind"])
def test_a_loop_has_no_seam(cue: str) -> None:
    plan = ShotPlan(seconds=3, style=("loop",), sound=(ambience(cue, 3),))
    samples = score(plan, seconds=3, seed=2, scene=ROOM).soundtrack.samples
    steps = np.abs(np.diff(samples, axis=0)).max(axis=1)
    assert np.abs(samples[0] - samples[-1]).max() <= np.quantile(steps, 0.999)
    # Nor does it swell or fade there: the level about the seam is one the clip has elsewhere, too.
    around = np.concatenate([samples[-4800:], samples[:4800]])
    levels = [np.sqrt(np.mean(samples[at : at + 9600] ** 2)) for at in range(0, len(samples) - 9600, 4800)]
    assert np.sqrt(np.mean(around**2)) >= 0.9 * min(levels)


def test_the_tail_of_an_event_comes_round_in_a_loop() -> None:
    bell = SoundCue(cue="bell", kind="event", start_s=2.5, end_s=3.0)
    looped = ShotPlan(seconds=3, style=("loop",), sound=(bell, SILENCE))
    first = {
        style: float(np.abs(score(plan, seconds=3, seed=0, scene=ROOM).stems[0].samples[:RATE_HZ]).max())
        for style, plan in (("loop", looped), ("once", replace(looped, style=())))
    }
    assert first["once"] == 0 and first["loop"] > 0.01


def test_a_sound_keeps_its_place_while_the_camera_turns() -> None:
    plan = ShotPlan(seconds=4, sound=(ambience("engine", 4), SILENCE))
    still = score(plan, seconds=4, seed=0, scene=replace(ROOM, places={"": 0.0})).stems[0].samples
    turning = replace(ROOM, places={"": 0.0}, yaw_deg=tuple(np.linspace(0, 40, 96)))
    turned = score(plan, seconds=4, seed=0, scene=turning).stems[0].samples

    def balance_db(samples: NDArray[np.float32], second: int) -> float:
        part = samples[second * RATE_HZ : (second + 1) * RATE_HZ]
        left, right = np.sqrt(np.mean(part**2, axis=0))
        return 20 * math.log10(left / right)

    assert abs(balance_db(still, 3)) < 1.0
    # The camera turns right, so what was ahead is heard on the left: by constant power, sin 35 degrees of the way.
    expected = 20 * math.log10(1 / math.tan((1 - math.sin(math.radians(35))) * math.pi / 4))
    assert abs(balance_db(turned, 0)) < 2.5
    assert balance_db(turned, 3) == pytest.approx(expected, abs=2.0)


def test_places_are_heard_where_they_are() -> None:
    plan = ShotPlan(seconds=2, sound=(SoundCue(cue="drop", kind="event", start_s=0.5, end_s=2), SILENCE))
    for place, ear in ((-60.0, 0), (60.0, 1)):
        samples = score(plan, seconds=2, seed=0, scene=replace(ROOM, places={"water": place})).stems[0].samples
        power = np.mean(samples**2, axis=0)
        assert power[ear] > 5 * power[1 - ear]


def test_a_far_sound_is_weaker_duller_and_has_more_of_the_place() -> None:
    def made(distance: float) -> Score:
        cue = SoundCue(cue="footsteps", kind="event", start_s=0.5, end_s=2.5, distance=distance)
        return score(ShotPlan(seconds=3, sound=(cue, SILENCE)), seconds=3, seed=0, scene=ROOM)

    near, far = made(0.0), made(0.9)
    power = [[float(np.mean(stem.samples**2)) for stem in one.stems] for one in (near, far)]
    assert power[1][0] < 0.3 * power[0][0]
    assert power[1][1] / power[1][0] > 2 * power[0][1] / power[0][0]
    hz = np.fft.rfftfreq(3 * RATE_HZ, 1 / RATE_HZ)
    bright = []
    for one in (near, far):
        spectrum = np.abs(np.fft.rfft(one.stems[0].samples.mean(axis=1))) ** 2
        bright.append(spectrum[hz > 2000].sum() / spectrum.sum())
    assert bright[1] < 0.4 * bright[0]


def test_ambience_and_music_give_way_to_speech() -> None:
    plan = ShotPlan(
        seconds=6,
        sound=(ambience("rain", 6),),
        dialogue=(DialogueLine(text="Good morning.", start_s=2.5, language="en"),),
    )
    made = score(plan, seconds=6, seed=0, scene=ROOM)
    rain = made.stems[0].samples
    caption = made.captions[0]
    during = rain[round((caption.start_s + 0.2) * RATE_HZ) : round((caption.start_s + 0.7) * RATE_HZ)]
    before = rain[round(0.6 * RATE_HZ) : round(1.6 * RATE_HZ)]
    drop_db = 10 * math.log10(float(np.mean(before**2) / np.mean(during**2)))
    assert 5 < drop_db < 9


def test_rain_that_falls_for_a_while_is_heard_for_that_while() -> None:
    plan = ShotPlan(seconds=6, atmosphere=(Weather(name="rain", start_s=2, end_s=4),))
    rain = score(plan, seconds=6, seed=0, scene=ROOM).stems[0].samples
    assert not rain[: 2 * RATE_HZ].any() and not rain[4 * RATE_HZ + 1 :].any()
    assert np.abs(rain[3 * RATE_HZ]).max() > 0


@pytest.mark.parametrize("seconds", [1 / 24, 0.3, 1.0 + 1 / 24])
def test_very_short_clips_have_sound_too(seconds: float) -> None:
    made = directed("rain sounds, a bell, soft piano", seconds=1.0)
    assert len(made.soundtrack.samples) == RATE_HZ
    plan = ShotPlan(seconds=1, sound=(ambience("rain", 1), SoundCue(cue="door", kind="event", start_s=0.9, end_s=1)))
    track = score(plan, seconds=seconds, seed=0, scene=ROOM).soundtrack
    assert len(track.samples) == round(seconds * RATE_HZ) and np.isfinite(track.samples).all()
