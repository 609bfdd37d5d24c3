"""Revising: what the words name is different, and every other field is as it was."""

from __future__ import annotations

import random
import time
from dataclasses import fields

import pytest

from direction.plans import SCENE, camera_line, plan_of, statuses
from vivant.direction import CameraMove, Capabilities, ShotPlan
from vivant.direction.plan import Weather
from vivant.direction.revise import FIELDS, revise
from vivant.direction.wishes import read_wishes
from vivant.errors import InvalidInput

PLAN = plan_of(
    "Hold 1s, dolly in for 3s, then pan right 10 degrees for 2s, hold. "
    "The boat bobs. Golden hour, mist, rain, soft piano, birdsong. Close-up, 50mm.",
    8,
)
AMOUNTS = {move.move: move.amount for move in PLAN.camera}


def changed_fields(words: str, plan: ShotPlan = PLAN) -> set[str]:
    revised = revise(plan, words, capabilities=SCENE)
    return {name for name in FIELDS if getattr(plan, name) != getattr(revised, name)}


def names(weather: tuple[Weather, ...]) -> list[str]:
    return [one.name for one in weather]


def amounts(plan: ShotPlan) -> list[tuple[str, float]]:
    return [(move.move, move.amount) for move in plan.camera if move.move != "static"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("same shot, slower", {"camera"}),
        ("pan left instead", {"camera"}),
        ("at night, with rain on the window", {"light"}),  # it rains already
        ("keep everything identical but make the mug blue", set()),
        ("Keep everything identical but make the monster bright orange and add an extra blink at 2s.", {"actions"}),
        ("without music", {"sound"}),
        ("no camera movement", {"camera"}),
        ("hold longer at the start", {"camera"}),
        ("longer lens", {"framing"}),
        ("warmer", {"light"}),
        ("reverse it", {"camera"}),
        ("remove the mist", {"atmosphere"}),
        ("replace the mist with snow", {"atmosphere"}),
        ("make the music quieter", {"sound"}),
        ("extreme close-up, 85mm", {"framing"}),
        ("same shot", set()),
        ("xyzzy plugh", set()),
        ("!!!", set()),
    ],
)
def test_only_what_is_named_changes(words: str, named: set[str]) -> None:
    assert changed_fields(words) == named
    revised = revise(PLAN, words, capabilities=SCENE)
    assert (revised.seconds, revised.language) == (PLAN.seconds, PLAN.language)
    assert revised.outcomes and all(outcome.reason for outcome in revised.outcomes)


@pytest.mark.parametrize(
    ("words", "camera"),
    [
        ("pan left instead", "static 0-1, dolly_in 1-4, pan_left 4-6, static 6-8"),
        ("pull back instead of pushing in", "static 0-1, dolly_out 1-4, pan_right 4-6, static 6-8"),
        ("instead of pushing in, pull back", "static 0-1, dolly_out 1-4, pan_right 4-6, static 6-8"),
        ("swap the pan for a tilt up", "static 0-1, dolly_in 1-4, tilt_up 4-6, static 6-8"),
        ("zoom in instead", "zoom_in 0-8"),
        ("slow zoom out", "zoom_out 0-8"),
        ("zoom in from 6s to 8s", "static 0-1, dolly_in 1-4, pan_right 4-6, zoom_in 6-8"),
        ("hold from 3s to 5s", "static 0-1, dolly_in 1-3, static 3-5, pan_right 5-6, static 6-8"),
        ("add a tilt up from 1s to 3s", "static 0-1, tilt_up 1-3, dolly_in 1-4, pan_right 4-6, static 6-8"),
        ("remove the pan", "static 0-1, dolly_in 1-4, static 4-8"),
        ("don't push in", "static 0-4, pan_right 4-6, static 6-8"),
        ("no camera movement", "static 0-8"),
        ("hold longer at the start", "static 0-1.5, dolly_in 1.5-4.2, pan_right 4.2-6, static 6-8"),
        ("hold 2s longer at the end", "static 0-1, dolly_in 1-2.8, pan_right 2.8-4, static 4-8"),
        ("shorter hold at the start", "static 0-0.5, dolly_in 0.5-3.8, pan_right 3.8-6, static 6-8"),
        ("hold 2s at the start", "static 0-2, dolly_in 2-4.4, pan_right 4.4-6, static 6-8"),
        ("hold for the last 3s", "static 0-1, dolly_in 1-3.4, pan_right 3.4-5, static 5-8"),
        ("end on a hold", "static 0-1, dolly_in 1-3.4, pan_right 3.4-5, static 5-8"),
        ("stop the camera", "static 0-8"),
        ("镜头不要动", "static 0-8"),
        ("reverse it", "static 0-2, pan_left 2-4, dolly_out 4-7, static 7-8"),
        ("the other way", "static 0-1, dolly_out 1-4, pan_left 4-6, static 6-8"),
        ("pan left and then tilt up, without music", "pan_left 0-4, tilt_up 4-8"),
    ],
)
def test_the_camera(words: str, camera: str) -> None:
    assert camera_line(revise(PLAN, words, capabilities=SCENE)) == camera


