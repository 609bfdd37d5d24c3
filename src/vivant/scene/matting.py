"""Soft edges, and the colours on either side of them kept apart."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

EDGE_PX = 6
"""How far to either side of a cut a pixel may show both sides."""

_TELLING = 24.0
"""Colours (0..255) closer than this do not tell which side a pixel shows."""

_ODD, _EVEN = 5.0, 14.0
"""On a side that varies less than the one, a colour that differs by more than the other does not belong there."""

_SHARP_PX = 1.4
"""The width of an edge in a sharp picture."""

_AROUND_PX = 14
"""Within such a square a side's colours are called near by."""

_Band = tuple[NDArray[np.intp], ...]


@dataclass(frozen=True, kw_only=True)
class Edge:
    """An edge taken apart. alpha: [H, W] in 0..1, how much each pixel shows of the nearer side. near, far:
    [H, W, 3] uint8, both sides' own colours, as if either covered its edge wholly. stain: [H, W] in 0..1, how much of
    a pixel's colour is surely not its own side's."""

    alpha: NDArray[np.float32]
    near: NDArray[np.uint8]
    far: NDArray[np.uint8]
    stain: NDArray[np.float32]


def matte_edge(rgb: NDArray[np.uint8], inside: NDArray[np.bool_], edge_px: int = EDGE_PX) -> Edge:
    """The edge of what is `inside`, taken apart.

    rgb: [H, W, 3]. inside: [H, W] the mask of the nearer side. edge_px: how far to either side of the cut a pixel may
    show both.

    Beyond edge_px of the cut a pixel belongs to one side. Within, the colour lies between the two sides' and alpha is
    where (the closed form of the compositing equation for known ends), as far as the sides differ by more than each
    varies in itself: a red brick in a grey wall is no part of the red thing before it. Where colours do not tell,
    alpha is a ramp as wide as the edge of a sharp picture.
    """
    deep = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, 3)
    away = cv2.distanceTransform((~inside).astype(np.uint8), cv2.DIST_L2, 3)
    signed = np.where(inside, deep - 0.5, 0.5 - away)
    alpha, stain = inside.astype(np.float32), np.zeros(inside.shape, np.float32)
    band = np.nonzero(np.abs(signed) < edge_px)
    if not len(band[0]) or inside.all() or not inside.any():
        return Edge(alpha=alpha, near=rgb, far=rgb, stain=stain)
    near, near_varies = _side(rgb, _heart(deep, edge_px), band)
    far, far_varies = _side(rgb, _heart(away, edge_px), band)
    colour, signed = rgb[band].astype(np.float32), signed[band]
    difference = near - far
    length = (difference**2).sum(axis=1)
    shown = np.clip(((colour - far) * difference).sum(axis=1) / np.maximum(length, 1.0), 0.0, 1.0)
    told = np.clip(np.sqrt(length / (_TELLING**2 + near_varies + far_varies)) - 1.0, 0.0, 1.0)
    ramp = np.clip(0.5 + signed / _SHARP_PX, 0.0, 1.0)
    soft = told * shown + (1.0 - told) * ramp
    # Toward the band's rims the geometry is sure.
    sure = np.clip(np.abs(signed) / edge_px, 0.0, 1.0) ** 4
    alpha[band] = sure * (signed > 0) + (1.0 - sure) * soft
    near_stain, far_stain = told * (1.0 - shown), told * shown
    # On an even far side, a sky or a wall, whatever differs beside an outline is the outline's.
    odd = np.sqrt(((colour - far) ** 2).sum(axis=1)) > _ODD + 2.0 * np.sqrt(far_varies)
    far_stain = np.where(odd & (far_varies < _EVEN**2), 1.0, far_stain)
    stain[band] = np.where(signed > 0, near_stain, far_stain)
    return Edge(alpha=alpha, near=_own(rgb, near, band, near_stain), far=_own(rgb, far, band, far_stain), stain=stain)


def _heart(depth: NDArray[np.float32], edge_px: int) -> NDArray[np.bool_]:
    """Where a side shows itself alone: deep within it, and in the middle of what is too thin for that."""
    size = 2 * edge_px + 1
    deepest = cv2.dilate(depth, np.ones((size, size), np.uint8))
    return np.asarray((depth > 0) & (depth >= np.minimum(edge_px + 0.5, 0.75 * deepest)), dtype=bool)


def _side(
    rgb: NDArray[np.uint8], heart: NDArray[np.bool_], band: _Band
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A side's colours carried into its edge [N, 3], and how much they vary near by, as a variance [N]."""
    _, index = cv2.distanceTransformWithLabels(
        (~heart).astype(np.uint8), cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL
    )
    rows, columns = np.nonzero(heart)
    place = np.zeros(int(index.max()) + 1, np.intp)
    place[index[heart]] = np.arange(len(rows))
    nearest = place[index[band]]
    # Means over a neighbourhood are as good at half the size.
    half = ((rgb.shape[1] + 1) // 2, (rgb.shape[0] + 1) // 2)
    at = rows[nearest] // 2, columns[nearest] // 2
    weight = cv2.resize(heart.astype(np.float32), half, interpolation=cv2.INTER_AREA)[..., None]
    known = np.where(heart[..., None], rgb, 0).astype(np.uint8)
    colours = cv2.resize(known, half, interpolation=cv2.INTER_AREA).astype(np.float32)
    squares = (colours**2).sum(axis=2, keepdims=True) / np.maximum(weight, 1e-3)

    def mean(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
        total = cv2.boxFilter(np.concatenate([values, weight], axis=2), -1, (size, size), normalize=False)[at]
        return np.asarray(total[:, :-1] / np.maximum(total[:, -1:], 1e-3), dtype=np.float32)

    varies = mean(squares, _AROUND_PX // 2)[:, 0] - (mean(colours, _AROUND_PX // 2) ** 2).sum(axis=1)
    return mean(colours, 3), np.maximum(varies, 0.0)


def _own(
    rgb: NDArray[np.uint8], side: NDArray[np.float32], band: _Band, stained: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """One side's colours: the pixel's own, and in the band, the more it is stained by the other side, the colour of
    what lies behind it on its own side."""
    part = np.clip(3.0 * stained, 0.0, 1.0)[:, None]
    own = rgb.copy()
    own[band] = np.clip((1.0 - part) * rgb[band] + part * side + 0.5, 0, 255).astype(np.uint8)
    return own
