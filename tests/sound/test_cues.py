"""What is heard: words first, the picture where they are silent."""

from __future__ import annotations

import pytest

from vivant.direction.director import direct
from vivant.direction.flashes import flash_times
from vivant.direction.plan import CameraMove, ShotPlan, SoundCue, Weather
from vivant.engines.catalogue import CAPABILITIES
from vivant.sound.cues import Sounding, soundings
from vivant.sound.events.sky import SOUND_M_PER_S, strike_distance_m
from vivant.sound.listening import Listening

FOREST = Listening(foliage=0.9, size=0.6)
NIGHT = Listening(night=0.9)
ROOM = Listening(indoor=0.9, size=0.2)


def heard(prompt: str, scene: Listening = Listening(), seconds: float = 8.0) -> dict[str, Sounding]:
    plan = direct(prompt, seconds=seconds, capabilities=CAPABILITIES["scene"])
    return {one.name: one for one in soundings(plan, scene, seconds)}


@pytest.mark.parametrize(
    ("prompt", "scene", "names"),
    [
        ("slow push in", Listening(), {"air"}),
        ("slow push in", ROOM, {"room_tone"}),
        ("slow push in", NIGHT, {"crickets", "air"}),
        ("slow push in", FOREST, {"forest", "birds", "air"}),
        ("slow push in", Listening(water=0.9), {"lapping", "air"}),
        ("slow push in", Listening(snow=0.9, night=0.9), {"snow", "air"}),
        ("crackling fire", FOREST, {"fire"}),
        ("crackling fire, distant traffic", ROOM, {"fire", "traffic"}),
        ("soft piano", FOREST, {"forest", "birds", "air"}),
        ("silence", FOREST, set()),
        ("silence, thunder at 3s", FOREST, {"thunder"}),
        ("a bell at 2s", ROOM, {"bell", "room_tone"}),
        ("no birdsong", FOREST, {"forest", "air"}),
        ("snow falls, footsteps", Listening(), {"crunch", "snow"}),
        ("rain sounds", ROOM, {"rain_on_glass"}),
        ("rain sounds", FOREST, {"rain_on_leaves"}),
        ("rain sounds", Listening(), {"rain"}),
        ("car horn, crashing waves", Listening(), {"ship_horn", "waves"}),
        ("gulls, cafe ambience, a waterfall sound", Listening(), {"gulls", "cafe", "waterfall"}),
    ],
)
def test_words_win_and_the_picture_fills_in(prompt: str, scene: Listening, names: set[str]) -> None:
    assert set(heard(prompt, scene)) == names


def test_what_the_picture_adds_is_quieter_than_what_words_ask_for() -> None:
    assert all(not one.asked and one.level < 0.4 for one in heard("push in", FOREST).values())
    assert heard("birdsong", FOREST)["birds"].asked


def test_soft_is_softer_and_far_is_farther() -> None:
    usual, soft, far = (heard(f"{word} birdsong")["birds"] for word in ("", "soft", "distant"))
    assert (usual.level, usual.far) == (0.5, 0.0)
    assert soft.level < usual.level and soft.far == 0.0
    assert far.far > 0.3
    assert heard("quiet thunder")["thunder"].far > 0.3  # what is loud by nature and quiet is far
    assert heard("loud rain sounds")["rain"].density > heard("rain sounds")["rain"].density


def test_weather_that_is_seen_is_heard_while_it_is_seen() -> None:
    plan = ShotPlan(seconds=8, atmosphere=(Weather(name="rain", start_s=2, end_s=6, strength=0.9),))
    (rain,) = soundings(plan, Listening(), 8)
    assert (rain.name, rain.start_s, rain.end_s, rain.asked) == ("rain", 2, 6, True)
    assert [
        one.name for one in soundings(ShotPlan(seconds=8, atmosphere=plan.atmosphere, exclude=("sound",)), ROOM, 8)
    ] == []


def test_thunder_follows_its_flash_by_its_distance() -> None:
    plan = ShotPlan(seconds=12, atmosphere=(Weather(name="lightning", start_s=0, end_s=12),))
    thunder = [one for one in soundings(plan, Listening(), 12) if one.name == "thunder"]
    flashes = flash_times(plan)
    assert len(thunder) == len(flashes) == 2
    for flash, one in zip(flashes, thunder, strict=True):
        assert one.start_s - flash == pytest.approx(strike_distance_m(one.far) / SOUND_M_PER_S)
        assert 0.5 < one.start_s - flash < 5
    placed = ShotPlan(
        seconds=12, atmosphere=plan.atmosphere, sound=(SoundCue(cue="thunder", kind="event", start_s=7, end_s=12),)
    )
    assert [one.start_s for one in soundings(placed, Listening(), 12) if one.name == "thunder"] == [7]


def test_a_whip_pan_cuts_the_air() -> None:
    whip = CameraMove(move="pan_right", start_s=2, end_s=4, amount=20, unit="deg", ease="snap")
    slow = CameraMove(move="pan_right", start_s=2, end_s=4, amount=20, unit="deg")
    whoosh = next(one for one in soundings(ShotPlan(seconds=6, camera=(whip,)), ROOM, 6) if one.name == "whoosh")
    assert whoosh.start_s == 2
    assert not any(one.name == "whoosh" for one in soundings(ShotPlan(seconds=6, camera=(slow,)), ROOM, 6))


def test_a_single_sound_without_a_time_waits_for_the_picture() -> None:
    assert heard("a door slams")["door"].start_s == 0.6
    assert heard("a door slams at 3s")["door"].start_s == 3
    assert heard("footsteps")["footsteps"].start_s == 0


def test_what_cannot_be_made_is_said_and_not_heard() -> None:
    plan = direct("a dog barks", seconds=4, capabilities=CAPABILITIES["scene"])
    assert [outcome.status for outcome in plan.outcomes] == ["unsupported"]
    assert {one.name for one in soundings(plan, Listening(), 4)} == {"air"}