@pytest.mark.parametrize(
    ("words", "factors"),
    [
        ("same shot, slower", (0.6, 0.6)),
        ("half as far", (0.5, 0.5)),
        ("a bit faster", (1.2, 1.2)),
        ("much slower", (0.36, 0.36)),
        ("twice as far", (2.0, 2.0)),
        ("a slower pan", (1.0, 0.6)),
        ("make the push in half as far", (0.5, 1.0)),
        ("slow and steady", (0.8, 0.8)),
        ("30% slower", (0.7, 0.7)),
        ("make the pan 50 percent faster", (1.0, 1.5)),
        ("could you make it slower, please?", (0.6, 0.6)),
        ("Same shot, but slower and with snow instead of rain", (0.6, 0.6)),
    ],
)
def test_how_far_but_not_how_long(words: str, factors: tuple[float, float]) -> None:
    revised = revise(PLAN, words, capabilities=SCENE)
    assert camera_line(revised) == camera_line(PLAN)
    wanted = [AMOUNTS["dolly_in"] * factors[0], AMOUNTS["pan_right"] * factors[1]]
    assert [amount for _, amount in amounts(revised)] == pytest.approx(wanted)


def test_a_zoom_is_scaled_about_no_zoom_and_nothing_beyond_the_most() -> None:
    zoom = plan_of("zoom in 2x")
    assert revise(zoom, "half as far").camera[0].amount == pytest.approx(1.5)
    far = plan_of("pan left 40 degrees")
    revised = revise(far, "twice as far", capabilities=SCENE)
    assert revised.camera[0].amount == 45
    assert statuses(revised) == "approximated"


def test_another_way_keeps_how_far_it_goes_unless_that_is_said() -> None:
    revised = revise(PLAN, "pan left instead", capabilities=SCENE)
    assert amounts(revised) == [("dolly_in", 0.18), ("pan_left", 10)]
    assert revised.outcomes[0].reason == "camera pans left by 10°, 4–6 s"
    assert amounts(revise(PLAN, "pan left 4 degrees instead"))[1] == ("pan_left", 4)


def test_what_was_kept_and_what_changed_is_recorded() -> None:
    revised = revise(PLAN, "same shot, slower", capabilities=SCENE)
    assert revised.keep == ("framing", "actions", "light", "atmosphere", "sound")
    assert revised.change == ("slower",)
    again = revise(revised, "at night", capabilities=SCENE)
    assert again.keep == ("framing", "camera", "actions", "atmosphere", "sound")
    assert again.change == ("slower", "at night")
    own = revise(PLAN, "keep the red mug unchanged, make the sky blue", capabilities=SCENE)
    assert "the red mug unchanged" in own.keep
    assert own.change == ("make the sky blue",)


def test_outcomes_are_the_revisions_own_and_notes_go_with_the_camera_they_told_of() -> None:
    noted = PLAN.with_note("up to 5% of a frame lies beyond the photo's border")
    slower = revise(noted, "same shot, slower", capabilities=SCENE)
    assert [(outcome.clause, outcome.status) for outcome in slower.outcomes] == [
        ("same shot", "done"),
        ("slower", "done"),
    ]
    assert slower.notes == ()
    assert revise(noted, "at night", capabilities=SCENE).notes == noted.notes


def test_what_is_ruled_out_stays_out_until_it_is_asked_for() -> None:
    silent = revise(PLAN, "without music and birdsong", capabilities=SCENE)
    assert silent.sound == () and silent.exclude == ("music", "birdsong")
    again = revise(silent, "add jazz", capabilities=SCENE)
    assert [cue.cue for cue in again.sound] == ["jazz"]
    assert again.exclude == ("birdsong",)
    still = revise(PLAN, "no camera movement", capabilities=SCENE)
    assert still.exclude == ("camera movement",)
    assert revise(still, "pan left", capabilities=SCENE).exclude == ()
    assert revise(still, "at night", capabilities=SCENE).exclude == ("camera movement",)


