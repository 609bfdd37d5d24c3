"""The surfaces of a scene that show a region, and drawing them anew within it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.regions import Box
from vivant.living.setting import Map
from vivant.scene import Scene
from vivant.scene.scene import MAPS

_LEAST_SHOWN = 0.05
"""A layer takes part where it shows this share of a region."""

_BAND_PX = 64

Shift = tuple[NDArray[np.float32], NDArray[np.float32]]
"""How far each pixel of a box looks aside for its colour: columns and rows."""


def sheets(scene: Scene, mask: Map) -> tuple[int, ...]:
    """The layers that show a region [h, w], a map of the scene; the photo alone where there are none."""
    if not scene.layers:
        return (0,)
    rows, columns = mask.shape
    left = np.ones((rows, columns), np.float32)
    shown = []
    for k in reversed(range(len(scene.layers))):
        alpha = cv2.resize(scene.layers[k].rgba[..., 3], (columns, rows), interpolation=cv2.INTER_AREA) / np.float32(
            255
        )
        if float((left * alpha * mask).sum()) > _LEAST_SHOWN * float(mask.sum()):
            shown.append(k)
        left = left * (1 - alpha)
    return tuple(sorted(shown))


def fine(coarse: Map, box: Box) -> NDArray[np.float32]:
    """A map over a box, at the scene's own resolution; the box begins and ends on whole cells of the map."""
    x0, y0, x1, y1 = box
    return np.asarray(
        cv2.resize(
            coarse[y0 // MAPS : -(-y1 // MAPS), x0 // MAPS : -(-x1 // MAPS)], (x1 - x0, y1 - y0),
            interpolation=cv2.INTER_LINEAR,
        ),
        dtype=np.float32,
    )  # fmt: skip


def moved(
    picture: NDArray[np.uint8], box: Box, shift: Shift, interpolation: int = cv2.INTER_CUBIC
) -> NDArray[np.uint8]:
    """[h, w, C]: a picture in a box, each pixel taken from where its shift points; what is not shifted is exact."""
    x0, y0, x1, y1 = box
    columns = np.arange(x0, x1, dtype=np.float32)
    rows = np.arange(y0, y1, dtype=np.float32)
    return np.asarray(
        cv2.remap(
            picture, shift[0] + columns[None, :], shift[1] + rows[:, None], interpolation,
            borderMode=cv2.BORDER_REFLECT_101,
        ),
        dtype=np.uint8,
    )  # fmt: skip


def parts(weight: NDArray[np.uint8]) -> tuple[Box, ...]:
    """x0, y0, x1, y1 of bands that hold all of a weight, each as narrow as it is there, beginning on whole cells."""
    found = []
    for top in range(0, weight.shape[0], _BAND_PX):
        columns = np.flatnonzero(weight[top : top + _BAND_PX].max(axis=0))
        if len(columns):
            bottom = min(top + _BAND_PX, weight.shape[0])
            # A band in two halves is drawn as two: there may be much between them.
            breaks = np.flatnonzero(np.diff(columns) > _BAND_PX)
            starts, ends = np.append(0, breaks + 1), np.append(breaks, len(columns) - 1)
            found += [
                (int(columns[a]) // MAPS * MAPS, top, int(columns[b]) + 1, bottom)
                for a, b in zip(starts, ends, strict=True)
            ]
    return tuple(found)


def clipped(box: Box, scene: Scene, spare: int = 0) -> Box:
    """The box, larger by `spare` on every side, within the scene and on whole cells of its maps."""
    height, width = scene.photo.shape[:2]
    x0, y0 = (max(0, (edge - spare) // MAPS * MAPS) for edge in box[:2])
    x1 = min(width, -(-(box[2] + spare) // MAPS) * MAPS)
    y1 = min(height, -(-(box[3] + spare) // MAPS) * MAPS)
    return x0, y0, x1, y1
