"""The horizon of a rendered ground plane is where geometry puts it."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.perception.horizon import find_horizon


def ground(left: float, right: float, rows: int = 96, columns: int = 128) -> tuple[np.ndarray, np.ndarray]:
    """Inverse depth of a plane whose horizon crosses the edges at these heights, and the sky above it."""
    y = (np.arange(rows)[:, None] + 0.5) / rows
    line = left + (right - left) * (np.arange(columns)[None] + 0.5) / columns
    inverse = 0.05 + np.maximum(0, 1.2 * (y - line))
    return inverse.astype(np.float32), (y < line).astype(np.float32)


@pytest.mark.parametrize(("left", "right"), [(0.4, 0.4), (0.3, 0.45), (0.1, 0.1)])
def test_it_is_found_level_or_tilted(left: float, right: float) -> None:
    inverse, sky = ground(left, right)
    # Things stand on the ground, and a network is never exact.
    inverse[50:80, 20:40] = 0.6
    inverse += np.random.default_rng(1).normal(0, 0.005, inverse.shape).astype(np.float32)
    found = find_horizon(inverse, sky)
    assert found is not None
    assert (found.left, found.right) == pytest.approx((left, right), abs=0.02)
    assert found.confidence > 0.7


def test_without_sky_the_farthest_stands_for_infinity() -> None:
    inverse, _ = ground(0.35, 0.35)
    found = find_horizon(inverse, np.zeros_like(inverse))
    assert found is not None
    assert found.left == pytest.approx(0.35, abs=0.03)


def test_a_wall_has_no_horizon() -> None:
    wall = np.full((96, 128), 0.5, np.float32)
    assert find_horizon(wall, np.zeros_like(wall)) is None
    assert find_horizon(np.random.default_rng(0).random((96, 128), dtype=np.float32), np.zeros_like(wall)) is None
