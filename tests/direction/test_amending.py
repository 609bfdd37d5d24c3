"""Amending: what is carried out otherwise stands in the account of the clause that asked for it, in its language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vivant.direction.amending import amend, lexicon_for, shortened
from vivant.direction.capabilities import ANYTHING, Capabilities
from vivant.direction.director import direct
from vivant.direction.moves import MOVES
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.direction.references import reference, references

ABLE = Capabilities(
    engine="able",
    moves=frozenset(MOVES),
    actions=frozenset({ANYTHING}),
    light=frozenset({ANYTHING}),
    atmosphere=frozenset({ANYTHING}),
    styles=frozenset({ANYTHING}),
    sound=frozenset({ANYTHING}),
)


def directed(prompt: str) -> ShotPlan:
    return direct(prompt, seconds=6, capabilities=ABLE)


def moving(plan: ShotPlan) -> CameraMove:
    return next(move for move in plan.camera if move.move != "static")


def test_every_clause_knows_what_it_brought_into_the_plan() -> None:
    plan = directed("Hold 1s, then pan left. Rain on the window, golden hour, film grain; the water ripples.")
    asked = {ref for outcome in plan.outcomes for ref in outcome.about}
    assert set(references(plan)) == asked
    assert [reference(moving(plan))] == ["camera:pan_left@1"]
    (pans,) = [outcome for outcome in plan.outcomes if "camera:pan_left@1" in outcome.about]
    assert pans.clause == "then pan left"


def test_a_plan_with_references_survives_json() -> None:
    plan = directed("pan left, with rain")
    assert ShotPlan.from_json(plan.to_json()) == plan


def test_a_shortened_move_says_from_what_to_what() -> None:
    plan = directed("arc right 30 degrees")
    after = shortened(plan, moving(plan), 14.0, "hidden")
    assert moving(after) == replace(moving(plan), amount=14.0)
    (outcome,) = after.outcomes
    assert outcome.status == "approximated"
    assert "by 14°" in outcome.reason
    assert "from 30° to 14°" in outcome.reason
    assert "hides" in outcome.reason
    assert plan.outcomes[0].status == "done"


def test_the_least_that_is_kept_is_told_of() -> None:
    plan = directed("pan left 20 degrees")
    (outcome,) = shortened(plan, moving(plan), 3.0, "edge", enough=False).outcomes
    assert "past the edge" in outcome.reason
    assert "any less" in outcome.reason


@pytest.mark.parametrize(
    ("prompt", "language", "said"),
    [
        ("lia sang trái 20 độ", "vi", "giảm từ 20° còn 5°"),
        ("แพนซ้าย 20 องศา", "th", "ลดจาก 20° เหลือ 5°"),
        ("paneo a la izquierda 20 grados", "es", "reducido de 20° a 5°"),
        ("镜头向左摇20度", "zh", "从 20° 降到 5°"),
        ("左へ20度パン", "ja", "20° から 5°"),
    ],
)
def test_it_is_said_in_the_language_of_the_clause(prompt: str, language: str, said: str) -> None:
    plan = directed(prompt)
    assert lexicon_for(plan, moving(plan)).language == language
    (outcome,) = shortened(plan, moving(plan), 5.0, "edge").outcomes
    assert said in outcome.reason
    assert "20" not in outcome.reason.replace("20°", "", 1)


def test_what_nobody_asked_for_gets_an_outcome_of_its_own() -> None:
    move = CameraMove(move="pan_left", start_s=0, end_s=4, amount=20, unit="deg")
    after = shortened(ShotPlan(seconds=4, camera=(move,)), move, 6.0, "edge")
    (outcome,) = after.outcomes
    assert (outcome.clause, outcome.status) == ("a pan left", "approximated")
    assert "from 20° to 6°" in outcome.reason


def test_one_thing_that_cannot_be_had_makes_its_clause_unsupported() -> None:
    plan = directed("pan left. The water ripples.")
    (action,) = plan.actions
    after = amend(plan, action, "unsupported", "no water was found in the photo")
    assert [outcome.status for outcome in after.outcomes] == ["done", "unsupported"]
    assert after.outcomes[1].reason == "no water was found in the photo"
    assert replace(after, outcomes=()) == replace(plan, outcomes=())


def test_a_clause_of_several_things_is_approximated() -> None:
    plan = directed("pan left and push in")
    assert len(plan.outcomes) == 2
    both = replace(plan.outcomes[0], about=tuple(map(reference, plan.camera)))
    plan = replace(plan, outcomes=(both,))
    (outcome,) = amend(plan, moving(plan), "unsupported", "not here").outcomes
    assert outcome.status == "approximated"
    assert outcome.reason.endswith("; not here")


def test_an_outcome_never_gets_better_and_is_told_once() -> None:
    plan = amend(directed("rain"), "atmosphere:rain@0", "unsupported", "no rain here")
    again = amend(amend(plan, "atmosphere:rain@0", "done", "it rains"), "atmosphere:rain@0", "done", "it rains")
    assert again.outcomes[0].status == "unsupported"
    approximated = amend(directed("fog"), "atmosphere:mist@0", "approximated", "thin fog")
    assert amend(approximated, "atmosphere:mist@0", "approximated", "thin fog") == approximated


def test_a_revision_knows_what_it_changed() -> None:
    plan = directed("pan left 10 degrees over the first 3s, then push in").revise("slower", capabilities=ABLE)
    (outcome,) = plan.outcomes
    assert set(outcome.about) == {reference(move) for move in plan.camera}
    after = shortened(plan, moving(plan), 3.0, "edge")
    assert [one.status for one in after.outcomes] == ["approximated"]


def test_references_that_a_later_wish_removes_are_gone() -> None:
    plan = directed("pan left").revise("add rain, without rain", capabilities=ABLE)
    there = set(references(plan))
    assert all(set(outcome.about) <= there for outcome in plan.outcomes)


def test_a_change_that_cannot_be_had_is_marked_where_it_was_asked_for() -> None:
    plan = directed("Push in slowly. Make the sky green and add an extra blink at 2s.")
    assert plan.change == ("Make the sky green",)
    refused = amend(plan, "change:Make the sky green", "unsupported", "no sky was found in the photo")
    before, after = plan.outcomes, refused.outcomes
    assert [one.status for one in after if one.clause == "Make the sky green"] == ["unsupported"]
    assert [one for one in after if one.clause != "Make the sky green"] == [
        one for one in before if one.clause != "Make the sky green"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "an extra blink at 2s",
        "add an extra blink at 2s",
        "Thêm một cái chớp mắt ở giây thứ 2",
        "在第2秒再眨一次眼",
        "2秒目でもう一度まばたき",
        "con un parpadeo extra en el segundo 2",
    ],
)
def test_a_blink_that_is_added_is_no_change_of_the_picture(text: str) -> None:
    plan = directed(text)
    assert [(one.action, one.start_s) for one in plan.actions] == [("blink", 2.0)]
    assert plan.change == ()
