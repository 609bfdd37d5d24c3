"""Where a thing is in a scene: a person's mask, what perception saw, a finder of its own, or nothing."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from vivant.living.foliage import find_foliage
from vivant.living.setting import Map, Setting
from vivant.living.things import kind_of, place_of
from vivant.living.water import find_water
from vivant.scene.scene import MAPS

Box = tuple[int, int, int, int]

_FAINT, _LEAST_PART = 0.1, 0.0006
_LEAST = 0.003
"""A region smaller than this share of the picture is none."""

_MATTES = {"cloud": "sky", "flower": "subject", "person": "subject"}
_WET = ("water", "sea", "river", "waterfall")
_NAMED = frozenset({"water", "cloud", "smoke", "fire", "hair", "cloth", "foliage"})
"""Kinds whose absence has a sentence of its own."""


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of the scene. mask: [h, w] in 0..1, one of the scene's maps. kind: of what it shows."""

    mask: Map
    kind: str

    @property
    def box(self) -> Box:
        """x0, y0, x1, y1 in pixels of the scene around all of it."""
        rows, columns = np.flatnonzero(self.mask.max(axis=1) > 0), np.flatnonzero(self.mask.max(axis=0) > 0)
        return (
            int(columns[0]) * MAPS,
            int(rows[0]) * MAPS,
            (int(columns[-1]) + 1) * MAPS,
            (int(rows[-1]) + 1) * MAPS,
        )


class NotFound(Exception):
    """What was asked for cannot be had with this photo. key, values: the lexicon's sentence that says why, for the
    plan's account: `NotFound("face_small", width=31, least=48)`."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key, self.values = key, values


def find_region(setting: Setting, words: str, clause: str = "", *, kind: str = "") -> Region:
    """Where the thing that words name is; a clause's further words say in which part of the picture.

    kind: what the thing is where the words name no known kind. Raises NotFound: `no_water`, `not_there`.
    """
    named = kind_of(words)
    kind = named if named != "subject" or not kind else kind
    thing = "water" if kind in _WET else kind if kind != "subject" or not words else words.lower().split()[-1]
    mask = _given(setting, words, kind)
    if mask is None:
        mask = _found(setting, kind)
    if mask is None:
        raise NotFound(f"no_{thing}" if thing in _NAMED else "no_thing", mask=thing)
    mask = _solid(_in_place(setting, mask, place_of(f"{words} {clause}")))
    if float((mask > 0.5).mean()) < _LEAST:
        raise NotFound("not_there", mask=thing)
    return Region(mask=mask, kind=kind)


def _solid(mask: Map) -> Map:
    """The mask without what is hardly there, and without specks."""
    solid = (mask > 0.5).astype(np.uint8)
    count, label, stats, _ = cv2.connectedComponentsWithStats(solid)
    speck = stats[:, cv2.CC_STAT_AREA] < _LEAST_PART * mask.size
    speck[0] = False
    near = cv2.dilate(np.where(speck[label], 0, solid).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.asarray(np.where(near & (mask > _FAINT), mask, 0), dtype=np.float32) if count > 1 else 0 * mask


def _given(setting: Setting, words: str, kind: str) -> Map | None:
    """A person's own mask: by a word of the target, or by the kind of thing."""
    names = {*words.lower().split(), words.lower(), kind, *(("water",) if kind in _WET else ())}
    chosen = next((mask for name, mask in setting.masks.items() if name.lower() in names), None)
    return None if chosen is None else setting.placed(chosen)


def _found(setting: Setting, kind: str) -> Map | None:
    if kind in _WET:
        return find_water(setting)
    if kind == "foliage":
        return find_foliage(setting)
    matte = setting.scene.mattes.get(_MATTES.get(kind, kind))
    if matte is None:
        return None
    # What stands before the sky is none.
    return np.asarray(matte * (1 - setting.matte("subject")) if kind == "cloud" else matte, np.float32)


def _in_place(setting: Setting, mask: Map, place: str) -> Map:
    """The part of a region that lies where words say; parts that hang together stay whole, unless it is one."""
    if not place:
        return mask
    count, label, stats, centres = cv2.connectedComponentsWithStats((mask > 0.5).astype(np.uint8))
    columns = mask.shape[1]
    inverse = setting.scene.inverse
    if place in ("left", "right"):
        side = centres[:, 0] < columns / 2 if place == "left" else centres[:, 0] > columns / 2
    else:
        middle = float(np.median(inverse[mask > 0.5])) if (mask > 0.5).any() else 1.0
        depth = np.array([np.median(inverse[label == k]) if (label == k).any() else 0 for k in range(count)])
        side = depth < middle if place == "back" else depth >= middle
    large = stats[:, cv2.CC_STAT_AREA] > _LEAST * mask.size
    large[0] = side[0] = False
    if (large & side).any() and (large & ~side).any():
        return np.asarray(mask * cv2.dilate((large & side)[label].astype(np.uint8), np.ones((5, 5))), np.float32)
    if place in ("left", "right"):
        ramp = np.clip((columns / 2 - np.arange(columns)) / (0.1 * columns) + 0.5, 0, 1).astype(np.float32)
        return np.asarray(mask * (ramp if place == "left" else 1 - ramp)[None, :], dtype=np.float32)
    return mask


def inner(mask: Map, reach: float) -> Map:
    """The mask fading to nothing at its own rim, over `reach` cells within; the picture's border is no rim."""
    solid = (mask > 0.5).astype(np.uint8)
    framed = cv2.copyMakeBorder(solid, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
    depth = cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1]
    ramp = np.clip((depth - 0.5) / max(reach, 1e-3), 0.0, 1.0)
    return np.asarray(ramp * ramp * (3 - 2 * ramp) * mask, dtype=np.float32)


def outer(mask: Map, reach: float) -> Map:
    """The mask wholly there within, and fading to nothing over `reach` cells around it."""
    away = cv2.distanceTransform((mask <= 0.5).astype(np.uint8), cv2.DIST_L2, 3)
    ramp = np.clip(1.0 - away / max(reach, 1e-3), 0.0, 1.0)
    return np.asarray(ramp * ramp * (3 - 2 * ramp), dtype=np.float32)