def test_a_no_among_other_words_holds_too() -> None:
    assert camera_line(revise(PLAN, "no hagas la panorámica")) == "static 0-1, dolly_in 1-4, static 4-8"
    assert statuses(revise(PLAN, "less rain")) == "unsupported"
    assert revise(PLAN, "less piano").sound != PLAN.sound


def test_and_after_a_without_is_without_too_unless_it_is_another_thing() -> None:
    assert revise(PLAN, "get rid of the mist and the thunder").sound == PLAN.sound
    revised = revise(PLAN, "without music and at night")
    assert [light.name for light in revised.light] == ["night"]
    assert [cue.cue for cue in revised.sound] == ["birds"]


def test_two_wishes_joined_are_both_heard() -> None:
    revised = revise(PLAN, "swap mist for snow and slow down", capabilities=SCENE)
    assert names(revised.atmosphere) == ["rain", "snow"]
    assert [outcome.clause for outcome in revised.outcomes] == ["swap mist for snow", "slow down"]
    assert revised.outcomes[0].reason.endswith("; taken out of the plan: mist")
    assert names(revise(PLAN, "replace the rain and mist with snow").atmosphere) == ["snow"]


def test_instead_stays_within_its_field() -> None:
    revised = revise(PLAN, "jazz instead", capabilities=SCENE)
    assert {cue.cue for cue in revised.sound} == {"birds", "jazz"}
    assert names(revise(PLAN, "snow instead of mist").atmosphere) == ["rain", "snow"]
    assert names(revise(PLAN, "snow instead").atmosphere) == ["snow"]


def test_light_gives_way_only_while_the_new_one_lasts() -> None:
    revised = revise(PLAN, "neon from 2s to 4s", capabilities=SCENE)
    assert [(light.name, light.start_s, light.end_s) for light in revised.light] == [
        ("golden_hour", 0, 2),
        ("golden_hour", 4, 8),
        ("neon", 2, 4),
    ]
    assert [light.name for light in revise(PLAN, "add neon").light] == ["golden_hour", "neon"]


def test_lenses_and_shots_are_a_step_from_what_there_is() -> None:
    assert revise(PLAN, "longer lens").framing.lens_mm == 75
    assert revise(PLAN, "wider").framing.lens_mm == 33
    assert revise(plan_of("pan left"), "longer lens").framing.lens_mm == 85
    assert revise(PLAN, "tighter shot").framing.shot == "extreme-close-up"
    assert revise(PLAN, "wider shot").framing.shot == "medium-close-up"


def test_what_the_engine_can_do_decides_the_outcome() -> None:
    able = Capabilities(
        engine="able", moves=SCENE.moves, light=frozenset({"warm_light"}), lenses=True, styles=frozenset({"handheld"})
    )
    assert statuses(revise(PLAN, "warmer, longer lens", capabilities=able)) == "done done"
    assert statuses(revise(PLAN, "warmer, longer lens", capabilities=SCENE)) == "unsupported unsupported"
    other = Capabilities(engine="scene", moves=SCENE.moves, alternatives={"light": "diffusion"})
    assert (
        revise(PLAN, "warmer", capabilities=other)
        .outcomes[0]
        .reason.endswith("; a diffusion engine could; there is none here")
    )
    assert {move.steadiness for move in revise(PLAN, "handheld", capabilities=able).camera} == {"handheld"}


def test_a_camera_that_stands_has_nothing_to_slow_down() -> None:
    still = plan_of("static")
    for words in ("slower", "reverse it", "the other way"):
        revised = revise(still, words, capabilities=SCENE)
        assert revised.camera == still.camera
        assert statuses(revised) == "unsupported"


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("cùng cảnh, chậm hơn", {"camera"}),
        ("không có nhạc", {"sound"}),
        ("ấm hơn", {"light"}),
        ("dừng lâu hơn lúc đầu", {"camera"}),
        ("ช็อตเดิม ช้าลง", {"camera"}),
        ("ไม่มีดนตรี", {"sound"}),
        ("อุ่นขึ้น", {"light"}),
        ("la misma toma, más despacio", {"camera"}),
        ("sin música", {"sound"}),
        ("más cálido", {"light"}),
        ("同样的镜头，慢一点", {"camera"}),
        ("不要音乐", {"sound"}),
        ("暖一点", {"light"}),
        ("同じショットで、もっとゆっくり", {"camera"}),
        ("音楽なしで", {"sound"}),
        ("もっと暖かく", {"light"}),
        ("same shot, chậm hơn, sin música", {"camera", "sound"}),
    ],
)
def test_in_other_languages(words: str, named: set[str]) -> None:
    assert changed_fields(words) == named


