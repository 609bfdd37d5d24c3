"""What bends and returns: a region's places shifted by a few modes of motion."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.living.clock import Span
from vivant.living.effect import Sight, Textures
from vivant.living.regions import Box
from vivant.living.sampling import Doubles
from vivant.living.setting import Map
from vivant.living.sheets import clipped, fine, parts, sheets
from vivant.scene import Scene
from vivant.scene.scene import MAPS


@dataclass(frozen=True, kw_only=True)
class Mode:
    """A wave of shifts through a map of the scene.

    across, down: [h, w] pixels of the scene at its crest. phase: [h, w] radians by which each place lags.
    hz: how often; brought to a whole number of times in the period in which a shot's modes close. 0 is a pose: taken
    as the span begins, held, and left as it ends.
    """

    across: Map
    down: Map
    phase: Map
    hz: float


class Bending:
    """An Effect: everything about a place is shifted by the sum of some modes, less what that is at the start, so
    that the picture begins as it is. What no mode shifts is not touched."""

    overlays = False

    def __init__(self, scene: Scene, modes: tuple[Mode, ...], *, span: Span, mask: Map | None = None) -> None:
        """mask: [h, w] which of the scene's surfaces take part; by default wherever something moves."""
        reach = sum(
            (np.hypot(mode.across, mode.down) for mode in modes), start=np.zeros(scene.inverse.shape, np.float32)
        )
        touched = np.asarray(reach > 0.02, dtype=np.float32)
        self._layers = sheets(scene, touched if mask is None else mask)
        self._box = clipped(box_of(touched), scene, spare=MAPS)
        self._span = span
        self._parts = parts((fine(touched, self._box) > 0).astype(np.uint8))
        seen = clipped(self._box, scene, spare=2 * math.ceil(float(reach.max())) + 2)
        self._doubles = Doubles(scene.surfaces, self._layers, seen)
        x0, y0, x1, y1 = (edge // MAPS for edge in (*self._box[:2], *(edge + MAPS - 1 for edge in self._box[2:])))
        # sin(w t - phase) = sin(w t) cos(phase) - cos(w t) sin(phase): two still maps a mode and axis.
        still = [
            (axis * np.cos(mode.phase), -axis * np.sin(mode.phase))
            for axes in ("across", "down")
            for mode in modes
            for axis in (np.where(touched > 0, getattr(mode, axes), 0),)
        ]
        maps = np.stack([part[y0:y1, x0:x1] for pair in still for part in pair]).astype(np.float32)
        self._shape = maps.shape[1:]
        self._still = np.ascontiguousarray(maps.reshape(2, 2 * len(modes), -1))
        period_s = span.period_s
        self._turns = 2 * np.pi * np.array([max(1, round(mode.hz * period_s)) for mode in modes]) / period_s
        self._posed = np.array([mode.hz == 0 for mode in modes])

    def shift(self, time_s: float) -> NDArray[np.float32]:
        """[2, h, w] pixels of the scene: where each place of the box looks for its colour, aside and down."""
        angle = self._turns * self._span.wrapped(time_s)
        sines = np.where(self._posed, 1.0, np.sin(angle)), np.where(self._posed, 0.0, np.cos(angle) - 1.0)
        weight = np.stack(sines, axis=1).reshape(-1)
        weight = (self._span.presence(time_s) * weight).astype(np.float32)
        return np.asarray(-(weight @ self._still).reshape(2, *self._shape), dtype=np.float32)

    def repaint(self, textures: Textures, time_s: float) -> None:
        across, down = self.shift(time_s)
        if max(float(np.abs(across).max()), float(np.abs(down).max())) < 0.02:
            return
        x0, y0 = self._box[:2]
        for k in self._layers:
            source = self._doubles.of(k, textures[k])
            own = textures.writable(k)
            for left, top, right, bottom in self._parts:
                cells = np.s_[top // MAPS : -(-bottom // MAPS), left // MAPS : -(-right // MAPS)]
                box = (x0 + left, y0 + top, x0 + right, y0 + bottom)
                drawn = source.moved(box, across[cells], down[cells])
                own[box[1] : box[3], box[0] : box[2]] = drawn[..., : own.shape[2]]

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""


def box_of(mask: Map) -> Box:
    """x0, y0, x1, y1 in pixels of the scene around all that a map marks."""
    rows, columns = np.flatnonzero(mask.max(axis=1) > 0), np.flatnonzero(mask.max(axis=0) > 0)
    if not len(rows):
        return (0, 0, MAPS, MAPS)
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    return (x0 * MAPS, y0 * MAPS, x1 * MAPS, y1 * MAPS)
