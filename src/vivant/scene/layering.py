"""Cutting a photo into layers where its depth breaks."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.scene.inpainting import inpaint
from vivant.scene.matting import EDGE_PX, matte_edge
from vivant.scene.scene import Layer
from vivant.scene.spreading import spread

MOST_LAYERS = 4

_BREAK = 0.12
"""Two places _APART working pixels from each other lie on different things where their inverse depth (0..1 of its
range) differs by this much."""

_APART = 3
_WORKING_PX = 480
_LEAST_GAIN = 0.06
"""A further cut must cover this share of all breaks."""

_LEAST_SHARE = 0.03
"""Nor is a layer kept that covers less of the picture."""

_LEVELS = 63

_STEP_PX = 3
"""A step in depth is this wide at most; what is wider is a slope."""

_SMOOTH = 0.012
"""Within a layer depth is smoothed over this share of the long side: what a network gets wrong in the small would
bend straight lines."""

_SLIVER_PX = 11

_FADE_PX = 6.0
"""Over so many pixels a layer fades out where its surface runs on into the next layer unbroken."""


def cuts(inverse: NDArray[np.float32]) -> list[float]:
    """The inverse depths, rising, at which a scene falls apart into layers; at most MOST_LAYERS - 1, maybe none.

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
    covered = np.zeros(int(broken.sum()), bool)
    between = [(far[broken] < level) & (near[broken] > level) for level in levels]
    # Where a surface runs through the cut unbroken nothing tears, but there is more to keep in step.
    parted = [float(jump[~broken & (far < level) & (near > level)].sum()) for level in levels]
    for _ in range(MOST_LAYERS - 1):
        gains = [float(jump[broken][b & ~covered].sum()) - 1.5 * p for b, p in zip(between, parted, strict=True)]
        best = int(np.argmax(gains))
        if gains[best] < _LEAST_GAIN * total:
            break
        chosen.append(low + float(levels[best]) * (high - low))
        covered |= between[best]
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
    inverse: NDArray[np.float32], at: list[float], subject: NDArray[np.float32] | None = None
) -> NDArray[np.uint8]:
    """[H, W] which layer each place belongs to, 0 the farthest.

    subject: [H, W] matte. A subject that mostly lies in one layer lies wholly in it.
    """
    label = np.searchsorted(np.asarray(at, dtype=np.float32), inverse).astype(np.uint8)
    if subject is not None and at:
        whole = subject > 0.6
        counts = np.bincount(label[whole], minlength=len(at) + 1)
        if counts.sum() and counts.max() > 0.7 * counts.sum():
            label[whole] = int(counts.argmax())
    return _settled(label) if at else label


