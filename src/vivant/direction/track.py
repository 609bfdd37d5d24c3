"""The camera track of a plan, altered: every function answers a track that again fills exactly the clip."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from vivant.direction.beats import opposite
from vivant.direction.moves import KINDS
from vivant.direction.plan import CameraMove, Steadiness
from vivant.direction.timing import with_holds

Track = tuple[CameraMove, ...]

STATIC = "static"
_SHORTEST_S = 0.01


def moving(track: Sequence[CameraMove]) -> Track:
    """The moves of a track that are no holds, and last."""
    return tuple(move for move in track if move.move != STATIC and move.end_s > move.start_s)


def whole_hold(seconds: float) -> Track:
    """A camera that does not move."""
    return with_holds((), seconds)


def scaled(move: CameraMove, factor: float) -> CameraMove:
    """The move, so many times as far over the same time, at most as far as a photograph has to show."""
    kind = KINDS.get(move.move)
    if kind is None or move.move == STATIC:
        return move
    amount = 1 + (move.amount - 1) * factor if kind.unit == "x" else move.amount * factor
    return replace(move, amount=round(min(amount, kind.most), 4))


def at_most(move: CameraMove) -> bool:
    """Whether the move goes as far as a photograph has to show."""
    kind = KINDS.get(move.move)
    return kind is not None and move.amount >= kind.most


def altered(track: Sequence[CameraMove], chosen: Collection[CameraMove], how: Callable[..., CameraMove]) -> Track:
    """The track with `how(move)` in place of each of the chosen moves."""
    return tuple(how(move) if move in chosen else move for move in track)


def family(track: Sequence[CameraMove], names: Collection[str], *, either_way: bool) -> Track:
    """The moves of these names; where there is none, and `either_way`, those that go the other way."""
    found = tuple(move for move in track if move.move in names)
    if found or not either_way:
        return found
    return tuple(move for move in track if opposite(move.move) in names)


def without(track: Sequence[CameraMove], gone: Collection[CameraMove], seconds: float) -> Track:
    """The track with holds in place of these moves."""
    return _refilled(tuple(move for move in track if move not in gone), seconds)


def together(track: Sequence[CameraMove], added: Sequence[CameraMove], seconds: float) -> Track:
    """The track with further moves, at the same time as what is there already."""
    return _refilled((*track, *added), seconds)


def in_place(track: Sequence[CameraMove], new: Sequence[CameraMove], start_s: float, end_s: float) -> Track:
    """The track with these moves, and no others, between two times; what reaches beyond is cut to what remains."""
    seconds = max((move.end_s for move in track), default=end_s)
    kept = [part for move in track for part in _outside(move, start_s, end_s)]
    return _refilled((*kept, *new), max(seconds, end_s))


def turned(track: Sequence[CameraMove]) -> Track:
    """Every move the other way, at the same times."""
    return tuple(replace(move, move=opposite(move.move) or move.move) for move in track)


def reversed_in_time(track: Sequence[CameraMove], seconds: float) -> Track:
    """The track run backwards: every move the other way, the last one first."""
    moves = (
        replace(move, start_s=round(seconds - move.end_s, 3), end_s=round(seconds - move.start_s, 3))
        for move in turned(track)
    )
    return tuple(sorted(moves, key=lambda move: (move.start_s, move.end_s)))


def holds(track: Sequence[CameraMove], seconds: float) -> tuple[float, float]:
    """How long the camera holds at the start and at the end."""
    moves = moving(track)
    if not moves:
        return seconds, 0.0
    return min(move.start_s for move in moves), round(seconds - max(move.end_s for move in moves), 3)


def held(track: Sequence[CameraMove], seconds: float, *, start_s: float, end_s: float) -> Track:
    """The track with holds of these lengths at its start and end; what lies between is spread over what remains."""
    lead, tail = holds(track, seconds)
    was, now = seconds - lead - tail, seconds - start_s - end_s

    def at(time_s: float) -> float:
        return round(start_s + (time_s - lead) / was * now, 3)

    moves = [replace(move, start_s=at(move.start_s), end_s=at(move.end_s)) for move in moving(track)]
    return _refilled(tuple(moves), seconds)


def _outside(move: CameraMove, start_s: float, end_s: float) -> list[CameraMove]:
    """What is left of a move outside two times, each part with its share of the amount."""
    if move.end_s <= start_s or move.start_s >= end_s:
        return [move]
    spans = [(move.start_s, start_s), (end_s, move.end_s)]
    return [_share(move, first, last) for first, last in spans if last - first > _SHORTEST_S]


def _share(move: CameraMove, start_s: float, end_s: float) -> CameraMove:
    share = (end_s - start_s) / (move.end_s - move.start_s)
    amount = move.amount**share if move.unit == "x" and move.amount > 0 else move.amount * share
    return replace(move, start_s=start_s, end_s=end_s, amount=round(amount, 4))


def _refilled(moves: Sequence[CameraMove], seconds: float) -> Track:
    """These moves in their order, with holds as steady as they are wherever the camera would be left without one."""
    beats = moving(moves)
    steady: Steadiness = next((move.steadiness for move in beats), "tripod")
    return tuple(
        replace(move, steadiness=steady) if move.move == STATIC else move for move in with_holds(beats, seconds)
    )
