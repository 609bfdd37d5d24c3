"""How moves meet, told by the ends they are given."""

from __future__ import annotations

import pytest

from vivant.direction.plan import CameraMove
from vivant.motion.easing import REST, End
from vivant.motion.joins import MOST_OVERLAP_S, OVERLAP, joined


def move(name: str, start_s: float, end_s: float, ease: str = "natural") -> CameraMove:
    return CameraMove(move=name, start_s=start_s, end_s=end_s, amount=5, unit="deg", ease=ease)  # type: ignore[arg-type]


def ends(*moves: CameraMove, turns_s: tuple[float, ...] = ()) -> list[tuple[End, End]]:
    return [(one.first, one.last) for one in joined(moves, turns_s)]


def test_alone_or_between_holds_a_move_rests_at_either_end() -> None:
    assert ends(move("pan_left", 1, 2)) == [(REST, REST)]
    assert ends(move("pan_left", 0, 1), move("tilt_up", 1.1, 2)) == [(REST, REST)] * 2


@pytest.mark.parametrize("gap_s", [-0.02, 0.0, 0.03])
def test_a_handover_reaches_as_far_to_either_side(gap_s: float) -> None:
    (_, last), (first, _) = ends(move("pan_left", 0, 1), move("tilt_up", 1 + gap_s, 3))
    assert (last.kind, first.kind) == ("over", "over")
    assert last.overlap * 1.0 == pytest.approx(OVERLAP)
    assert first.overlap * (2 - gap_s) == pytest.approx(OVERLAP)


def test_a_handover_of_long_moves_is_no_longer_than_that() -> None:
    (_, last), _ = ends(move("pan_left", 0, 4), move("tilt_up", 4, 8))
    assert last.overlap * 4 == pytest.approx(MOST_OVERLAP_S)


def test_moves_at_once_all_hand_over_and_what_goes_back_turns() -> None:
    met = ends(move("pan_left", 0, 1), move("dolly_in", 0, 1), move("pan_right", 1, 2))
    assert [last.kind for _, last in met] == ["turn", "over", "rest"]
    assert met[2][0].kind == "turn"


def test_where_the_shot_turns_back_its_moves_do() -> None:
    met = ends(move("pan_left", 0, 1), move("tilt_up", 1, 2), turns_s=(0.0, 2.0))
    assert [(first.kind, last.kind) for first, last in met] == [("turn", "over"), ("over", "turn")]


def test_what_has_no_inertia_has_none_to_hand_over() -> None:
    for ease in ("linear", "snap"):
        assert ends(move("pan_left", 0, 1, ease), move("tilt_up", 1, 2)) == [(REST, REST)] * 2
