"""The compiled inner loops: where on the photo each ray lands, and laying one layer over what is there."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

STEPS = 14
"""Depths tried along each ray before the crossing is refined."""

REFINEMENTS = 3


@njit(cache=True, nogil=True)
def _surface(inverse: NDArray[np.float32], column: float, row: float) -> float:
    """The relief between its samples, its edge continued outward."""
    height, width = inverse.shape
    column = min(max(column, 0.0), width - 1.0)
    row = min(max(row, 0.0), height - 1.0)
    c, r = int(column), int(row)
    c1, r1 = min(c + 1, width - 1), min(r + 1, height - 1)
    fc, fr = column - c, row - r
    upper = inverse[r, c] * (1 - fc) + inverse[r, c1] * fc
    lower = inverse[r1, c] * (1 - fc) + inverse[r1, c1] * fc
    surface: float = upper * (1 - fr) + lower * fr
    return surface


@njit(cache=True, nogil=True)
def trace(
    rays: NDArray[np.float64],
    origin: NDArray[np.float64],
    inverse: NDArray[np.float32],
    cells: tuple[float, float, float, float],
    bounds: tuple[float, float],
    hits: NDArray[np.float64],
) -> None:
    """Fills `hits` with where rays from a moved camera first meet a relief, as seen from the photo's camera.

    rays: [h, w, 3] directions in the photo's axes. origin: [3] the camera's place. inverse: [H, W] inverse
    distance of the relief. cells: (ax, bx, ay, by), so that a direction (x, y, 1) from the photo's camera falls on
    column ax * x + bx and row ay * y + by of `inverse`. bounds: nearest and farthest inverse distance.
    hits: [h, w, 2] the directions (x, y) of the points met.

    Along a ray, the inverse distance q from the photo's camera falls from near to far. The ray point at q lies in
    front of the relief while q exceeds the relief's inverse distance there. The first step where it no longer does
    holds the crossing, which is closed in on by the secant rule. (Relief mapping, Policarpo et al. 2005, with the
    search in inverse depth, which is even in the picture.)
    """
    ax, bx, ay, by = cells
    near, far = bounds
    ox, oy, oz = origin[0], origin[1], origin[2]
    for i in range(rays.shape[0]):
        for j in range(rays.shape[1]):
            rx, ry, rz = rays[i, j, 0], rays[i, j, 1], rays[i, j, 2]
            front_q = back_q = near
            front_over = back_over = 0.0
            x = y = 0.0
            crossed = False
            for k in range(STEPS + 1 + REFINEMENTS):
                if not crossed:
                    q = near + (far - near) * min(k, STEPS) / STEPS
                else:
                    share = front_over / max(front_over - back_over, 1e-12)
                    q = front_q + (back_q - front_q) * share
                # Point = origin + ray / v has depth 1 / q when v = q rz / (1 - q oz).
                v = q * rz / max(1.0 - q * oz, 1e-3)
                z = max(rz + v * oz, 1e-6)
                x = (rx + v * ox) / z
                y = (ry + v * oy) / z
                over = q - _surface(inverse, ax * x + bx, ay * y + by)
                if over > 0.0:
                    front_q, front_over = q, over
                else:
                    back_q, back_over = q, over
                    if k == 0 or over > -1e-9:
                        break
                    crossed = True
                if k >= STEPS and not crossed:
                    break
            hits[i, j, 0] = x
            hits[i, j, 1] = y


@njit(cache=True, nogil=True)
def lay_over(frame: NDArray[np.uint8], layer: NDArray[np.uint8]) -> None:
    """Lays a layer [h, w, 4], premultiplied, over a part of a frame [h, w, 3], in place."""
    for i in range(frame.shape[0]):
        for j in range(frame.shape[1]):
            alpha = np.int32(layer[i, j, 3])
            if alpha == 0:
                continue
            left = 255 - alpha
            for k in range(3):
                value = np.int32(layer[i, j, k]) + (np.int32(frame[i, j, k]) * left + 127) // 255
                frame[i, j, k] = 255 if value > 255 else value
