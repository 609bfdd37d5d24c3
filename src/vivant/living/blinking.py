"""Eyelids that close and open again."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.effect import Sight, Textures
from vivant.living.regions import Box
from vivant.living.setting import Setting
from vivant.living.sheets import moved, sheets
from vivant.perception.view import Face
from vivant.scene import Scene
from vivant.scene.scene import MAPS

CLOSE_S, HOLD_S, OPEN_S = 0.10, 0.05, 0.19
LASTS_S = CLOSE_S + HOLD_S + OPEN_S

LEAST_APART_PX = 26.0
"""Eyes nearer to each other than this are too small for lids that look right."""

_HALF_WIDTH, _ABOVE, _BELOW, _LID = 0.28, 0.105, 0.125, 0.13
"""An eye in distances between the eyes: half its width, how far its opening goes above and below its middle, and how
much skin above the opening is drawn down over it."""


@dataclass(frozen=True, kw_only=True)
class _Eye:
    """One eye in a box of the scene's pixels. aside, below: [h, w] places in it, in the face's own upright axes, from
    the eye's middle. apart: the distance between the eyes."""

    box: Box
    aside: NDArray[np.float32]
    below: NDArray[np.float32]
    upright: tuple[float, float]
    apart: float


class Blinking:
    """An Effect: both eyes of a face close and open at given times.

    The lid is the skin above the eye, drawn down over it together with its lashes; the eye below the lid's edge stays
    as it is. Lid and opening are arcs that meet in the corners of the eye.
    """

    overlays = False

    def __init__(self, setting: Setting, face: Face, times_s: Sequence[float], *, loop_s: float | None = None,
                 eyes: Sequence[str] = ("left_eye", "right_eye")) -> None:  # fmt: skip
        left, right = (np.array(face.landmarks[name]) for name in ("left_eye", "right_eye"))
        apart = float(np.linalg.norm(right - left))
        along = (right - left) / apart
        self._eyes = tuple(_eye(setting, face.landmarks[name], along, apart) for name in eyes)
        self._times_s, self._loop_s = tuple(times_s), loop_s
        self._layers = _showing(setting.scene, self._eyes)

    def closed(self, time_s: float) -> float:
        """How far the lids are closed, 0..1."""
        if self._loop_s is not None:
            time_s = math.fmod(time_s, self._loop_s)
        return max((_lid(time_s - start) for start in self._times_s), default=0.0)

    def repaint(self, textures: Textures, time_s: float) -> None:
        closed = self.closed(time_s)
        if closed <= 0:
            return
        for k in self._layers:
            for eye in self._eyes:
                x0, y0, x1, y1 = eye.box
                textures.writable(k)[y0:y1, x0:x1] = _drawn(textures[k], eye, closed)

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""


def _lid(since_s: float) -> float:
    if not 0 < since_s < LASTS_S:
        return 0.0
    if since_s < CLOSE_S:
        return math.sin(math.pi / 2 * since_s / CLOSE_S)
    if since_s < CLOSE_S + HOLD_S:
        return 1.0
    return 0.5 + 0.5 * math.cos(math.pi * (since_s - CLOSE_S - HOLD_S) / OPEN_S)


def _eye(setting: Setting, middle: tuple[float, float], along: NDArray[np.float64], apart: float) -> _Eye:
    height, width = setting.size
    reach_x, reach_y = 0.36 * apart, 0.40 * apart
    x0, x1 = max(0, int(middle[0] - reach_x)), min(width, int(middle[0] + reach_x) + 1)
    y0, y1 = max(0, int(middle[1] - reach_y)), min(height, int(middle[1] + reach_y) + 1)
    y, x = np.mgrid[y0:y1, x0:x1].astype(np.float32) + 0.5
    dx, dy = x - np.float32(middle[0]), y - np.float32(middle[1])
    cos, sin = np.float32(along[0]), np.float32(along[1])
    aside, below = dx * cos + dy * sin, dy * cos - dx * sin
    inset = _centred(setting.scene.photo[y0:y1, x0:x1], aside, below, apart)
    return _Eye(
        box=(x0, y0, x1, y1),
        aside=aside - inset[0],
        below=below - inset[1],
        upright=(float(-sin), float(cos)),
        apart=apart,
    )


def _centred(
    rgb: NDArray[np.uint8], aside: NDArray[np.float32], below: NDArray[np.float32], apart: float
) -> tuple[np.float32, np.float32]:
    """How far the middle of an eye lies from its landmark, aside and below: where detail is, in iris and lashes."""
    grey = cv2.GaussianBlur(rgb.astype(np.float32).mean(axis=2), (0, 0), 0.012 * apart + 0.5)
    detail = np.hypot(*np.gradient(grey)) ** 1.5
    near = (np.abs(aside) < 0.24 * apart) & (np.abs(below - 0.02 * apart) < 0.15 * apart)
    weight = np.where(near, detail, 0)
    total = float(weight.sum()) + 1e-6
    most = 0.05 * apart
    x, y = (float((weight * place).sum()) / total for place in (aside, below))
    return np.float32(np.clip(x, -most, most)), np.float32(np.clip(y, -most, most))


def _drawn(picture: NDArray[np.uint8], eye: _Eye, closed: float) -> NDArray[np.uint8]:
    """[h, w, C]: an eye's box with its lid so far closed."""
    apart = np.float32(eye.apart)
    across = eye.aside / (_HALF_WIDTH * apart)
    arc = np.clip(1 - across**2, 0, 1)
    upper, lower = -_ABOVE * apart * arc, _BELOW * apart * arc
    edge = upper + np.float32(closed) * (lower - upper)
    # Skin from a fixed crease down to the opening is stretched down to the lid's edge.
    crease = upper - _LID * apart
    part = np.clip((eye.below - crease) / np.maximum(edge - crease, 1e-3), 0, None)
    source = np.where(part < 1, crease + part * (upper - crease), eye.below)
    shift = np.where(eye.below > crease, source - eye.below, 0) * (arc > 0)
    drawn = moved(picture, eye.box, (shift * np.float32(eye.upright[0]), shift * np.float32(eye.upright[1])))
    x0, y0, x1, y1 = eye.box
    under = picture[y0:y1, x0:x1]
    # The lid's edge itself is soft, one pixel wide, and casts a little shadow on the eye.
    lid = np.clip(edge - eye.below + 0.5, 0, 1) * (arc > 0) * (eye.below > crease)
    shade = 1 - 0.25 * np.exp(-np.maximum(eye.below - edge, 0) / (0.02 * apart)) * closed * np.sqrt(arc)
    mixed = (
        lid[..., None] * drawn
        + (1 - lid[..., None]) * under * np.where((eye.below > edge) & (eye.below < lower), shade, 1)[..., None]
    )
    return np.asarray(np.clip(mixed + 0.5, 0, 255), dtype=np.uint8)


def _showing(scene: Scene, eyes: Sequence[_Eye]) -> tuple[int, ...]:
    mask = np.zeros(scene.inverse.shape, np.float32)
    for eye in eyes:
        x0, y0, x1, y1 = (edge // MAPS for edge in eye.box)
        cv2.rectangle(mask, (x0, y0), (x1, y1), 1.0, cv2.FILLED)
    return sheets(scene, mask)
