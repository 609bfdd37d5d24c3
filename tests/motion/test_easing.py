"""Every ease goes from 0 to 1, never back; natural starts, stops, turns and hands over without a jerk."""

from __future__ import annotations

import itertools
import math
from typing import get_args

import numpy as np
import pytest

from vivant.direction.plan import Ease
from vivant.motion.easing import REST, End, natural, way

ENDS = [REST, End("turn"), End("over", 0.15), End("over", 0.25)]


@pytest.mark.parametrize("name", get_args(Ease))
def test_an_ease_rises_from_zero_to_one_and_stays(name: Ease) -> None:
    values = [way(name, t, 2.0) for t in np.linspace(-1, 3, 401)]
    assert values[0] == 0.0
    assert values[-1] == 1.0
    assert all(b >= a for a, b in itertools.pairwise(values))


@pytest.mark.parametrize(("first", "last"), [*itertools.product(ENDS, ENDS)])
def test_natural_goes_all_the_way_and_its_velocity_never_jumps(first: End, last: End) -> None:
    step = 1e-3
    times = np.arange(-0.4, 1.4, step)
    done = np.array([natural(t, first, last) for t in times])
    velocity = np.diff(done) / step
    assert done[0] == 0.0
    assert done[-1] == pytest.approx(1.0)
    assert velocity.min() > -1e-9
    assert np.abs(np.diff(velocity)).max() < 0.02


def test_between_two_rests_there_is_no_jump_in_acceleration_either() -> None:
    step = 1e-3
    done = np.array([natural(t) for t in np.arange(-0.1, 1.1, step)])
    velocity = np.diff(done) / step
    assert velocity[:50].max() == 0.0
    assert np.abs(np.diff(np.diff(velocity) / step)).max() < 0.2


def test_natural_is_symmetric_and_linear_in_its_middle() -> None:
    assert natural(0.5) == pytest.approx(0.5)
    assert natural(0.2) == pytest.approx(1 - natural(0.8))
    assert natural(0.55) - natural(0.5) == pytest.approx(natural(0.5) - natural(0.45))


def test_between_two_turns_it_is_half_a_cosine() -> None:
    for time in np.linspace(0, 1, 11):
        assert natural(time, End("turn"), End("turn")) == pytest.approx((1 - math.cos(math.pi * time)) / 2)


def test_a_handover_is_centred_on_its_moment() -> None:
    # The way still to go at the moment of the handover is what the next move has gained by then.
    over = End("over", 0.2)
    assert 1 - natural(1.0, over, over) == pytest.approx(natural(0.0, over, over))
    assert natural(-0.2, over) == 0.0
    assert natural(1.2, REST, over) == pytest.approx(1.0)


def test_snap_is_over_early_and_soon_and_linear_is_even() -> None:
    assert way("snap", 0.36, 1.0) == 1.0
    assert way("snap", 0.5, 10.0) == 1.0
    assert way("snap", 0.2, 10.0) < 0.5
    assert way("linear", 0.5, 2.0) == 0.25
    assert (way("natural", -1e-9, 0.0), way("natural", 0.0, 0.0)) == (0.0, 1.0)
