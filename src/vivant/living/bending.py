"""What bends and returns: a region's places shifted by a few modes of motion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.living.clock import Span
from vivant.living.effect import Sight, Textures
from vivant.living.regions import Box
from vivant.living.sheets import clipped, fine, moved, sheets
from vivant.living.setting import Map
from vivant.scene import Scene
from vivant.scene.scene import MAPS


@dataclass(frozen=True, kw_only=True)
class Mode:
    """A wave of shifts through a map of the scene.

    across, down: [h, w] pixels of the scene at its crest. phase: [h, w] radians by which each place lags.
    hz: how often; brought to a whole number of times in the period in which a shot's modes close.
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
        x0, y0, x1, y1 = (edge // MAPS for edge in (*self._box[:2], *(edge + MAPS - 1 for edge in self._box[2:])))
        # sin(w t - phase) = sin(w t) cos(phase) - cos(w t) sin(phase): two still maps a mode and axis.
        still = [
            (axis * np.cos(mode.phase), -axis * np.sin(mode.phase))
            for axes in ("across", "down")
            for mode in modes
            for axis in (np.where(touched > 0, getattr(mode, axes), 0),)
        ]
        parts = np.stack([part[y0:y1, x0:x1] for pair in still for part in pair]).astype(np.float32)
        self._shape = parts.shape[1:]
        self._still = np.ascontiguousarray(parts.reshape(2, 2 * len(modes), -1))
        period_s = span.period_s
        self._turns = 2 * np.pi * np.array([max(1, round(mode.hz * period_s)) for mode in modes]) / period_s

    def shift(self, time_s: float) -> NDArray[np.float32]:
        """[2, h, w] pixels of the scene: where each place of the box looks for its colour, aside and down."""
        angle = self._turns * self._span.wrapped(time_s)
        weight = np.stack([np.sin(angle), np.cos(angle) - 1.0], axis=1).reshape(-1)
        weight = (self._span.presence(time_s) * weight).astype(np.float32)
        return np.asarray(-(weight @ self._still).reshape(2, *self._shape), dtype=np.float32)

    def repaint(self, textures: Textures, time_s: float) -> None:
        across, down = self.shift(time_s)
        if max(float(np.abs(across).max()), float(np.abs(down).max())) < 0.02:
            return
        x0, y0, x1, y1 = self._box
        inner = (0, 0, x1 - x0, y1 - y0)
        for k in self._layers:
            drawn = moved(textures[k], self._box, (fine(across, inner), fine(down, inner)))
            textures.writable(k)[y0:y1, x0:x1] = drawn

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""


def box_of(mask: Map) -> Box:
    """x0, y0, x1, y1 in pixels of the scene around all that a map marks."""
    rows, columns = np.flatnonzero(mask.max(axis=1) > 0), np.flatnonzero(mask.max(axis=0) > 0)
    if not len(rows):
        return (0, 0, MAPS, MAPS)
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    return (x0 * MAPS, y0 * MAPS, x1 * MAPS, y1 * MAPS)
