"""The camera moves by their canonical names, each with its unit and the amount meant when none is said."""

from __future__ import annotations

from dataclasses import dataclass

from vivant.direction.plan import Unit


@dataclass(frozen=True)
class MoveKind:
    """unit: how the amount is counted (see CameraMove). amount: the usual one, for a move of a few seconds.
    most: beyond this a photograph has nothing left to show, whatever is asked."""

    unit: Unit
    amount: float
    most: float


_PAN = MoveKind("deg", 6.0, 45.0)
_TILT = MoveKind("deg", 4.0, 35.0)
_ROLL = MoveKind("deg", 5.0, 180.0)
_DOLLY = MoveKind("distance", 0.18, 0.8)
_TRUCK = MoveKind("distance", 0.08, 0.6)
_PEDESTAL = MoveKind("distance", 0.05, 0.4)
_CRANE = MoveKind("distance", 0.1, 0.4)
_ZOOM = MoveKind("x", 1.25, 4.0)
_ARC = MoveKind("deg", 9.0, 40.0)
_DOLLY_ZOOM = MoveKind("distance", 0.25, 0.6)

MOVES: dict[str, MoveKind] = {
    "static": MoveKind("deg", 0.0, 0.0),
    "pan_left": _PAN,
    "pan_right": _PAN,
    "tilt_up": _TILT,
    "tilt_down": _TILT,
    "roll_cw": _ROLL,
    "roll_ccw": _ROLL,
    "dolly_in": _DOLLY,
    "dolly_out": _DOLLY,
    "truck_left": _TRUCK,
    "truck_right": _TRUCK,
    "pedestal_up": _PEDESTAL,
    "pedestal_down": _PEDESTAL,
    "zoom_in": _ZOOM,
    "zoom_out": _ZOOM,
    "arc_cw": _ARC,
    "arc_ccw": _ARC,
    "dolly_zoom_in": _DOLLY_ZOOM,
    "dolly_zoom_out": _DOLLY_ZOOM,
}

COMPOSED: dict[str, tuple[str, ...]] = {
    "crane_up": ("pedestal_up", "tilt_down"),
    "crane_down": ("pedestal_down", "tilt_up"),
    "oblique": ("dolly_in", "tilt_up"),
}
"""Moves that are two at once; an engine that has no such move makes it of these."""

FOCUS_MOVES = frozenset({"rack_focus"})
"""What the lens does while the camera stands or goes: never a beat of its own."""

KINDS: dict[str, MoveKind] = {
    **MOVES,
    "crane_up": _CRANE,
    "crane_down": _CRANE,
    "oblique": _DOLLY,
    "rack_focus": MoveKind("distance", 1.0, 1.0),
}
"""Every canonical move a prompt may come to, the composed ones among them."""

SHAKE = {"slightly_shaky": 0.5, "handheld": 1.0, "shaky": 2.0}
"""How much the words for a camera in somebody's hands ask it to sway, against the usual."""

MOST_SHAKE = 4.0
"""Beyond this a camera is no longer held but thrown."""
