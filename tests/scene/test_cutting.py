"""A photo falls apart where depth breaks and only there, and every thing stays whole."""

from __future__ import annotations

import numpy as np

from vivant.scene.cutting import breaks, cuts, labels


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


def test_a_cut_keeps_clear_of_both_sides_of_its_break() -> None:
    # A wall that runs from far to near, and a post before its far part: whatever the cut, some of the wall is parted.
    inverse = np.broadcast_to(np.linspace(1.4, 0.4, 320, dtype=np.float32), (180, 320)).copy()
    inverse[:, 220:240] = 1.4
    (cut,) = cuts(inverse)
    assert 0.85 < cut < 1.25


def test_a_thin_top_that_depth_missed_goes_with_its_mast() -> None:
    inverse, sky = np.full((180, 320), 0.4, np.float32), np.ones((180, 320), np.float32)
    inverse[60:, 150:170] = 1.6
    sky[20:, 150:170] = 0.0
    assert labels(inverse, [1.0])[40, 160] == 0
    assert labels(inverse, [1.0], sky=sky)[30:, 153:167].min() == 1
    # And sky that depth took for the mast is sky.
    inverse[100:140, 170:200] = 1.6
    assert labels(inverse, [1.0], sky=sky)[105:135, 178:195].max() == 0
