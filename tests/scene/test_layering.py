"""Layers: cut where depth breaks and only there, each whole, painted behind what stands before it."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.scene.layering import breaks, cuts, labels, layers_of

from synthetic import textured


def steps(*depths: float, height: int = 180, width: int = 320) -> np.ndarray:
    """Upright bands of equal width, each at one inverse depth."""
    columns = np.arange(width) * len(depths) // width
    return np.ascontiguousarray(np.broadcast_to(np.array(depths, np.float32)[columns], (height, width)))


def slope(height: int = 180, width: int = 320) -> np.ndarray:
    return np.ascontiguousarray(
        np.broadcast_to(np.linspace(0.4, 1.6, height, dtype=np.float32)[:, None], (height, width))
    )


def test_a_slope_is_one_layer_and_a_step_is_two() -> None:
    assert cuts(slope()) == []
    assert cuts(np.full((50, 50), 0.7, np.float32)) == []
    (cut,) = cuts(steps(0.5, 1.5))
    assert 0.5 < cut < 1.5


def test_three_things_are_three_layers() -> None:
    found = cuts(steps(0.4, 1.0, 1.6))
    assert len(found) == 2
    assert 0.4 < found[0] < 1.0 < found[1] < 1.6


def test_a_thing_on_a_floor_is_cut_out_where_it_stands_before_the_wall() -> None:
    inverse = slope() * 0.5
    inverse[40:120, 130:190] = 1.6
    (cut,) = cuts(inverse)
    label = labels(inverse, [cut])
    assert label[80, 160] == 1
    assert label[80, 50] == 0
    assert breaks(inverse, 3)[80, 130]
    assert not breaks(inverse, 3)[150, 50]


def test_the_ramp_of_an_outline_makes_no_layer_of_its_own() -> None:
    inverse = steps(0.4, 1.6)
    for i, value in enumerate((0.7, 1.0, 1.3)):
        inverse[:, 159 + i] = value
    label = labels(inverse, [0.6, 1.2])
    assert set(np.unique(label)) == {0, 2}


def test_a_subject_that_lies_mostly_in_one_layer_lies_wholly_in_it() -> None:
    inverse, subject = steps(0.4, 1.6), np.zeros((180, 320), np.float32)
    subject[50:130, 130:250] = 1.0
    label = labels(inverse, [1.0], subject)
    assert np.all(label[60:120, 140:240] == 1)
    assert label[20, 140] == 0


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
