"""What an edge shows, carried on beyond it: the structure of what cannot be seen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_SOFTER, _SOFTEST, _SOFTER_BY_PX = 0.08, 0.5, 60.0
"""The blur's standard deviation over the distance from what is known: its least, its most, and the distance over
which it rises by one. The farther in, the less is sure."""

_OCTAVES = 6

_ROW = 4096
"""Places are looked up so many at once: OpenCV's pictures are less than 32768 wide."""


def carry_on(values: NDArray[np.float32], hole: NDArray[np.bool_], source: NDArray[np.bool_]) -> NDArray[np.float32]:
    """[H, W, C]: the values with every place of the hole given what the nearest place of the source shows, averaged
    over a neighbourhood that grows with the distance.

    So a line that ends at the hole runs on into it, softer and softer. There must be some source.
    """
    away, index = cv2.distanceTransformWithLabels(
        (~source).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(source)
    places = np.zeros((int(index.max()) + 1, 2), np.int32)
    places[index[rows, columns]] = np.stack([rows, columns], axis=1)
    at = np.nonzero(hole)
    nearest, far = places[index[at]], away[at]
    sigma_px = far * np.minimum(_SOFTER + far / _SOFTER_BY_PX, _SOFTEST)
    level = np.clip(np.log2(np.maximum(1.6 * sigma_px, 1.0)), 0, _OCTAVES - 1.001).astype(np.float32)
    carried = values.copy()
    carried[at] = _averages(values, source, level, nearest[:, 0], nearest[:, 1])
    # Where two edges' colours meet there would be a ridge.
    carried[at] = _averages(carried, source | hole, level, *at)
    return carried


def _averages(
    values: NDArray[np.float32],
    known: NDArray[np.bool_],
    level: NDArray[np.float32],
    rows: NDArray[np.integer],
    columns: NDArray[np.integer],
) -> NDArray[np.float32]:
    """[N, C] the values around places, averaged over about 2 ** level pixels of what is known (one, at level 0)."""
    answer = np.zeros((len(rows), values.shape[2]), np.float32)
    finer = np.dstack([values * known[..., None], known.astype(np.float32)])
    for k in range(int(np.ceil(level.max(initial=0.0))) + 1):
        share = np.clip(1.0 - np.abs(level - k), 0.0, 1.0)
        use = np.flatnonzero(share > 0)
        if k:
            half = ((finer.shape[1] + 1) // 2, (finer.shape[0] + 1) // 2)
            finer = cv2.GaussianBlur(cv2.resize(finer, half, interpolation=cv2.INTER_AREA), (3, 3), sigmaX=0.7)
        if len(use):
            found = _looked_up(finer, rows[use], columns[use], values.shape[0], values.shape[1])
            answer[use] += share[use, None] * found[:, :-1] / np.maximum(found[:, -1:], 1e-4)
    return answer


def _looked_up(
    picture: NDArray[np.float32], rows: NDArray[np.integer], columns: NDArray[np.integer], height: int, width: int
) -> NDArray[np.float32]:
    """[N, C] a smaller picture at the middles of pixels of the one that is height x width."""
    count = len(rows)
    padding = -count % _ROW
    x = np.pad((columns + 0.5) * (picture.shape[1] / width) - 0.5, (0, padding)).astype(np.float32)
    y = np.pad((rows + 0.5) * (picture.shape[0] / height) - 0.5, (0, padding)).astype(np.float32)
    shape = (-1, _ROW)
    found = cv2.remap(picture, x.reshape(shape), y.reshape(shape), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found.reshape(-1, picture.shape[2])[:count], dtype=np.float32)
