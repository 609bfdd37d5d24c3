"""Holes and stretched places of maps known in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.diagnostics.coverage import holes, stretched

Y, X = np.mgrid[0.5:60, 0.5:100]
ONE = np.zeros(X.shape, np.uint8)


def test_places_outside_the_picture_are_holes() -> None:
    assert holes(X, Y, 100, 60) == 0.0
    assert holes(X + 10, Y, 100, 60) == pytest.approx(0.1)
    assert holes(X, Y - 6, 100, 60) == pytest.approx(0.1)


@pytest.mark.parametrize(("factor", "share"), [(1.0, 0.0), (2.9, 0.0), (3.1, 1.0)])
def test_what_is_drawn_more_than_three_times_as_long_is_stretched(factor: float, share: float) -> None:
    assert stretched(X / factor, Y, ONE) == pytest.approx(share, abs=0.03)
    c, s = np.cos(0.7), np.sin(0.7)
    turned = (c * X - s * Y) / factor, s * X + c * Y
    assert stretched(*turned, ONE) == pytest.approx(share, abs=0.03)
    assert stretched(X * 4 / factor, Y * 4, ONE, spacing_px=4) == pytest.approx(share, abs=0.03)


def test_between_two_surfaces_nothing_is_stretched() -> None:
    jump = np.where(X > 50, X + 40, X)
    two = (X > 50).astype(np.uint8)
    assert stretched(jump, Y, two) == 0.0
