"""Layers: cut where depth breaks and only there, each whole, painted behind what stands before it."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.scene.cutting import ESTIMATED, MEASURED, cuts, labels
from vivant.scene.layering import layers_of

from synthetic import textured


def steps(*depths: float, height: int = 180, width: int = 320) -> np.ndarray:
    """Upright bands of equal width, each at one inverse depth."""
    columns = np.arange(width) * len(depths) // width
    return np.ascontiguousarray(np.broadcast_to(np.array(depths, np.float32)[columns], (height, width)))


def test_seen_from_the_front_the_layers_are_the_picture() -> None:
    rgb, inverse = textured(320, 180), steps(0.4, 1.6)
    layers = layers_of(rgb, inverse, labels(inverse, [1.0]), 20)
    frame = layers[0].rgba[..., :3].astype(float)
    for layer in layers[1:]:
        alpha = layer.rgba[..., 3:] / 255.0
        frame = frame * (1 - alpha) + layer.rgba[..., :3]
    error = np.abs(frame - rgb)
    assert error[:, :140].max() <= 1
    assert error[:, 180:].max() <= 1
    assert error.mean() < 1.0


def test_a_back_layer_is_opaque_and_painted_from_its_own_side() -> None:
    inverse = steps(0.4, 1.6)
    rgb = np.where(inverse[..., None] > 1, (200, 30, 30), (40, 160, 60)).astype(np.uint8)
    back, front = layers_of(rgb, inverse, labels(inverse, [1.0]), 30)
    assert back.rgba[..., 3].min() == 255
    assert np.abs(back.rgba[90, 165:185, :3].astype(int) - (40, 160, 60)).max() < 12
    assert front.rgba[90, 250].tolist() == [200, 30, 30, 255]
    assert front.rgba[90, 100, 3] == 0
    x0, _, x1, _ = front.box
    assert 145 < x0 < 165
    assert x1 == 320


@pytest.mark.parametrize("depths", [(0.4, 1.6), (0.4, 1.0, 1.6)])
def test_each_layers_depth_is_its_own_everywhere(depths: tuple[float, ...]) -> None:
    inverse = steps(*depths)
    found = layers_of(textured(320, 180), inverse, labels(inverse, cuts(inverse)), 20)
    for layer, depth in zip(found, depths, strict=True):
        np.testing.assert_allclose(layer.inverse, depth, rtol=0.02)


def test_a_small_thing_is_flat_where_depth_is_estimated_and_as_it_is_where_it_was_measured() -> None:
    inverse = np.full((180, 320), 0.4, np.float32)
    wavy = 1.4 + 0.2 * np.sin(np.arange(120) / 8).astype(np.float32)
    inverse[30:150, 150:170] = wavy[:, None]
    at = cuts(inverse)
    label = labels(inverse, at)
    rgb = textured(320, 180)
    bent = layers_of(rgb, inverse, label, 20, care=MEASURED, at=at)[1].inverse[20:70:2, 79]
    straight = layers_of(rgb, inverse, label, 20, care=ESTIMATED, at=at)[1].inverse[10:35, 39]
    assert np.ptp(bent) > 0.3
    assert np.abs(np.diff(straight, 2)).max() < 0.1 * np.abs(np.diff(bent, 2)).max()
    np.testing.assert_allclose(straight.mean(), 1.4, atol=0.1)


def test_a_step_within_a_layer_stays_a_step_where_depth_was_measured() -> None:
    inverse = steps(0.4, 1.5, 1.6)
    label = labels(inverse, [1.0])
    front = layers_of(textured(320, 180), inverse, label, 20, care=MEASURED)[1].inverse[45]
    np.testing.assert_allclose(front[[80, 100, 112, 150]], [1.5, 1.5, 1.6, 1.6], atol=0.01)


def test_making_layers_leaves_the_picture_alone_and_answers_the_same_again() -> None:
    rgb, inverse = textured(320, 180), steps(0.4, 1.0, 1.6)
    before = rgb.copy()
    first, again = (layers_of(rgb, inverse, labels(inverse, cuts(inverse)), 20) for _ in range(2))
    np.testing.assert_array_equal(rgb, before)
    for one, other in zip(first, again, strict=True):
        np.testing.assert_array_equal(one.rgba, other.rgba)
