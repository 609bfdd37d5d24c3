"""What flows without end: water, clouds, smoke, carried along a steady field."""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.clock import Span
from vivant.living.effect import Sight, Textures
from vivant.living.regions import Region
from vivant.living.sampling import Doubles, spread
from vivant.living.setting import Map
from vivant.living.sheets import clipped, fine, parts, sheets
from vivant.scene import Scene
from vivant.scene.scene import MAPS

_TRACES = 12
_STEPS = 4
"""The field is followed in this many steps between two of the _TRACES places that are kept of each path."""

_MOST_GAIN = np.float32(1.35)
_SOFT_CELLS = 4.0

_SHARES = np.arange(257) / 256
_GAINS = np.minimum(1 / np.hypot(_SHARES, 1 - _SHARES), _MOST_GAIN).astype(np.float32)
"""By how much two textures mixed by a share of the second, in 256ths, have lost contrast."""

_UNEVEN = 0.2
"""So many cycles the parts of a flow run ahead of or behind one another."""


class Flowing:
    """An Effect: a picture carried along a steady field, for ever.

    Each place shows what the field brings there, seen twice: as far as it has come since the cycle began, and as far
    as it still has to go until the cycle ends, the one fading into the other; so nothing is carried farther than one
    cycle and the cycles join without a seam (Holynski et al. 2021, "Animating Pictures with Eulerian Motion Fields",
    by looking back along the field in place of splatting). Two textures laid over one another lose contrast: what
    they lose about the local mean is given back (Heitz and Neyret 2018). At time 0 the picture is as it was.
    """

    overlays = False

    def __init__(self, scene: Scene, region: Region, field: NDArray[np.float32], *, cycle_s: float, span: Span,
                 seed: int) -> None:  # fmt: skip
        """field: [h, w, 2] pixels of the scene a second, right and down, a map of the scene. cycle_s: about how long
        anything is carried."""
        self._layers = sheets(scene, region.mask)
        self._box = clipped(region.box, scene)
        self._cycle_s = span.cycles(cycle_s)
        self._span = span
        weight = np.round(255 * np.clip(fine(region.mask, self._box), 0, 1))
        self._weight: NDArray[np.uint8] = np.asarray(weight, dtype=np.uint8)
        cells = tuple(edge // MAPS for edge in self._box[:2]) + tuple(-(-edge // MAPS) for edge in self._box[2:])
        self._traces = traced(field, self._cycle_s)[:, :, cells[1] : cells[3], cells[0] : cells[2]]
        self._parts = parts(self._weight)
        self._apart = _apart(self._traces.shape[2:], seed)
        x0, y0, x1, y1 = self._box
        self._means = {k: _soft(scene.surfaces[k][y0:y1, x0:x1]) for k in self._layers}
        seen = clipped(self._box, scene, spare=math.ceil(float(np.abs(self._traces).max())) + 2)
        self._doubles = Doubles(scene.surfaces, self._layers, seen)

    def repaint(self, textures: Textures, time_s: float) -> None:
        gone = self._span.gone(time_s) / self._cycle_s
        if gone <= 0:
            return
        x0, y0, x1, y1 = self._box
        phase = np.float32(gone) + self._apart * np.float32(_UNEVEN * self._spreading(time_s))
        phase -= np.floor(phase)
        since, until = _along(self._traces[0], phase), _along(self._traces[1], 1 - phase)
        share = spread(_faded(phase), (y1 - y0, x1 - x0))
        for k in self._layers:
            picture = textures[k]
            mean = self._means[k] if self._doubles.unchanged(k, picture) else _soft(picture[y0:y1, x0:x1])
            source = self._doubles.of(k, picture)
            own = textures.writable(k)[y0:y1, x0:x1]
            for left, top, right, bottom in self._parts:
                at = np.s_[top:bottom, left:right]
                cells = np.s_[top // MAPS : -(-bottom // MAPS), left // MAPS : -(-right // MAPS)]
                box = (x0 + left, y0 + top, x0 + right, y0 + bottom)
                # A cycle begins and ends with a while in which only one of the two is seen.
                first, second = (since if share[at].min() < 1 else until), (until if share[at].max() > 0 else since)
                come = source.moved(box, first[0][cells], first[1][cells])
                going = come if second is first else source.moved(box, second[0][cells], second[1][cells])
                _mixed(own[at], come, going, share[at], mean[at], self._weight[at], _GAINS)

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""

    def _spreading(self, time_s: float) -> float:
        """How far the parts of the flow are out of step, 0..1: not at all as it begins, and as a loop ends."""
        span = self._span
        time_s = span.wrapped(time_s)
        if span.loop_s is None and span.whole:
            return min(1.0, time_s / max(2.0 * self._cycle_s, 1e-3))
        length = span.loop_s if span.loop_s is not None and span.whole else span.end_s - span.start_s
        start = 0.0 if span.whole else span.start_s
        return math.sin(math.pi * min(max((time_s - start) / length, 0.0), 1.0)) ** 2


def traced(field: NDArray[np.float32], cycle_s: float) -> NDArray[np.float32]:
    """[2, n, h, w, 2] pixels of the scene: how far away what a place shows was k / (n - 1) of a cycle ago, and will
    be in that time; the field followed from place to place."""
    rows, columns = field.shape[:2]
    x, y = np.meshgrid(np.arange(columns, dtype=np.float32), np.arange(rows, dtype=np.float32))
    step_s = np.float32(cycle_s / ((_TRACES - 1) * _STEPS))
    paths = np.zeros((2, _TRACES, rows, columns, 2), np.float32)
    for way, sign in enumerate((-1.0, 1.0)):
        at = np.zeros((rows, columns, 2), np.float32)
        for k in range(1, _TRACES):
            for _ in range(_STEPS):
                half = at + _flow(field, at, x, y) * (sign * step_s / 2)
                at = at + _flow(field, half, x, y) * (sign * step_s)
            paths[way, k] = at
    return paths


def _flow(field: NDArray[np.float32], at: NDArray[np.float32], x: Map, y: Map) -> NDArray[np.float32]:
    return np.asarray(
        cv2.remap(
            field, x + at[..., 0] / MAPS, y + at[..., 1] / MAPS, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        ),
        dtype=np.float32,
    )


def _apart(shape: tuple[int, ...], seed: int) -> Map:
    """[h, w] in -1..1, smooth: what runs ahead and what behind."""
    noise = np.random.default_rng([seed, 0xF10]).standard_normal((5, 7)).astype(np.float32)
    large = cv2.resize(noise, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(large / 1.5, -1, 1), dtype=np.float32)


def _faded(phase: Map) -> Map:
    """How much of a place is already what it will be when the cycle ends."""
    late = np.clip((phase - 0.15) / 0.7, 0, 1)
    return np.asarray(late * late * (3 - 2 * late), dtype=np.float32)


def _along(paths: NDArray[np.float32], phase: Map) -> tuple[Map, Map]:
    columns, rows = np.empty(phase.shape, np.float32), np.empty(phase.shape, np.float32)
    _between(paths, phase, columns, rows)
    return columns, rows


def _soft(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture's local mean."""
    height, width = picture.shape[:2]
    size = (max(2, width // (2 * MAPS)), max(2, height // (2 * MAPS)))
    small = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (0, 0), _SOFT_CELLS / 2)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


@njit(cache=True, nogil=True)
def _between(paths: NDArray[np.float32], phase: Map, columns: Map, rows: Map) -> None:
    """The places of a path between those that are kept of it."""
    last = paths.shape[0] - 1
    for i in range(phase.shape[0]):
        for j in range(phase.shape[1]):
            along = phase[i, j] * last
            k = min(int(along), last - 1)
            share = np.float32(along - k)
            columns[i, j] = paths[k, i, j, 0] + (paths[k + 1, i, j, 0] - paths[k, i, j, 0]) * share
            rows[i, j] = paths[k, i, j, 1] + (paths[k + 1, i, j, 1] - paths[k, i, j, 1]) * share


@njit(cache=True, nogil=True)
def _mixed(
    part: NDArray[np.uint8],
    come: NDArray[np.uint8],
    going: NDArray[np.uint8],
    share: NDArray[np.float32],
    mean: NDArray[np.uint8],
    weight: NDArray[np.uint8],
    gains: NDArray[np.float32],
) -> None:
    """Mixes two pictures of a part by `share`, contrast kept, and lays them on it by `weight`, in place."""
    rows, columns, channels = part.shape
    half = np.float32(0.5)
    for i in range(rows):
        for j in range(columns):
            if weight[i, j] == 0:
                continue
            second = share[i, j]
            gain = gains[np.uint32(second * np.float32(256) + half)]
            there = np.float32(weight[i, j]) * np.float32(1 / 255)
            most = np.float32(255.0)
            if channels == 4:
                a, b, under = np.float32(come[i, j, 3]), np.float32(going[i, j, 3]), np.float32(part[i, j, 3])
                part[i, j, 3] = np.uint8(under + there * (a + second * (b - a) - under) + half)
                most = np.float32(part[i, j, 3])
            for k in range(3):
                a, b, under = np.float32(come[i, j, k]), np.float32(going[i, j, k]), np.float32(part[i, j, k])
                middle = np.float32(mean[i, j, k])
                value = middle + gain * (a + second * (b - a) - middle)
                value = under + there * (value - under)
                part[i, j, k] = np.uint8(min(max(value, np.float32(0.0)), most) + np.float32(0.499))
