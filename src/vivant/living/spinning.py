"""Round things that turn about their middle."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.living.clock import Span
from vivant.living.effect import Sight, Textures
from vivant.living.regions import NotFound, Region
from vivant.living.sheets import clipped, moved, sheets
from vivant.scene import Scene
from vivant.scene.scene import MAPS

_LEAST_ROUND = 0.84
"""A thing may spin where it and the circle of its size share this much of all that either covers."""

_TURN_S = 6.0
_RIM = 0.06


class Spinning:
    """An Effect: what lies within the circle of a round thing turns; its rim fades into what stands still."""

    overlays = False

    def __init__(self, scene: Scene, region: Region, *, strength: float, clockwise: bool, span: Span) -> None:
        """Raises NotFound where the region is not round: what else turns would show its other side."""
        solid = region.mask > 0.5
        rows, columns = np.nonzero(solid)
        self._middle = (float(columns.mean()) + 0.5) * MAPS, (float(rows.mean()) + 0.5) * MAPS
        self._radius = math.sqrt(solid.sum() / math.pi) * MAPS
        y, x = np.mgrid[0 : solid.shape[0], 0 : solid.shape[1]]
        away = np.hypot((x + 0.5) * MAPS - self._middle[0], (y + 0.5) * MAPS - self._middle[1])
        circle = away < self._radius
        if (circle & solid).sum() < _LEAST_ROUND * (circle | solid).sum():
            raise NotFound("not_round")
        self._layers = sheets(scene, np.asarray(circle, dtype=np.float32))
        left, top, radius = self._middle[0], self._middle[1], self._radius
        around = (int(left - radius), int(top - radius), math.ceil(left + radius), math.ceil(top + radius))
        self._box = clipped(around, scene)
        self._turn_s = span.cycles(_TURN_S / max(2 * strength, 0.1))
        self._sign = 1.0 if clockwise else -1.0
        self._span = span
        x0, y0, x1, y1 = self._box
        down, across = np.mgrid[y0:y1, x0:x1].astype(np.float32) + 0.5
        self._across, self._down = across - np.float32(left), down - np.float32(top)
        rim = (radius - np.hypot(self._across, self._down)) / (_RIM * radius)
        self._weight = np.clip(rim, 0.0, 1.0)[..., None].astype(np.float32)

    def repaint(self, textures: Textures, time_s: float) -> None:
        angle = self._sign * 2 * math.pi * self._span.gone(time_s) / self._turn_s
        if angle % (2 * math.pi) == 0:
            return
        cos, sin = np.float32(math.cos(angle)), np.float32(math.sin(angle))
        shift = (
            self._across * (cos - 1) + self._down * sin,
            self._down * (cos - 1) - self._across * sin,
        )
        x0, y0, x1, y1 = self._box
        for k in self._layers:
            drawn = moved(textures[k], self._box, shift)
            part = textures.writable(k)[y0:y1, x0:x1]
            part[...] = (part + self._weight * (drawn.astype(np.float32) - part) + 0.5).astype(np.uint8)

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""
