"""How a move starts and stops: the share of its way that is done, as a function of time, in closed form.

A natural move has weight: it gathers speed, holds it and loses it, and how it does so depends on what comes before
and after. At rest it starts and ends with neither velocity nor acceleration. Where it hands over to another move its
speed rises or falls across the moment of the handover, so that the camera never stands there. Where the camera turns
back on its way it passes its rest as a pendulum does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from vivant.direction.plan import Ease

RAMP = 0.35
"""Share of a natural move spent gathering speed from rest, and as much again losing it."""

TURN = 0.5
"""The same where the camera turns back: half the move, so that going back and forth is a sine."""

SNAP, WHIP_S = 0.35, 0.5
"""Share of its time in which a snap move is over, and the seconds it takes at most; it rests for what remains."""


@dataclass(frozen=True)
class End:
    """How a natural move meets one of its ends.

    kind: `rest`, `turn` (the camera goes back from here), or `over` (another move takes over). overlap: of `over`,
    the share of the move's time by which its speed reaches beyond the end, and as much before it.
    """

    kind: Literal["rest", "turn", "over"] = "rest"
    overlap: float = 0.0


REST = End()


def way(ease: Ease, time_s: float, length_s: float, first: End = REST, last: End = REST) -> float:
    """The share of its way, 0..1, that a move of so many seconds has done `time_s` after its beginning.

    first, last: how a natural move meets its ends; others meet them as they are.
    """
    if length_s <= 0:
        return float(time_s >= length_s)
    time = time_s / length_s
    if ease == "natural":
        return natural(time, first, last)
    if ease == "snap":
        return natural(time / min(SNAP, WHIP_S / length_s))
    return min(1.0, max(0.0, time))


def natural(time: float, first: End = REST, last: End = REST) -> float:
    """The way of something with weight, at a share of its time; velocity is continuous throughout."""
    cruise = 1.0 - _lost(first) - _lost(last)
    if time <= 0.5:
        return _gathered(first, time) / cruise
    return 1.0 - _gathered(last, 1.0 - time) / cruise


def _lost(end: End) -> float:
    """By how much the way to or from this end is shorter than at full speed."""
    return 0.5 - _gathered(end, 0.5)


def _gathered(end: End, time: float) -> float:
    """The way, at a full speed of 1, by a time counted from an end; before an `over` it is negative time."""
    if end.kind == "over":
        if time >= end.overlap:
            return time
        return 2 * end.overlap * _rise((time + end.overlap) / (2 * end.overlap))
    if end.kind == "turn":
        if time >= TURN:
            return time - TURN * (1 - 2 / math.pi)
        return TURN * 2 / math.pi * (1 - math.cos(math.pi / 2 * max(0.0, time) / TURN))
    if time >= RAMP:
        return time - RAMP / 2
    return RAMP * _rise(time / RAMP)


def _rise(time: float) -> float:
    """The way while speed rises as sin^2 from 0 to 1 over a time of 1, from rest and without a jerk at either end."""
    if time <= 0.0:
        return 0.0
    return time / 2 - math.sin(math.pi * time) / (2 * math.pi)
