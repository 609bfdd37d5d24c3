"""Every ease goes from 0 to 1, never back; natural starts and stops without a jerk."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vivant.motion.easing import EASES, linear, natural, snap


@pytest.mark.parametrize("name", sorted(EASES))
def test_an_ease_rises_from_zero_to_one_and_stays(name: str) -> None:
    values = [EASES[name](t) for t in np.linspace(-0.5, 1.5, 401)]
    assert values[0] == 0.0
    assert values[-1] == 1.0
    assert all(b >= a for a, b in itertools.pairwise(values))


def test_natural_has_no_jump_in_velocity_or_acceleration() -> None:
    step = 1e-3
    way = np.array([natural(t) for t in np.arange(-0.1, 1.1, step)])
    velocity = np.diff(way) / step
    acceleration = np.diff(velocity) / step
    assert velocity[:50].max() == 0.0
    assert np.abs(np.diff(velocity)).max() < 0.02
    assert np.abs(np.diff(acceleration)).max() < 0.2


def test_natural_is_symmetric_and_linear_in_its_middle() -> None:
    assert natural(0.5) == pytest.approx(0.5)
    assert natural(0.2) == pytest.approx(1 - natural(0.8))
    assert natural(0.55) - natural(0.5) == pytest.approx(natural(0.5) - natural(0.45))


def test_snap_is_over_early_and_linear_is_even() -> None:
    assert snap(0.36) == 1.0
    assert linear(0.25) == 0.25
