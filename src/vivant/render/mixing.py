"""The compiled loops around a blur: pictures of different radii mixed, and a surface taken apart and put together."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.render.discs import SHARP_PX

_MIXED_STEPS = 32
"""Radii are rounded to this many steps a pixel."""


def mixed(
    levels: NDArray[np.uint8], radii: NDArray[np.float32], radius: NDArray[np.float32], out: NDArray[np.uint8]
) -> None:
    """Fills `out` [h, w, C] with pictures [L, h, w, C] of rising radii, mixed to the radius of each pixel; the first
    is the sharp one."""
    steps = np.arange(math.ceil(float(radii[-1]) * _MIXED_STEPS) + 1) / _MIXED_STEPS
    between = np.interp(steps, radii, np.arange(len(radii)))
    lower = np.minimum(between.astype(np.int64), len(radii) - 2)
    parts = np.round(256 * (between - lower)).astype(np.int64)
    _mixed(levels, radius, lower, parts, out)


@njit(cache=True, nogil=True)
def _mixed(
    levels: NDArray[np.uint8],
    radius: NDArray[np.float32],
    lower: NDArray[np.int64],
    parts: NDArray[np.int64],
    out: NDArray[np.uint8],
) -> None:
    rows, columns, channels = out.shape
    last = len(lower) - 1
    for y in range(rows):
        for x in range(columns):
            step = min(last, int(radius[y, x] * np.float32(_MIXED_STEPS) + np.float32(0.5)))
            part = np.int32(parts[step])
            near, far = levels[lower[step], y, x], levels[lower[step] + 1, y, x]
            for c in range(channels):
                difference = np.int32(far[c]) - np.int32(near[c])
                out[y, x, c] = np.int32(near[c]) + ((difference * part + np.int32(128)) >> np.int32(8))


@njit(cache=True, nogil=True)
def laid_together(
    behind: NDArray[np.uint8],
    before: NDArray[np.uint8],
    sharp: NDArray[np.uint8],
    behind_px: NDArray[np.float32],
    before_px: NDArray[np.float32],
    out: NDArray[np.uint8],
    first: int,
    last: int,
) -> None:
    """Lays `before` [H, W, 4] over `behind` [H, W, 3] in rows of `out` [H, W, C], which keeps what it shows where all
    that shows there is in focus. sharp: `before` as it was."""
    for y in range(first, last):
        for x in range(out.shape[1]):
            alpha = np.int32(before[y, x, 3])
            clear = np.int32(sharp[y, x, 3])
            if alpha == clear and (
                (alpha == 255 and before_px[y, x] <= SHARP_PX) or (alpha == 0 and behind_px[y, x] <= SHARP_PX)
            ):
                continue
            if alpha == clear and behind_px[y, x] <= SHARP_PX and before_px[y, x] <= SHARP_PX:
                continue
            for c in range(3):
                value = np.int32(before[y, x, c]) + (np.int32(behind[y, x, c]) * (255 - alpha) + 127) // 255
                out[y, x, c] = 255 if value > 255 else value


@njit(cache=True, nogil=True)
def paint_planes(
    surface: NDArray[np.uint8],
    own: NDArray[np.uint8],
    behind: NDArray[np.uint8],
    before: NDArray[np.uint8],
    first: int,
    last: int,
) -> None:
    """Puts what is new in rows of a surface [H, W, C], against what it was, on its two planes: on `before` [H, W, 4]
    as far as that covers it, and on `behind` [H, W, 3] where that shows."""
    for y in range(first, last):
        for x in range(surface.shape[1]):
            if (
                surface[y, x, 0] == own[y, x, 0]
                and surface[y, x, 1] == own[y, x, 1]
                and surface[y, x, 2] == own[y, x, 2]
            ):
                continue
            alpha = np.int32(before[y, x, 3])
            for c in range(3):
                level = np.int32(surface[y, x, c])
                before[y, x, c] = (level * alpha + 127) // 255
                if alpha < 128:
                    behind[y, x, c] = level
