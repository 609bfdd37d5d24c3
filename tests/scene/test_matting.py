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
    return (alpha[..., None] * red + (1 - alpha[..., None]) * blue + 0.5).astype(np.uint8), alpha, distance > 0


def test_alpha_is_read_from_the_colours() -> None:
    rgb, exact, mask = mixed()
    alpha = matte_edge(rgb, mask).alpha
    assert np.abs(alpha - exact).max() < 0.12
    # Even where the mask is a pixel and a half too small.
    small = cv2.erode(mask.astype(np.uint8), np.ones((4, 4), np.uint8)).astype(bool)
    assert np.abs(matte_edge(rgb, small).alpha - exact).mean() < 0.5 * np.abs(small - exact).mean()


def test_neither_side_keeps_the_others_colour() -> None:
    rgb, exact, mask = mixed()
    edge = matte_edge(rgb, mask)
    assert np.abs(edge.near[exact > 0.02].astype(int) - (220, 40, 30)).max() < 20
    assert np.abs(edge.far[exact < 0.98].astype(int) - (30, 60, 200)).max() < 20


def test_put_together_they_give_the_picture_back() -> None:
    rgb, _, mask = mixed()
    edge = matte_edge(rgb, mask)
    alpha = edge.alpha[..., None]
    again = alpha * edge.near + (1 - alpha) * edge.far
    assert np.abs(again - rgb).max() < 25
    assert np.abs(again - rgb).mean() < 1


def test_sides_of_one_colour_get_a_ramp() -> None:
    _, _, mask = mixed()
    alpha = matte_edge(np.full((100, 120, 3), 90, np.uint8), mask).alpha
    assert set(np.unique(alpha[mask & (cv2.erode(mask.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0)])) == {1.0}
    assert 0.1 < alpha[50, 90] < 0.9


def test_a_thing_thinner_than_an_edge_is_still_a_thing() -> None:
    rgb = np.full((80, 100, 3), (120, 170, 220), np.uint8)
    mask = np.zeros((80, 100), bool)
    mask[:, 48:52] = True
    rgb[mask] = (60, 40, 20)
    edge = matte_edge(rgb, mask)
    assert edge.alpha[40, 49:51].min() > 0.95
    assert edge.alpha[40, :46].max() < 0.05
    assert np.abs(edge.near[40, 48:52].astype(int) - (60, 40, 20)).max() < 5


def test_colours_that_vary_on_their_own_side_stain_nothing() -> None:
    # Bricks behind a red thing: some are red too.
    generator = np.random.default_rng(3)
    bricks = generator.choice([(170, 40, 40), (120, 120, 120), (200, 190, 170)], size=(20, 25))
    rgb = np.kron(bricks, np.ones((4, 4, 1))).astype(np.uint8)
    mask = np.zeros((80, 100), bool)
    mask[:, 60:] = True
    rgb[mask] = (190, 40, 40)
    assert matte_edge(rgb, mask).stain[:, :60].mean() < 0.02
