"""What a frame shows that the photo does not have: places beyond it, and places drawn much larger than they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

STRETCHED = 3.0
"""A place is stretched where a pixel of the picture is drawn more than so many pixels long."""


def holes(x: NDArray[np.floating], y: NDArray[np.floating], width: int, height: int) -> float:
    """The share of places (x, y), pixels with centres at + 0.5, that lie outside a picture of that size."""
    outside = (x < 0) | (y < 0) | (x > width) | (y > height)
    return float(outside.mean())


def stretched(
    x: NDArray[np.floating], y: NDArray[np.floating], surface: NDArray[np.integer], spacing_px: float = 1.0
) -> float:
    """The share of a frame that is stretched.

    x, y: [h, w] where in a picture each place of the frame comes from; neighbours are `spacing_px` pixels of the
    frame apart. surface: [h, w] which surface is seen; between two of them nothing is stretched. Counted is the
    smaller singular value of the Jacobian, where both neighbours are of one surface.
    """
    same = (surface[:-1, :-1] == surface[:-1, 1:]) & (surface[:-1, :-1] == surface[1:, :-1])
    across, down = (
        np.stack([np.diff(part, axis=axis)[:-1, :] if axis else np.diff(part, axis=axis)[:, :-1] for part in (x, y)])
        for axis in (1, 0)
    )
    a, b = (across**2).sum(axis=0), (down**2).sum(axis=0)
    determinant = np.abs(across[0] * down[1] - across[1] * down[0])
    # Singular values s >= t of the Jacobian: s^2 + t^2 = a + b, s t = |determinant|.
    largest = np.sqrt((a + b + np.sqrt(np.maximum((a + b) ** 2 - 4 * determinant**2, 0))) / 2)
    smallest = determinant / np.maximum(largest, 1e-12) / spacing_px
    return float((same & (smallest < 1 / STRETCHED)).sum() / x.size)
