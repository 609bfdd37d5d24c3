"""The compiled inner loop: where on the photo each ray lands."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

STEPS = 48
"""Depths tried along each ray before the crossing is refined."""


@njit(cache=True, nogil=True, fastmath=False)
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
    front of the relief while q exceeds the relief's inverse distance there; the first step where it no longer
    does is refined by the secant rule. (Relief mapping, Policarpo et al. 2005, with the search in inverse depth,
    which is even in the picture.)
    """
    ax, bx, ay, by = cells
    near, far = bounds
    height, width = inverse.shape
    ox, oy, oz = origin[0], origin[1], origin[2]
    for i in range(rays.shape[0]):
        for j in range(rays.shape[1]):
            rx, ry, rz = rays[i, j, 0], rays[i, j, 1], rays[i, j, 2]
            above = 0.0
            x = y = x_before = y_before = 0.0
            for k in range(STEPS + 1):
                q = near + (far - near) * k / STEPS
                # Point = origin + ray / v has depth 1 / q when v = q rz / (1 - q oz).
                v = q * rz / max(1.0 - q * oz, 1e-3)
                z = max(rz + v * oz, 1e-6)
                x = (rx + v * ox) / z
                y = (ry + v * oy) / z
                column = min(max(ax * x + bx, 0.0), width - 1.0)
                row = min(max(ay * y + by, 0.0), height - 1.0)
                c, r = int(column), int(row)
                c1, r1 = min(c + 1, width - 1), min(r + 1, height - 1)
                fc, fr = column - c, row - r
                surface = (inverse[r, c] * (1 - fc) + inverse[r, c1] * fc) * (1 - fr) + (
                    inverse[r1, c] * (1 - fc) + inverse[r1, c1] * fc
                ) * fr
                over = q - surface
                if over <= 0.0:
                    if k > 0:
                        share = above / max(above - over, 1e-9)
                        x = x_before + (x - x_before) * share
                        y = y_before + (y - y_before) * share
                    break
                above, x_before, y_before = over, x, y
            hits[i, j, 0] = x
            hits[i, j, 1] = y
