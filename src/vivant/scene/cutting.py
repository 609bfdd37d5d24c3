"""Where a photo falls apart: cuts in depth, and which layer each place belongs to."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene.matting import EDGE_PX

_BREAK = 0.12
"""Two places _APART working pixels from each other lie on different things where their inverse depth (0..1 of its
range) differs by this much."""

_APART = 3

_WORKING_PX = 480

_LEAST_SHARE = 0.03
"""Nor is a layer kept that covers less of the picture."""

_CLEAR = 0.3
"""A cut covers a break wholly when it keeps this share of it from either end."""

_LEVELS = 63

STEP_PX = 3
"""A step in depth is this wide at most; what is wider is a slope."""

_SLIVER_PX = 11

_MOSTLY, _SURELY_SKY = 0.6, 0.85
"""The farthest layer is the sky's where it is mostly sky; and where a matte is this sure it is sky."""

_SMALL_SHARE = 0.04
"""What is smaller than this share of the picture may be a thing's lost part."""


@dataclass(frozen=True, kw_only=True)
class Care:
    """How far depth is to be trusted.

    most_layers: into how many layers a picture falls at most. smooth: within a layer depth is smoothed over this
    share of the long side: what a network gets wrong in the small would bend straight lines. edge_px: so far beside
    an outline a pixel may show both sides, or the outline be misplaced. cell_px: the size of a cell of a layer's
    surface. least_gain: a further cut must cover this share of all breaks.
    """

    most_layers: int
    smooth: float
    edge_px: int
    cell_px: int
    least_gain: float


ESTIMATED = Care(most_layers=4, smooth=0.03, edge_px=EDGE_PX, cell_px=4, least_gain=0.06)
FINE = Care(most_layers=5, smooth=0.02, edge_px=EDGE_PX, cell_px=2, least_gain=0.03)
MEASURED = Care(most_layers=5, smooth=0.0, edge_px=2, cell_px=2, least_gain=0.03)


def cuts(inverse: NDArray[np.float32], care: Care = ESTIMATED) -> list[float]:
    """The inverse depths, rising, at which a scene falls apart into layers; at most care.most_layers - 1, maybe none.

    inverse: [H, W]. Every pair of near-by places whose depths differ much is a break; a cut covers it when it lies
    between the two. Cuts are taken greedily by how much break they cover, less how much unbroken surface they part.
    """
    small = _working(inverse)
    low, high = float(small.min()), float(small.max())
    if high - low < 1e-3 * high:
        return []
    unit = (small - low) / (high - low)
    near, far, jump = _pairs(unit)
    levels = (np.arange(_LEVELS) + 1) / (_LEVELS + 1)
    broken = jump > _BREAK
    total = float(jump[broken].sum())
    if total < 1e-3 * unit.size * _BREAK:
        return []
    chosen: list[float] = []
    near_b, far_b, jump_b = near[broken], far[broken], jump[broken]
    # A cut close to either end of a break would leave some of its places on the wrong side.
    clear = [np.clip(np.minimum(near_b - level, level - far_b) / (_CLEAR * jump_b), 0, 1) for level in levels]
    covered = np.zeros(len(jump_b), np.float32)
    # Where a surface runs through the cut unbroken nothing tears, but there is more to keep in step.
    parted = [float(jump[~broken & (far < level) & (near > level)].sum()) for level in levels]
    for _ in range(care.most_layers - 1):
        gains = [
            float((jump_b * np.maximum(c - covered, 0)).sum()) - 1.5 * p for c, p in zip(clear, parted, strict=True)
        ]
        best = int(np.argmax(gains))
        if gains[best] < care.least_gain * total:
            break
        chosen.append(low + float(levels[best]) * (high - low))
        covered = np.maximum(covered, clear[best])
    return _worth(sorted(chosen), small)


def _worth(chosen: list[float], inverse: NDArray[np.float32]) -> list[float]:
    """The cuts without those that leave a layer too small to paint anything from."""
    while chosen:
        shares = np.bincount(np.searchsorted(chosen, inverse.ravel()), minlength=len(chosen) + 1) / inverse.size
        least = int(np.argmin(shares))
        if shares[least] >= _LEAST_SHARE:
            break
        del chosen[max(0, least - 1)]
    return chosen


