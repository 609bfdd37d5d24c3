"""What each camera move does, in closed form.

Axes: x right, y down, z forward. A step is the camera's displacement in its own frame: camera-to-world [4, 4]
relative to where the move began, and a factor on the focal length. "Pan right" turns the camera right.

A move that has to do with the subject (an arc, a dolly zoom, a crane, a push towards it) holds it where it is in the
picture: the subject is a point, and every such step is made about it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Pose = NDArray[np.float64]
Point = NDArray[np.float64]

OBLIQUE_TILT_DEG = 22.0
"""An oblique move tilts up by so much for each length of the way to the subject that it pushes in."""


@dataclass(frozen=True)
class Step:
    """pose: [4, 4] camera-to-world, relative. focal: factor on the focal length."""

    pose: Pose
    focal: float = 1.0


@dataclass(frozen=True)
class Mark:
    """What a move is counted by and made about.

    distance: to the subject, from where the photo was taken, in scene units. subject: [3] its place now, in the
    camera's own axes.
    """

    distance: float
    subject: Point

    @classmethod
    def ahead(cls, distance: float) -> Mark:
        """A subject in the middle of the picture."""
        return cls(distance, np.array([0.0, 0.0, distance]))


Make = Callable[[float, Mark], Step]


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


def _turn(axis: int, sign: int) -> Make:
    return lambda amount, _: Step(rotation(axis, sign * amount))


def _shift(axis: int, sign: int) -> Make:
    def step(amount: float, mark: Mark) -> Step:
        offset = np.zeros(3)
        offset[axis] = sign * amount * mark.distance
        return Step(translation(*offset))

    return step


def _zoom(sign: int) -> Make:
    return lambda amount, _: Step(np.eye(4), amount**sign)


def _arc(sign: int) -> Make:
    """Around the upright line through the subject, which stays where it is in the picture."""

    def step(amount: float, mark: Mark) -> Step:
        return Step(translation(*mark.subject) @ rotation(1, sign * amount) @ translation(*-mark.subject))

    return step


def _dolly_zoom(sign: int) -> Make:
    """Along the axis, while the focal length follows the distance: what lies as far as the subject, anywhere in the
    picture, keeps its size and place."""

    def step(amount: float, mark: Mark) -> Step:
        return Step(translation(0, 0, sign * amount * mark.subject[2]), 1 - sign * amount)

    return step


def _crane(sign: int) -> Make:
    """Up or down, and tilted so that the subject stays at its height in the picture."""

    def step(amount: float, mark: Mark) -> Step:
        _, y, z = mark.subject
        rise = sign * amount * mark.distance
        tilt_rad = math.atan2(y + rise, z) - math.atan2(y, z)
        return Step(translation(0, -rise, 0) @ rotation(0, -math.degrees(tilt_rad)))

    return step


def _oblique(amount: float, mark: Mark) -> Step:
    """In along the axis, and tilted up as it goes."""
    return Step(translation(0, 0, amount * mark.distance) @ rotation(0, OBLIQUE_TILT_DEG * amount))


def _dolly_towards(sign: int) -> Make:
    """As far in or out as along the axis, but along the line to the subject."""

    def step(amount: float, mark: Mark) -> Step:
        return Step(translation(*(sign * amount * mark.distance / mark.subject[2] * mark.subject)))

    return step


def _zoom_towards(sign: int) -> Make:
    """A zoom with the small turn that keeps the subject where it is in the picture."""

    def step(amount: float, mark: Mark) -> Step:
        focal = amount**sign
        return Step(_turning(mark.subject / mark.subject[2], focal), focal)

    return step


def _turning(aim: Point, focal: float) -> Pose:
    """[4, 4] the level turn (a pan and a tilt) after which what lay along `aim` is seen along it again, through a
    lens `focal` times as long."""
    seen = np.array([aim[0] / focal, aim[1] / focal, 1.0])
    height = aim[1] * np.linalg.norm(seen) / np.linalg.norm(aim)
    # Turning `seen` about x by the tilt gives it that height; turning it about y leaves the height alone.
    tilt_rad = math.acos(height / math.hypot(seen[1], 1.0)) - math.atan2(1.0, seen[1])
    ahead = seen[1] * math.sin(tilt_rad) + math.cos(tilt_rad)
    pan_rad = math.atan2(aim[0], 1.0) - math.atan2(seen[0], ahead)
    return rotation(1, math.degrees(pan_rad)) @ rotation(0, math.degrees(tilt_rad))


STEPS: dict[str, Make] = {
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
    "crane_up": _crane(+1),
    "crane_down": _crane(-1),
    "oblique": _oblique,
}
"""Name of a move to what it does after so much of its amount."""

TOWARDS: dict[str, Make] = {
    "dolly_in": _dolly_towards(+1),
    "dolly_out": _dolly_towards(-1),
    "zoom_in": _zoom_towards(+1),
    "zoom_out": _zoom_towards(-1),
}
"""The same for moves that are made another way where they are aimed at the subject."""


def step(move: str, amount: float, progress: float, mark: Mark, *, aimed: bool = False) -> Step:
    """The displacement of a move after `progress` (0..1) of its `amount`. aimed: at the subject, in so many words."""
    # A zoom is even to the eye when its logarithm is.
    so_far = amount**progress if move.startswith("zoom") else amount * progress
    make = TOWARDS.get(move, STEPS[move]) if aimed else STEPS[move]
    return make(so_far, mark)
