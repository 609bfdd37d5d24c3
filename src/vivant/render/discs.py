"""The compiled blur of a lens: every pixel the mean of a disc of its own radius, in the light of the scene."""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

SHARP_PX = 0.5
"""A disc of this radius lies within its own pixel: what is smaller is left as it is, to the bit."""

STEPS_PER_PX = 8
"""Radii are rounded to this many steps a pixel."""

_ONE = 16384
"""What stands for the light of a white pixel, so that four times as much fits into 16 bits."""

_KNEE, _EXTRA = 0.6, 3.0
"""A photo clips: what it shows as white was brighter. From _KNEE on its light is drawn apart, white to 1 + _EXTRA,
before it is spread, and put back after, so that lamps and glints become discs while even areas keep their value."""


def _light() -> tuple[NDArray[np.uint16], NDArray[np.float32]]:
    """sRGB 0..255 as light, and light as sRGB, for blurring."""
    srgb = np.arange(256) / 255.0
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    drawn = linear + _EXTRA * np.clip((linear - _KNEE) / (1 - _KNEE), 0.0, 1.0) ** 3
    levels = np.interp(np.arange(1 << 16), drawn * _ONE, np.arange(256.0))
    return np.round(drawn * _ONE).clip(0, 65535).astype(np.uint16), levels.astype(np.float32)


LIGHT_OF, SRGB_OF = _light()


def widths(most_px: float) -> NDArray[np.float32]:
    """[radius step, row] half the width of a disc on each row of pixels from its middle row outward: the mean over
    the row, so that the whole has exactly the disc's area."""
    steps, rows = math.ceil(most_px * STEPS_PER_PX) + 1, math.ceil(most_px + 0.5) + 1
    radius = np.arange(steps)[:, None] / STEPS_PER_PX

    def under(y: NDArray[np.float64]) -> NDArray[np.float64]:
        """The integral of sqrt(r^2 - t^2) from 0 to y."""
        y = np.clip(y, -radius, radius)
        return 0.5 * (y * np.sqrt(radius**2 - y**2) + radius**2 * np.arcsin(y / np.maximum(radius, 1e-9)))

    row = np.arange(rows)[None, :].astype(np.float64)
    return np.asarray(under(row + 0.5) - under(row - 0.5), dtype=np.float32)


def spread_out(
    picture: NDArray[np.uint8], radius: NDArray[np.float32], box: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    """A picture [H, W, 3] or [H, W, 4] (sRGB, premultiplied) out of focus: radius [H, W] in pixels, changed within a
    box x0, y0, x1, y1 only."""
    x0, y0, x1, y1 = box
    out = picture.copy()
    if x1 <= x0 or y1 <= y0 or float(radius[y0:y1, x0:x1].max()) <= SHARP_PX:
        return out
    table = widths(float(radius[y0:y1, x0:x1].max()))
    rows, columns, channels = picture.shape
    sums = np.empty((rows, columns + 1, 4), np.uint32)
    source = np.ascontiguousarray(picture)
    reach = table.shape[1]
    top, bottom = max(0, y0 - reach), min(rows, y1 + reach)
    in_bands(top, bottom, lambda a, b: _summed(source, LIGHT_OF, sums, a, b))
    in_bands(y0, y1, lambda a, b: _gathered(source, sums, radius, table, SRGB_OF, out, x0, x1, a, b))
    assert channels in (3, 4)
    return out


def spread_evenly(
    picture: NDArray[np.uint8], radii: NDArray[np.float32], box: tuple[int, int, int, int]
) -> NDArray[np.uint8]:
    """[L, h, w, C] the part of a picture in a box, out of focus by each of some radii, the same everywhere."""
    x0, y0, x1, y1 = box
    out = np.empty((len(radii), y1 - y0, x1 - x0, picture.shape[2]), np.uint8)
    if out.size == 0:
        return out
    table = widths(float(radii.max()))
    pad = table.shape[1] + 1
    # The border is repeated, so that no run ever ends at it.
    source = cv2.copyMakeBorder(picture[:, max(0, x0 - pad) : x1 + pad], 0, 0, pad, pad, cv2.BORDER_REPLICATE)
    sums = np.empty((source.shape[0], source.shape[1] + 1, 4), np.uint32)
    first, last = max(0, y0 - pad), min(len(source), y1 + pad)
    in_bands(first, last, lambda a, b: _summed(source, LIGHT_OF, sums, a, b))
    start = x0 - max(0, x0 - pad) + pad
    flat = sums.reshape(len(sums), -1)
    for radius, level in zip(radii, out, strict=True):
        if radius <= SHARP_PX:
            level[:] = picture[y0:y1, x0:x1]
            continue
        halves = table[min(len(table) - 1, round(float(radius) * STEPS_PER_PX))]
        in_bands(y0, y1, lambda a, b, o=level, h=halves: _even(flat, start, h, SRGB_OF, o, y0, a, b))  # type: ignore[misc]
    return out


def in_bands(first: int, last: int, work: Callable[[int, int], object]) -> None:
    """Does rows `first` to `last` in bands, on all processors."""
    workers = max(1, min(8, os.cpu_count() or 1))
    edges = np.linspace(first, last, 4 * workers + 1).astype(int)
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, edges[:-1].tolist(), edges[1:].tolist()))


