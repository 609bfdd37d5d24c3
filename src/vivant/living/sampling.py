"""Pictures looked up between their pixels: as sharp as cubic sampling, at the price of linear."""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.regions import Box
from vivant.living.setting import Map
from vivant.scene.scene import MAPS


class Doubled:
    """A box of a picture with a place between every two pixels: linear sampling of it comes near cubic sampling of
    the picture, and is exact at pixels. Four channels, the fourth 255 where the picture has three: OpenCV samples
    those more than twice as fast."""

    def __init__(self, picture: NDArray[np.uint8], box: Box) -> None:
        x0, y0, x1, y1 = box
        part = picture[y0:y1, x0:x1]
        if part.shape[2] == 3:
            part = cv2.cvtColor(part, cv2.COLOR_RGB2RGBA)
        wide = cv2.copyMakeBorder(part, 1, 2, 1, 2, cv2.BORDER_REFLECT_101)
        right = np.empty((wide.shape[0], part.shape[1], 4), np.uint8)
        _halfway(wide.reshape(wide.shape[0], -1), 4, right.reshape(wide.shape[0], -1))
        whole = np.ascontiguousarray(wide[:, 1:-2])
        self._double = np.empty((2 * part.shape[0], 2 * part.shape[1], 4), np.uint8)
        pixels = self._double.view(np.uint32)[..., 0]
        for column, rows in enumerate((whole, right)):
            below = np.empty_like(whole[1:-2])
            _halfway(rows.reshape(1, -1), rows[0].size, below.reshape(1, -1))
            pixels[::2, column::2] = rows[1:-2].view(np.uint32)[..., 0]
            pixels[1::2, column::2] = below.view(np.uint32)[..., 0]
        self._at = x0, y0

    def moved(self, box: Box, across: Map, down: Map) -> NDArray[np.uint8]:
        """[h, w, 4]: a box of the picture, each pixel taken from as far aside and down as the shifts say.

        across, down: maps over whole cells, of which the first lies at the box's upper left corner.
        """
        x0, y0, x1, y1 = box
        left, top = x0 - self._at[0], y0 - self._at[1]
        columns, rows = np.empty((2, y1 - y0, x1 - x0), np.float32)
        _spread(across, 2.0, 2.0 * left, (0.0, 2.0), columns)
        _spread(down, 2.0, 2.0 * top, (2.0, 0.0), rows)
        return np.asarray(
            cv2.remap(self._double, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101),
            dtype=np.uint8,
        )


class Doubles:
    """A box of some of a scene's surfaces, doubled once for all frames in which nothing has painted there."""

    def __init__(self, surfaces: tuple[NDArray[np.uint8], ...], layers: tuple[int, ...], box: Box) -> None:
        self._of, self._box = surfaces, box
        self._ready = {k: Doubled(surfaces[k], box) for k in layers}

    def unchanged(self, layer: int, picture: NDArray[np.uint8]) -> bool:
        """Whether a layer's picture is as it was, within the box."""
        x0, y0, x1, y1 = self._box
        was = self._of[layer]
        return picture is was or cv2.norm(picture[y0:y1, x0:x1], was[y0:y1, x0:x1], cv2.NORM_INF) == 0

    def of(self, layer: int, picture: NDArray[np.uint8]) -> Doubled:
        """A layer's picture as it is now, doubled."""
        return self._ready[layer] if self.unchanged(layer, picture) else Doubled(picture, self._box)


def spread(cells: Map, shape: tuple[int, int]) -> NDArray[np.float32]:
    """[h, w]: a map's cells at single pixels, linearly between their middles."""
    pixels = np.empty(shape, np.float32)
    _spread(cells, 1.0, 0.0, (0.0, 0.0), pixels)
    return pixels


@njit(cache=True, nogil=True)
def _spread(cells: Map, times: float, start: float, slope: tuple[float, float], pixels: NDArray[np.float32]) -> None:
    """Fills pixels with `times` a map's value there, plus `start`, plus `slope` for each row and column."""
    rows, columns = cells.shape
    along = np.empty(pixels.shape[1], np.float32)
    here = np.empty(pixels.shape[1], np.uint32)
    for j in range(pixels.shape[1]):
        place = min(max((j + 0.5) / MAPS - 0.5, 0.0), columns - 1.0)
        here[j] = min(int(place), max(columns - 2, 0))
        along[j] = place - here[j]
    line = np.empty(columns + 1, np.float32)
    for i in range(pixels.shape[0]):
        place = min(max((i + 0.5) / MAPS - 0.5, 0.0), rows - 1.0)
        above = int(place)
        below, low = min(above + 1, rows - 1), np.float32(place - above)
        for j in range(columns):
            line[j] = np.float32(times) * (cells[above, j] + (cells[below, j] - cells[above, j]) * low)
        line[columns] = line[columns - 1]
        first = np.float32(start + slope[0] * i)
        for j in range(pixels.shape[1]):
            at = here[j]
            ramp = first + np.float32(slope[1]) * np.float32(np.int32(j))
            pixels[i, j] = ramp + line[at] + (line[at + np.uint32(1)] - line[at]) * along[j]


@njit(cache=True, nogil=True)
def _halfway(lines: NDArray[np.uint8], step: int, between: NDArray[np.uint8]) -> None:
    """Fills what lies halfway between the second and the third of every four bytes `step` apart (Catmull-Rom)."""
    for i in range(between.shape[0]):
        line, filled = lines[i], between[i]
        first, second, third, fourth = line[0:], line[step:], line[2 * step :], line[3 * step :]
        for j in range(filled.shape[0]):
            near, far = np.int32(second[j]) + np.int32(third[j]), np.int32(first[j]) + np.int32(fourth[j])
            value = (np.int32(9) * near - far + np.int32(8)) >> np.int32(4)
            filled[j] = np.uint8(min(max(value, np.int32(0)), np.int32(255)))
