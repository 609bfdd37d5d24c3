"""Where the ground would meet the sky."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_TRIES = 200
_FIT = 0.03
"""A place agrees with a ground plane within this inverse depth (0..1)."""

_LEAST_SHARE = 0.25
"""A ground plane holds at least this share of the lower half of the photo, or there is none to speak of."""


@dataclass(frozen=True, kw_only=True)
class Horizon:
    """The line of the horizon: its height at the photo's left and right edge, in 0..1 from the top (it may lie
    outside). confidence: the share of the photo's lower half that agrees with the ground it belongs to."""

    left: float
    right: float
    confidence: float


def find_horizon(inverse: NDArray[np.float32], sky: NDArray[np.float32]) -> Horizon | None:
    """The horizon of a photo, or None where no ground plane is seen.

    inverse: [h, w] relative inverse depth. sky: [h, w] matte. Over a plane, inverse depth is linear in the picture,
    and falls to that of infinity at the horizon. The plane is sought by random sampling in the lower half (Fischler
    and Bolles 1981); infinity is the sky's depth where there is sky, else the farthest percentile.
    """
    rows, columns = inverse.shape
    at_infinity = (
        float(np.median(inverse[sky > 0.6])) if (sky > 0.6).mean() > 0.03 else float(np.quantile(inverse, 0.01))
    )
    y, x = np.mgrid[rows // 2 : rows, 0:columns]
    points = np.stack([(x.ravel() + 0.5) / columns, (y.ravel() + 0.5) / rows, np.ones(x.size)], axis=1)
    depth = inverse[rows // 2 :].ravel().astype(float)
    generator = np.random.default_rng(0)
    every = max(1, len(depth) // 2000)
    points, depth = points[::every], depth[::every]
    best, most = None, 0
    for _ in range(_TRIES):
        chosen = generator.choice(len(depth), 3, replace=False)
        try:
            plane = np.linalg.solve(points[chosen], depth[chosen])
        except np.linalg.LinAlgError:
            continue
        # Ground comes nearer downward.
        agreeing = np.abs(points @ plane - depth) < _FIT
        if plane[1] > 0.1 and agreeing.sum() > most:
            best, most = agreeing, int(agreeing.sum())
    if best is None or most < _LEAST_SHARE * len(depth):
        return None
    plane = np.linalg.lstsq(points[best], depth[best], rcond=None)[0]
    if plane[1] < 0.1:
        return None
    left, right = ((at_infinity - plane[2] - plane[0] * edge) / plane[1] for edge in (0.0, 1.0))
    if not -1.0 < (left + right) / 2 < 1.5:
        return None
    return Horizon(left=float(left), right=float(right), confidence=most / len(depth))
