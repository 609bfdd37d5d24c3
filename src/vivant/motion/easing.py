"""How a move starts and stops: functions from the share of its time to the share of its way, 0..1 to 0..1."""

from __future__ import annotations

import math
from collections.abc import Callable

from vivant.direction.plan import Ease

RAMP = 0.35
"""Share of a natural move spent gathering speed, and as much again losing it."""

SNAP = 0.35
"""Share of its time in which a snap move is over; it rests for what remains."""


def natural(time: float) -> float:
    """The way of something with weight: speed rises as sin^2, holds, and falls; velocity and acceleration are
    continuous, and both are zero at either end."""
    if time <= 0.0:
        return 0.0
    if time >= 1.0:
        return 1.0
    if time > 0.5:
        return 1.0 - natural(1.0 - time)
    if time < RAMP:
        return (time / 2 - RAMP / (2 * math.pi) * math.sin(math.pi * time / RAMP)) / (1 - RAMP)
    return (time - RAMP / 2) / (1 - RAMP)


def linear(time: float) -> float:
    """The way of a motor: one speed from start to end."""
    return min(1.0, max(0.0, time))


def snap(time: float) -> float:
    """The way of a whip: over early, then at rest."""
    return natural(time / SNAP)


EASES: dict[Ease, Callable[[float], float]] = {"natural": natural, "linear": linear, "snap": snap}
