"""From the coarse answers of a network to maps whose edges sit on the photo's own."""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

WORKING_LONG_SIDE_PX = 1024
"""Maps are refined at this size; a finer one shows nothing more of a network that saw fewer pixels."""

_BAND = 0.04
"""A place belongs to a depth edge where inverse depth (0..1) varies by more than this around it."""

_STEP = 1.4
"""A step's range grows by less than this factor when the neighbourhood doubles."""

_REACH = 5
"""Radius of the vote, in steps of the coarse map's own pixels' half width."""

_COLOUR_SPREAD = 9.0
"""Standard deviation, in CIE Lab units, within which two colours count as the same thing."""


def working_size(height: int, width: int) -> tuple[int, int]:
    """(rows, columns) of the maps of a photo of that size."""
    scale = min(1.0, WORKING_LONG_SIDE_PX / max(height, width))
    return max(1, round(height * scale)), max(1, round(width * scale))


def snap_depth(coarse: NDArray[np.float32], rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[H, W] inverse depth at the size of `rgb` [H, W, 3], its steps moved onto the photo's colour edges.

    coarse: [h, w] inverse depth in 0..1. Away from steps it is interpolated. Near a step each pixel takes a side:
    the depths around it are parted at their middle into near and far, each neighbour votes for its own part with
    a weight that falls with its difference in colour, and the winner's weighted mean is the answer. (After joint
    bilateral upsampling, Kopf et al. 2007; voting for a side instead of averaging both keeps the step a step.)
    """
    height, width = rgb.shape[:2]
    smooth = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), 0, 1).astype(np.float32)
    stride = max(1, round(0.5 * width / coarse.shape[1]))
    radius = _REACH * stride
    near, far = _extremes(smooth, radius)
    wide_near, wide_far = _extremes(smooth, 2 * radius)
    # Twice as far away a slope has twice the range; a step has its own again.
    step = (near - far > _BAND) & (wide_near - wide_far < _STEP * (near - far))
    lab = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 20, 3), cv2.COLOR_RGB2Lab).astype(np.float32)
    # OpenCV's 8-bit Lab stretches L to 0..255.
    lab[..., 0] *= 100.0 / 255.0
    snapped: NDArray[np.float32] = smooth.copy()
    _vote(smooth, near, far, step, lab, stride, _REACH, _COLOUR_SPREAD, snapped)
    return snapped


def _extremes(values: NDArray[np.float32], radius: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The largest and the smallest value within a square of that radius, [H, W] each."""
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return cv2.dilate(values, kernel), cv2.erode(values, kernel)


@njit(cache=True, nogil=True)
def _vote(
    smooth: NDArray[np.float32],
    near: NDArray[np.float32],
    far: NDArray[np.float32],
    step: NDArray[np.bool_],
    lab: NDArray[np.float32],
    stride: int,
    reach: int,
    spread: float,
    snapped: NDArray[np.float32],
) -> None:
    height, width = smooth.shape
    fall = 0.5 / (spread * spread)
    for i in range(height):
        for j in range(width):
            if not step[i, j]:
                continue
            top, bottom = near[i, j], far[i, j]
            middle = 0.5 * (top + bottom)
            near_votes = far_votes = 1e-9
            near_sum = far_sum = 0.0
            for di in range(-reach, reach + 1):
                r = i + di * stride
                if r < 0 or r >= height:
                    continue
                for dj in range(-reach, reach + 1):
                    c = j + dj * stride
                    if c < 0 or c >= width:
                        continue
                    dl = lab[r, c, 0] - lab[i, j, 0]
                    da = lab[r, c, 1] - lab[i, j, 1]
                    db = lab[r, c, 2] - lab[i, j, 2]
                    weight = np.exp(-fall * (dl * dl + da * da + db * db) - 0.04 * (di * di + dj * dj))
                    depth = smooth[r, c]
                    # What lies between the two sides is the network's blur: it has little to say.
                    weight *= ((depth - middle) / (top - bottom)) ** 2 + 0.002
                    if depth > middle:
                        near_votes += weight
                        near_sum += weight * depth
                    else:
                        far_votes += weight
                        far_sum += weight * depth
            if near_votes > far_votes:
                snapped[i, j] = near_sum / near_votes
            else:
                snapped[i, j] = far_sum / far_votes


def snap_matte(coarse: NDArray[np.float32], rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[H, W] matte in 0..1 at the size of `rgb` [H, W, 3], its edge on the photo's and as soft as that is.

    Snapped like depth, then passed through a narrow guided filter with the photo's lightness as guide (He et al.
    2010), which gives back the softness that hair and blur have in the photo.
    """
    matte = snap_depth(coarse, rgb)
    guide = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0
    side = 2 * max(1, round(0.5 * rgb.shape[1] / coarse.shape[1])) + 1

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.boxFilter(values, -1, (side, side)), dtype=np.float32)

    mean_guide, mean_matte = mean(guide), mean(matte)
    slope = (mean(guide * matte) - mean_guide * mean_matte) / (mean(guide * guide) - mean_guide**2 + 1e-3)
    offset = mean_matte - slope * mean_guide
    filtered: NDArray[np.float32] = np.clip(mean(slope) * guide + mean(offset), 0, 1)
    return filtered
