"""Edges: alpha where two known colours mix, and each side's colours free of the other's."""

from __future__ import annotations

import cv2
import numpy as np

from vivant.scene.matting import matte_edge


def mixed() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A red disc, its rim soft over three pixels, on blue: the picture, the exact alpha, and a hard mask of it."""
    y, x = np.mgrid[:100, :120]
    distance = 30 - np.hypot(x - 60, y - 50)
    alpha = np.clip(0.5 + distance / 3, 0, 1).astype(np.float32)
    red, blue = np.array([220.0, 40, 30]), np.array([30.0, 60, 200])
    return (alpha[..., None] * red + (1 - alpha[..., None]) * blue).astype(np.float32), alpha, distance > 0


def test_alpha_is_read_from_the_colours() -> None:
    rgb, exact, mask = mixed()
    alpha, _, _ = matte_edge(rgb, mask)
    assert np.abs(alpha - exact).max() < 0.12
    # Even where the mask is a pixel and a half too small.
    small = cv2.erode(mask.astype(np.uint8), np.ones((4, 4), np.uint8)).astype(bool)
    assert np.abs(matte_edge(rgb, small)[0] - exact).mean() < 0.5 * np.abs(small - exact).mean()


def test_neither_side_keeps_the_others_colour() -> None:
    rgb, exact, mask = mixed()
    _, near, far = matte_edge(rgb, mask)
    assert np.abs(near[exact > 0.02] - (220, 40, 30)).max() < 20
    assert np.abs(far[exact < 0.98] - (30, 60, 200)).max() < 20


def test_put_together_they_give_the_picture_back() -> None:
    rgb, _, mask = mixed()
    alpha, near, far = matte_edge(rgb, mask)
    again = alpha[..., None] * near + (1 - alpha[..., None]) * far
    assert np.abs(again - rgb).max() < 25
    assert np.abs(again - rgb).mean() < 1


def test_sides_of_one_colour_get_a_ramp() -> None:
    _, _, mask = mixed()
    alpha, _, _ = matte_edge(np.full((100, 120, 3), 90, np.float32), mask)
    assert set(np.unique(alpha[mask & (cv2.erode(mask.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0)])) == {1.0}
    assert 0.2 < alpha[50, 90] < 0.8
