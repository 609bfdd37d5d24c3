"""The compiled blur of a moving camera: every pixel the mean of the light along its own way."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import math

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.media import Frame

TILE_PX = 8
"""A field of motion has one value for a square of so many pixels of a frame, and all of them go the same way."""


def _light() -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    """sRGB 0..255 as light 0..65535, and light as sRGB."""
    srgb = np.arange(256) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4) * 65535.0
    levels = np.interp(np.arange(1 << 16), linear, np.arange(256.0))
    return np.round(linear).astype(np.uint16), np.round(levels).astype(np.uint8)


LIGHT_OF, SRGB_OF = _light()


def add_streaks(frame: Frame, motion: NDArray[np.float32], total: NDArray[np.float32]) -> None:
    """Adds the light of a frame [H, W, 3] to `total` [H, W, 3] float32, each pixel drawn out along its motion.

    motion: [ceil(H / 8), ceil(W / 8), 2] pixels from the opening of the shutter to its closing, for each tile.
    """
    pad = math.ceil(float(np.abs(motion).max()) / 2) + 2
    bordered = cv2.copyMakeBorder(frame, pad, pad, pad, pad, cv2.BORDER_REPLICATE)
    light = np.asarray(cv2.LUT(bordered, LIGHT_OF))
    height, width = frame.shape[:2]
    flat = light.reshape(light.shape[0], -1)
    _add_streaks(flat, np.ascontiguousarray(motion, dtype=np.float32), pad, total.reshape(height, 3 * width))


def developed(total: NDArray[np.float32], count: int) -> Frame:
    """The frame whose light is the mean of `count` that were added up."""
    out = np.empty(total.shape, np.uint8)
    _developed(total.ravel(), np.float32(1.0 / count), SRGB_OF, out.ravel())
    return out


@njit(cache=True, nogil=True, fastmath=True)
def _add_streaks(
    light: NDArray[np.uint16], motion: NDArray[np.float32], pad: int, total: NDArray[np.float32]
) -> None:
    """Goes along the longer side of each tile's way pixel by pixel, between two pixels across it. The ends count by
    the part of a pixel that the way covers, so that along an axis this is the exact mean."""
    rows, columns = total.shape[0], total.shape[1] // 3
    for ty in range(motion.shape[0]):
        y0, y1 = ty * TILE_PX, min(rows, (ty + 1) * TILE_PX)
        for tx in range(motion.shape[1]):
            x0, x1 = tx * TILE_PX, min(columns, (tx + 1) * TILE_PX)
            mx, my = motion[ty, tx, 0], motion[ty, tx, 1]
            flat = abs(mx) >= abs(my)
            length = max(abs(mx), abs(my))
            half = max(0.5 * length, 1e-3)
            slope = 0.0 if length < 1e-3 else my / mx if flat else mx / my
            reach = int(half + 0.5)
            for k in range(-reach, reach + 1):
                part = (min(k + 0.5, half) - max(k - 0.5, -half)) / (2.0 * half)
                low = int(np.floor(k * slope))
                far = np.float32((k * slope - low) * part)
                near = np.float32(part) - far
                dx, dy = (k, low) if flat else (low, k)
                sx, sy = (0, 1) if flat else (1, 0)
                start, count = 3 * (x0 + pad + dx), 3 * (x1 - x0)
                for y in range(y0, y1):
                    one = light[y + pad + dy, start : start + count]
                    other = light[y + pad + dy + sy, start + 3 * sx : start + 3 * sx + count]
                    sums = total[y, 3 * x0 : 3 * x0 + count]
                    for i in range(count):
                        sums[i] += near * np.float32(one[i]) + far * np.float32(other[i])


@njit(cache=True, nogil=True)
def _developed(
    total: NDArray[np.float32], scale: np.float32, srgb: NDArray[np.uint8], out: NDArray[np.uint8]
) -> None:
    for i in range(len(out)):
        out[i] = srgb[min(65535, int(total[i] * scale + np.float32(0.5)))]
