"""Wet ground: what rain does to the floor that it falls on."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.effect import Sight, Textures
from vivant.living.light.changes import within
from vivant.living.regions import Region
from vivant.living.sheets import clipped, fine, sheets
from vivant.scene import Scene
from vivant.scene.scene import MAPS

_DARKER = 0.70
"""What is wet sends back so much of the light that it did when dry."""

_GLOSS_NEAR, _GLOSS_FAR = 0.10, 0.34
"""How much of what stands beyond it wet ground mirrors: the flatter it is seen, the more."""

_RING_S, _EVERY_S = 0.55, 2.0
"""A ring lasts so long; drops fall in a pattern that comes again after about so long."""

_DROPS = 420
_RING_WIDTHS = 0.016
"""The radius of the nearest rings as they fade, in widths of the picture."""


class WetGround:
    """An Effect: ground that is darker, mirrors a little of what stands beyond it, and rings where drops fall.

    Rings are circles on a level floor: flattened as the floor is where they lie, smaller with its distance. Each drop
    falls where and when its seed says, and again after a period that fits a loop.
    """

    overlays = False

    def __init__(self, scene: Scene, mask: NDArray[np.float32], *, strength: float, start_s: float, end_s: float,
                 seed: int, loop_s: float | None) -> None:  # fmt: skip
        """mask: [h, w] in 0..1, the ground, a map of the scene with something in it."""
        region = Region(mask=mask, kind="ground")
        self._layers = sheets(scene, mask)
        self._box = clipped(region.box, scene)
        self._span, self._loop_s = (start_s, end_s), loop_s
        x0, y0, x1, y1 = self._box
        shape = (y1 - y0, x1 - x0)
        far = 1 - np.linspace(0, 1, shape[0], dtype=np.float32)[:, None]
        weight = np.clip(fine(mask, self._box), 0, 1) * np.float32(0.55 + 0.45 * min(1.0, 2 * strength))
        gloss = weight * (_GLOSS_NEAR + (_GLOSS_FAR - _GLOSS_NEAR) * far**1.5)
        self._keep = (1 - weight * np.float32(1 - _DARKER)) * (1 - gloss)
        self._mirrored = (_mirrored(scene.photo, self._box, mask) * gloss[..., None]).astype(np.float32)
        self._weight = weight
        self._drops = _drops(scene, mask, self._box, round(_DROPS * min(1.0, 0.3 + strength)), seed)
        period_s = _EVERY_S if loop_s is None else loop_s / max(1, round(loop_s / _EVERY_S))
        self._period_s = max(period_s, _RING_S)

    def repaint(self, textures: Textures, time_s: float) -> None:
        shown = within(self._span, time_s, over_s=1.5)
        if shown <= 0:
            return
        x0, y0, x1, y1 = self._box
        rings = self._rings(time_s)
        for k in self._layers:
            _wetted(textures.writable(k)[y0:y1, x0:x1], self._keep, self._mirrored, rings, shown)

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""

    def _rings(self, time_s: float) -> NDArray[np.float32]:
        """[h, w] how much lighter or darker the rings make the ground."""
        light = np.zeros(self._weight.shape, np.uint8)
        dark = np.zeros_like(light)
        for x, y, radius, flat, begins in self._drops:
            age = math.fmod(time_s / self._period_s + begins, 1.0) * self._period_s / _RING_S
            if age >= 1:
                continue
            wide = radius * (0.15 + 0.85 * math.sqrt(age))
            size = (max(1, round(16 * wide)), max(1, round(16 * wide * flat)))
            bright = round(255 * (1 - age) ** 1.5)
            for picture, lower in ((light, 0.0), (dark, 1.0)):
                at = (round(16 * x), round(16 * (y + lower)))
                cv2.ellipse(picture, at, size, 0, 0, 360, bright, 1, cv2.LINE_AA, 4)
        return np.asarray((light.astype(np.float32) - 0.8 * dark) * self._weight * 0.26, dtype=np.float32)


def _mirrored(photo: NDArray[np.uint8], box: tuple[int, int, int, int], mask: NDArray[np.float32]) -> NDArray[Any]:
    """[h, w, 3]: what a rough mirror on the ground shows: in each column, what stands above the ground's upper rim,
    upside down, drawn out downward."""
    x0, y0, x1, y1 = box
    solid = mask[:, x0 // MAPS : -(-x1 // MAPS)] > 0.5
    rim = np.where(solid.any(axis=0), solid.argmax(axis=0), y0 // MAPS).astype(np.float32)
    rim = cv2.resize(cv2.blur(rim[None], (15, 1)), (x1 - x0, 1), interpolation=cv2.INTER_LINEAR)[0] * MAPS
    rows = np.arange(y0, y1, dtype=np.float32)[:, None]
    source = np.clip(rim[None] - 0.8 * np.abs(rows - rim[None]), 0, photo.shape[0] - 1)
    columns = np.broadcast_to(np.arange(x0, x1, dtype=np.float32)[None], source.shape)
    shown = cv2.remap(photo, np.ascontiguousarray(columns), source, cv2.INTER_LINEAR)
    spread = max(3, photo.shape[0] // 40)
    return np.asarray(cv2.GaussianBlur(shown, (0, 0), 0.15 * spread, sigmaY=spread), dtype=np.float32)


def _drops(
    scene: Scene, mask: NDArray[np.float32], box: tuple[int, int, int, int], count: int, seed: int
) -> NDArray[np.float64]:
    """[n, 5]: of each drop its place in the box, its ring's largest radius, how flat that is, and when in its period
    it falls. Drops are as dense on the ground itself everywhere, so the denser in the picture, the farther."""
    rows, columns = np.nonzero(mask > 0.5)
    inverse = scene.inverse[rows, columns].astype(np.float64)
    near = max(float(np.quantile(inverse, 0.95)), 1e-6)
    size = np.clip(inverse / near, 0.12, 1.0)
    generator = np.random.default_rng([seed, 0xD20])
    chosen = generator.choice(len(rows), size=count, p=size**-2 / (size**-2).sum())
    within_cell = generator.uniform(0, MAPS, (2, count))
    x = columns[chosen] * MAPS + within_cell[0] - box[0]
    y = rows[chosen] * MAPS + within_cell[1] - box[1]
    # A level floor a distance below the eye: flat by that over how far it is, which is how far below the horizon.
    middle = scene.lens.directions(np.array([0.0, 0.0]), np.array([0.0, 1.0]))
    slope = abs(float(middle[1, 1] - middle[0, 1]))
    below = (y + box[1]) * slope + float(middle[0, 1])
    flat = np.clip(below, 0.14, 0.6)
    radius = _RING_WIDTHS * scene.size.width * size[chosen] * generator.uniform(0.6, 1.0, count)
    return np.stack([x, y, radius, flat, generator.uniform(0, 1, count)], axis=1)


@njit(cache=True, nogil=True)
def _wetted(
    part: NDArray[np.uint8],
    keep: NDArray[np.float32],
    mirrored: NDArray[np.float32],
    rings: NDArray[np.float32],
    shown: float,
) -> None:
    """Wets a part in place; a premultiplied part by its alpha."""
    wet = np.float32(shown)
    for i in range(part.shape[0]):
        for j in range(part.shape[1]):
            kept = np.float32(1.0) - wet * (np.float32(1.0) - keep[i, j])
            if kept >= np.float32(0.9999):
                continue
            there, most = wet, np.float32(255.0)
            if part.shape[2] == 4:
                most = np.float32(part[i, j, 3])
                there = wet * most * np.float32(1 / 255)
            for k in range(3):
                value = kept * np.float32(part[i, j, k]) + there * (mirrored[i, j, k] + rings[i, j])
                part[i, j, k] = np.uint8(min(max(value, np.float32(0.0)), most))
