"""Known values carried into the unknown: untouched where known, within their range, smooth."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.scene.spreading import spread


def test_what_is_known_stays_and_the_rest_lies_between() -> None:
    generator = np.random.default_rng(0)
    values = generator.uniform(2, 5, (61, 83)).astype(np.float32)
    known = generator.random((61, 83)) < 0.02
    filled = spread(values, known)
    np.testing.assert_array_equal(filled[known], values[known])
    assert filled.min() >= 2 - 1e-3
    assert filled.max() <= 5 + 1e-3


@pytest.mark.parametrize("channels", [None, 3])
def test_one_known_place_fills_everything(channels: int | None) -> None:
    shape = (40, 70) if channels is None else (40, 70, channels)
    values = np.zeros(shape, np.float32)
    values[20, 30] = 7.0
    known = np.zeros((40, 70), bool)
    known[20, 30] = True
    np.testing.assert_allclose(spread(values, known), 7.0, rtol=1e-4)


def test_two_halves_meet_without_a_step_beyond_them() -> None:
    values = np.repeat([[0.0] * 40 + [1.0] * 40], 50, axis=0).astype(np.float32)
    known = np.zeros((50, 80), bool)
    known[:, :20] = known[:, 60:] = True
    row = spread(values, known)[25]
    assert np.all(np.diff(row) >= -1e-3)
    assert np.abs(np.diff(row)).max() < 0.2
