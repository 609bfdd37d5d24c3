"""What perception answers: how deep the photo is, through which lens it was seen, where the eye goes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vivant.perception.horizon import Horizon

FULL_FRAME_DIAGONAL_MM = math.hypot(36.0, 24.0)
USUAL_LENS_MM = 35.0
"""Assumed where EXIF names no lens: between a phone's main camera (26) and a standard lens (50)."""


@dataclass(frozen=True, kw_only=True)
class Intrinsics:
    """A pinhole lens over a picture of `width` x `height` pixels.

    Owns the pixel rule: column i covers i..i+1, so its centre lies at i + 0.5, and the middle of a picture is
    (width / 2, height / 2). focal_px, cx, cy are in those pixels.
    """

    focal_px: float
    cx: float
    cy: float
    width: int
    height: int

    @classmethod
    def of_lens(cls, width: int, height: int, *, lens_mm: float | None = None) -> Intrinsics:
        """The lens of a picture, from its 35 mm equivalent focal length (by the diagonal, as CIPA defines it)."""
        diagonal_px = math.hypot(width, height)
        focal_px = (lens_mm or USUAL_LENS_MM) / FULL_FRAME_DIAGONAL_MM * diagonal_px
        return cls(focal_px=focal_px, cx=width / 2, cy=height / 2, width=width, height=height)

    def window(self, x0: float, y0: float, scale: float, width: int, height: int) -> Intrinsics:
        """The same lens over the part of the picture that starts at (x0, y0), enlarged `scale` times."""
        return Intrinsics(
            focal_px=self.focal_px * scale,
            cx=(self.cx - x0) * scale,
            cy=(self.cy - y0) * scale,
            width=width,
            height=height,
        )

    def zoomed(self, factor: float) -> Intrinsics:
        """The same lens, its focal length `factor` times as long."""
        return replace(self, focal_px=self.focal_px * factor)

    def directions(self, xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
        """[..., 3] directions with z = 1 through the points (xs, ys), given in pixels (centres at + 0.5)."""
        x, y = np.broadcast_arrays((xs - self.cx) / self.focal_px, (ys - self.cy) / self.focal_px)
        return np.stack([x, y, np.ones_like(x)], axis=-1)

    def project(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """[..., 2] pixels where the points [..., 3], in camera coordinates before the lens, are seen."""
        depth = points[..., 2]
        x = self.focal_px * points[..., 0] / depth + self.cx
        y = self.focal_px * points[..., 1] / depth + self.cy
        return np.stack([x, y], axis=-1)


@dataclass(frozen=True, kw_only=True)
class DepthMap:
    """How far things are.

    inverse: [h, w] float32, 1 / distance along the axis, larger is nearer; its median is 1. Any resolution: it
        covers the whole photo. source: `geometric` or the name of the network. confidence: [h, w] float32 in
        0..1, or None for a guess.
    """

    inverse: NDArray[np.float32]
    source: str
    confidence: NDArray[np.float32] | None = None


@dataclass(frozen=True, kw_only=True)
class Face:
    """A human face; everything in 0..1 of the photo. box: (x0, y0, x1, y1). landmarks: (x, y) of left_eye,
    right_eye, nose, mouth_left and mouth_right, as seen in the photo. score: how sure it is."""

    box: tuple[float, float, float, float]
    score: float
    landmarks: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, kw_only=True)
class View:
    """All that perception found in one photo.

    mattes: [h, w] float32 in 0..1 each, over the whole photo: `subject`, `sky`, and the regions that may move.
    focus: (x, y) in 0..1 of the photo, where the subject is. lens_mm: 35 mm equivalent, None where unknown.
    """

    depth: DepthMap
    focus: tuple[float, float]
    mattes: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)
    horizon: Horizon | None = None
    faces: tuple[Face, ...] = ()
    lens_mm: float | None = None
    notes: tuple[str, ...] = ()
