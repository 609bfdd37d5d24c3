"""How the moves of a shot meet: which of them rest at their ends, which hand over, and which turn back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from vivant.direction.beats import opposite
from vivant.direction.plan import CameraMove
from vivant.motion.easing import REST, End, way

TOUCHING_S = 0.04
"""Moves with no more than this between them follow without a hold: less than a frame."""

OVERLAP, MOST_OVERLAP_S = 0.25, 0.3
"""A handover reaches to either side by this share of the shortest move in it, and by so many seconds at most."""


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A move, and how it meets its ends."""

    move: CameraMove
    first: End = REST
    last: End = REST

    def progress(self, time_s: float) -> float:
        """The share of its way, 0..1, that is done at a time of the shot."""
        move = self.move
        return way(move.ease, time_s - move.start_s, move.end_s - move.start_s, self.first, self.last)


def joined(moves: Sequence[CameraMove], turns_s: Collection[float] = ()) -> tuple[Joined, ...]:
    """The moves, in the order they begin, with what lies between them settled.

    Only natural moves have inertia to carry over: a linear move or a snap is met at rest. turns_s: times at which
    the whole shot turns back.
    """
    ordered = sorted(moves, key=lambda move: move.start_s)
    flowing = [move for move in ordered if move.ease == "natural" and move.move != "static"]
    answer = []
    for move in ordered:
        first, last = REST, REST
        if move in flowing:
            first = _end(move, move.start_s, [one for one in flowing if _near(one.end_s, move.start_s)], turns_s)
            last = _end(move, move.end_s, [one for one in flowing if _near(one.start_s, move.end_s)], turns_s)
        answer.append(Joined(move=move, first=first, last=last))
    return tuple(answer)


def _end(move: CameraMove, time_s: float, met: Sequence[CameraMove], turns_s: Collection[float]) -> End:
    """How a move meets one of its ends, at a time, where these others begin or end."""
    met = [one for one in met if one is not move]
    if any(_near(time_s, turn_s) for turn_s in turns_s) or any(one.move == opposite(move.move) for one in met):
        return End("turn")
    if not met:
        return REST
    shortest_s = min(_lengths((move, *met)))
    return End("over", min(OVERLAP * shortest_s, MOST_OVERLAP_S) / (move.end_s - move.start_s))


def _lengths(moves: Sequence[CameraMove]) -> Iterator[float]:
    return (move.end_s - move.start_s for move in moves)


def _near(one_s: float, other_s: float) -> bool:
    return abs(one_s - other_s) <= TOUCHING_S
