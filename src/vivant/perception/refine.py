"""From the coarse answers of a network to maps whose edges sit on the photo's own."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

WORKING_LONG_SIDE_PX = 1024
"""Maps are refined at this size; a finer one shows nothing more of a network that saw fewer pixels."""

DEPTH_BAND = 0.04
"""A place belongs to a depth edge where inverse depth (0..1) varies by more than this around it."""

MATTE_BAND = 0.35
"""The same for a matte, which goes from 0 to 1 at its edge and is in doubt in between."""

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


@dataclass(frozen=True)
class Guide:
    """A photo as refining looks at it. lab: [H, W, 3] float32 CIE Lab, its grain smoothed. grey: [H, W] in 0..1."""

    lab: NDArray[np.float32]
    grey: NDArray[np.float32]

    @classmethod
    def of(cls, rgb: NDArray[np.uint8]) -> Guide:
        """The guide of a photo [H, W, 3]."""
        lab = cv2.cvtColor(cv2.bilateralFilter(rgb, 5, 20, 3), cv2.COLOR_RGB2Lab).astype(np.float32)
        # OpenCV's 8-bit Lab stretches L to 0..255.
        lab[..., 0] *= 100.0 / 255.0
        return cls(lab, cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255.0)


def snap(coarse: NDArray[np.float32], guide: Guide, band: float = DEPTH_BAND) -> NDArray[np.float32]:
    """[H, W] values at the size of the guide, their steps moved onto the photo's colour edges.

    coarse: [h, w] inverse depth or a matte, in 0..1. band: the least step. Away from steps values are interpolated.
    Near a step each pixel takes a side: the values around it are parted at their middle into high and low, each
    neighbour votes for its own part with a weight that falls with its difference in colour, and the winner's
    weighted mean is the answer. (After joint bilateral upsampling, Kopf et al. 2007; voting for a side instead of
    averaging both keeps the step a step.)
    """
    height, width = guide.grey.shape
    smooth = np.clip(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), 0, 1).astype(np.float32)
    stride = max(1, round(0.5 * width / coarse.shape[1]))
    radius = _REACH * stride
    high, low = _extremes(smooth, radius)
    wide_high, wide_low = _extremes(smooth, 2 * radius)
    # Twice as far away a slope has twice the range; a step has its own again.
    step = (high - low > band) & (wide_high - wide_low < _STEP * (high - low))
    snapped: NDArray[np.float32] = smooth.copy()
    _vote(smooth, high, low, step, guide.lab, stride, _REACH, _COLOUR_SPREAD, snapped)
    return snapped


def _extremes(values: NDArray[np.float32], radius: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The largest and the smallest value within a square of that radius, [H, W] each."""
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return cv2.dilate(values, kernel), cv2.erode(values, kernel)


@njit(cache=True, nogil=True)
def _vote(
    smooth: NDArray[np.float32],
    high: NDArray[np.float32],
    low: NDArray[np.float32],
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
            top, bottom = high[i, j], low[i, j]
            middle = 0.5 * (top + bottom)
            high_votes = low_votes = 1e-9
            high_sum = low_sum = 0.0
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
                    value = smooth[r, c]
                    # What lies between the two sides is the network's blur: it has little to say.
                    weight *= ((value - middle) / (top - bottom)) ** 2 + 0.002
                    if value > middle:
                        high_votes += weight
                        high_sum += weight * value
                    else:
                        low_votes += weight
                        low_sum += weight * value
            if high_votes > low_votes:
                snapped[i, j] = high_sum / high_votes
            else:
                snapped[i, j] = low_sum / low_votes


def snap_matte(coarse: NDArray[np.float32], guide: Guide) -> NDArray[np.float32]:
    """[H, W] matte in 0..1 at the size of the guide, its edge on the photo's and as soft as that is.

    Snapped, then passed through a narrow guided filter with the photo's lightness as guide (He et al. 2010), which
    gives back the softness that hair and blur have in the photo.
    """
    grey = guide.grey
    matte = snap(coarse, guide, MATTE_BAND)
    side = 2 * max(1, round(0.5 * grey.shape[1] / coarse.shape[1])) + 1

    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.boxFilter(values, -1, (side, side)), dtype=np.float32)

    mean_grey, mean_matte = mean(grey), mean(matte)
    slope = (mean(grey * matte) - mean_grey * mean_matte) / (mean(grey * grey) - mean_grey**2 + 1e-3)
    offset = mean_matte - slope * mean_grey
    filtered: NDArray[np.float32] = np.clip(mean(slope) * grey + mean(offset), 0, 1)
    return filtered
