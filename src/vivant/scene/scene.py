"""The photo as a relief in space, in the pixels of the first frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.media import Size
from vivant.perception import Intrinsics


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A coloured surface, seen from the identity pose as the photo is.

    rgb: [H, W, 3] uint8, sRGB: the photo at the frame's scale, with its border extended. inverse: [h, w] float32
    inverse distance over the same extent, at any resolution. lens: of `rgb`. frame: of the first frame, whose
    pixel (0, 0) lies at `rgb` pixel `origin` (x, y). photo: x0, y0, x1, y1 of the real photo within `rgb`.
    distance: to the subject, in scene units.
    """

    rgb: NDArray[np.uint8]
    inverse: NDArray[np.float32]
    lens: Intrinsics
    frame: Intrinsics
    origin: tuple[int, int]
    photo: tuple[int, int, int, int]
    distance: float

    @property
    def size(self) -> Size:
        return Size(self.frame.width, self.frame.height)
