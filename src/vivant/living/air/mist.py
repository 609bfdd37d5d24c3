"""Mist, haze and smoke in the air: thicker with distance, in banks that drift."""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.billows import looked_up, tile, turns
from vivant.living.effect import Textures
from vivant.living.light.changes import Repainting, within
from vivant.scene import Scene

_GRID = 2
"""Map cells to a cell of the veil."""


class Mist(Repainting):
    """An Effect: what is far fades into the air, by Koschmieder's law, and the air is not the same everywhere."""

    def __init__(
        self,
        scene: Scene,
        *,
        colour: tuple[float, float, float],
        density: float,
        unevenness: float,
        low: float,
        start_s: float,
        end_s: float,
        seed: int,
        loop_s: float | None,
    ) -> None:
        """colour: of the air, sRGB 0..255. density: how much of what lies at the photo's median distance is lost in
        it, 0..1. unevenness: of its banks. low: 0 everywhere alike to 1 near the ground only."""
        rows, columns = (max(2, n // _GRID) for n in scene.inverse.shape)
        surfaces = [layer.inverse for layer in scene.layers] or [scene.inverse]
        self._far = [_distance(inverse, (columns, rows)) for inverse in surfaces]
        y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
        self._low = 1 - low * (1 - np.clip((y - 0.25) / 0.5, 0, 1) ** 1.5)
        self._u, self._v = np.meshgrid(
            np.linspace(0, columns / rows, columns, dtype=np.float32) * 0.35,
            np.linspace(0, 0.5, rows, dtype=np.float32),
        )
        self._tiles = (tile(seed, falling=2.6), tile(seed + 1, falling=2.2))
        self._colour = np.array(colour, dtype=np.float32)
        self._density = -np.log(1 - min(0.95, density))
        self._uneven, self._span, self._loop_s = unevenness, (start_s, end_s), loop_s

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Veils the surfaces; see Effect."""
        shown = within(self._span, time_s, over_s=2.0)
        if shown <= 0:
            return
        for layer in range(len(textures)):
            # Banks near by pass faster than those far off.
            pace = 0.5 + 0.9 / np.maximum(self._far[layer], 0.5)
            drift, slow = turns(0.03, time_s, self._loop_s), turns(-0.018, time_s, self._loop_s)
            if self._loop_s is not None:
                pace = np.ones_like(pace)
            banks = looked_up(self._tiles[0], self._u + drift * pace, self._v)
            banks += 0.5 * looked_up(self._tiles[1], 2 * self._u + slow, 2 * self._v + 0.3)
            thick = shown * self._density * self._far[layer] * self._low * np.exp(self._uneven * banks)
            lost = (1 - np.exp(-thick)).astype(np.float32)
            veiled = np.empty_like(textures[layer])
            _veil(textures[layer], lost, self._colour, veiled)
            textures[layer] = veiled


def _distance(inverse: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Distances at a small size; bounded, since the sky is not endlessly thick."""
    small = cv2.resize(inverse, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.minimum(1 / np.maximum(small, 1e-3), 4.0), dtype=np.float32)


@njit(cache=True, nogil=True)
def _veil(
    surface: NDArray[np.uint8], lost: NDArray[np.float32], colour: NDArray[np.float32], out: NDArray[np.uint8]
) -> None:
    """A premultiplied surface seen through air: `lost` [h, w] of it becomes `colour`, interpolated between."""
    rows, columns, channels = surface.shape
    small_rows, small_columns = lost.shape
    row = np.empty(small_columns, np.float32)
    for i in range(rows):
        y = min(max((i + 0.5) * small_rows / rows - 0.5, 0.0), small_rows - 1.0)
        r = int(y)
        r1 = min(r + 1, small_rows - 1)
        share = np.float32(y - r)
        for c in range(small_columns):
            row[c] = lost[r, c] + (lost[r1, c] - lost[r, c]) * share
        for j in range(columns):
            alpha = np.float32(surface[i, j, 3]) if channels == 4 else np.float32(255.0)
            if channels == 4:
                out[i, j, 3] = surface[i, j, 3]
            x = min(max((j + 0.5) * small_columns / columns - 0.5, 0.0), small_columns - 1.0)
            c = int(x)
            c1 = min(c + 1, small_columns - 1)
            part = row[c] + (row[c1] - row[c]) * np.float32(x - c)
            for k in range(3):
                own = np.float32(surface[i, j, k])
                air = colour[k] * alpha * np.float32(1 / 255)
                out[i, j, k] = np.uint8(own + (air - own) * part + np.float32(0.5))
