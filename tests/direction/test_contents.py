"""What is recognised is in the plan, whether or not the engine can do it."""

from __future__ import annotations

from direction.plans import plan_of


def test_a_full_prompt() -> None:
    plan = plan_of(
        "Style: stop-motion\nCinematography:\nCamera shot: close-up, 50mm, shallow depth of field\n"
        "Lighting: golden hour, soft rim light, light mist\nActions:\n- boats bob at 2s\n"
        "Palette: amber, cream, walnut\n"
        'Dialogue:\nAnna: "We made it."\nBackground Sound: distant traffic, soft guitar, gulls\n'
        "keep the red mug unchanged\nNo added characters"
    )
    assert (plan.framing.shot, plan.framing.lens_mm, plan.framing.depth_of_field) == ("close-up", 50, "shallow")
    assert [light.name for light in plan.light] == ["golden_hour", "rim_light"]
    assert [one.name for one in plan.atmosphere] == ["mist"]
    assert [(one.action, one.target, one.start_s) for one in plan.actions] == [("bob", "boats", 2)]
    assert plan.palette == ("amber", "cream", "walnut")
    assert [(line.speaker, line.text) for line in plan.dialogue] == [("Anna", "We made it.")]
    assert [(cue.cue, cue.kind, cue.level) for cue in plan.sound] == [
        ("traffic", "ambience", 0.25),
        ("guitar", "music", 0.25),
        ("gulls", "ambience", 0.5),
    ]
    assert plan.style == ("stop_motion",)
    assert plan.keep == ("the red mug unchanged",)
    assert plan.exclude == ("added characters",)


def test_rain_is_weather_unless_it_is_heard() -> None:
    assert [one.name for one in plan_of("rain on the window").atmosphere] == ["rain"]
    assert [cue.cue for cue in plan_of("the sound of rain").sound] == ["rain"]


def test_a_change_is_noted() -> None:
    plan = plan_of("Keep everything identical but make the monster bright orange")
    assert plan.keep == ("everything identical",)
    assert plan.change == ("make the monster bright orange",)


def test_what_is_written_in_the_picture_is_not_said() -> None:
    assert plan_of('the sign says "pan left"').dialogue == ()


def test_the_target_of_a_move() -> None:
    targets = {
        "push in on the old lighthouse": "old lighthouse",
        "orbit the statue slowly": "statue",
        "orbit around the statue to the left": "statue",
        "pan left": None,
        "truck right past the shelves over 2s": "shelves",
    }
    assert {prompt: plan_of(prompt).camera[0].target for prompt in targets} == targets
