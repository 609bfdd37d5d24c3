"""Who carries the camera, how much it sways, and for how long."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vivant.direction.check import check_plan
from vivant.direction.director import direct
from vivant.direction.plan import ShotPlan
from vivant.engines.catalogue import CAPABILITIES
from vivant.errors import InvalidInput


def plan_of(prompt: str) -> ShotPlan:
    return direct(prompt, seconds=4, capabilities=CAPABILITIES["scene"])


def hands(prompt: str) -> list[tuple[str, str, float]]:
    return [(move.move, move.steadiness, move.shake) for move in plan_of(prompt).camera]


@pytest.mark.parametrize(
    ("prompt", "shake"),
    [
        ("handheld, push in", 1.0),
        ("push in, handheld", 1.0),
        ("handheld push in", 1.0),
        ("slightly shaky, push in", 0.5),
        ("handheld, slightly shaky, push in", 0.5),
        ("shaky cam, push in", 2.0),
        ("very subtle handheld, push in", 0.35),
        ("máy cầm tay, rung nhẹ, tiến vào", 0.5),
        ("แฮนด์เฮลด์ สั่นเล็กน้อย ดอลลี่เข้า", 0.5),
    ],
)
def test_a_word_of_its_own_is_the_whole_shots_and_says_how_much(prompt: str, shake: float) -> None:
    assert hands(prompt) == [("dolly_in", "handheld", shake)]
    assert plan_of(prompt).camera[0].amount == plan_of("push in").camera[0].amount


def test_with_one_of_several_moves_it_is_that_moves() -> None:
    assert hands("pan left for 1s, then handheld push in for 2s, then hold") == [
        ("pan_left", "tripod", 1.0),
        ("dolly_in", "handheld", 1.0),
        ("static", "tripod", 1.0),
    ]
    assert hands("handheld, push in, then pan left")[1] == ("pan_left", "handheld", 1.0)


def test_then_handheld_is_a_beat_and_a_time_is_kept() -> None:
    swaying = plan_of("push in, then handheld").camera[-1]
    assert (swaying.move, swaying.start_s, swaying.end_s, swaying.steadiness) == ("static", 2.0, 4.0, "handheld")
    assert hands("hold for 1s then handheld") == [("static", "tripod", 1.0), ("static", "handheld", 1.0)]
    timed = plan_of("handheld from 2s to 3s, push in").camera
    assert [(move.move, move.start_s, move.end_s, move.steadiness) for move in timed] == [
        ("dolly_in", 0.0, 4.0, "tripod"),
        ("static", 2.0, 3.0, "handheld"),
    ]


@pytest.mark.parametrize("prompt", ["steadicam push in", "push in, no shake", "gimbal shot, push in"])
def test_what_is_to_be_steady_is(prompt: str) -> None:
    assert {steadiness for _, steadiness, _ in hands(prompt)} == {"tripod"}


def test_a_whip_goes_farther_than_a_pan_at_leisure() -> None:
    whip, pan = plan_of("whip pan left").camera[0], plan_of("pan left").camera[0]
    assert whip.ease == "snap"
    assert whip.amount > 2 * pan.amount
    assert plan_of("whip pan left 8 degrees").camera[0].amount == 8


@pytest.mark.parametrize("move", ["crane_up", "crane_down", "oblique"])
def test_composed_moves_are_one_where_the_engine_has_them(move: str) -> None:
    plan = plan_of(move.replace("_", " ") + (" push" if move == "oblique" else ""))
    assert [one.move for one in plan.camera] == [move]
    assert plan.outcomes[0].status == "done"


@pytest.mark.parametrize(("prompt", "style"), [("stop-motion pan left", "stop_motion"), ("a loop, pan left", "loop")])
def test_styles_of_time_are_done(prompt: str, style: str) -> None:
    plan = plan_of(prompt)
    assert style in plan.style
    assert {outcome.status for outcome in plan.outcomes} == {"done"}


@pytest.mark.parametrize("words", ["no shake", "on a gimbal", "không rung"])
def test_a_plan_is_steadied_and_shaken(words: str) -> None:
    able = CAPABILITIES["scene"]
    shaky = plan_of("push in").revise("shaky", capabilities=able)
    assert [(move.move, move.steadiness, move.shake) for move in shaky.camera] == [("dolly_in", "handheld", 2.0)]
    steady = shaky.revise(words, capabilities=able)
    assert [(move.move, move.steadiness, move.shake) for move in steady.camera] == [("dolly_in", "tripod", 1.0)]
    assert "handheld" not in steady.style


def test_a_shake_beyond_measure_is_refused() -> None:
    plan = plan_of("handheld push in")
    wild = replace(plan, camera=(replace(plan.camera[0], shake=9.0),))
    with pytest.raises(InvalidInput, match="shake 9; expected 0 to 4"):
        check_plan(wild, CAPABILITIES["scene"])
