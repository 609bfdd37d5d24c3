"""Painting what a photo does not show, with texture from what it does."""

from __future__ import annotations

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.scene.spreading import spread

PATCH = 2
"""Patches are 2 * PATCH + 1 pixels wide."""

COARSEST_PX = 40
"""The long side from which the painting goes from coarse to fine."""

FINEST_PX = 640
"""The long side up to which patches are searched; beyond, the correspondence found is only carried up."""

_SWEEPS = 3

_EVEN, _SHARP = 0.0, 1.2
"""How quickly a patch's say falls from its middle: not at all while places must agree with each other; in the end,
quickly, so that what is copied keeps its texture."""


def inpaint(
    rgb: NDArray[np.uint8], hole: NDArray[np.bool_], source: NDArray[np.bool_], seed: int = 0
) -> NDArray[np.uint8]:
    """[H, W, 3]: the picture with its hole painted, texture and all, from its source.

    hole: what is painted. source: what may be copied from; what is neither is left as it is and never looked at. A
    source too small to hold a patch gives a smooth fill.

    From coarse to fine, each place near the hole finds the patch of the source most like what is there so far, and
    the patches found are averaged where they overlap (Wexler et al. 2007), the search being PatchMatch (Barnes et
    al. 2009). Above FINEST_PX the patches are only carried up, so that full-size texture costs one averaging.
    """
    source = source & ~hole
    if not hole.any() or not source.any():
        return rgb
    sizes = _sizes(*hole.shape)
    picture = spread(rgb.astype(np.float32), source)
    nearest: NDArray[np.int32] | None = None
    painted: NDArray[np.float32] | None = None
    for size in sizes:
        level, level_hole, level_source = _at(size, picture, hole, source)
        if painted is not None:
            before = cv2.resize(painted, size[::-1], interpolation=cv2.INTER_LINEAR)
            level = np.where(level_hole[..., None], before, level)
        targets = _targets(level_hole)
        valid = _centres(level_source)
        if not valid.any() or not len(targets):
            painted = level
            continue
        field = _start(nearest, size, valid, seed)
        searched = max(size) <= FINEST_PX
        trust = _trust(level_hole)
        if searched:
            for _ in range(_rounds(size)):
                _search(level, targets, valid, field, _SWEEPS, seed)
                level = _averaged(level, level_hole, targets, field, trust, _EVEN)
        if size == hole.shape:
            level = _averaged(level, level_hole, targets, field, trust, _SHARP)
        nearest, painted = field, level
    assert painted is not None
    answer = np.clip(painted + 0.5, 0, 255).astype(np.uint8)
    return np.where(hole[..., None], answer, rgb)


