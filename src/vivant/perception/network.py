"""Our own eyes: one small network that sees depth, the subject, the sky and what moves, shipped with the package.

How its weights were made stands in `training/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

WEIGHTS = Path(__file__).parent / "weights" / "vivant-eyes.onnx"


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What the network saw, at its own resolution: [h, w] float32 in 0..1 each.

    inverse: relative inverse depth, larger is nearer. confidence: how far the photo and its mirror image agree on
    it. regions: probability of each region that moves, by name. hints: the same of what was taught and not learnt
    well enough to act on unasked; where somebody says that it is there, they help to find it.
    """

    inverse: NDArray[np.float32]
    confidence: NDArray[np.float32]
    subject: NDArray[np.float32]
    sky: NDArray[np.float32]
    regions: Mapping[str, NDArray[np.float32]]
    hints: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)


class Eyes:
    """The network, loaded once. Safe to share between threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        about = self._session.get_modelmeta().custom_metadata_map
        self.name = f"{about['name']} {about['version']}"
        self._classes = tuple(about["classes"].split(","))
        # What was taught and not learnt well enough to act on is no region, but a hint.
        self._unreliable = frozenset(about.get("unreliable_classes", "").split(","))
        self._stride = int(about["stride"])
        self._area_px = int(about["default_area_px"])

    def input_size(self, height: int, width: int) -> tuple[int, int]:
        """(rows, columns) fed for a photo of that size: its shape, about the default area, in whole strides."""
        scale = (self._area_px / (height * width)) ** 0.5
        # A very long panorama keeps a usable short side instead of its exact shape.
        rows, columns = (
            int(np.clip(round(side * scale / self._stride), 4, 40)) * self._stride for side in (height, width)
        )
        return rows, columns

    def look(self, rgb: NDArray[np.uint8]) -> Glance:
        """What is in a photo [H, W, 3].

        The photo and its mirror image are both seen and averaged, so that a mirrored photo has a mirrored depth
        exactly; where the two disagree, confidence falls: exp(-difference / 0.1).
        """
        rows, columns = self.input_size(*rgb.shape[:2])
        small = cv2.resize(rgb, (columns, rows), interpolation=cv2.INTER_AREA)
        image = np.ascontiguousarray(small.astype(np.float32).transpose(2, 0, 1)[None] / np.float32(255))
        straight = self._session.run(None, {"image": image})
        mirrored = self._session.run(None, {"image": np.ascontiguousarray(image[..., ::-1])})
        pairs = [(a[0], b[0, ..., ::-1]) for a, b in zip(straight, mirrored, strict=True)]
        inverse, subject, sky, classes = ((a + b) / 2 for a, b in pairs)
        seen = dict(zip(self._classes, classes, strict=True))
        apart = np.abs(pairs[0][0] - pairs[0][1])[0]
        return Glance(
            inverse=inverse[0],
            confidence=np.exp(-apart / np.float32(0.1)),
            subject=subject[0],
            sky=sky[0],
            regions={name: region for name, region in seen.items() if name not in self._unreliable},
            hints={name: region for name, region in seen.items() if name in self._unreliable},
        )


@lru_cache(maxsize=1)
def shipped_eyes() -> Eyes | None:
    """The network in the package, or None where the package was built without it."""
    return Eyes() if WEIGHTS.is_file() else None
