"""Depth of a photo: from an ONNX network where one is named, else from how photographs are usually built."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from vivant.errors import InvalidInput
from vivant.perception.saliency import saliency_map
from vivant.perception.view import DepthMap

NEAR_TO_FAR = 6.0
"""Relative inverse depth says nothing of the far plane; nearest to farthest distance is taken as 1 : 6."""

GUESSED_NEAR_TO_FAR = 2.5
"""The same for a guess: where it is wrong, a flatter relief bends the picture less."""


class DepthModel(BaseModel):
    """How to feed an ONNX depth network: the JSON file of the same name beside it (all fields optional).

    scale: what the 0..255 pixels are divided by, before mean and std. size: [height, width] where the graph
    leaves them open. output: `inverse` (larger is nearer) or `metric` (larger is farther).
    """

    model_config = ConfigDict(extra="forbid")
    size: tuple[int, int] | None = None
    scale: float = 255.0
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[float, float, float] = (0.229, 0.224, 0.225)
    output: str = "inverse"


def estimate_depth(rgb: NDArray[np.uint8], model: Path | None) -> DepthMap:
    """The depth map of a photo [H, W, 3]: by the network in `model`, or the geometric guess without one.

    Raises InvalidInput where the file is not a network that answers depth.
    """
    if model is None:
        return DepthMap(inverse=normalised(geometric_guess(rgb), GUESSED_NEAR_TO_FAR), source="geometric")
    return DepthMap(inverse=normalised(_run(model, rgb), NEAR_TO_FAR), source=model.stem)


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


def _run(path: Path, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    session, how = _load(path)
    entry = session.get_inputs()[0]
    height, width = _input_size(entry.shape, how, rgb.shape[0], rgb.shape[1], path)
    small = cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32) / how.scale
    small = (small - np.array(how.mean, np.float32)) / np.array(how.std, np.float32)
    (answer,) = session.run([session.get_outputs()[0].name], {entry.name: small.transpose(2, 0, 1)[None]})
    depth = np.squeeze(np.asarray(answer, dtype=np.float32))
    if depth.ndim != 2 or not np.isfinite(depth).all():
        raise InvalidInput(f"depth model {path.name}: answered shape {depth.shape}; expected one depth per pixel")
    return np.float32(1) / np.maximum(depth, np.float32(1e-3)) if how.output == "metric" else depth


def _input_size(shape: list[Any], how: DepthModel, height: int, width: int, path: Path) -> tuple[int, int]:
    if len(shape) != 4 or (isinstance(shape[1], int) and shape[1] != 3):
        raise InvalidInput(f"depth model {path.name}: input shape {shape}; expected [1, 3, height, width]")
    if isinstance(shape[2], int) and isinstance(shape[3], int):
        return shape[2], shape[3]
    if how.size is not None:
        return how.size
    # An open size: about 384 x 512 in area, in the photo's own shape, in the steps networks like.
    scale = (384 * 512 / (height * width)) ** 0.5
    return max(32, round(height * scale / 32) * 32), max(32, round(width * scale / 32) * 32)


@lru_cache(maxsize=2)
def _load(path: Path) -> tuple[onnxruntime.InferenceSession, DepthModel]:
    if not path.is_file():
        raise InvalidInput(f"depth model {path}: no such file; VIVANT_DEPTH_MODEL names an ONNX file")
    description = path.with_suffix(".json")
    try:
        how = DepthModel.model_validate(json.loads(description.read_text()) if description.is_file() else {})
    except (ValidationError, json.JSONDecodeError) as error:
        raise InvalidInput(f"{description.name}: does not describe a depth model ({error})") from None
    try:
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own kinds, without a common base
        raise InvalidInput(f"depth model {path.name}: not a readable ONNX file ({type(error).__name__})") from None
    return session, how
