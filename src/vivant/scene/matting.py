"""Soft edges, and the colours on either side of them kept apart."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene.spreading import spread

EDGE_PX = 6
"""How far to either side of a cut a pixel may show both sides."""

_TELLING = 24.0
"""Colours (0..255) closer than this do not tell which side a pixel shows."""


def matte_edge(
    rgb: NDArray[np.float32], inside: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """How much each pixel shows of what is `inside`, and both sides' own colours.

    rgb: [H, W, 3] in 0..255. inside: [H, W] the mask of the nearer side. Returns alpha [H, W] in 0..1, the inside's
    colours [H, W, 3] as if it covered its edge wholly, and the outside's likewise.

    Beyond EDGE_PX of the cut a pixel belongs to one side. Within, the colour lies between the two sides' and alpha is
    where (the closed form of the compositing equation for known ends); where the sides look alike, alpha is a ramp.
    """
    deep = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    away = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 3)
    signed = np.where(inside, deep - 0.5, 0.5 - away)
    band = np.abs(signed) < EDGE_PX
    near = spread(rgb, inside & ~band)
    far = spread(rgb, ~inside & ~band)
    difference = near - far
    length = (difference**2).sum(axis=2)
    alpha = ((rgb - far) * difference).sum(axis=2) / np.maximum(length, 1.0)
    ramp = np.clip(0.5 + signed / 2.0, 0.0, 1.0)
    told = np.clip(np.sqrt(length) / _TELLING - 1.0, 0.0, 1.0)
    shown = np.clip(alpha, 0.0, 1.0)
    soft = told * shown + (1.0 - told) * ramp
    # Toward the band's rims the geometry is sure.
    sure = np.clip(np.abs(signed) / EDGE_PX, 0.0, 1.0) ** 4
    soft = sure * (signed > 0) + (1.0 - sure) * soft
    alpha = np.where(band, soft, inside.astype(np.float32)).astype(np.float32)
    return alpha, _own(rgb, near, band, told * (1.0 - shown)), _own(rgb, far, band, told * shown)


def _own(
    rgb: NDArray[np.float32], side: NDArray[np.float32], band: NDArray[np.bool_], stained: NDArray[np.float32]
) -> NDArray[np.float32]:
    """One side's colours: the pixel's own, and in the band, the more it is stained by the other side, the colour of
    what lies behind it on its own side."""
    part = np.where(band, np.clip(3.0 * stained, 0.0, 1.0), 0.0)[..., None]
    return ((1.0 - part) * rgb + part * side).astype(np.float32)
