"""A plume: steam from a cup, smoke from a chimney; it rises, widens, curls and is gone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.billows import looked_up, tile, turns
from vivant.living.effect import Sight, Textures
from vivant.living.light.changes import within
from vivant.scene import Scene

_ACROSS, _UP = 144, 224
"""Cells of a plume's own canvas."""

_SHADE_CELLS = 5


@dataclass(frozen=True, kw_only=True)
class Vapour:
    """What a plume is made of.

    colour: sRGB. opacity: at its thickest. fullness: of its body, 0..1. wisps: how much its
    sheets stand out from it. folds: how far they curl. rise: heights a
    second. lean: drift sideways in its own heights. height: in widths of its foot. widening: at its top, in feet.
    """

    colour: tuple[float, float, float]
    opacity: float
    fullness: float
    wisps: float
    folds: float
    rise: float
    lean: float
    height: float
    widening: float


STEAM = Vapour(
    colour=(252, 252, 252), opacity=0.78, fullness=0.26, wisps=0.85, folds=1.0, rise=0.30, lean=0.05, height=2.3,
    widening=1.5,
)  # fmt: skip
SMOKE = Vapour(
    colour=(150, 148, 148), opacity=0.80, fullness=0.62, wisps=0.42, folds=1.3, rise=0.16, lean=0.30, height=6.5,
    widening=3.6,
)  # fmt: skip


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
        self._colour = (np.array(vapour.colour) * np.array(light)).astype(np.float32)
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
        density = self._density(time_s)
        shade = _shaded(density)
        left, top = round(x0), round(y0)
        cx0, cy0 = max(0, left), max(0, top)
        cx1, cy1 = min(frame.shape[1], left + columns), min(frame.shape[0], top + rows)
        if cx0 >= cx1 or cy0 >= cy1:
            return
        seen = np.s_[cy0 - top : cy1 - top, cx0 - left : cx1 - left]
        alpha, shade = (
            cv2.resize(one, (columns, rows), interpolation=cv2.INTER_LINEAR)[seen] for one in (density, shade)
        )
        most = shown * self._vapour.opacity * (0.4 + 1.2 * self._strength)
        alpha = np.float32(most) * alpha * self._open(sight, frame.shape, (cx0, cy0, cx1, cy1))
        _laid(frame[cy0:cy1, cx0:cx1], self._colour, np.ascontiguousarray(shade), alpha)

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
        """[_UP, _ACROSS] 0..1, the foot at the bottom: sheets of vapour, brightest where they are seen on edge, which
        noise folds the more, the higher they have risen."""
        vapour, loop_s = self._vapour, self._loop_s
        up = np.linspace(1, 0, _UP, dtype=np.float32)[:, None]
        across = np.linspace(-1, 1, _ACROSS, dtype=np.float32)[None, :] * vapour.widening
        risen = turns(vapour.rise, time_s, loop_s)
        # Without a loop to close, the noise also slides, so that no shape comes again.
        slid = 0.021 * time_s if loop_s is None else 0.0
        broad, fine, slow = self._tiles
        meander = looked_up(slow, 0.06 * across + slid, 0.40 * up - risen)
        sway = 0.42 * up**1.2 * meander + vapour.lean * up * vapour.height * 0.25
        s = ((across - sway) / (0.46 + (vapour.widening - 0.75) * up**0.8)).astype(np.float32)
        folds = vapour.folds * (0.05 + 0.30 * up)
        u = 0.30 * s + slid + 0.5 * folds * looked_up(broad, 0.22 * s + 0.3, 0.45 * up - risen)
        v = 0.42 * up - risen + 0.28 * folds * looked_up(broad, 0.22 * s + 0.7, 0.45 * up - risen + 0.37)
        thick = np.clip(0.75 + 0.4 * looked_up(broad, 0.5 * u + 0.1, v + 0.5), 0.3, 1.3)
        # Where noise crosses zero there are lines, along which a sheet is seen on edge.
        sheets = np.exp(-((2.4 * looked_up(fine, u, v)) ** 2))
        small = np.exp(-((2.8 * looked_up(fine, 2 * u + 0.4, 2 * v + 0.2)) ** 2))
        torn = thick * (vapour.fullness + vapour.wisps * (0.85 * sheets + 0.30 * small))
        ends = np.clip(up / 0.13, 0, 1) * np.clip((1 - up) / 0.7, 0, 1) ** 1.1
        body = np.exp(-2.0 * s**2) * np.clip(torn, 0, 1.3) * ends
        return np.asarray(cv2.GaussianBlur(body.astype(np.float32), (0, 0), 1.2), dtype=np.float32)

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


def _shaded(density: NDArray[np.float32]) -> NDArray[np.float32]:
    """How bright each place of a plume is, about 1: lit from the upper left, its other side in its own shade, which
    is what it is seen by before white."""
    soft = cv2.GaussianBlur(density, (0, 0), 3.0)
    behind = np.roll(soft, (_SHADE_CELLS, _SHADE_CELLS), axis=(0, 1))
    return np.asarray(np.clip(1.0 + 1.3 * (soft - behind) - 0.30 * soft, 0.66, 1.06), dtype=np.float32)


@njit(cache=True, nogil=True)
def _laid(
    part: NDArray[np.uint8], colour: NDArray[np.float32], shade: NDArray[np.float32], alpha: NDArray[np.float32]
) -> None:
    """Lays a shaded colour over a part of a frame, in place."""
    for i in range(part.shape[0]):
        for j in range(part.shape[1]):
            there = min(alpha[i, j], np.float32(0.92))
            if there < np.float32(0.002):
                continue
            for k in range(3):
                value = min(colour[k] * shade[i, j], np.float32(255.0))
                part[i, j, k] = np.uint8(part[i, j, k] + there * (value - part[i, j, k]) + np.float32(0.5))
