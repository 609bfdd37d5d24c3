"""Lines are placed at their times, never two at once, and within the clip."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vivant.sound.speech.placing import LEAD_S, Wish, in_turn, placed


def wishes(*pairs: tuple[float, float]) -> list[Wish]:
    return [Wish(start_s=start, length_s=length) for start, length in pairs]


def test_a_line_begins_at_its_time() -> None:
    assert placed(wishes((2.0, 1.5)), 8) == [2.0]


def test_a_line_without_a_time_begins_after_a_moment() -> None:
    assert placed(wishes((0, 1.5)), 8) == [LEAD_S]


def test_lines_without_times_follow_one_another() -> None:
    starts = placed(wishes((0, 1.0), (0, 2.0), (0, 0.5)), 8)
    assert starts == pytest.approx([0.3, 1.65, 4.0])


def test_a_line_that_would_run_over_the_end_is_moved_forward() -> None:
    assert placed(wishes((7.5, 2.0)), 8) == pytest.approx([5.85])


def test_those_before_it_give_way() -> None:
    starts = placed(wishes((3.0, 2.0), (5.0, 3.0)), 8)
    assert starts is not None
    assert starts[1] + 3.0 <= 8
    assert starts[0] + 2.0 < starts[1]


def test_what_does_not_fit_is_not_placed() -> None:
    assert placed(wishes((0, 3.0), (0, 3.0)), 5) is None
    assert placed([], 5) == []


@pytest.mark.parametrize("seed", range(40))
def test_lines_never_overlap(seed: int) -> None:
    rng = np.random.default_rng(seed)
    asked = sorted(rng.uniform(0, 10, rng.integers(1, 6)))
    lines = wishes(*((float(start), float(rng.uniform(0.3, 2.5))) for start in asked))
    starts = placed(lines, 10)
    if starts is None:
        assert sum(line.length_s for line in lines) > 10 - 0.2 - 0.12 * len(lines)
        return
    ends = [start + line.length_s for start, line in zip(starts, lines, strict=True)]
    assert all(start >= 0 for start in starts)
    assert all(end < after for end, after in itertools.pairwise([*itertools.chain(*zip(starts, ends, strict=True))]))
    assert ends[-1] <= 10


def test_a_line_without_a_time_follows_the_one_before_it() -> None:
    assert in_turn([2.0, 0.0, 5.0]) == [0, 1, 2]
    assert in_turn([5.0, 0.0, 1.0]) == [2, 0, 1]
    assert in_turn([0.0, 0.0]) == [0, 1]
