"""A plume: steam from a cup, smoke from a chimney; it rises, widens, curls and is gone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.billows import looked_up, tile, turns
from vivant.living.effect import Sight, Textures
from vivant.living.light.changes import within
from vivant.scene import Scene

_ACROSS, _UP = 96, 160
"""Cells of a plume's own canvas."""


@dataclass(frozen=True, kw_only=True)
class Vapour:
    """What a plume is made of.

    colour: sRGB. opacity: at its thickest. fullness: of its body, 0..1. wisps: how torn it is. rise: heights a
    second. lean: drift sideways in its own heights. height: in widths of its foot. widening: at its top, in feet.
    """

    colour: tuple[float, float, float]
    opacity: float
    fullness: float
    wisps: float
    rise: float
    lean: float
    height: float
    widening: float


STEAM = Vapour(
    colour=(250, 250, 250), opacity=0.60, fullness=0.44, wisps=1.1, rise=0.34, lean=0.04, height=2.3, widening=1.7
)
SMOKE = Vapour(
    colour=(150, 148, 148), opacity=0.80, fullness=0.80, wisps=0.75, rise=0.22, lean=0.30, height=4.5, widening=3.2
)


class Plume:
    """An Effect: vapour that rises from one place of the scene, hidden by what stands before it."""

    overlays = True

    def __init__(
        self,
        scene: Scene,
        vapour: Vapour,
        *,
        foot: tuple[float, float],
        width_px: float,
        light: tuple[float, float, float],
        strength: float,
        start_s: float,
        end_s: float,
        seed: int,
        loop_s: float | None,
    ) -> None:
        """foot: (x, y) in pixels of the scene's photo, where it rises. width_px: there. light: of the scene, 0..1 a
        channel."""
        rows, columns = scene.inverse.shape
        at = scene.inverse[
            int(np.clip(foot[1] * rows / scene.photo.shape[0], 0, rows - 1)),
            int(np.clip(foot[0] * columns / scene.photo.shape[1], 0, columns - 1)),
        ]
        # A little nearer than the surface it rises from, which would otherwise hide it.
        self._q = 1.06 * float(at)
        self._foot = scene.lens.directions(np.array([foot[0]]), np.array([foot[1]]))[0] / self._q
        self._width = width_px / scene.lens.focal_px / self._q
        self._tiles = tuple(tile(seed + k, falling=f) for k, f in enumerate((2.4, 2.1, 2.6)))
        self._colour = np.array(vapour.colour) * np.array(light)
        self._vapour, self._strength = vapour, strength
        self._span, self._loop_s = (start_s, end_s), loop_s

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Nothing: it hangs before the surfaces."""

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws the plume; see Effect."""
        shown = within(self._span, time_s, over_s=2.0)
        place = self._place(sight)
        if shown <= 0 or place is None:
            return
        x0, y0, x1, y1 = place
        columns, rows = round(x1 - x0), round(y1 - y0)
        if columns < 4 or rows < 4:
            return
        density = cv2.resize(self._density(time_s), (columns, rows), interpolation=cv2.INTER_CUBIC)
        left, top = round(x0), round(y0)
        cx0, cy0 = max(0, left), max(0, top)
        cx1, cy1 = min(frame.shape[1], left + columns), min(frame.shape[0], top + rows)
        if cx0 >= cx1 or cy0 >= cy1:
            return
        alpha = np.clip(density[cy0 - top : cy1 - top, cx0 - left : cx1 - left], 0, 1) * (
            shown * self._vapour.opacity
        )
        alpha = alpha * (0.4 + 1.2 * self._strength) * self._open(sight, frame.shape, (cx0, cy0, cx1, cy1))
        part = frame[cy0:cy1, cx0:cx1]
        mixed = part + (self._colour - part) * np.clip(alpha, 0, 0.95)[..., None]
        frame[cy0:cy1, cx0:cx1] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)

    def _place(self, sight: Sight) -> tuple[float, float, float, float] | None:
        """The box of the plume in the frame: x0, y0, x1, y1; None where its foot is not before the camera."""
        local = (self._foot - sight.pose[:3, 3]) @ sight.pose[:3, :3]
        if local[2] < 0.05:
            return None
        x, y = sight.lens.project(local[None])[0]
        width = self._width * sight.lens.focal_px / local[2]
        half = width * self._vapour.widening
        return x - half, y - width * self._vapour.height, x + half, y + 0.15 * width

    def _density(self, time_s: float) -> NDArray[np.float32]:
        """[_UP, _ACROSS] 0..1, the foot at the bottom."""
        vapour, loop_s = self._vapour, self._loop_s
        up = np.linspace(1, 0, _UP, dtype=np.float32)[:, None]
        across = np.linspace(-1, 1, _ACROSS, dtype=np.float32)[None, :] * vapour.widening
        risen = turns(vapour.rise, time_s, loop_s)
        curl = looked_up(self._tiles[2], 0.15 * across, 0.55 * up - risen)
        sway = 0.45 * up**1.2 * curl + vapour.lean * up * vapour.height * 0.25
        width = 0.42 + (vapour.widening - 0.75) * up**0.8
        s = ((across - sway) / width).astype(np.float32)
        body = np.exp(-(s**2) * 2.2)
        # Wisps are drawn out along the way up: noise is stretched along it, and bent by slower noise.
        bend = 0.10 * looked_up(self._tiles[0], 0.3 * s + 0.2, 0.8 * up - risen)
        fine = looked_up(self._tiles[1], 0.30 * s + 2 * bend, 0.30 * up - risen)
        coarse = looked_up(self._tiles[0], 0.16 * s + bend, 0.34 * up - risen + 0.5)
        # Where noise crosses zero there are ridges: strands of vapour.
        strands = np.exp(-((1.7 * fine) ** 2))
        torn = np.clip(vapour.fullness + vapour.wisps * (0.30 * coarse + 0.34 * (strands - 0.45)), 0, 1.4)
        ends = np.clip(up / 0.10, 0, 1) * np.clip((1 - up) / 0.55, 0, 1) ** 1.3
        return np.asarray(cv2.GaussianBlur(body * torn * ends, (0, 0), 1.3), dtype=np.float32)

    def _open(self, sight: Sight, shape: tuple[int, ...], box: tuple[int, int, int, int]) -> NDArray[np.float32]:
        """[h, w] 0..1 over a box of the frame: how much of the plume nothing hides there."""
        rows, columns = sight.inverse.shape
        x0, y0, x1, y1 = box
        to_x, to_y = columns / shape[1], rows / shape[0]
        left, top = int(x0 * to_x), int(y0 * to_y)
        part = sight.inverse[top : max(top + 1, math.ceil(y1 * to_y)), left : max(left + 1, math.ceil(x1 * to_x))]
        near = 1 / max(float(((self._foot - sight.pose[:3, 3]) @ sight.pose[:3, :3])[2]), 1e-3)
        free = np.clip(0.5 + (near - part) / (0.10 * near), 0, 1).astype(np.float32)
        free = cv2.GaussianBlur(free, (0, 0), 1.5)
        return np.asarray(cv2.resize(free, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR), dtype=np.float32)
