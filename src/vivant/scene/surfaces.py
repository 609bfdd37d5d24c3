"""The depth of a layer: whole, without folds, and no rougher than can be believed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene.cutting import STEP_PX, Care, disc
from vivant.scene.spreading import spread

FADE_PX = 6.0
"""Over so many pixels a layer fades out where its surface runs on into the next layer unbroken."""

_SMALL_SHARE, _LARGE_SHARE = 0.04, 0.15
"""A piece of a layer smaller than this share of the picture is made flat, one larger than the other not at all."""

_DOUBTED = 0.5
"""Where nothing breaks, what little relief there is may be doubted by this share: it would bend things more than show
them."""


def surface(
    inverse: NDArray[np.float32],
    here: NDArray[np.bool_],
    own: NDArray[np.bool_],
    broken: NDArray[np.bool_],
    care: Care,
    *,
    alone: bool,
) -> NDArray[np.float32]:
    """A layer's own depth in cells of care.cell_px: smoothed where its surface is whole, as it is where a step
    within the layer is too small for a cut, a little way into its neighbours where the surface runs on unbroken (so
    that both have the same depth there), and continued where it is hidden.

    inverse: [H, W]. here: [H, W] where the layer is. own: where the depth is that of the layer. broken: where depth
    breaks near by. alone: it is the only layer.
    """
    reach = disc(round(2 * FADE_PX))
    beside = cv2.dilate(here.astype(np.uint8), reach).astype(bool)
    torn = cv2.dilate(broken.astype(np.uint8), reach).astype(bool)
    # Depth beside another layer's may already be on its way to it.
    inner = cv2.erode(here.astype(np.uint8), disc(STEP_PX)).astype(bool)
    sure = ((inner & broken) | (here & ~broken) | (beside & ~torn)) & own
    if sure.sum() < 16:
        sure = here
    height, width = inverse.shape
    size = (max(2, -(-width // care.cell_px)), max(2, -(-height // care.cell_px)))
    weight = cv2.resize(sure.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(np.where(sure, inverse, 0).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    own_depth, known = total / np.maximum(weight, 1e-6), weight > 0.05
    if care.smooth <= 0:
        return spread(own_depth, known)
    cells = cv2.resize(here.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 0
    answer = spread(_straightened(own_depth, known, cells, _DOUBTED if alone else 0.0), known)
    whole = cv2.resize((~broken | ~inner).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    sigma = care.smooth * max(size)
    soft = cv2.GaussianBlur(answer * whole, (0, 0), sigmaX=sigma)
    share = cv2.GaussianBlur(whole, (0, 0), sigmaX=sigma)
    smoothed = soft / np.maximum(share, 1e-3)
    return np.asarray(whole * smoothed + (1.0 - whole) * answer, dtype=np.float32)


def _straightened(
    inverse: NDArray[np.float32], known: NDArray[np.bool_], cells: NDArray[np.bool_], least: float
) -> NDArray[np.float32]:
    """The depth with each small piece of the layer made flat, and any at least by that share: a flat thing may lean,
    but its straight lines stay straight, and what a network says of the depth within a small thing is mostly noise.

    Inverse distance on a plane is an affine function of the place in the picture.
    """
    count, pieces, about, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    answer = inverse.copy()
    for piece in range(1, count):
        share = about[piece, cv2.CC_STAT_AREA] / cells.size
        flat = float(np.clip((_LARGE_SHARE - share) / (_LARGE_SHARE - _SMALL_SHARE), least, 1.0))
        rows, columns = np.nonzero((pieces == piece) & known)
        if flat <= 0 or len(rows) < 12:
            continue
        values = inverse[rows, columns].astype(np.float64)
        places = np.stack([np.ones(len(rows)), columns - columns.mean(), rows - rows.mean()], axis=1)
        # A little weight against leaning: of a few cells in a row nobody knows.
        lean = np.diag([0.0, 1.0, 1.0]) * len(rows)
        plane = places @ np.linalg.solve(places.T @ places + lean, places.T @ values)
        plane = np.clip(plane, values.min(), values.max())
        answer[rows, columns] = flat * plane + (1.0 - flat) * values
    return answer
