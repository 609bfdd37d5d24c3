"""Known values carried smoothly into the unknown."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def spread(values: NDArray[np.float32], known: NDArray[np.bool_]) -> NDArray[np.float32]:
    """[H, W] or [H, W, C]: the values, and where they are not known a smooth continuation of those that are.

    Push-pull (Gortler et al. 1996): means over known places are taken down a pyramid until nothing is missing, and
    each level's gaps are filled from the one above. With nothing known the answer is zero.
    """
    weight = known.astype(np.float32)
    filled = _pull(_weighted(values, weight), weight)
    return np.where(known if values.ndim == 2 else known[..., None], values, filled)


def _pull(total: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = weight.shape
    mean = _weighted(total, np.reciprocal(np.maximum(weight, np.float32(1e-6))))
    if weight.min() >= 1.0 or min(height, width) <= 1:
        return mean
    half = ((width + 1) // 2, (height + 1) // 2)
    # A cell of the coarser level is known as soon as a little of it is.
    coarse_weight = cv2.resize(weight, half, interpolation=cv2.INTER_AREA)
    coarse_total = cv2.resize(total, half, interpolation=cv2.INTER_AREA)
    gain = np.minimum(1.0, 4.0 * coarse_weight) / np.maximum(coarse_weight, 1e-6)
    coarse = _pull(_weighted(coarse_total, gain), coarse_weight * gain)
    above = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(_weighted(mean, weight) + _weighted(above, 1.0 - weight), dtype=np.float32)


def _weighted(values: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(values * (weight if values.ndim == 2 else weight[..., None]), dtype=np.float32)
