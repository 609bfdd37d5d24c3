"""The plan as text: bars on a ruler, marks for outcomes, never wider than a terminal."""

from __future__ import annotations

import pytest

from direction.plans import plan_of
from vivant.direction import ShotPlan
from vivant.direction.timeline import timeline_text


def test_timeline() -> None:
    text = timeline_text(plan_of("hold 1s, push in for 2s, orbit, boats bob", 4))
    assert text.splitlines() == [
        "4 s",
        "                          0       0.5    1      1.5     2       2.5    3      3.5     4",
        "                          ┴───────┴──────┴──────┴───────┴───────┴──────┴──────┴───────┴",
        "static                    ···············",
        "dolly_in 0.18                            ██████████████████████████████",
        "arc_ccw 9°                                                             ███████████████",
        "· boats bob               ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░",
        "",
        "✓ hold 1s: camera holds still, 0–1 s",
        "✓ push in for 2s: camera dollies in 0.18 of the way, 1–3 s",
        "~ orbit: camera arcs counterclockwise around the subject by 9°, 3–4 s; no direction was said: an arc",
        "  to the right (counterclockwise from above) was chosen",
        "✗ boats bob: the scene engine cannot make anything in the picture do that: bob is noted in the plan",
        "  only",
    ]


@pytest.mark.parametrize("seconds", [0.04, 1, 12, 20, 600])
def test_never_wider_than_a_hundred_columns(seconds: float) -> None:
    plan = plan_of("pan left, " + "wide " * 60 + ", a " + "x" * 300 + ", hold", seconds)
    assert max(len(line) for line in timeline_text(plan).splitlines()) <= 100


def test_a_note_is_shown() -> None:
    assert timeline_text(ShotPlan(seconds=4, notes=("depth was guessed",))).endswith("\n  depth was guessed")
