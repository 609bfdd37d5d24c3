"""Beats fill the clip: said times are kept, the rest is shared out, too much is scaled, too little is held."""

from __future__ import annotations

import pytest

from vivant.direction.plan import CameraMove
from vivant.direction.timing import ANY_TIME, Span, When, free_span, lay_out, with_holds


def length(seconds: float) -> When:
    return When(length_s=seconds)


def span(start: float | None, end: float | None) -> When:
    return When(start_s=start, end_s=end)


@pytest.mark.parametrize(
    ("beats", "seconds", "want"),
    [
        ([ANY_TIME], 8, [(0, 8)]),
        ([ANY_TIME, ANY_TIME], 8, [(0, 4), (4, 8)]),
        ([length(2), ANY_TIME], 8, [(0, 2), (2, 8)]),
        ([length(2), length(2)], 8, [(0, 2), (2, 4)]),
        ([length(6), length(6)], 8, [(0, 4), (4, 8)]),
        ([length(8), ANY_TIME], 8, [(0, 7.529), (7.529, 8)]),
        ([span(0, 4), span(4, 8)], 4, [(0, 2), (2, 4)]),
        ([ANY_TIME, span(2, None)], 8, [(0, 2), (2, 8)]),
        ([ANY_TIME, ANY_TIME, span(4, 6)], 8, [(0, 2), (2, 4), (4, 6)]),
        ([span(None, 3), ANY_TIME], 8, [(0, 3), (3, 8)]),
        ([length(4), span(2, None)], 8, [(0, 2), (2, 8)]),
        ([span(4, 6), span(0, 2)], 8, [(4, 6), (0, 2)]),
        ([span(9, None)], 8, [(7.579, 8)]),
    ],
)
def test_lay_out(beats: list[When], seconds: float, want: list[tuple[float, float]]) -> None:
    assert [(one.start_s, one.end_s) for one in lay_out(beats, seconds)] == want


def test_the_last_beat_ends_exactly_with_the_clip() -> None:
    assert lay_out([ANY_TIME] * 3, 7.0416666)[-1].end_s == 7.0416666


def test_with_holds_leaves_no_gap() -> None:
    move = CameraMove(move="pan_left", start_s=1, end_s=2, amount=5, unit="deg")
    assert [(one.move, one.start_s, one.end_s) for one in with_holds([move], 4)] == [
        ("static", 0, 1),
        ("pan_left", 1, 2),
        ("static", 2, 4),
    ]


@pytest.mark.parametrize(
    ("when", "want"),
    [(ANY_TIME, (0, 8)), (length(2), (0, 2)), (span(2, None), (2, 8)), (span(20, None), (7.9, 8))],
)
def test_free_span(when: When, want: tuple[float, float]) -> None:
    assert free_span(when, 8) == Span(start_s=want[0], end_s=want[1])