def labels(
    inverse: NDArray[np.float32],
    at: list[float],
    subject: NDArray[np.float32] | None = None,
    sky: NDArray[np.float32] | None = None,
) -> NDArray[np.uint8]:
    """[H, W] which layer each place belongs to, 0 the farthest.

    subject, sky: [H, W] mattes. A subject that mostly lies in one layer lies wholly in it. Sky lies in the farthest,
    and small things before it in that of their neighbours: a mast and its thin top are one thing.
    """
    label = depth_labels(inverse, at)
    if subject is not None and at:
        whole = subject > 0.6
        counts = np.bincount(label[whole], minlength=len(at) + 1)
        if counts.sum() and counts.max() > 0.7 * counts.sum():
            label[whole] = int(counts.argmax())
    if sky is not None and at:
        label = _parted_from_sky(label, sky if subject is None else np.minimum(sky, 1.0 - subject))
    return _settled(label) if at else label


def depth_labels(inverse: NDArray[np.float32], at: list[float]) -> NDArray[np.uint8]:
    """[H, W] which layer each place belongs to by its depth alone."""
    return np.searchsorted(np.asarray(at, dtype=np.float32), inverse).astype(np.uint8)


def _parted_from_sky(label: NDArray[np.uint8], sky: NDArray[np.float32]) -> NDArray[np.uint8]:
    farthest = label == 0
    if not farthest.any() or sky[farthest].mean() < _MOSTLY:
        return label
    label = np.where(sky > _SURELY_SKY, 0, label).astype(np.uint8)
    count, pieces, about, _ = cv2.connectedComponentsWithStats(
        ((label == 0) & (sky < 1.0 - _MOSTLY)).astype(np.uint8), connectivity=8
    )
    small = about[:, cv2.CC_STAT_AREA] < _SMALL_SHARE * label.size
    small[0] = False
    lost = small[pieces]
    nearest = _taken_from_nearest(label, label == 0)
    beside = cv2.dilate((label > 0).astype(np.uint8), disc(_SLIVER_PX)).astype(bool)
    touching = np.zeros(count, bool)
    touching[np.unique(pieces[lost & beside])] = True
    return np.where(lost & touching[pieces], nearest, label).astype(np.uint8)


def _taken_from_nearest(label: NDArray[np.uint8], unknown: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """The labels with each unknown place given that of the nearest known one."""
    if not unknown.any() or unknown.all():
        return label
    _, index = cv2.distanceTransformWithLabels(
        unknown.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros(int(index.max()) + 1, np.uint8)
    known[index[~unknown]] = label[~unknown]
    return np.where(unknown, known[index], label).astype(np.uint8)


def _settled(label: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The labels without specks, and without the slivers that lie along an outline because depth, on its way from
    the far side to the near one, passes through the layers between."""
    label = np.asarray(cv2.medianBlur(label, 5), dtype=np.uint8)
    around = np.ones((_SLIVER_PX, _SLIVER_PX), np.uint8)
    between = (cv2.erode(label, around) < label) & (cv2.dilate(label, around) > label)
    return _taken_from_nearest(label, between)


def breaks(inverse: NDArray[np.float32], reach_px: int) -> NDArray[np.bool_]:
    """[H, W] where depth varies by more than a break within `reach_px`."""
    low, high = float(inverse.min()), float(inverse.max())
    kernel = np.ones((2 * reach_px + 1, 2 * reach_px + 1), np.uint8)
    spread = cv2.dilate(inverse, kernel) - cv2.erode(inverse, kernel)
    return np.asarray(spread > _BREAK * (high - low), dtype=bool)


def disc(radius: int) -> NDArray[np.uint8]:
    """[2 radius + 1, 2 radius + 1] a round neighbourhood for OpenCV."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1)), dtype=np.uint8)


def _working(inverse: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = inverse.shape
    scale = min(1.0, _WORKING_PX / max(height, width))
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    return np.asarray(cv2.resize(inverse, size, interpolation=cv2.INTER_NEAREST), dtype=np.float32)


def _pairs(unit: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Nearer value, farther value and difference of all pairs _APART pixels apart, across and down."""
    across = (unit[:, :-_APART].ravel(), unit[:, _APART:].ravel())
    down = (unit[:-_APART].ravel(), unit[_APART:].ravel())
    one, other = (np.concatenate(parts) for parts in zip(across, down, strict=True))
    near, far = np.maximum(one, other), np.minimum(one, other)
    return near, far, near - far
