"""Where the water is, where somebody says that there is water."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.setting import Map, Setting
from vivant.perception.network import shipped_eyes

_LONG_SIDE = 240
_SURE, _UNLIKELY = 0.55, 0.06
_LEAST_SURE = 0.004
"""Water is looked for where the network takes at least this share of the picture for it."""

_LEAST_AGREEMENT = 0.5
"""What the colours found is water where the network gives it this probability on average: below, it is as often sand
or road."""

_ROUNDS = 3


def find_water(setting: Setting) -> Map | None:
    """The water of a scene, [h, w] in 0..1; None where it cannot be told.

    The network's own idea of water is too unsure to act on unasked. Where a person says that there is some, its
    surest places are water, what perception knows to be something else is not, and the colours of both decide the
    rest (GrabCut, Rother et al. 2004), as far as that hangs together with a sure place.
    """
    eyes = shipped_eyes()
    hint = eyes.look(setting.scene.photo).hints.get("water") if eyes else None
    if hint is None:
        return None
    rows, columns = setting.maps
    scale = min(1.0, _LONG_SIDE / max(rows, columns))
    size = (max(8, round(columns * scale)), max(8, round(rows * scale)))

    def small(picture: Map) -> Map:
        return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.float32)

    likely = np.asarray(cv2.resize(hint, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    sure = likely > min(_SURE, max(0.4, 0.8 * float(np.quantile(likely, 0.995))))
    other = np.maximum.reduce([small(setting.matte(name)) for name in ("sky", "foliage", "subject", "cloud")])
    sure &= other < 0.5
    if sure.mean() < _LEAST_SURE:
        return None
    colours = np.asarray(cv2.resize(setting.small, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    found = _grown(colours, likely, sure, other)
    if not found.any() or float(likely[found > 0.5].mean()) < _LEAST_AGREEMENT:
        return None
    water = cv2.resize(found, (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(water, dtype=np.float32)


def _grown(colours: NDArray[np.uint8], likely: Map, sure: NDArray[np.bool_], other: Map) -> Map:
    mask = np.full(likely.shape, cv2.GC_PR_BGD, np.uint8)
    mask[likely > 0.3] = cv2.GC_PR_FGD
    mask[likely < _UNLIKELY] = cv2.GC_BGD
    mask[sure] = cv2.GC_FGD
    mask[other > 0.6] = cv2.GC_BGD
    first, second = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    cv2.grabCut(colours, mask, (0, 0, 0, 0), first, second, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    found = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    count, label = cv2.connectedComponents(found)
    held = np.bincount(label.ravel(), weights=sure.ravel().astype(np.float64), minlength=count) > 12
    held[0] = False
    kept = cv2.morphologyEx(held[label].astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return np.asarray(kept, dtype=np.float32)
