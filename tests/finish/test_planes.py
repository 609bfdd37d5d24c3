"""The planes of a picture against BT.709 as it is written."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.finish.planes import fill_planes

from synthetic import textured


def planes_of(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], ...]:
    height, width = rgb.shape[:2]
    planes = (
        np.zeros((height, width), np.uint8),
        np.zeros((height // 2, width // 2), np.uint8),
        np.zeros((height // 2, width // 2), np.uint8),
    )
    fill_planes(rgb, *planes)
    return planes


def exact(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.float64], ...]:
    """Luma and colour differences of every pixel, limited range."""
    r, g, b = np.moveaxis(rgb / 255.0, -1, 0)
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    return 16 + 219 * y, 128 + 224 * (b - y) / 1.8556, 128 + 224 * (r - y) / 1.5748


def test_luma_is_rounded_and_no_more() -> None:
    rgb = textured(64, 32)
    assert np.abs(planes_of(rgb)[0] - exact(rgb)[0]).max() < 0.51


def test_the_ends_of_the_range() -> None:
    for colour, wanted in (
        ((0, 0, 0), (16, 128, 128)),
        ((255, 255, 255), (235, 128, 128)),
        ((0, 0, 255), (32, 240, 118)),
    ):
        rgb = np.tile(np.array(colour, np.uint8), (4, 4, 1))
        assert tuple(int(plane[1, 1]) for plane in planes_of(rgb)) == wanted


def test_colour_lies_between_rows_and_on_even_columns() -> None:
    rgb = textured(64, 32)
    _, blue, red = exact(rgb)
    for plane, full in zip(planes_of(rgb)[1:], (blue, red), strict=True):
        rows = (full[0::2] + full[1::2]) / 2
        around = np.pad(rows, ((0, 0), (1, 0)), mode="edge")
        wanted = (around[:, 0:-1:2] + 2 * around[:, 1::2] + np.pad(rows, ((0, 0), (0, 1)), mode="edge")[:, 1::2]) / 4
        assert np.abs(plane - wanted).max() < 0.51
