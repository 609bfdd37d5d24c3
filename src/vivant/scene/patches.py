"""The compiled inner loops of painting: patches compared, found and laid over one another."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

PATCH = 2
"""Patches are 2 * PATCH + 1 pixels wide."""


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
def search(
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
                if 0 <= y < height and 0 <= x < width and field[y, x, 0] >= 0:
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
def averaged(
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
    # What has next to no say need not be asked.
    near = PATCH if fall < 1.0 else 1
    says = np.empty((2 * PATCH + 1, 2 * PATCH + 1), np.float32)
    for di in range(-PATCH, PATCH + 1):
        for dj in range(-PATCH, PATCH + 1):
            says[di + PATCH, dj + PATCH] = np.exp(-fall * (di * di + dj * dj))
    for n in range(len(targets)):
        i, j = targets[n, 0], targets[n, 1]
        r, c = field[i, j, 0], field[i, j, 1]
        alike = np.exp(-_distance(level, i, j, r, c, 1e30) / 300.0) + 1e-4
        weight = np.float32(alike * trust[i, j])
        for di in range(-near, near + 1):
            y = i + di
            if y < 0 or y >= height:
                continue
            for dj in range(-near, near + 1):
                x = j + dj
                if x < 0 or x >= width or not hole[y, x]:
                    continue
                say = weight * says[di + PATCH, dj + PATCH]
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


@njit(cache=True, nogil=True)
def put(
    rgb: NDArray[np.uint8],
    hole: NDArray[np.bool_],
    painted: NDArray[np.float32],
    structure: NDArray[np.float32],
    mean: NDArray[np.float32],
    most: float,
) -> None:
    """Fills the hole with the structure and, of what was painted, the texture: what is left without its mean."""
    for i in range(rgb.shape[0]):
        for j in range(rgb.shape[1]):
            if not hole[i, j]:
                continue
            strength = 1.0
            for k in range(3):
                strength = max(strength, abs(painted[i, j, k] - structure[i, j, k] - mean[i, j, k]))
            calmed = min(1.0, most / strength)
            for k in range(3):
                texture = painted[i, j, k] - structure[i, j, k] - mean[i, j, k]
                rgb[i, j, k] = np.uint8(min(max(structure[i, j, k] + calmed * texture + 0.5, 0.0), 255.0))
