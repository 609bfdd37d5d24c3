"""Painting what a photo does not show, with texture from what it does."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene.continuing import carry_on
from vivant.scene.patches import PATCH, averaged, put, search

DEEPEST_PX = 4
"""The painting goes from coarse to fine from where its hole is nowhere deeper than this."""

FINEST_PX = 640
"""The long side up to which patches are searched; beyond, the correspondence found is only carried up."""

MARGIN_PX = 160
"""So far around the hole texture is looked for."""

_BESIDE_PX = 12

_SWEEPS = 2

_EVEN, _SHARP = 0.0, 1.2
"""How quickly a patch's say falls from its middle: not at all while places must agree with each other; in the end,
quickly, so that what is copied keeps its texture."""

_FINE_PX = 4.0
"""What is painted keeps the structure's colours in the large and its own texture in the small; the blur that parts
the two."""

_CALM, _CALMEST = 1.2, 6.0
"""Texture is held back that is more than so many times as strong as the source's, and this (0..255): at a guess it is
better to be too calm than wrong."""


def inpaint(
    rgb: NDArray[np.uint8], hole: NDArray[np.bool_], source: NDArray[np.bool_], seed: int = 0
) -> NDArray[np.uint8]:
    """[H, W, 3]: the picture with its hole painted, texture and all, from its source.

    hole: what is painted. source: what may be copied from; what is neither is left as it is and never looked at. A
    source too small to hold a patch gives a smooth fill.

    The structure comes first: what the hole's edge shows, carried on into it (`carry_on`). Then from coarse to fine
    each place near the hole finds the patch of the source most like what is there so far, and the patches found are
    averaged where they overlap (Wexler et al. 2007), the search being PatchMatch (Barnes et al. 2009).
    """
    source = source & ~hole
    if not hole.any() or not source.any():
        return rgb
    part = _around(hole, source)
    answer = rgb.copy()
    answer[part] = _painted(rgb[part], hole[part], source[part], seed)
    return answer


def _around(hole: NDArray[np.bool_], source: NDArray[np.bool_]) -> tuple[slice, slice]:
    """The part of the picture in which the hole lies, with its surroundings; all of it where they hold no source."""
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    part = (
        slice(max(0, int(rows[0]) - MARGIN_PX), int(rows[-1]) + MARGIN_PX + 1),
        slice(max(0, int(columns[0]) - MARGIN_PX), int(columns[-1]) + MARGIN_PX + 1),
    )
    return part if source[part].any() else (slice(None), slice(None))


def _painted(
    rgb: NDArray[np.uint8], hole: NDArray[np.bool_], source: NDArray[np.bool_], seed: int
) -> NDArray[np.uint8]:
    # Patches over the hole's edge may lie partly on what is neither hole nor source.
    beside = cv2.dilate(hole.astype(np.uint8), np.ones((2 * _BESIDE_PX + 1, 2 * _BESIDE_PX + 1), np.uint8)).astype(
        bool
    )
    structure = _structure(rgb, beside & ~source, source)
    away = cv2.distanceTransform((~source).astype(np.uint8), cv2.DIST_L2, 3)
    nearest: NDArray[np.int32] | None = None
    painted: NDArray[np.float32] | None = None
    for size in _sizes(hole.shape[0], hole.shape[1], float(away[hole].max())):
        level, level_hole, level_source = _at(size, structure, hole, source)
        if painted is not None:
            before = cv2.resize(painted, size[::-1], interpolation=cv2.INTER_LINEAR)
            level = np.where(level_hole[..., None], before, level)
        targets = _targets(level_hole)
        valid = _centres(level_source)
        if not valid.any() or not len(targets):
            painted = level
            continue
        field = _start(nearest, targets, valid, seed)
        trust = _trust(level_hole)
        if nearest is None or max(size) <= FINEST_PX:
            for _ in range(_rounds(size)):
                search(level, targets, valid, field, _SWEEPS, seed)
                level = averaged(level, level_hole, targets, field, trust, _EVEN)
        if size == hole.shape:
            level = averaged(level, level_hole, targets, field, trust, _SHARP)
        nearest, painted = field, level
    assert painted is not None
    return _led_back(rgb, painted, structure, hole, _strength(rgb, source))


def _structure(rgb: NDArray[np.uint8], hole: NDArray[np.bool_], source: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The picture with the hole's edge carried on into it; in a large picture at half the size, since what is fine
    comes with the texture."""
    picture = rgb.astype(np.float32)
    if max(hole.shape) <= FINEST_PX:
        return carry_on(picture, hole, source)
    half = ((hole.shape[0] + 1) // 2, (hole.shape[1] + 1) // 2)
    mask = source.astype(np.uint8)
    share = cv2.resize(255 * mask, half[::-1], interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    known = cv2.bitwise_and(rgb, rgb, mask=mask)
    total = cv2.resize(known, half[::-1], interpolation=cv2.INTER_AREA).astype(np.float32)
    coarse_source = share > 0.4
    if not coarse_source.any():
        return carry_on(picture, hole, source)
    coarse_hole = cv2.resize(hole.astype(np.uint8), half[::-1], interpolation=cv2.INTER_AREA) > 0
    small = carry_on(total / np.maximum(share, 1e-3)[..., None], coarse_hole | ~coarse_source, coarse_source)
    large = cv2.resize(small, hole.shape[::-1], interpolation=cv2.INTER_LINEAR)
    cv2.copyTo(large, hole.astype(np.uint8), picture)
    return picture


def _led_back(
    rgb: NDArray[np.uint8],
    painted: NDArray[np.float32],
    structure: NDArray[np.float32],
    hole: NDArray[np.bool_],
    usual: float,
) -> NDArray[np.uint8]:
    """The picture with what was painted in its hole, with the texture that has, as far as that is usual, and by and
    large the structure's colours."""
    size = ((hole.shape[1] + 1) // 2, (hole.shape[0] + 1) // 2)
    mask = hole.astype(np.uint8)
    off = cv2.resize(cv2.copyTo(cv2.subtract(painted, structure), mask), size, interpolation=cv2.INTER_AREA)
    share = cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    sigma = 0.5 * _FINE_PX
    share = cv2.GaussianBlur(share, (0, 0), sigmaX=sigma)
    wide = cv2.GaussianBlur(off, (0, 0), sigmaX=sigma) / np.maximum(share, 1e-3)[..., None]
    mean = cv2.resize(wide, hole.shape[::-1], interpolation=cv2.INTER_LINEAR)
    answer = rgb.copy()
    put(answer, hole, painted, structure, mean, _CALM * usual + _CALMEST)
    return answer


def _strength(rgb: NDArray[np.uint8], source: NDArray[np.bool_]) -> float:
    """How strong the source's texture is (0..255)."""
    side = 2 * round(_FINE_PX) + 1
    return float(cv2.absdiff(rgb, cv2.blur(rgb, (side, side)))[source].mean())


def _sizes(height: int, width: int, depth_px: float) -> list[tuple[int, int]]:
    """(rows, columns) from coarse to fine, each twice the one before, the last the picture's own."""
    sizes = [(height, width)]
    while depth_px > DEEPEST_PX and min(sizes[0]) > 8 * PATCH + 8:
        sizes.insert(0, ((sizes[0][0] + 1) // 2, (sizes[0][1] + 1) // 2))
        depth_px /= 2
    return sizes


def _rounds(size: tuple[int, int]) -> int:
    """How often a level is searched and averaged: what is decided coarsely decides the rest."""
    return 4 if max(size) <= 100 else 2


def _trust(hole: NDArray[np.bool_]) -> NDArray[np.float32]:
    """[H, W] how much a place knows of what belongs there: 1 outside the hole, less the farther within."""
    deep = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3)
    return np.asarray(1.3 ** -np.minimum(deep, 30.0), dtype=np.float32)


def _at(
    size: tuple[int, int], picture: NDArray[np.float32], hole: NDArray[np.bool_], source: NDArray[np.bool_]
) -> tuple[NDArray[np.float32], NDArray[np.bool_], NDArray[np.bool_]]:
    """Picture, hole and source at a size: a cell is hole if any of it is, and source only if all of it is."""
    if size == hole.shape:
        return picture.copy(), hole, source
    columns_rows = size[::-1]
    level = cv2.resize(picture, columns_rows, interpolation=cv2.INTER_AREA)
    holes = cv2.resize(hole.astype(np.float32), columns_rows, interpolation=cv2.INTER_AREA) > 0.01
    sources = cv2.resize(source.astype(np.float32), columns_rows, interpolation=cv2.INTER_AREA) > 0.99
    return level, holes, sources & ~holes


def _targets(hole: NDArray[np.bool_]) -> NDArray[np.int32]:
    """[N, 2] rows and columns of the patches, wholly inside the picture, that touch the hole, in reading order."""
    side = 2 * PATCH + 1
    touched = cv2.dilate(hole.astype(np.uint8), np.ones((side, side), np.uint8)).astype(bool)
    return np.argwhere(touched).astype(np.int32)


def _centres(source: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a whole patch of source lies around."""
    side = 2 * PATCH + 1
    inside = cv2.erode(
        source.astype(np.uint8), np.ones((side, side), np.uint8), borderType=cv2.BORDER_CONSTANT, borderValue=0
    )
    return np.asarray(inside, dtype=np.uint8).astype(bool)


def _start(
    before: NDArray[np.int32] | None, targets: NDArray[np.int32], valid: NDArray[np.bool_], seed: int
) -> NDArray[np.int32]:
    """[H, W, 2] a valid source patch for every target, twice the coarser level's or drawn by lot; -1 elsewhere."""
    generator = np.random.default_rng([seed, *valid.shape])
    chosen = np.zeros((len(targets), 2), np.int32)
    usable = np.zeros(len(targets), bool)
    if before is not None:
        half = np.minimum(targets // 2, np.array(before.shape[:2]) - 1)
        above = before[half[:, 0], half[:, 1]]
        doubled = np.clip(2 * above + targets % 2, 0, np.array(valid.shape) - 1)
        usable = (above[:, 0] >= 0) & valid[doubled[:, 0], doubled[:, 1]]
        chosen[usable] = doubled[usable]
    if not usable.all():
        choices = np.argwhere(valid)
        chosen[~usable] = choices[generator.integers(len(choices), size=int((~usable).sum()))]
    field = np.full((*valid.shape, 2), -1, np.int32)
    field[targets[:, 0], targets[:, 1]] = chosen
    return field
