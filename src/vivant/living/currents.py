"""Which way things flow: the fields of rivers, falls, clouds and smoke."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.regions import Region, inner
from vivant.living.setting import Map, Setting
from vivant.scene.scene import MAPS

_SPEEDS = {"river": 0.045, "waterfall": 0.08, "water": 0.03, "cloud": 0.011, "smoke": 0.03, "fire": 0.06}
"""Widths of the picture a second, at full strength twice that."""

_CARRIED = {"river": 0.06, "waterfall": 0.07, "water": 0.05, "cloud": 0.06, "smoke": 0.035, "fire": 0.03}
"""How far anything is carried in a cycle, in widths of the picture: the farther, the more it is stretched."""

_GRID = 72
_ROUNDS = 500
_WAYS = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


def current(setting: Setting, region: Region, *, strength: float, way: str) -> tuple[NDArray[np.float32], float]:
    """(field [h, w, 2] pixels of the scene a second, cycle in seconds) of what flows in a region.

    way: `left`, `right`, `up` or `down` where words said so. Clouds drift level, the slower the nearer they are to
    the horizon, where they are farthest. Water runs from the far end of its bed to the near end, along its banks.
    Smoke and flames rise.
    """
    kind = region.kind if region.kind in _SPEEDS else "water"
    speed = _SPEEDS[kind] * setting.scene.size.width * 2 * strength
    if kind == "cloud":
        direction = _drift(setting, region, way or "right")
    elif kind in ("river", "water"):
        direction = _downhill(setting, region, way)
    else:
        usual = {"waterfall": "down", "smoke": "up", "fire": "up"}.get(kind, "right")
        direction = _straight(setting, way or usual)
    # The field dies away at the banks, so that they are not carried along.
    field = direction * inner(region.mask, 2.5 if kind != "cloud" else 5.0)[..., None] * np.float32(speed)
    return np.asarray(field, dtype=np.float32), _CARRIED[kind] * setting.scene.size.width / speed


def _straight(setting: Setting, way: str) -> NDArray[np.float32]:
    return np.broadcast_to(np.array(_WAYS[way], np.float32), (*setting.maps, 2))


def _drift(setting: Setting, region: Region, way: str) -> NDArray[np.float32]:
    """Clouds under a level ceiling: speed in the picture goes with their height above the horizon."""
    rows, columns = setting.maps
    bottom = region.box[3] / MAPS
    top = region.box[1] / MAPS
    y = np.arange(rows, dtype=np.float32)[:, None]
    height = np.clip((bottom - y) / max(bottom - top, 1.0), 0.0, 1.0)
    speed = np.broadcast_to(0.25 + 0.75 * height, (rows, columns))
    sign = _WAYS[way][0] or 1.0
    # What comes nearer overhead also rises in the picture; a little, since the wind is mostly across.
    return np.stack([sign * speed, np.zeros_like(speed)], axis=-1).astype(np.float32)


def _downhill(setting: Setting, region: Region, way: str) -> NDArray[np.float32]:
    """The steady flow between the two ends of a bed: a potential without flux through its banks (Laplace's equation),
    1 at its far end and 0 at its near end; water nearer to us is faster in the picture."""
    rows, columns = setting.maps
    size = (_GRID, max(8, round(_GRID * rows / columns)))
    bed = cv2.resize(region.mask, size, interpolation=cv2.INTER_AREA) > 0.35
    if bed.sum() < 12:
        return _straight(setting, way or "down")
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    order = {"left": x, "right": -x, "up": y, "down": -y}.get(way, -y)
    first, last = np.quantile(order[bed], (0.92, 0.08))
    source, sink = bed & (order >= first), bed & (order <= last)
    potential = np.where(source, 1.0, np.where(sink, 0.0, 0.5)).astype(np.float32)
    weight = np.pad(bed.astype(np.float32), 1)
    around = weight[:-2, 1:-1] + weight[2:, 1:-1] + weight[1:-1, :-2] + weight[1:-1, 2:]
    for _ in range(_ROUNDS):
        padded = np.pad(np.where(bed, potential, 0), 1)
        mean = padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]
        potential = np.where(source | sink | (around == 0), potential, mean / np.maximum(around, 1))
    flow = _slope(potential, bed)
    length = np.linalg.norm(flow, axis=2, keepdims=True)
    flow = flow / np.maximum(length, 0.3 * float(np.median(length[bed])) + 1e-6)
    flow = np.clip(cv2.GaussianBlur(np.where(bed[..., None], flow, 0), (0, 0), 1.0), -1, 1)
    large = cv2.resize(flow.astype(np.float32), (columns, rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large * _nearness(setting, region.mask)[..., None], dtype=np.float32)


def _slope(potential: Map, bed: NDArray[np.bool_]) -> NDArray[np.float32]:
    """[h, w, 2] the fall of the potential, right and down, within the bed."""
    flow = np.zeros((*potential.shape, 2), np.float32)
    across, both_x = potential[:, :-1] - potential[:, 1:], bed[:, :-1] & bed[:, 1:]
    down, both_y = potential[:-1] - potential[1:], bed[:-1] & bed[1:]
    for part, step, both, axis in ((flow[..., 0], across, both_x, 1), (flow[..., 1], down, both_y, 0)):
        step = np.where(both, step, 0)
        pads = [(0, 0), (0, 0)]
        pads[axis] = (1, 1)
        whole = np.pad(step, pads)
        part[...] = (np.delete(whole, 0, axis) + np.delete(whole, -1, axis)) / 2
    return flow


def _nearness(setting: Setting, mask: Map) -> Map:
    """[h, w] in 0.3..1: how near what a region shows is, beside its nearest part."""
    inverse = setting.scene.inverse
    near = float(np.quantile(inverse[mask > 0.5], 0.95)) if (mask > 0.5).any() else 1.0
    return np.asarray(np.clip(inverse / max(near, 1e-6), 0.3, 1.0), dtype=np.float32)