def _settled(label: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The labels without specks, and without the slivers that lie along an outline because depth, on its way from
    the far side to the near one, passes through the layers between."""
    label = np.asarray(cv2.medianBlur(label, 5), dtype=np.uint8)
    around = np.ones((_SLIVER_PX, _SLIVER_PX), np.uint8)
    between = (cv2.erode(label, around) < label) & (cv2.dilate(label, around) > label)
    if not between.any() or between.all():
        return label
    _, nearest = cv2.distanceTransformWithLabels(
        between.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros(int(nearest.max()) + 1, np.uint8)
    known[nearest[~between]] = label[~between]
    return np.where(between, known[nearest], label).astype(np.uint8)


def breaks(inverse: NDArray[np.float32], reach_px: int) -> NDArray[np.bool_]:
    """[H, W] where depth varies by more than a break within `reach_px`."""
    low, high = float(inverse.min()), float(inverse.max())
    kernel = np.ones((2 * reach_px + 1, 2 * reach_px + 1), np.uint8)
    spread = cv2.dilate(inverse, kernel) - cv2.erode(inverse, kernel)
    return np.asarray(spread > _BREAK * (high - low), dtype=bool)


def layers_of(
    rgb: NDArray[np.uint8],
    inverse: NDArray[np.float32],
    label: NDArray[np.uint8],
    uncovered_px: int,
    seed: int = 0,
) -> tuple[Layer, ...]:
    """The layers of a picture, farthest first.

    rgb: [H, W, 3]. inverse: [H, W]. label: [H, W] as from `labels`. uncovered_px: how far a layer must reach under
    those before it; so far it is painted, beyond that it is transparent (the farthest: smoothly filled).
    """
    picture = rgb.astype(np.float32)
    broken = cv2.dilate(breaks(inverse, _STEP_PX).astype(np.uint8), _disc(EDGE_PX)).astype(bool)
    count = int(label.max()) + 1
    return tuple(_layer(picture, inverse, label, k, broken, uncovered_px, seed) for k in range(count))


def _layer(
    picture: NDArray[np.float32],
    inverse: NDArray[np.float32],
    label: NDArray[np.uint8],
    k: int,
    broken: NDArray[np.bool_],
    uncovered_px: int,
    seed: int,
) -> Layer:
    here, nearer = label == k, label > k
    # Edge pixels show both sides: next to what is nearer, the farther one's own colour is worked out.
    colours = matte_edge(picture, nearer)[2] if nearer.any() else picture
    mixed = cv2.dilate(nearer.astype(np.uint8), _disc(EDGE_PX)).astype(bool) & broken
    under = nearer & _reached(here & ~nearer, label <= k, uncovered_px)
    known = here & ~mixed
    colours = spread(colours, ~nearer) if k == 0 else colours
    painted = inpaint(np.clip(colours + 0.5, 0, 255).astype(np.uint8), under, known, seed)
    alpha = np.ones(label.shape, np.float32)
    if k:
        outer, own, _ = matte_edge(picture, label >= k)
        # Where the surface runs on unbroken, the layer fades out over its neighbour instead, both alike there.
        away = cv2.distanceTransform((label < k).astype(np.uint8), cv2.DIST_L2, 3)
        fading = np.clip(1.0 - away / _FADE_PX, 0.0, 1.0)
        torn = cv2.blur(broken.astype(np.float32), (5, 5))
        alpha = torn * outer + (1.0 - torn) * fading
        # Its soft rim is its own: beside a nearer layer's outline there is none of it.
        rim = (label < k) & _reached(here, label >= k, EDGE_PX + round(_FADE_PX))
        alpha *= (here | under | rim).astype(np.float32)
        edge = (cv2.dilate((label < k).astype(np.uint8), _disc(EDGE_PX)).astype(bool) & broken)[..., None]
        painted = np.where(edge & ~under[..., None], np.clip(own + 0.5, 0, 255), painted).astype(np.uint8)
    rgba = np.dstack([painted * alpha[..., None], 255.0 * alpha]) + 0.5
    return Layer(rgba=rgba.astype(np.uint8), inverse=_surface(inverse, here, broken), box=_box(alpha))


def _surface(inverse: NDArray[np.float32], here: NDArray[np.bool_], broken: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The layer's own depth at a quarter of the size: away from what is torn, a little way into its neighbours where
    the surface runs on unbroken (so that both have the same depth there), and continued where it is hidden."""
    reach = _disc(round(2 * _FADE_PX))
    beside, torn = (cv2.dilate(mask.astype(np.uint8), reach).astype(bool) for mask in (here, broken))
    sure = (here & ~broken) | (beside & ~torn)
    if sure.sum() < 16:
        sure = here
    height, width = inverse.shape
    size = (max(2, width // 4), max(2, height // 4))
    weight = cv2.resize(sure.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(np.where(sure, inverse, 0).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    surface = spread(total / np.maximum(weight, 1e-6), weight > 0.05)
    return np.asarray(cv2.GaussianBlur(surface, (0, 0), sigmaX=_SMOOTH * max(size)), dtype=np.float32)


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


def _disc(radius: int) -> NDArray[np.uint8]:
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
