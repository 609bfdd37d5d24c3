"""How steady the camera is, and in which part of the shot."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from vivant.direction.amounts import scale_of
from vivant.direction.capabilities import Capabilities
from vivant.direction.grammar import Reading
from vivant.direction.moves import MOST_SHAKE
from vivant.direction.plan import CameraMove, Steadiness
from vivant.direction.timing import free_span, hold

_LEAST_SHAKE = 0.25


@dataclass(frozen=True, kw_only=True)
class Hands:
    """Who holds the camera, and how much it sways: see CameraMove."""

    steadiness: Steadiness = "tripod"
    shake: float = 1.0

    def carry(self, move: CameraMove) -> CameraMove:
        """The move, or hold, in these hands."""
        return replace(move, steadiness=self.steadiness, shake=self.shake)


TRIPOD = Hands()


@dataclass(frozen=True, kw_only=True)
class Carrying:
    """whole: of the shot. clauses: of the moves of single clauses, where they differ. spans: holds at the same time
    as the moves, in other hands."""

    whole: Hands
    clauses: dict[int, Hands]
    spans: tuple[CameraMove, ...] = ()

    def of(self, clause: int) -> Hands:
        """The hands in which the moves of a clause are made."""
        return self.clauses.get(clause, self.whole)


def carrying(
    readings: Sequence[Reading], moving: Collection[int], capabilities: Capabilities, seconds: float
) -> Carrying:
    """Who carries the camera when. moving: the clauses that have moves or holds of their own.

    A clause that names the steadiness and moves besides speaks of those moves, as long as others are made in clauses
    that do not; one that names a time speaks of that; any other, as in `handheld, push in, then pan`, of the whole
    shot.
    """
    if not capabilities.handheld:
        return Carrying(whole=TRIPOD, clauses={})
    said = {index: hands for index, reading in enumerate(readings) if (hands := _said(reading)) is not None}
    own = {index: hands for index, hands in said.items() if index in moving}
    timed = {index: hands for index, hands in said.items() if index not in moving and readings[index].when.said}
    if all(index in own for index in moving):
        own = {}
    spans = [(free_span(readings[index].when, seconds), hands) for index, hands in timed.items()]
    return Carrying(
        whole=_together([hands for index, hands in said.items() if index not in own and index not in timed]),
        clauses=own,
        spans=tuple(hands.carry(hold(span.start_s, span.end_s)) for span, hands in spans),
    )


def _said(reading: Reading) -> Hands | None:
    """What a clause says of the steadiness; None where it says nothing."""
    found = []
    for topic in reading.topics:
        if topic.kind == "steadiness" and topic.name == "handheld":
            at = topic.at - reading.first
            words = [item for item in reading.items[max(0, at - 2) : at] if not item.sense("move", "static")]
            shake = min(MOST_SHAKE, max(_LEAST_SHAKE, topic.value * scale_of(words)))
            found.append(Hands(steadiness="handheld", shake=round(shake, 3)))
        elif topic.kind == "steadiness":
            found.append(TRIPOD)
    return _together(found) if found else None


def _together(hands: Sequence[Hands]) -> Hands:
    """`handheld, slightly shaky` is one sway: as much as all of it says."""
    held = [one.shake for one in hands if one.steadiness == "handheld"]
    if not held:
        return TRIPOD
    shake = min(MOST_SHAKE, max(_LEAST_SHAKE, math.prod(held)))
    return Hands(steadiness="handheld", shake=round(shake, 3))
