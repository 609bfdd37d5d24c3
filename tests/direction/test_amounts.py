"""How far: amounts by words, angles, parts of the way and ratios, and never beyond what a photograph has."""

from __future__ import annotations

import math

import pytest

from direction.plans import plan_of
from vivant.direction.moves import MOVES


def amount(prompt: str) -> float:
    return plan_of(prompt).camera[0].amount


@pytest.mark.parametrize(
    ("prompt", "scale"),
    [
        ("pan left", 1),
        ("slow pan left", 0.8),
        ("subtle pan left", 0.5),
        ("slow, subtle pan left", 0.4),
        ("very slow pan left", 0.6),
        ("pan left slightly", 0.5),
        ("fast pan left", 1.5),
        ("dramatic pan left", 2),
        ("Pan left. Slow and steady.", 0.8),
        ("pan left 2x", 2),
    ],
)
def test_words_scale_the_usual_amount(prompt: str, scale: float) -> None:
    assert amount(prompt) == pytest.approx(MOVES["pan_left"].amount * scale)


@pytest.mark.parametrize(
    ("prompt", "want"),
    [
        ("slowly pan left 12 degrees", 12),
        ("dolly in 30%", 0.3),
        ("dolly in half way", 0.5),
        ("zoom in 30%", 1.3),
        ("zoom in 150%", 1.5),
        ("zoom out 2x", 2),
        ("zoom in twice", 2),
        ("zoom from 50mm to 25mm", 2),
        ("pan left 20%", 10),
        ("truck left 6 degrees", math.tan(math.radians(6))),
        ("dolly in 6 degrees", 1 - math.tan(math.radians(22)) / math.tan(math.radians(25))),
        ("pan left 3 degrees per second for 4s", 12),
        ("pan left 90 degrees", MOVES["pan_left"].most),
        ("zoom in 9x", MOVES["zoom_in"].most),
        ("dolly in 200 degrees", MOVES["dolly_in"].most),
        ("pedestal up 3 metres", MOVES["pedestal_up"].amount),
    ],
)
def test_measures_say_the_amount(prompt: str, want: float) -> None:
    assert amount(prompt) == pytest.approx(want, abs=1e-4)


def test_what_was_cut_is_told() -> None:
    reason = plan_of("orbit 360 degrees to the right").outcomes[0].reason
    most = MOVES["arc_ccw"].most
    assert f"360° was brought down to {most:g}°, the most a photograph has to show" in reason


def test_a_number_without_a_unit_is_told() -> None:
    outcome = plan_of("pan left 20").outcomes[0]
    assert (outcome.status, "20 has no unit and was not used" in outcome.reason) == ("approximated", True)
