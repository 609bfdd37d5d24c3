"""Prompts become plans: the corpus, what every plan keeps to, and what is refused."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from direction.plans import SCENE, camera_line, plan_of, statuses
from vivant.direction import Capabilities, ShotPlan, direct
from vivant.errors import InvalidInput

CORPUS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("corpus_en.toml").read_text(encoding="utf-8"))[
    "prompts"
]


def expected(line: str) -> list[tuple[str, float, float, float | None]]:
    """`pan_left@15 0-3, static 3-8` as rows of move, start, end and amount."""
    rows = []
    for part in line.split(", "):
        named, _, times = part.partition(" ")
        move, _, amount = named.partition("@")
        start, _, end = times.partition("-")
        rows.append((move, float(start), float(end), float(amount) if amount else None))
    return sorted(rows, key=lambda row: row[:3])


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case["text"][:60])
def test_corpus(case: dict[str, Any]) -> None:
    plan = plan_of(case["text"], case["seconds"])
    moves = sorted((move.move, move.start_s, move.end_s, move.amount) for move in plan.camera)
    wanted = expected(case["camera"])
    assert [row[0] for row in moves] == [row[0] for row in wanted], camera_line(plan)
    for got, want in zip(moves, wanted, strict=True):
        assert got[1:3] == pytest.approx(want[1:3], abs=0.002), camera_line(plan)
        if want[3] is not None:
            assert got[3] == pytest.approx(want[3], abs=0.001)


def covers(plan: ShotPlan) -> bool:
    reach = 0.0
    for move in plan.camera:
        if move.start_s > reach:
            return False
        reach = max(reach, move.end_s)
    return reach == plan.seconds


@pytest.mark.parametrize("case", CORPUS[::3], ids=lambda case: case["text"][:60])
@pytest.mark.parametrize("seconds", [0.5, 4, 7.041666, 20])
def test_every_plan_fills_the_clip_and_accounts_for_every_word(case: dict[str, Any], seconds: float) -> None:
    plan = plan_of(case["text"], seconds)
    assert covers(plan), camera_line(plan)
    assert list(plan.camera) == sorted(plan.camera, key=lambda move: (move.start_s, move.end_s))
    assert all(0 <= move.start_s < move.end_s <= seconds for move in plan.camera)
    assert ShotPlan.from_json(plan.to_json()) == plan
    told = " ".join(outcome.clause for outcome in plan.outcomes)
    assert [word for word in case["text"].split() if word.strip(".,;:!–-") not in told] == []
    assert all(outcome.reason for outcome in plan.outcomes)


@pytest.mark.parametrize(
    ("prompt", "want"),
    [
        ("slow push in, boats bob", "done unsupported"),
        ("push in while the steam rises", "done unsupported"),
        ("pan", "approximated"),
        ("orbit", "approximated"),
        ("pan left 90 degrees", "approximated"),
        ("push in (approx 6 degrees)", "approximated"),
        ("pan left for 6s, then push in for 6s", "approximated approximated"),
        ("a frying pan on the stove", "unsupported"),
        ("the boat pans", "unsupported"),
        ("no camera movement", "done"),
        ("don't zoom, pan left", "done done"),
        ("don't zoom, zoom in", "unsupported done"),
        ("no camera movement, pan left", "unsupported done"),
        ("No added characters", "done"),
        ("keep the red mug unchanged", "done"),
        ("golden hour, rain sounds, soft guitar", "unsupported unsupported unsupported"),
        ("a cup of coffee on a table", "unsupported"),
        ("xyzzy plugh", "unsupported"),
        ("push in 2 metres", "approximated"),
        ("push in, 10 seconds long, 4K", "done unsupported unsupported"),
        ("แพนซ้าย", "done"),
        ("카메라를 왼쪽으로", "unsupported"),
        ("!!!", "unsupported"),
    ],
)
def test_statuses(prompt: str, want: str) -> None:
    assert statuses(plan_of(prompt)) == want


def test_outcomes_are_the_prompts_own_clauses_and_say_why() -> None:
    plan = plan_of("Hold 0.5s, dolly in for 3s. She blinks.", 4)
    assert [(outcome.clause, outcome.reason) for outcome in plan.outcomes] == [
        ("Hold 0.5s", "camera holds still, 0–0.5 s"),
        ("dolly in for 3s", "camera dollies in 0.18 of the way, 0.5–3.5 s"),
        (
            "She blinks",
            "the scene engine cannot make anything in the picture do that: blink is noted in the plan only",
        ),
    ]


def test_a_move_the_engine_lacks_is_unsupported_and_its_beat_is_held() -> None:
    limited = Capabilities(engine="tiny", moves=frozenset({"static", "pan_left"}))
    plan = plan_of("orbit left for 2s, then pan left for 2s", 4, limited)
    assert camera_line(plan) == "static 0-2, pan_left 2-4"
    assert statuses(plan) == "unsupported done"
    assert "tiny engine" in plan.outcomes[0].reason


def test_an_engine_that_can_is_believed() -> None:
    able = Capabilities(
        engine="diffusion",
        moves=SCENE.moves,
        actions=frozenset({"blink"}),
        light=frozenset({"golden_hour"}),
        sound=frozenset({"rain"}),
        styles=frozenset({"handheld"}),
        dialogue=True,
    )
    plan = plan_of('handheld, crane up, she blinks, golden hour, rain sounds, Anna: "Hi."', 4, able)
    assert statuses(plan) == "done done done done done done"
    assert [(move.move, move.steadiness) for move in plan.camera] == [
        ("pedestal_up", "handheld"),
        ("tilt_down", "handheld"),
    ]


def test_nothing_said_of_the_camera_is_a_gentle_push_in_and_a_note() -> None:
    plan = plan_of("a cup of coffee on a table")
    assert camera_line(plan) == "dolly_in 0-8"
    assert plan.notes == ("no camera move was named: a gentle push in was chosen",)
    usual = plan_of("dolly in").camera[0].amount
    assert plan.camera[0].amount == pytest.approx(0.6 * usual)


def test_length_in_prose_does_not_override_the_requests_own() -> None:
    plan = plan_of("a 6-second clip: pan left", 4)
    assert camera_line(plan) == "pan_left 0-4"
    assert plan.outcomes[0].reason == "the length comes from the request (4 s), not from the prompt"
    assert plan_of("a 6-second clip: pan left", 6).outcomes[0].status == "done"


def test_a_time_that_does_not_fit_is_told_from_what_to_what() -> None:
    plan = plan_of("push in for 10 seconds", 4)
    assert plan.outcomes[0].reason.endswith("the time asked for did not fit: 10 s became 4 s")


def test_a_clip_has_room_for_so_many_beats() -> None:
    plan = plan_of("pan left, " * 60)
    assert len(plan.camera) == 48
    assert statuses(plan).split().count("unsupported") == 12


def test_the_same_words_give_the_same_plan() -> None:
    assert plan_of("slow push in, boats bob") == plan_of("slow push in, boats bob")


@pytest.mark.parametrize(
    ("prompt", "message"),
    [
        ("", "prompt: is empty; expected 1 to 32000 characters of direction"),
        (" \n\t", "prompt: is empty; expected 1 to 32000 characters of direction"),
        ("x" * 32001, "prompt: 32001 characters; expected 1 to 32000"),
    ],
)
def test_what_is_refused(prompt: str, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        direct(prompt, seconds=4, capabilities=SCENE)
    assert (caught.value.message, caught.value.param) == (message, "prompt")
