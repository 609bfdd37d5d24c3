"""From the colours of a frame to the planes that an encoder takes."""

# numba's decorators carry no types of their own.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_BITS = 15

_LUMA = (0.2126, 0.7152, 0.0722)
"""The shares of red, green and blue in luma: BT.709."""


def _whole(shares: tuple[float, ...], steps: float) -> tuple[np.int32, ...]:
    return tuple(np.int32(round(share * steps * (1 << _BITS) / 255)) for share in shares)


def _difference(colour: int) -> tuple[float, ...]:
    """A colour less luma, so scaled that it spans -1/2 to 1/2."""
    return tuple(((k == colour) - share) / (2 * (1 - _LUMA[colour])) for k, share in enumerate(_LUMA))


_Y, _CB, _CR = _whole(_LUMA, 219.0), _whole(_difference(2), 224.0), _whole(_difference(0), 224.0)
_Y_START = np.int32((16 << _BITS) + (1 << (_BITS - 1)))
_C_BITS = np.int32(_BITS + 3)
_C_START = np.int32((128 << _C_BITS) + (1 << (_C_BITS - 1)))


@njit(cache=True, nogil=True)
def fill_planes(
    rgb: NDArray[np.uint8], luma: NDArray[np.uint8], blue: NDArray[np.uint8], red: NDArray[np.uint8]
) -> None:
    """Fills the planes of a picture of even size from its colours [h, w, 3]: BT.709, limited range, 4:2:0.

    luma: [h, w]. blue, red: [h / 2, w / 2], their samples between two rows and on every other column, which is where
    H.264 has them unless told otherwise: hence the weights 1 2 1 across.
    """
    height, width = luma.shape
    rows = rgb.reshape(height, 3 * width)
    # One pixel more on the left, so that the first sample has a neighbour there.
    sums = np.empty(3 * width + 3, np.uint16)
    for i in range(height):
        _fill_luma(rows[i], luma[i])
    for i in range(height // 2):
        _add(rows[2 * i], rows[2 * i + 1], sums[3:])
        for k in range(3):
            sums[k] = sums[k + 3]
        _fill_differences(sums, blue[i], red[i])


@njit(cache=True, nogil=True)
def _fill_luma(row: NDArray[np.uint8], luma: NDArray[np.uint8]) -> None:
    for j in range(len(luma)):
        r, g, b = np.int32(row[3 * j]), np.int32(row[3 * j + 1]), np.int32(row[3 * j + 2])
        luma[j] = (_Y[0] * r + _Y[1] * g + _Y[2] * b + _Y_START) >> np.int32(_BITS)


@njit(cache=True, nogil=True)
def _add(upper: NDArray[np.uint8], lower: NDArray[np.uint8], sums: NDArray[np.uint16]) -> None:
    for j in range(len(upper)):
        sums[j] = np.uint16(upper[j]) + np.uint16(lower[j])


@njit(cache=True, nogil=True)
def _fill_differences(sums: NDArray[np.uint16], blue: NDArray[np.uint8], red: NDArray[np.uint8]) -> None:
    two = np.int32(2)
    for j in range(len(blue)):
        r = np.int32(sums[6 * j]) + two * np.int32(sums[6 * j + 3]) + np.int32(sums[6 * j + 6])
        g = np.int32(sums[6 * j + 1]) + two * np.int32(sums[6 * j + 4]) + np.int32(sums[6 * j + 7])
        b = np.int32(sums[6 * j + 2]) + two * np.int32(sums[6 * j + 5]) + np.int32(sums[6 * j + 8])
        blue[j] = (_CB[0] * r + _CB[1] * g + _CB[2] * b + _C_START) >> _C_BITS
        red[j] = (_CR[0] * r + _CR[1] * g + _CR[2] * b + _C_START) >> _C_BITS
