"""What each camera move does, in closed form.

Axes: x right, y down, z forward. A step is the camera's displacement in its own frame: camera-to-world [4, 4]
relative to where the move began, and a factor on the focal length. "Pan right" turns the camera right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pose = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """pose: [4, 4] camera-to-world, relative. focal: factor on the focal length."""

    pose: Pose
    focal: float = 1.0


def rotation(axis: int, degrees: float) -> Pose:
    """[4, 4] right-handed rotation about axis 0 (x), 1 (y) or 2 (z)."""
    a, b = (axis + 1) % 3, (axis + 2) % 3
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    pose = np.eye(4)
    pose[a, a] = pose[b, b] = c
    pose[a, b], pose[b, a] = -s, s
    return pose


def translation(x: float, y: float, z: float) -> Pose:
    """[4, 4] displacement by (x, y, z)."""
    pose = np.eye(4)
    pose[:3, 3] = (x, y, z)
    return pose


def _turn(axis: int, sign: int) -> Callable[[float, float], Step]:
    return lambda amount, _: Step(rotation(axis, sign * amount))


def _shift(axis: int, sign: int) -> Callable[[float, float], Step]:
    def step(amount: float, distance: float) -> Step:
        offset = np.zeros(3)
        offset[axis] = sign * amount * distance
        return Step(translation(*offset))

    return step


def _zoom(sign: int) -> Callable[[float, float], Step]:
    return lambda amount, _: Step(np.eye(4), amount**sign)


def _arc(sign: int) -> Callable[[float, float], Step]:
    """Around the point `distance` ahead: the camera goes sideways and keeps looking at it."""

    def step(amount: float, distance: float) -> Step:
        there, back = translation(0, 0, distance), translation(0, 0, -distance)
        return Step(there @ rotation(1, sign * amount) @ back)

    return step


def _dolly_zoom(sign: int) -> Callable[[float, float], Step]:
    """Along the axis, while the focal length follows the distance: what lies at `distance` keeps its size."""
    return lambda amount, distance: Step(translation(0, 0, sign * amount * distance), 1 - sign * amount)


STEPS: dict[str, Callable[[float, float], Step]] = {
    "static": lambda _, __: Step(np.eye(4)),
    "pan_left": _turn(1, -1),
    "pan_right": _turn(1, +1),
    "tilt_up": _turn(0, +1),
    "tilt_down": _turn(0, -1),
    "roll_cw": _turn(2, +1),
    "roll_ccw": _turn(2, -1),
    "dolly_in": _shift(2, +1),
    "dolly_out": _shift(2, -1),
    "truck_left": _shift(0, -1),
    "truck_right": _shift(0, +1),
    "pedestal_up": _shift(1, -1),
    "pedestal_down": _shift(1, +1),
    "zoom_in": _zoom(+1),
    "zoom_out": _zoom(-1),
    # Clockwise seen from above: the camera travels to its left and turns to its right.
    "arc_cw": _arc(+1),
    "arc_ccw": _arc(-1),
    "dolly_zoom_in": _dolly_zoom(+1),
    "dolly_zoom_out": _dolly_zoom(-1),
}
"""Name of a move to the function (amount so far, distance to the target) -> Step."""


def step(move: str, amount: float, progress: float, distance: float) -> Step:
    """The displacement of a move after `progress` (0..1) of its `amount`, with its target `distance` ahead."""
    # A zoom is even to the eye when its logarithm is.
    so_far = amount**progress if move.startswith("zoom") else amount * progress
    return STEPS[move](so_far, distance)