@pytest.mark.parametrize(
    "words",
    [
        "pan trái thay vì pan phải",
        "paneo a la izquierda en vez de a la derecha",
        "右ではなく左にパン",
        "把雨换成雪",
        "แพนซ้ายแทนแพนขวา",
    ],
)
def test_one_thing_for_another_in_other_languages(words: str) -> None:
    assert [wish.op for wish in read_wishes(words)] == ["swap"]
    revised = revise(PLAN, words, capabilities=SCENE)
    assert ("pan_left", 10) in amounts(revised) or names(revised.atmosphere) == ["mist", "snow"]


def test_plan_revise_is_the_same() -> None:
    assert PLAN.revise("same shot, slower", capabilities=SCENE) == revise(
        PLAN, "same shot, slower", capabilities=SCENE
    )
    assert "camera-only engine" in PLAN.revise("at night").outcomes[0].reason


def test_quoted_words_are_said_not_wished() -> None:
    revised = revise(PLAN, 'Anna: "Slower, without music, but pan left instead!"', capabilities=SCENE)
    assert revised.camera == PLAN.camera and revised.sound == PLAN.sound
    assert revised.dialogue[0].text == "Slower, without music, but pan left instead!"


@pytest.mark.parametrize("words", ["", " \n"])
def test_nothing_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput, match="prompt: is empty"):
        revise(PLAN, words)


def test_a_text_too_long_is_refused() -> None:
    with pytest.raises(InvalidInput, match="32001 characters"):
        revise(PLAN, "x" * 32_001)


TALK = (
    "slower / same / instead of / pan left / instead / without / music / add / remove / the / rain / but / and / , / "
    ". / hold longer at the start / reverse it / chậm hơn / ช้าลง / แทน / 不要 / 把 / 换成 / ではなく / "
    'なし / más / {old} / %s / " / “ / 0,5s / at 2s / half as far / keep / \x00 / \n / 🎬'
)
PIECES = TALK.split(" / ")


def test_anything_may_be_said_and_the_plan_stays_a_plan() -> None:
    dice = random.Random(5)
    plan = PLAN
    for _ in range(250):
        words = " ".join(dice.choices(PIECES, k=dice.randint(1, 12)))
        if not words.strip():
            continue
        plan = revise(plan if dice.random() < 0.5 else PLAN, words, capabilities=SCENE)
        assert ShotPlan.from_json(plan.to_json()) == plan
        reach = 0.0
        for move in plan.camera:
            assert move.start_s <= reach + 1e-9 and move.start_s < move.end_s and move.amount >= 0
            reach = max(reach, move.end_s)
        assert reach == plan.seconds
    assert {field.name for field in fields(ShotPlan)} >= set(FIELDS)


def test_plans_written_by_hand_are_revised_too() -> None:
    dice = random.Random(6)
    names = ["pan_left", "dolly_in", "zoom_in", "static", "arc_cw", "teleport"]
    wishes = [
        "slower", "twice as far", "pan left instead", "tilt up instead of pushing in", "reverse it", "the other way",
        "hold longer at the start", "hold 20s longer at the end", "remove the pan", "zoom in from 1s to 2s", "warmer",
        "add a tilt up", "no camera movement", "longer lens", "quieter", "start earlier", "hold from 1s to 2s",
    ]  # fmt: skip
    for _ in range(150):
        moves = []
        for _ in range(dice.randint(0, 4)):
            start, end = sorted(dice.choices([0.0, 0.5, 1.0, 1.001, 2.5, 4.0], k=2))
            moves.append(
                CameraMove(
                    move=dice.choice(names), start_s=start, end_s=end, amount=dice.choice([0, 1, 9.5]), unit="deg"
                )
            )
        plan = ShotPlan(seconds=4, camera=tuple(moves))
        for words in dice.sample(wishes, 3):
            plan = revise(plan, words, capabilities=SCENE)
            assert all(0 <= move.start_s <= move.end_s <= 4 for move in plan.camera)


@pytest.mark.parametrize("piece", ["slower, ", "no ", "instead of ", "แทน", "and ", "x", "change a to "])
def test_the_longest_text_is_read_in_bounded_time(piece: str) -> None:
    revise(PLAN, "slower")
    began = time.process_time()
    revise(PLAN, (piece * 32_000)[:32_000])
    assert time.process_time() - began < 1.5
