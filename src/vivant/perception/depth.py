"""Depth of a photo: from an ONNX network where one is named, else from how photographs are usually built."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.errors import InvalidInput
from vivant.perception.manifest import called, manifest_of, run_network
from vivant.perception.saliency import saliency_map
from vivant.perception.view import DepthMap

NEAR_TO_FAR = 4.0
"""Relative inverse depth says nothing of the far plane; nearest to farthest distance is taken as 1 : 4."""

GUESSED_NEAR_TO_FAR = 2.5
"""The same for a guess: where it is wrong, a flatter relief bends the picture less."""


def estimate_depth(rgb: NDArray[np.uint8], model: Path | None) -> DepthMap:
    """The depth map of a photo [H, W, 3]: by the network in `model`, or the geometric guess without one.

    Raises InvalidInput: `model modnet: answers a matte; expected depth`.
    """
    if model is None:
        return DepthMap(inverse=normalised(geometric_guess(rgb), GUESSED_NEAR_TO_FAR), source="geometric")
    manifest = manifest_of(model)
    if manifest.purpose != "depth":
        raise InvalidInput(f"model {called(model)}: answers a matte; expected depth")
    return DepthMap(
        inverse=normalised(run_network(model, rgb), NEAR_TO_FAR),
        source=manifest.name or called(model).removesuffix(model.suffix),
    )


def normalised(relative: NDArray[np.float32], near_to_far: float) -> NDArray[np.float32]:
    """Inverse depth with median 1, its nearest `near_to_far` times its farthest, from any affine one."""
    low, high = np.quantile(relative, (0.01, 0.99))
    unit = np.clip((relative - low) / max(float(high - low), 1e-6), 0.0, 1.0)
    inverse = 1.0 + (near_to_far - 1.0) * unit
    return np.asarray(inverse / np.median(inverse), dtype=np.float32)


def geometric_guess(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[h, w] relative inverse depth, larger nearer, of a photo nobody has looked at.

    A floor that comes nearer below a horizon a little above the middle, and what stands out from its surroundings
    brought forward. An honest guess, smooth everywhere, so that a wrong one bends the picture but never tears it.
    """
    salient = saliency_map(rgb)
    height, width = salient.shape
    y = (np.arange(height, dtype=np.float32) + 0.5) / height
    floor = np.clip((y - 0.42) / 0.58, 0.0, 1.0)[:, None]
    blurred = cv2.GaussianBlur(salient, (0, 0), sigmaX=0.07 * max(height, width))
    blurred = blurred / max(float(blurred.max()), 1e-6)
    guess = 0.55 * np.broadcast_to(floor, (height, width)) + 0.45 * blurred
    return np.asarray(cv2.GaussianBlur(guess, (0, 0), sigmaX=0.02 * max(height, width)), dtype=np.float32)
