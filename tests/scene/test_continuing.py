"""What is carried on runs straight on, softer the farther in, and comes from the nearest edge."""

from __future__ import annotations

import numpy as np

from vivant.scene.continuing import carry_on


def test_stripes_that_end_at_an_edge_run_on_past_it() -> None:
    rows = np.where(np.arange(60) // 6 % 2, 200.0, 50.0).astype(np.float32)
    values = np.broadcast_to(rows[:, None, None], (60, 80, 3)).copy()
    source = np.zeros((60, 80), bool)
    source[:, :60] = True
    values[~source] = 0
    carried = carry_on(values, ~source, source)
    np.testing.assert_array_equal(carried[source], values[source])
    assert np.abs(carried[3:-3:6, 60:66, 0] - rows[3:-3:6, None]).max() < 25
    deep, shallow = carried[:, 78, 0].std(), carried[:, 61, 0].std()
    assert deep < 0.9 * shallow


def test_each_place_takes_after_the_edge_next_to_it() -> None:
    values = np.zeros((40, 90, 3), np.float32)
    values[:, :30], values[:, 60:] = 40, 210
    source = np.ones((40, 90), bool)
    source[:, 30:60] = False
    carried = carry_on(values, ~source, source)[20, :, 0]
    assert abs(carried[32] - 40) < 5
    assert abs(carried[57] - 210) < 5
    assert np.all(np.diff(carried) >= -1e-3)


def test_only_the_hole_changes() -> None:
    values = np.random.default_rng(0).uniform(0, 255, (30, 40, 3)).astype(np.float32)
    source = np.zeros((30, 40), bool)
    source[:, :20] = True
    hole = np.zeros((30, 40), bool)
    hole[:, 20:25] = True
    carried = carry_on(values, hole, source)
    np.testing.assert_array_equal(carried[~hole], values[~hole])
