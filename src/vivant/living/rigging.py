"""What stands thin and upright before water: masts, rigging, posts, reeds."""

from __future__ import annotations

import math

import cv2
import numpy as np

from vivant.living.regions import Region
from vivant.living.setting import Map, Setting

_LEANS = tuple(range(-40, 41, 10))
"""Degrees from upright in which lines are looked for; waves lie flatter."""

_LENGTH = 25
_WIDE = 9
"""Half cells of the maps: how long a line is looked at, and how wide its surroundings are."""

_FAINT, _CLEAR, _LEAST = 1.7, 2.6, 0.8
"""A line stands out by so many times what the water around it shows, and by so much light (0..255); it must somewhere
be clear, and lasts while it is no fainter."""

_AROUND = 121
_LEAST_TALL = 14
_ROOM = 7


def before_water(setting: Setting, region: Region) -> Region:
    """The region without what stands thin and upright before it, and a little around that.

    Waves lie flat in a picture and what stands does not: the light beside a place is taken from its own, and the
    rest, summed along upright and leaning lines, cancels over waves and adds up along a mast.
    """
    rows, columns = region.mask.shape
    size = (2 * columns, 2 * rows)
    photo = cv2.resize(setting.scene.photo, size, interpolation=cv2.INTER_AREA)
    mask = cv2.resize(region.mask, size, interpolation=cv2.INTER_LINEAR) > 0.5
    found = _lines(cv2.cvtColor(photo, cv2.COLOR_RGB2LAB)[..., 0].astype(np.float32), mask)
    if not found.any():
        return region
    around = cv2.dilate(found, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_ROOM, _ROOM)))
    free = 1 - cv2.resize(around.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    return Region(mask=np.asarray(region.mask * np.clip(free, 0, 1), dtype=np.float32), kind=region.kind)


def _lines(light: Map, mask: Map) -> Map:
    """[h, w] uint8: 1 on lines that stand out within a mask."""
    apart = light - cv2.blur(light, (_WIDE, 1))
    best = np.zeros_like(light)
    for lean in _LEANS:
        best = np.maximum(best, np.abs(cv2.filter2D(apart, -1, _line(lean), borderType=cv2.BORDER_REFLECT_101)))
    # How much waves themselves show varies: a few glints are not a mast.
    seen = mask.astype(np.float32)
    usual = cv2.blur(best * seen, (_AROUND, _AROUND)) / np.maximum(cv2.blur(seen, (_AROUND, _AROUND)), 1e-3)
    faint = ((best > _FAINT * usual + _LEAST) & mask).astype(np.uint8)
    clear = best > _CLEAR * usual + _LEAST
    count, label, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
    kept = np.bincount(label[clear & mask], minlength=count) > _LEAST_TALL / 2
    kept &= stats[:, cv2.CC_STAT_HEIGHT] >= _LEAST_TALL
    kept[0] = False
    return np.asarray(kept[label], dtype=np.uint8)


def _line(lean: float) -> Map:
    kernel = np.zeros((_LENGTH, _LENGTH), np.float32)
    middle, angle = _LENGTH // 2, math.radians(lean)
    for step in np.linspace(-middle, middle, 4 * _LENGTH):
        kernel[round(middle + step * math.cos(angle)), round(middle + step * math.sin(angle))] = 1
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)