def _sizes(height: int, width: int) -> list[tuple[int, int]]:
    """(rows, columns) from coarse to fine, each twice the one before, the last the picture's own."""
    sizes = [(height, width)]
    while max(sizes[0]) > 2 * COARSEST_PX and min(sizes[0]) > 4 * PATCH + 4:
        sizes.insert(0, ((sizes[0][0] + 1) // 2, (sizes[0][1] + 1) // 2))
    return sizes


def _rounds(size: tuple[int, int]) -> int:
    """How often a level is searched and averaged: what is decided coarsely decides the rest."""
    return 8 if max(size) <= 100 else 4 if max(size) <= 200 else 2


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
    before: NDArray[np.int32] | None, size: tuple[int, int], valid: NDArray[np.bool_], seed: int
) -> NDArray[np.int32]:
    """[H, W, 2] a valid source patch for every place: twice the coarser level's, or drawn by lot."""
    generator = np.random.default_rng([seed, *size])
    choices = np.argwhere(valid)
    field = choices[generator.integers(len(choices), size=size)].astype(np.int32)
    if before is not None:
        rows, columns = np.indices(size)
        above = before[np.minimum(rows // 2, before.shape[0] - 1), np.minimum(columns // 2, before.shape[1] - 1)]
        doubled = 2 * above + np.stack([rows % 2, columns % 2], axis=-1)
        doubled = np.clip(doubled, 0, np.array(size) - 1)
        usable = valid[doubled[..., 0], doubled[..., 1]]
        field[usable] = doubled[usable]
    return field


@njit(cache=True, nogil=True)
def _distance(level: NDArray[np.float32], i: int, j: int, r: int, c: int, most: float) -> float:
    """Sum of squared differences of two patches, given up beyond `most`; the target's may hang over the edge."""
    height, width = level.shape[0], level.shape[1]
    total = 0.0
    count = 0
    for di in range(-PATCH, PATCH + 1):
        y = i + di
        if y < 0 or y >= height:
            continue
        for dj in range(-PATCH, PATCH + 1):
            x = j + dj
            if x < 0 or x >= width:
                continue
            for k in range(3):
                d = level[y, x, k] - level[r + di, c + dj, k]
                total += d * d
            count += 1
        if total > most * 25:
            return 1e30
    return total / max(count, 1)


@njit(cache=True, nogil=True)
def _search(
    level: NDArray[np.float32],
    targets: NDArray[np.int32],
    valid: NDArray[np.bool_],
    field: NDArray[np.int32],
    sweeps: int,
    seed: int,
) -> None:
    """PatchMatch: what suits a neighbour, shifted, may suit me; and so may something nearby, at shrinking range."""
    height, width = valid.shape
    state = np.uint64(seed * 2654435761 + 88172645463325252)
    for sweep in range(sweeps):
        forward = sweep % 2 == 0
        step = 1 if forward else -1
        for n in range(len(targets)):
            t = n if forward else len(targets) - 1 - n
            i, j = targets[t, 0], targets[t, 1]
            best_r, best_c = field[i, j, 0], field[i, j, 1]
            best = _distance(level, i, j, best_r, best_c, 1e30)
            for side in range(2):
                y, x = (i - step, j) if side == 0 else (i, j - step)
                if 0 <= y < height and 0 <= x < width:
                    r = field[y, x, 0] + (step if side == 0 else 0)
                    c = field[y, x, 1] + (step if side == 1 else 0)
                    if 0 <= r < height and 0 <= c < width and valid[r, c]:
                        d = _distance(level, i, j, r, c, best)
                        if d < best:
                            best, best_r, best_c = d, r, c
            reach = max(height, width) // 2
            while reach >= 1:
                state ^= state << np.uint64(13)
                state ^= state >> np.uint64(7)
                state ^= state << np.uint64(17)
                a = np.int64(state >> np.uint64(33)) % (2 * reach + 1) - reach
                b = np.int64((state >> np.uint64(11)) & np.uint64(0x3FFFFF)) % (2 * reach + 1) - reach
                r, c = best_r + a, best_c + b
                if 0 <= r < height and 0 <= c < width and valid[r, c]:
                    d = _distance(level, i, j, r, c, best)
                    if d < best:
                        best, best_r, best_c = d, r, c
                reach //= 3
            field[i, j, 0], field[i, j, 1] = best_r, best_c


@njit(cache=True, nogil=True)
def _averaged(
    level: NDArray[np.float32],
    hole: NDArray[np.bool_],
    targets: NDArray[np.int32],
    field: NDArray[np.int32],
    trust: NDArray[np.float32],
    fall: float,
) -> NDArray[np.float32]:
    """The picture with each place of the hole the mean of what the patches over it say; those that are alike, and
    those that stand near what is known, count for more."""
    height, width = hole.shape
    total = np.zeros_like(level)
    weights = np.zeros((height, width), np.float32)
    for n in range(len(targets)):
        i, j = targets[n, 0], targets[n, 1]
        r, c = field[i, j, 0], field[i, j, 1]
        alike = np.exp(-_distance(level, i, j, r, c, 1e30) / 300.0) + 1e-4
        weight = np.float32(alike * trust[i, j])
        for di in range(-PATCH, PATCH + 1):
            y = i + di
            if y < 0 or y >= height:
                continue
            for dj in range(-PATCH, PATCH + 1):
                x = j + dj
                if x < 0 or x >= width or not hole[y, x]:
                    continue
                say = np.float32(weight * np.exp(-fall * (di * di + dj * dj)))
                for k in range(3):
                    total[y, x, k] += say * level[r + di, c + dj, k]
                weights[y, x] += say
    answer = level.copy()
    for y in range(height):
        for x in range(width):
            if hole[y, x] and weights[y, x] > 0:
                for k in range(3):
                    answer[y, x, k] = total[y, x, k] / weights[y, x]
    return answer
