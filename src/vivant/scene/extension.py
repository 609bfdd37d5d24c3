"""What lies beyond the photo's border: its edge mirrored, losing detail with distance."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_SOFTNESS = (0.0, 0.003, 0.008, 0.02)
"""Blur radii, as shares of the long side, that the border passes through on its way out."""

_WAY_OUT = 0.16
"""The share of the long side over which it gets there."""


def extend(rgb: NDArray[np.uint8], left: int, top: int, right: int, bottom: int) -> NDArray[np.uint8]:
    """[H + top + bottom, W + left + right, 3]: the picture, untouched, within a border of the given widths.

    The border continues the picture as its mirror image and grows softer outward, so that a move that runs over
    the edge meets matching colours and no seam, and nobody takes the mirror for detail.
    """
    if max(left, top, right, bottom) == 0:
        return rgb
    height, width = rgb.shape[:2]
    border = cv2.copyMakeBorder(rgb, top, bottom, left, right, cv2.BORDER_REFLECT)
    outside = _distance_outside((height, width), left, top, right, bottom)
    long_side = max(height, width)
    level = np.clip(outside / (_WAY_OUT * long_side), 0.0, 1.0) * (len(_SOFTNESS) - 1)
    result = border.astype(np.float32)
    for i, radius in enumerate(_SOFTNESS[1:], start=1):
        weight = np.clip(level - (i - 1), 0.0, 1.0)[..., None]
        result += weight * (_blurred(border, radius * long_side) - result)
    extended: NDArray[np.uint8] = np.clip(result + 0.5, 0, 255).astype(np.uint8)
    extended[top : top + height, left : left + width] = rgb
    return extended


def _distance_outside(size: tuple[int, int], left: int, top: int, right: int, bottom: int) -> NDArray[np.float32]:
    height, width = size
    x = np.arange(-left, width + right, dtype=np.float32)
    y = np.arange(-top, height + bottom, dtype=np.float32)
    beyond_x = np.maximum(0, np.maximum(-x, x - (width - 1)))
    beyond_y = np.maximum(0, np.maximum(-y, y - (height - 1)))
    return np.hypot(beyond_x[None, :], beyond_y[:, None]).astype(np.float32)


def _blurred(picture: NDArray[np.uint8], radius_px: float) -> NDArray[np.float32]:
    # A wide blur loses nothing by being made small: it is done where its radius is about two pixels.
    shrink = max(1.0, radius_px / 2)
    height, width = picture.shape[:2]
    small_size = (max(2, round(width / shrink)), max(2, round(height / shrink)))
    small = cv2.resize(picture, small_size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigmaX=radius_px / shrink)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