@njit(cache=True, nogil=True)
def _summed(
    picture: NDArray[np.uint8], light: NDArray[np.uint16], sums: NDArray[np.uint32], first: int, last: int
) -> None:
    """Fills rows of `sums` with running sums of light from the left, alpha last; 255 stands for 1 in alpha."""
    channels = picture.shape[2]
    for y in range(first, last):
        for c in range(4):
            sums[y, 0, c] = 0
        for x in range(picture.shape[1]):
            alpha = np.uint32(255) if channels == 3 else np.uint32(picture[y, x, 3])
            for c in range(3):
                value = np.uint32(picture[y, x, c])
                if alpha == 255:
                    sums[y, x + 1, c] = sums[y, x, c] + np.uint32(light[value])
                elif alpha == 0:
                    sums[y, x + 1, c] = sums[y, x, c]
                else:
                    own = min(np.uint32(255), (value * np.uint32(255) + alpha // np.uint32(2)) // alpha)
                    part = (np.uint32(light[own]) * alpha + np.uint32(127)) // np.uint32(255)
                    sums[y, x + 1, c] = sums[y, x, c] + part
            sums[y, x + 1, 3] = sums[y, x, 3] + alpha


@njit(cache=True, nogil=True, fastmath=True)
def _gathered(
    picture: NDArray[np.uint8],
    sums: NDArray[np.uint32],
    radius: NDArray[np.float32],
    table: NDArray[np.float32],
    srgb: NDArray[np.float32],
    out: NDArray[np.uint8],
    x0: int,
    x1: int,
    first: int,
    last: int,
) -> None:
    """Fills rows of `out` with the mean light over each pixel's disc; the picture's border counts as many times as
    the disc reaches beyond it."""
    rows, columns, channels = picture.shape
    for y in range(first, last):
        for x in range(x0, x1):
            r = radius[y, x]
            if r <= SHARP_PX:
                continue
            step = min(int(r * STEPS_PER_PX + 0.5), table.shape[0] - 1)
            a0, a1, a2, a3, area = 0.0, 0.0, 0.0, 0.0, 0.0
            for dy in range(-int(r + 0.5), int(r + 0.5) + 1):
                half = table[step, abs(dy)]
                if half <= 0.0:
                    continue
                row = min(max(y + dy, 0), rows - 1)
                # From the left edge of the run to its right one, in pixels whose left edges are whole numbers.
                left, right = max(x + 0.5 - half, 0.0), min(x + 0.5 + half, float(columns))
                i, j = int(left), min(int(right), columns - 1)
                f, g = left - i, right - j
                weight = 2.0 * half / (right - left)
                p, q, s, t = sums[row, i], sums[row, i + 1], sums[row, j], sums[row, j + 1]
                a0 += weight * ((s[0] - p[0]) + g * (t[0] - s[0]) - f * (q[0] - p[0]))
                a1 += weight * ((s[1] - p[1]) + g * (t[1] - s[1]) - f * (q[1] - p[1]))
                a2 += weight * ((s[2] - p[2]) + g * (t[2] - s[2]) - f * (q[2] - p[2]))
                a3 += weight * ((s[3] - p[3]) + g * (t[3] - s[3]) - f * (q[3] - p[3]))
                area += 2.0 * half
            alpha = a3 / (255.0 * area)
            if alpha < 0.002:
                for c in range(channels):
                    out[y, x, c] = 0
                continue
            noise = _noise(x, y)
            scale = 1.0 / (area * alpha)
            if channels == 4:
                out[y, x, 3] = np.uint8(alpha * 255.0 + 0.5)
            out[y, x, 0] = _level(a0 * scale, srgb, alpha, noise)
            out[y, x, 1] = _level(a1 * scale, srgb, alpha, noise)
            out[y, x, 2] = _level(a2 * scale, srgb, alpha, noise)


@njit(cache=True, nogil=True)
def _noise(x: int, y: int) -> float:
    """Less than half a step of noise, the same for ever, in place of the bands that a smooth ramp would show."""
    mixed = (np.uint32(x) * np.uint32(374761393) + np.uint32(y) * np.uint32(668265263)) & np.uint32(0xFFFFFFFF)
    mixed = ((mixed ^ (mixed >> np.uint32(13))) * np.uint32(1274126177)) & np.uint32(0xFFFFFFFF)
    value: float = 0.9 * (((mixed ^ (mixed >> np.uint32(16))) & np.uint32(1023)) / 1024.0 - 0.5)
    return value


@njit(cache=True, nogil=True, fastmath=True)
def _even(
    sums: NDArray[np.uint32],
    start: int,
    halves: NDArray[np.float32],
    srgb: NDArray[np.float32],
    out: NDArray[np.uint8],
    top: int,
    first: int,
    last: int,
) -> None:
    """Fills rows of `out`, whose own first row is `top`, with the mean light over discs that are all alike. sums:
    [H, 4 W] as `_summed` fills them; out's first pixel lies at `start`."""
    rows, columns, channels = sums.shape[0], out.shape[1], out.shape[2]
    light = np.zeros(4 * columns, np.float32)
    for y in range(first, last):
        light[:] = np.float32(0.0)
        area = 0.0
        for dy in range(-len(halves) + 1, len(halves)):
            half = halves[abs(dy)]
            if half <= 0.0:
                continue
            line = sums[min(max(y + dy, 0), rows - 1)]
            i, j = int(np.floor(0.5 - half)), int(np.floor(0.5 + half))
            f, g = np.float32(0.5 - half - i), np.float32(0.5 + half - j)
            p, q = line[4 * (start + i) :], line[4 * (start + i + 1) :]
            s, t = line[4 * (start + j) :], line[4 * (start + j + 1) :]
            for n in range(4 * columns):
                whole = np.float32(np.int32(s[n] - p[n]))
                light[n] += whole + g * np.float32(np.int32(t[n] - s[n])) - f * np.float32(np.int32(q[n] - p[n]))
            area += 2.0 * half
        for x in range(columns):
            alpha = light[4 * x + 3] / (255.0 * area)
            if alpha < 0.002:
                for c in range(channels):
                    out[y - top, x, c] = 0
                continue
            noise, scale = _noise(x, y), 1.0 / (area * alpha)
            if channels == 4:
                out[y - top, x, 3] = np.uint8(alpha * 255.0 + 0.5)
            for c in range(3):
                out[y - top, x, c] = _level(light[4 * x + c] * scale, srgb, alpha, noise)


@njit(cache=True, nogil=True)
def _level(light: float, srgb: NDArray[np.float32], alpha: float, noise: float) -> int:
    """Light as a premultiplied level 0..255."""
    value = srgb[min(65535, int(light + 0.5))] * alpha + noise + 0.5
    return int(min(255.0, max(0.0, value)))
