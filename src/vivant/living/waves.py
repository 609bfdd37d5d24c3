"""The modes of water that only stirs, and of what the wind sways."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.bending import Mode
from vivant.living.regions import Region, inner
from vivant.living.setting import Map, Setting
from vivant.scene.scene import MAPS

_SWELL = 0.004
_SWAY = 0.0065
"""How far the nearest parts are shifted at full strength, in widths of the picture."""

_STEEPEST = 0.09
"""A train stretches the picture by at most this much."""

_TRAINS = ((0.0, 0.16, 0.42, 1.0), (0.5, 0.09, 0.60, 0.6), (-0.4, 0.065, 0.75, 0.5), (1.1, 0.12, 0.5, 0.6))
"""Of each train of waves: its heading in radians from straight toward us, its length in widths of the picture where
the water is nearest, how often it passes, and its part of the height."""

_EYE_HEIGHT = 0.5


def ripples(setting: Setting, region: Region, *, strength: float, seed: int) -> tuple[Mode, ...]:
    """The modes of a water surface that goes nowhere: trains of waves over a level floor, smaller and slower in the
    picture toward its far end, and the glitter far out, where waves are too small to be seen one by one."""
    rows, columns = setting.maps
    width = setting.scene.size.width
    top, bottom = region.box[1] / MAPS, region.box[3] / MAPS
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32) + 0.5
    near = np.clip((y - top) / max(bottom - top, 1.0), 0.02, 1.0)
    away = _EYE_HEIGHT / near
    beside = (x - columns / 2) * MAPS / width / near
    still = inner(region.mask, 3.0) * np.float32(2 * strength * _SWELL * width)
    generator = np.random.default_rng([seed, 0x5EA])
    modes = []
    for heading, length, hz, part in _TRAINS:
        phase = (2 * math.pi / length) * (away * math.cos(heading) + beside * math.sin(heading))
        phase += np.float32(generator.uniform(0, 2 * math.pi)) + 0.8 * _noise(setting, generator, 0.12)
        # Waves shorter than a few cells of the maps cannot be drawn.
        steep = np.maximum(np.abs(np.gradient(phase, axis=0)), np.abs(np.gradient(phase, axis=1)))
        shown = np.clip(1.6 - steep, 0.0, 1.0) * near * still * part
        shown = np.minimum(shown, _STEEPEST * MAPS / np.maximum(steep, 1e-3))
        modes.append(_mode(0.35 * shown, shown, phase, hz))
    glitter = still * 0.25 * np.clip(1.4 - near, 0.3, 1.0)
    for hz in (0.9, 1.3):
        phase = math.pi * _noise(setting, generator, 0.012, flat=3.0)
        modes.append(_mode(glitter, 0.5 * glitter, phase, hz))
    return tuple(modes)


def sways(setting: Setting, region: Region, *, strength: float, seed: int) -> tuple[Mode, ...]:
    """The modes of leaves and grass: gusts that cross the picture, branches each in their own time, a tremble of
    leaves. Pinned where they meet what stands still; free against the sky; the nearer, the more."""
    width = setting.scene.size.width
    free = np.maximum(region.mask, setting.matte("sky"))
    loose = inner(free, 5.0) * cv2.GaussianBlur(region.mask, (0, 0), 1.5)
    inverse = setting.scene.inverse
    nearest = float(np.quantile(inverse[region.mask > 0.5], 0.95))
    most = loose * np.clip(inverse / nearest, 0.25, 1.0) * np.float32(2 * strength * _SWAY * width)
    generator = np.random.default_rng([seed, 0x1EAF])
    columns = (np.arange(setting.maps[1], dtype=np.float32) + 0.5) * MAPS / width
    gust = np.broadcast_to(2 * math.pi * columns / 0.8, setting.maps)
    broad, branch, leaf = (_noise(setting, generator, scale) for scale in (0.2, 0.06, 0.022))
    return (
        _mode(0.45 * most, 0.08 * most, gust + broad, 0.28),
        _mode(0.40 * most, 0.15 * most, 0.5 * gust + 2.2 * branch, 0.62),
        _mode(0.22 * most, 0.22 * most, gust + 2.6 * branch, 0.95),
        _mode(0.20 * most, 0.26 * most, 3.0 * leaf + 0.5 * gust, 1.5),
    )


def billows(setting: Setting, region: Region, *, strength: float, seed: int) -> tuple[Mode, ...]:
    """The modes of cloth and hair in the wind: folds that run through it, pinned at its rim."""
    width = setting.scene.size.width
    x0, _, x1, _ = region.box
    extent = max(x1 - x0, 8 * MAPS) / width
    most = inner(region.mask, 5.0) * np.float32(min(0.012 * width, 0.06 * extent * width) * 2 * strength)
    generator = np.random.default_rng([seed, 0xF1A6])
    x = np.broadcast_to((np.arange(setting.maps[1], dtype=np.float32) + 0.5) * MAPS / width, setting.maps)
    y = np.broadcast_to(((np.arange(setting.maps[0], dtype=np.float32) + 0.5) * MAPS / width)[:, None], setting.maps)
    rough = _noise(setting, generator, 0.25 * extent)
    return (
        _mode(0.35 * most, 0.6 * most, 2 * math.pi * (x + 0.3 * y) / (0.7 * extent) + rough, 0.8),
        _mode(0.2 * most, 0.3 * most, 2 * math.pi * (x - 0.4 * y) / (0.4 * extent) + rough, 1.4),
    )


def _mode(across: NDArray[Any], down: NDArray[Any], phase: NDArray[Any], hz: float) -> Mode:
    parts = (np.asarray(part, dtype=np.float32) for part in (across, down, phase))
    return Mode(**dict(zip(("across", "down", "phase"), parts, strict=True)), hz=hz)


def _noise(setting: Setting, generator: np.random.Generator, scale: float, flat: float = 1.0) -> Map:
    """A smooth map of mean 0 and deviation about 1. scale: of its grain, in widths of the picture; flat: how much
    longer than high."""
    rows, columns = setting.maps
    cell = max(1.0, scale * setting.scene.size.width / MAPS)
    size = (max(2, math.ceil(columns / (cell * flat)) + 2), max(2, math.ceil(rows / cell) + 2))
    grain = generator.standard_normal(size[::-1]).astype(np.float32)
    return np.asarray(cv2.resize(grain, (columns, rows), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
