"""What an engine can do decides what a clause comes to; a reason names the engine that could."""

from __future__ import annotations

from dataclasses import replace

import pytest

from direction.plans import SCENE, plan_of, statuses
from vivant.direction import Capabilities
from vivant.direction.capabilities import ANYTHING
from vivant.engines.catalogue import CAPABILITIES

ABLE = Capabilities(
    engine="able",
    moves=SCENE.moves | {"crane_up", "oblique", "rack_focus", "handheld"},
    actions=frozenset({ANYTHING}),
    framing=frozenset({"close_up"}),
    lenses=True,
    focus=True,
    colours=True,
    changes=True,
)


def test_the_reason_names_an_engine_that_could() -> None:
    reason = plan_of("she turns and walks away", capabilities=CAPABILITIES["scene"]).outcomes[0].reason
    assert reason.endswith("; a diffusion engine could; there is none here")
    lan = plan_of("cô ấy bước đi", capabilities=CAPABILITIES["scene"]).outcomes[0].reason
    assert lan.endswith("; một engine diffusion thì làm được, nhưng ở đây không có")


@pytest.mark.parametrize(
    ("prompt", "scene", "able"),
    [
        ("close-up, 85mm, shallow depth of field", "unsupported unsupported unsupported", "done done done"),
        ("wide shot", "unsupported", "unsupported"),
        ("focus on the red mug", "unsupported", "done"),
        ("she dances", "unsupported", "done"),
        ("the boat pans", "unsupported", "done"),
        ("palette: amber, cream", "unsupported unsupported", "done done"),
        ("make the mug blue", "unsupported", "done"),
        ("handheld", "unsupported", "done"),
        ("rack focus to the trees", "unsupported", "done"),
    ],
)
def test_statuses(prompt: str, scene: str, able: str) -> None:
    assert statuses(plan_of(prompt)) == scene
    assert statuses(plan_of(prompt, capabilities=ABLE)) == able


def test_moves_of_two_parts_are_one_where_the_engine_has_them() -> None:
    assert [move.move for move in plan_of("crane up").camera] == ["pedestal_up", "tilt_down"]
    assert [move.move for move in plan_of("crane up", capabilities=ABLE).camera] == ["crane_up"]
    assert [move.move for move in plan_of("oblique", capabilities=ABLE).camera] == ["oblique"]


def test_a_shift_of_focus_lies_beside_the_camera() -> None:
    plan = plan_of("pan left for 4s; rack focus from the flower to the trees over 2s", capabilities=ABLE)
    assert [(move.move, move.start_s, move.end_s, move.target) for move in plan.camera] == [
        ("rack_focus", 0, 2, "trees"),
        ("pan_left", 0, 4, None),
        ("static", 4, 8, None),
    ]


def test_the_focus_is_in_the_framing() -> None:
    assert plan_of("focus on the red mug").framing.focus == "red mug"


def test_capabilities_are_values() -> None:
    assert hash(replace(ABLE, alternatives={"actions": "other"})) == hash(ABLE)
