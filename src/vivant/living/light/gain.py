"""Multiplying a picture by a small map of gains: how light that moves is laid on surfaces, cheaply."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_ONE = 256


def gained(
    surface: NDArray[np.uint8], gain: NDArray[np.float32], out: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """A surface [H, W, 3 or 4] (premultiplied) times gains [h, w, 3] of linear light, interpolated between.

    out: where to put it; may be the surface itself. A gain acts on sRGB values by its 1/2.2th power, which is exact
    but for the darkest tones.
    """
    out = np.empty_like(surface) if out is None else out
    codes = np.round(_ONE * np.maximum(gain, 0) ** (1 / 2.2)).astype(np.int32)
    _multiply(surface, np.ascontiguousarray(codes), out)
    return out


@njit(cache=True, nogil=True)
def _multiply(surface: NDArray[np.uint8], gain: NDArray[np.int32], out: NDArray[np.uint8]) -> None:
    rows, columns, channels = surface.shape
    small_rows, small_columns = gain.shape[0], gain.shape[1]
    # One row of gains at a time: [columns, 3] in 24.8 fixed point.
    row = np.empty((small_columns, 3), np.float32)
    for i in range(rows):
        y = min(max((i + 0.5) * small_rows / rows - 0.5, 0.0), small_rows - 1.0)
        r = int(y)
        r1 = min(r + 1, small_rows - 1)
        share = np.float32(y - r)
        level = True
        for c in range(small_columns):
            for k in range(3):
                row[c, k] = gain[r, c, k] + (gain[r1, c, k] - gain[r, c, k]) * share
                level = level and abs(row[c, k] - 256.0) < 0.5
        if level:
            out[i] = surface[i]
            continue
        for j in range(columns):
            x = min(max((j + 0.5) * small_columns / columns - 0.5, 0.0), small_columns - 1.0)
            c = int(x)
            c1 = min(c + 1, small_columns - 1)
            across = np.float32(x - c)
            most = np.int32(surface[i, j, 3]) if channels == 4 else np.int32(255)
            for k in range(3):
                factor = row[c, k] + (row[c1, k] - row[c, k]) * across
                value = np.int32(surface[i, j, k] * factor * np.float32(1 / 256) + np.float32(0.5))
                out[i, j, k] = most if value > most else value
            if channels == 4:
                out[i, j, 3] = surface[i, j, 3]
