"""The photo as soft layers in space, in the pixels of the first frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vivant.media import Size
from vivant.perception import Intrinsics

MAPS = 4
"""A scene's maps have this many of the photo's pixels to each of theirs, along either side."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """A coloured, partly transparent surface without folds.

    rgba: [H, W, 4] uint8, sRGB, premultiplied, over the scene's whole extent. inverse: [h, w] float32 inverse
    distance over the same extent, at any resolution, smooth, and continued where the layer is not seen. box: x0, y0,
    x1, y1 in pixels of `rgba` around all that is not wholly transparent.
    """

    rgba: NDArray[np.uint8]
    inverse: NDArray[np.float32]
    box: tuple[int, int, int, int]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Layers, the farthest first, seen from the identity pose as the photo is.

    photo: [H, W, 3] uint8, sRGB: the photo at the frame's scale within its extended border. inside: x0, y0, x1, y1 of
    the real photo in it. lens: of `photo`. frame: of the first frame, whose pixel (0, 0) lies at `photo` pixel
    `origin` (x, y). distance: to the subject, in scene units. inverse: [h, w] float32 inverse distance of what the
    photo shows, and mattes: [h, w] float32 in 0..1 each, named as perception names them, both over the same extent as
    `photo` at a MAPS-th of its resolution.
    """

    photo: NDArray[np.uint8]
    inside: tuple[int, int, int, int]
    layers: tuple[Layer, ...]
    lens: Intrinsics
    frame: Intrinsics
    origin: tuple[int, int]
    distance: float
    inverse: NDArray[np.float32]
    mattes: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def surfaces(self) -> tuple[NDArray[np.uint8], ...]:
        """The colours of the layers, the farthest first; the photo where there are none."""
        return tuple(layer.rgba for layer in self.layers) or (self.photo,)

    @property
    def size(self) -> Size:
        return Size(self.frame.width, self.frame.height)
