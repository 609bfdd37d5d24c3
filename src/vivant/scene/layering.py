"""Layers: each cut out with a soft edge, whole behind what stands before it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene.cutting import ESTIMATED, STEP_PX, Care, breaks, depth_labels, disc
from vivant.scene.inpainting import inpaint
from vivant.scene.matting import EDGE_PX, Edge, matte_edge
from vivant.scene.scene import Layer
from vivant.scene.spreading import spread
from vivant.scene.surfaces import FADE_PX, surface

_THREADS = 2

_STAINED = 0.12
"""A pixel with more of somebody else's colour than this is painted anew."""


def layers_of(
    rgb: NDArray[np.uint8],
    inverse: NDArray[np.float32],
    label: NDArray[np.uint8],
    uncovered_px: int,
    seed: int = 0,
    care: Care = ESTIMATED,
    at: list[float] | None = None,
) -> tuple[Layer, ...]:
    """The layers of a picture, farthest first.

    rgb: [H, W, 3]. inverse: [H, W]. label: [H, W] as from `labels`. uncovered_px: how far a layer must reach under
    those before it; so far it is painted, beyond that it is transparent (the farthest: smoothly filled). at: the
    cuts; where a place was given another layer than its depth's, that layer's depth is carried on to it.
    """
    count = int(label.max()) + 1
    own = np.ones(label.shape, bool) if at is None else depth_labels(inverse, at) == label
    around = disc(STEP_PX)
    outline = cv2.dilate(label, around) > cv2.erode(label, around)
    torn = breaks(inverse, STEP_PX) | (outline & cv2.dilate((~own).astype(np.uint8), around).astype(bool))
    broken = cv2.dilate(torn.astype(np.uint8), disc(EDGE_PX)).astype(bool)
    with ThreadPoolExecutor(_THREADS) as pool:
        edges = list(pool.map(lambda k: matte_edge(rgb, label > k, care.edge_px), range(count - 1)))
        cut = _Cut(rgb=rgb, inverse=inverse, label=label, broken=broken, own=own, edges=edges, care=care)
        return tuple(pool.map(lambda k: _layer(cut, k, uncovered_px, seed), range(count)))


@dataclass(frozen=True, kw_only=True)
class _Cut:
    """A picture and how it falls apart. own: where the depth is that of the layer. edges: between each layer and all
    that is nearer."""

    rgb: NDArray[np.uint8]
    inverse: NDArray[np.float32]
    label: NDArray[np.uint8]
    broken: NDArray[np.bool_]
    own: NDArray[np.bool_]
    edges: list[Edge]
    care: Care


def _layer(cut: _Cut, k: int, uncovered_px: int, seed: int) -> Layer:
    label, broken = cut.label, cut.broken
    here, nearer = label == k, label > k
    painted, under = _behind(cut, k, nearer & _reached(here, label <= k, uncovered_px), seed)
    depth = surface(cut.inverse, here, cut.own, broken, cut.care, alone=not cut.edges)
    if k == 0:
        opaque = np.full((*label.shape, 1), 255, np.uint8)
        box = (0, 0, label.shape[1], label.shape[0])
        return Layer(rgba=np.concatenate([painted, opaque], axis=2), inverse=depth, box=box)
    outer, edge_px = cut.edges[k - 1], cut.care.edge_px
    # Where the surface runs on unbroken, the layer fades out over its neighbour instead, both alike there.
    away = cv2.distanceTransform((label < k).astype(np.uint8), cv2.DIST_L2, 3)
    fading = np.clip(1.0 - away / FADE_PX, 0.0, 1.0)
    torn = cv2.blur(broken.astype(np.float32), (5, 5))
    alpha = torn * outer.alpha + (1.0 - torn) * fading
    # Its soft rim is its own: beside a nearer layer's outline there is none of it.
    rim = (label < k) & _reached(here, label >= k, edge_px + round(FADE_PX))
    alpha *= here | under | rim
    at_edge = cv2.dilate((label < k).astype(np.uint8), disc(edge_px)).astype(bool) & broken & ~under
    painted = np.where(at_edge[..., None], outer.near, painted)
    return Layer(rgba=_premultiplied(painted, alpha), inverse=depth, box=_box(alpha))


def _behind(cut: _Cut, k: int, under: NDArray[np.bool_], seed: int) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The colours of a layer with what is under nearer ones painted, and all that was painted: edge pixels show both
    sides, so next to what is nearer those that are stained are painted too."""
    here, nearer = cut.label == k, cut.label > k
    if not nearer.any():
        return cut.rgb, under
    beside, doubtful = (
        cv2.dilate(nearer.astype(np.uint8), disc(reach)).astype(bool) & cut.broken
        for reach in (1, cut.care.edge_px - 1)
    )
    stained = here & ((cut.edges[k].stain > _STAINED) | beside)
    under = under | stained
    colours = _smoothly_filled(cut.rgb, nearer & ~under) if k == 0 else cut.rgb
    # An outline that is a little misplaced leaves some of the nearer thing beside it: nothing is painted from there.
    source = here & ~stained & ~doubtful
    return inpaint(colours, under, source if source.any() else here & ~stained, seed), under


def _premultiplied(rgb: NDArray[np.uint8], alpha: NDArray[np.float32]) -> NDArray[np.uint8]:
    eighths = (255.0 * alpha + 0.5).astype(np.uint8)
    colours = cv2.multiply(rgb, cv2.merge([eighths] * 3), scale=1 / 255)
    return np.concatenate([np.asarray(colours, dtype=np.uint8), eighths[..., None]], axis=2)


def _smoothly_filled(rgb: NDArray[np.uint8], hole: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The picture with its hole filled from its edge, at a quarter of the size: nobody is to look so far under."""
    height, width = hole.shape
    size = (max(1, width // 4), max(1, height // 4))
    share = cv2.resize((~hole).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(np.where(hole[..., None], 0, rgb).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    small = spread(total / np.maximum(share, 1e-6)[..., None], share > 0.1)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(hole[..., None], np.clip(large + 0.5, 0, 255).astype(np.uint8), rgb)


def _reached(here: NDArray[np.bool_], shown: NDArray[np.bool_], reach_px: int) -> NDArray[np.bool_]:
    """Where, of all that is shown, `here` lies nearest, and no farther than `reach_px`."""
    if not here.any():
        return np.zeros_like(here)
    mine = cv2.distanceTransform((~here).astype(np.uint8), cv2.DIST_L2, 5)
    others = shown & ~here
    if not others.any():
        return np.asarray(mine <= reach_px, dtype=bool)
    theirs = cv2.distanceTransform((~others).astype(np.uint8), cv2.DIST_L2, 5)
    return np.asarray((mine <= reach_px) & (mine <= theirs), dtype=bool)


def _box(alpha: NDArray[np.float32]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(alpha.max(axis=1) > 0.002), np.flatnonzero(alpha.max(axis=0) > 0.002)
    if not len(rows):
        return (0, 0, 0, 0)
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
