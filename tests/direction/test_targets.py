"""What a move refers to, in the prompt's words."""

from __future__ import annotations

import pytest

from vivant.direction.director import direct
from vivant.engines.catalogue import CAPABILITIES


@pytest.mark.parametrize(
    ("prompt", "target"),
    [
        ("push in on the cup", "cup"),
        ("push in on her", "her"),
        ("orbit around him slowly", "him"),
        ("zoom in on her face", "face"),
        ("push forward toward the mountains", "mountains"),
        ("dolly in from the left", None),
        ("push in", None),
    ],
)
def test_a_target_is_a_thing_or_somebody(prompt: str, target: str | None) -> None:
    plan = direct(prompt, seconds=4, capabilities=CAPABILITIES["scene"])
    assert plan.camera[0].target == target
