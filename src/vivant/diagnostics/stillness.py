"""How faithful frames are: to a picture, and to one another while nothing is to move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame


def ssim(one: Frame, other: Frame) -> float:
    """The structural similarity of two pictures' luma, 1 where they are the same (Wang et al. 2004: a Gaussian of 1.5
    pixels, 11 wide; the border of 5 pixels, where it reaches out of the picture, is left out)."""
    x, y = _luma(one), _luma(other)
    mean_x, mean_y = _smooth(x), _smooth(y)
    var_x, var_y = _smooth(x * x) - mean_x**2, _smooth(y * y) - mean_y**2
    both = _smooth(x * y) - mean_x * mean_y
    a, b = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    value = (2 * mean_x * mean_y + a) * (2 * both + b) / ((mean_x**2 + mean_y**2 + a) * (var_x + var_y + b))
    return float(value[5:-5, 5:-5].mean())


def steadiness(frames: Iterable[Frame]) -> float:
    """(255 - the mean absolute difference of neighbouring frames) / 255, of the pair that differs most; 1 of one."""
    worst = 0.0
    for before, after in pairwise(frames):
        worst = max(worst, float(cv2.absdiff(before, after).mean()))
    return (255.0 - worst) / 255.0


def seam(frames: Sequence[Frame]) -> float:
    """How much the last frame differs from the first, against the larger of the differences next to it: at most 1.5
    where a loop closes unseen; 0 of frames that are all alike."""
    pairs = ((-2, -1), (-1, 0), (0, 1))
    before, across, after = (float(cv2.absdiff(frames[a], frames[b]).mean()) for a, b in pairs)
    return across / max(before, after, 1e-9)


def _luma(frame: Frame) -> NDArray[np.float64]:
    return np.asarray(frame @ np.array([0.299, 0.587, 0.114]), dtype=np.float64)


def _smooth(picture: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(cv2.GaussianBlur(picture, (11, 11), 1.5), dtype=np.float64)
