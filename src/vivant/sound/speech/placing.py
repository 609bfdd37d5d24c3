"""When lines are spoken: at their times where they fit, else moved, hurried, or not at all; never two at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAD_S = 0.3
"""Before a first line that has no time of its own, where there is room."""

GAP_S = 0.35
"""Between two lines."""

TAIL_S = 0.15
"""After the last line."""

_LEAST_GAP_S = 0.12


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A line to be placed: when it was asked for (0 where nothing was said) and how long it takes."""

    start_s: float
    length_s: float


def in_turn(starts: Sequence[float]) -> list[int]:
    """The order in which lines are spoken: that of their times; one without a time follows the line before it."""
    times: list[float] = []
    for start in starts:
        times.append(start if start > 0 or not times else times[-1])
    return sorted(range(len(times)), key=lambda index: times[index])


def placed(wishes: Sequence[Wish], seconds: float) -> list[float] | None:
    """When each line starts, in the order given, one after another within the clip; None where they do not fit.

    Each starts when it was asked to, or once the one before is over; then lines that reach beyond the end are moved
    forward, and those before them too, as little as need be.
    """
    for gap, lead, tail in ((GAP_S, LEAD_S, TAIL_S), (_LEAST_GAP_S, 0.05, 0.05)):
        starts = _forward(wishes, gap, lead if wishes and wishes[0].start_s == 0 else 0.0)
        starts = _backward(wishes, starts, gap, seconds - tail)
        if not starts or starts[0] >= 0:
            return starts
    return None


def _forward(wishes: Sequence[Wish], gap: float, lead: float) -> list[float]:
    starts: list[float] = []
    free = lead
    for wish in wishes:
        starts.append(max(wish.start_s, free))
        free = starts[-1] + wish.length_s + gap
    return starts


def _backward(wishes: Sequence[Wish], starts: Sequence[float], gap: float, end: float) -> list[float]:
    moved: list[float] = []
    for wish, start in zip(reversed(wishes), reversed(starts), strict=True):
        moved.append(min(start, end - wish.length_s))
        end = moved[-1] - gap
    return moved[::-1]
