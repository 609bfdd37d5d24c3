"""Prompts are split into clauses as a person would, and no word is left out."""

from __future__ import annotations

import pytest

from direction.plans import plan_of


@pytest.mark.parametrize(
    ("prompt", "want"),
    [
        ("push in, pan left", ["push in", "pan left"]),
        ("slow, steady push in", ["slow, steady push in"]),
        ("push in, slowly, over 3 s", ["push in, slowly, over 3 s"]),
        ("At 2s, tilt up", ["At 2s, tilt up"]),
        ("push in (approx. 6 degrees), hold", ["push in (approx. 6 degrees)", "hold"]),
        ("push in while panning left", ["push in", "while panning left"]),
        ("sky and sea", ["sky and sea"]),
        ("rain and golden hour", ["rain", "and golden hour"]),
        ("0-2s: push in; 2-4s: hold", ["0-2s: push in", "2-4s: hold"]),
        ("1. push in\n2. hold", ["1. push in", "2. hold"]),
        ("First, hold. Then, slowly, pan left", ["First, hold", "Then, slowly, pan left"]),
        ("**Camera:** pan left", ["Camera:** pan left"]),
        ("Camera: pan left\nSound: rain", ["Camera: pan left", "Sound: rain"]),
        ('Anna: "Pan left, now."', ['Anna: "Pan left, now."']),
        ("pan left, then right", ["pan left", "then right"]),
    ],
)
def test_clauses(prompt: str, want: list[str]) -> None:
    assert [outcome.clause for outcome in plan_of(prompt).outcomes] == want
