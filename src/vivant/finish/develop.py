"""The compiled inner loops of the finish, a plane of one colour at a time.

Tables are looked up for whole planes before, so that what is left is arithmetic on neighbours in memory, which a
processor does many pixels at once.
"""

# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import math

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
"""[H, W], contiguous: red, green or blue of a frame, or its luma."""

Table = NDArray[np.int16]
"""[256] a value for each level."""

ONE = 128
"""What stands for 1 in saturation and gain."""

FINE = 8
"""Steps of tone in a level; a 64th of it for grain."""


def luma_of(planes: list[Plane]) -> Plane:
    """BT.709 luma of red, green and blue."""
    luma = np.empty_like(planes[0])
    red, green, blue = (plane.ravel() for plane in planes)
    _luma(red, green, blue, luma.ravel())
    return luma


def graded(planes: list[Plane], tone: NDArray[np.int16], saturation: Table) -> None:
    """Grades in place. tone: [256, 3] in FINE steps a level. saturation: ONE for all of it."""
    luma = luma_of(planes)
    kept = cv2.LUT(luma, saturation)
    for c, plane in enumerate(planes):
        grey = cv2.LUT(luma, np.ascontiguousarray(tone[:, c]))
        _graded(plane.ravel(), luma.ravel(), grey.ravel(), kept.ravel())


def dimmed(planes: list[Plane], gain: Plane) -> None:
    """Multiplies in place by a gain, ONE for 1."""
    for plane in planes:
        _dimmed(plane.ravel(), gain.ravel())


def grained(planes: list[Plane], noise: NDArray[np.int8], strength: Table) -> None:
    """Adds noise [H, W] in place, times its strength over each luma, in levels / (FINE * 64)."""
    over = cv2.LUT(luma_of(planes), strength)
    for plane in planes:
        _grained(plane, noise, over)


def shifted(plane: Plane, x: float, y: float) -> Plane:
    """The plane moved right and down by pixels and parts of one, by cubic convolution; its border is mirrored."""
    (left, across), (up, down) = _taps(x), _taps(y)
    more_x, more_y = abs(left) + 3, abs(up) + 3
    wide = cv2.copyMakeBorder(plane, more_y, more_y, more_x, more_x, cv2.BORDER_REFLECT_101)
    out = np.empty_like(plane)
    _shifted(wide, more_x + left, more_y + up, across, down, out)
    return out


def _taps(distance: float) -> tuple[int, NDArray[np.int32]]:
    """Where the first of four taps lies from a pixel that shows what was `distance` before it, and the taps in
    256ths (Keys 1981, a = -1/2)."""
    first = math.floor(-distance) - 1
    away = np.abs(np.arange(first, first + 4) + distance)
    near = 1.5 * away**3 - 2.5 * away**2 + 1
    far = -0.5 * away**3 + 2.5 * away**2 - 4 * away + 2
    taps = np.round(256 * np.where(away < 1, near, np.where(away < 2, far, 0.0))).astype(np.int32)
    taps[np.argmax(taps)] += 256 - taps.sum()
    return first, taps


@njit(cache=True, nogil=True)
def _luma(red: NDArray[np.uint8], green: NDArray[np.uint8], blue: NDArray[np.uint8], luma: NDArray[np.uint8]) -> None:
    for i in range(len(luma)):
        total = (
            np.int32(54) * np.int32(red[i]) + np.int32(183) * np.int32(green[i]) + np.int32(19) * np.int32(blue[i])
        )
        luma[i] = (total + np.int32(128)) >> np.int32(8)


@njit(cache=True, nogil=True)
def _graded(
    plane: NDArray[np.uint8], luma: NDArray[np.uint8], tone: NDArray[np.int16], kept: NDArray[np.int16]
) -> None:
    for i in range(len(plane)):
        colour = (np.int32(kept[i]) * (np.int32(plane[i]) - np.int32(luma[i]))) >> np.int32(4)
        level = (np.int32(tone[i]) + colour + np.int32(4)) >> np.int32(3)
        plane[i] = min(np.int32(255), max(np.int32(0), level))


@njit(cache=True, nogil=True)
def _dimmed(plane: NDArray[np.uint8], gain: NDArray[np.uint8]) -> None:
    for i in range(len(plane)):
        plane[i] = (np.int32(plane[i]) * np.int32(gain[i]) + np.int32(64)) >> np.int32(7)


@njit(cache=True, nogil=True)
def _grained(plane: NDArray[np.uint8], noise: NDArray[np.int8], strength: NDArray[np.int16]) -> None:
    for y in range(plane.shape[0]):
        line, grains, over = plane[y], noise[y], strength[y]
        for x in range(len(line)):
            grain = (np.int32(grains[x]) * np.int32(over[x]) + np.int32(256)) >> np.int32(9)
            line[x] = min(np.int32(255), max(np.int32(0), np.int32(line[x]) + grain))


@njit(cache=True, nogil=True)
def _shifted(
    wide: NDArray[np.uint8],
    left: int,
    top: int,
    across: NDArray[np.int32],
    down: NDArray[np.int32],
    out: NDArray[np.uint8],
) -> None:
    height, width = out.shape
    a0, a1, a2, a3 = across[0], across[1], across[2], across[3]
    d0, d1, d2, d3 = down[0], down[1], down[2], down[3]
    rows = np.empty((4, width), np.int32)
    for y in range(height + 3):
        line, row = wide[top + y], rows[y % 4]
        p0, p1, p2, p3 = line[left:], line[left + 1 :], line[left + 2 :], line[left + 3 :]
        for x in range(width):
            row[x] = a0 * np.int32(p0[x]) + a1 * np.int32(p1[x]) + a2 * np.int32(p2[x]) + a3 * np.int32(p3[x])
        if y < 3:
            continue
        q0, q1, q2, target = rows[(y - 3) % 4], rows[(y - 2) % 4], rows[(y - 1) % 4], out[y - 3]
        for x in range(width):
            total = d0 * q0[x] + d1 * q1[x] + d2 * q2[x] + d3 * row[x] + np.int32(32768)
            target[x] = min(np.int32(255), max(np.int32(0), total >> np.int32(16)))
