"""The modes of what moves as one: things that bob, swing and hover, chests that breathe, heads that turn."""

from __future__ import annotations

import math

import cv2
import numpy as np

from vivant.living.bending import Mode
from vivant.living.regions import NotFound, Region, outer
from vivant.living.setting import Map, Setting
from vivant.perception.view import Face
from vivant.scene.scene import MAPS

_STEEPEST = 0.14
"""What lies around a moving thing is stretched by at most this much."""

_LEAST_FACE_PX = 48
_LEAST_THING, _MOST_THING = 0.004, 0.45
"""A thing that moves as one covers at least and at most these shares of the picture."""


def bobbing(setting: Setting, region: Region, *, strength: float, rolling: bool) -> tuple[Mode, ...]:
    """A thing that rises and sinks, and rolls a little about its foot: a boat on water, a float, a balloon."""
    width = setting.scene.size.width
    region = _alone(region)
    height = 2 * strength * min((0.0045 if rolling else 0.007) * width, 0.04 * (region.box[3] - region.box[1]))
    angle = math.radians(0.8) * 2 * strength if rolling else 0.0
    reach_px = height + angle * (region.box[3] - region.box[1])
    weight = outer(region.mask, reach_px / _STEEPEST / MAPS)
    x, y = _places(setting)
    foot_x, foot_y = (region.box[0] + region.box[2]) / 2, float(region.box[3])
    still = np.zeros(setting.maps, np.float32)
    rise = _mode(still, weight * np.float32(height), 0.0, 0.36)
    drift = _mode(weight * np.float32(0.5 * height), still, 1.1, 0.21)
    if not rolling:
        return rise, drift
    roll = _mode(-weight * angle * (y - foot_y), weight * angle * (x - foot_x), 0.7, 0.29)
    return rise, roll


def swinging(setting: Setting, region: Region, *, strength: float) -> tuple[Mode, ...]:
    """A hanging thing that turns about its upper end."""
    region = _alone(region)
    angle = math.radians(2.5) * 2 * strength
    x0, y0, x1, y1 = region.box
    weight = outer(region.mask, angle * (y1 - y0) / _STEEPEST / MAPS)
    x, y = _places(setting)
    down = np.maximum(y - y0, 0)
    return (_mode(weight * angle * down, -weight * angle * (x - (x0 + x1) / 2) * (down > 0), 0.0, 0.5),)


def breathing(setting: Setting, region: Region, *, strength: float) -> tuple[Mode, ...]:
    """A chest that widens and lifts: below a face, else the lower body of an animal; pinned around it."""
    x, y = _places(setting)
    x0, y0, x1, y1 = region.box
    face = max(setting.faces, key=lambda one: one.box[2] - one.box[0], default=None)
    if face is not None:
        height = face.box[3] - face.box[1]
        centre = ((face.box[0] + face.box[2]) / 2, face.box[3] + 1.15 * height)
        radii, size = (1.5 * height, 1.05 * height), 0.035 * height
    else:
        centre = ((x0 + x1) / 2, y0 + 0.62 * (y1 - y0))
        radii, size = (0.5 * (x1 - x0), 0.42 * (y1 - y0)), 0.010 * min(x1 - x0, y1 - y0)
    size *= 2 * strength
    if centre[1] - 0.6 * radii[1] > setting.scene.origin[1] + setting.scene.size.height:
        raise NotFound("chest_outside")
    aside, below = (x - centre[0]) / radii[0], (y - centre[1]) / radii[1]
    hill = np.clip(1 - (aside**2 + below**2), 0, 1) ** 1.5
    hill = hill * outer(region.mask, 6.0)
    return (_mode(hill * 0.55 * size * aside * 2, -hill * size, 0.0, 0.27),)


def head_turn(setting: Setting, *, strength: float, way: str, nod: bool) -> tuple[Mode, ...]:
    """A head that turns a little, or nods: what stands out of a face moves farther than what lies back."""
    face = largest_face(setting, _LEAST_FACE_PX)
    x, y = _places(setting)
    width, height = face.box[2] - face.box[0], face.box[3] - face.box[1]
    centre = ((face.box[0] + face.box[2]) / 2, (face.box[1] + face.box[3]) / 2 - 0.05 * height)
    aside, below = (x - centre[0]) / (1.0 * width), (y - centre[1]) / (0.95 * height)
    round_ = np.sqrt(np.clip(1 - (aside**2 + below**2), 0, 1)) ** 2.0
    # Where the picture ends nothing could come in from beyond.
    beside = np.minimum(x, setting.size[1] - x) / (0.15 * width)
    edge = np.clip(np.minimum(beside, np.minimum(y, setting.size[0] - y) / (0.15 * height)), 0, 1)
    size = min(2 * strength, 1.2) * 0.045 * width * edge
    still = np.zeros(setting.maps, np.float32)
    if nod:
        return (_mode(still, round_ * size, 0.0, 0.0),)
    sign = -1.0 if way == "left" else 1.0
    return (_mode(sign * round_ * size, still, 0.0, 0.0),)


def largest_face(setting: Setting, least_px: float) -> Face:
    """The largest face in pixels of the scene.

    Raises NotFound where there is none, or it is too small to be moved so that it looks right.
    """
    face = max(setting.faces, key=lambda one: one.box[2] - one.box[0], default=None)
    if face is None:
        raise NotFound("no_face")
    if face.box[2] - face.box[0] < least_px:
        raise NotFound("face_small", width=f"{face.box[2] - face.box[0]:.0f}", least=f"{least_px:g}")
    return face


def faces_in(setting: Setting) -> Map:
    """[h, w] in 0..1: the faces themselves, from the brows to the chin, with a soft rim."""
    x, y = _places(setting)
    found = np.zeros(setting.maps, np.float32)
    for face in setting.faces:
        eyes = (np.array(face.landmarks["left_eye"]) + face.landmarks["right_eye"]) / 2
        apart = float(np.hypot(*np.subtract(face.landmarks["right_eye"], face.landmarks["left_eye"])))
        away = np.hypot((x - eyes[0]) / (1.15 * apart), (y - (eyes[1] + 0.55 * apart)) / (1.35 * apart))
        found = np.maximum(found, np.clip((1.15 - away) / 0.15, 0, 1))
    return np.asarray(found, dtype=np.float32)


def _alone(region: Region) -> Region:
    """The largest part of a region that hangs together.

    Raises NotFound where that is no single thing that could move as one.
    """
    count, label, stats, _ = cv2.connectedComponentsWithStats((region.mask > 0.5).astype(np.uint8))
    largest = label == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if count > 1 else label > 0
    region = Region(mask=np.asarray(region.mask * largest, dtype=np.float32), kind=region.kind)
    share = float(largest.mean())
    if not _LEAST_THING <= share <= _MOST_THING:
        raise NotFound("thing_small" if share < _LEAST_THING else "thing_large")
    if float((region.mask[:, 0] > 0.5).mean()) > 0.25 or float((region.mask[:, -1] > 0.5).mean()) > 0.25:
        raise NotFound("thing_cut")
    return region


def _places(setting: Setting) -> tuple[Map, Map]:
    """Columns and rows, in pixels of the scene, of the cells of its maps."""
    rows, columns = setting.maps
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    return (x + 0.5) * MAPS, (y + 0.5) * MAPS


def _mode(across: Map, down: Map, phase: float, hz: float) -> Mode:
    lag = np.full(across.shape, phase, np.float32)
    return Mode(across=np.asarray(across, np.float32), down=np.asarray(down, np.float32), phase=lag, hz=hz)
