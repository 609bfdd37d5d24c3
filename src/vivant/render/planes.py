"""What a lens puts out of focus one by one: a scene's layers, and where it has none its subject and all behind it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene import Scene
from vivant.scene.matting import EDGE_PX, matte_edge
from vivant.scene.spreading import spread

Picture = NDArray[np.uint8]

_SHARE = (0.01, 0.9)
"""A subject that takes up less of the picture than this, or more, is not parted from what lies behind it."""

_MARGIN = 0.02
"""Depth beside an outline is taken from so far away from it, in shares of the picture's longer side."""


@dataclass(frozen=True, kw_only=True)
class Plane:
    """A picture at some depth. rgba: [H, W, 3 or 4] sRGB, premultiplied. inverse: [h, w] inverse distance over the
    same extent at any resolution. box: around all that is not wholly transparent."""

    rgba: Picture
    inverse: NDArray[np.float32]
    box: tuple[int, int, int, int]


def planes_of(scene: Scene) -> tuple[Plane, ...]:
    """The planes of a scene, the farthest first. They are its layers; or, in a scene without, two that together make
    up its one surface: what lies behind the subject, carried on under it, and the subject."""
    if len(scene.layers) > 1:
        return tuple(Plane(rgba=layer.rgba, inverse=layer.inverse, box=layer.box) for layer in scene.layers)
    height, width = scene.photo.shape[:2]
    whole = (0, 0, width, height)
    subject = scene.mattes.get("subject")
    only = Plane(rgba=scene.surfaces[0], inverse=scene.inverse, box=whole)
    if subject is None or not _SHARE[0] < float((subject > 0.5).mean()) < _SHARE[1]:
        return (only,)
    inside = np.asarray(cv2.resize(subject, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5)
    edge = matte_edge(scene.photo, inside)
    back = spread(edge.far.astype(np.float32), ~inside)
    alpha = edge.alpha[..., None]
    front = np.dstack([edge.near * alpha, 255.0 * alpha]) + 0.5
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = (
        max(0, int(columns[0]) - EDGE_PX),
        max(0, int(rows[0]) - EDGE_PX),
        min(width, int(columns[-1]) + 1 + EDGE_PX),
        min(height, int(rows[-1]) + 1 + EDGE_PX),
    )
    low = _beside(scene.inverse, subject <= 0.5)
    return (
        Plane(rgba=np.clip(back + 0.5, 0, 255).astype(np.uint8), inverse=low, box=whole),
        Plane(rgba=front.astype(np.uint8), inverse=_beside(scene.inverse, subject > 0.5), box=box),
    )


def _beside(inverse: NDArray[np.float32], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The depth of what is in a mask, free of the ramp along its outline, and carried on beyond it."""
    margin = max(1, round(_MARGIN * max(inverse.shape)))
    sure = cv2.erode(mask.astype(np.uint8), np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)) > 0
    carried = spread(inverse, sure if sure.any() else mask)
    return np.asarray(cv2.GaussianBlur(carried, (0, 0), sigmaX=margin), dtype=np.float32)
