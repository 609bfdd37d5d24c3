"""One camera move in place of another, at its times and in its manner."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from vivant.direction import track
from vivant.direction.adjusting import Answer
from vivant.direction.amounts import written
from vivant.direction.asking import Asked, asked, placed
from vivant.direction.capabilities import Capabilities
from vivant.direction.moves import KINDS
from vivant.direction.plan import CameraMove, Outcome, ShotPlan
from vivant.direction.wishes import Wish


def told(wish: Wish, new: Asked) -> tuple[Outcome, ...]:
    """The outcomes of what was asked for; a single one under the words of the whole wish."""
    told = new.plan.outcomes
    return (replace(told[0], clause=wish.text),) if len(told) == 1 else told


def replaced(
    plan: ShotPlan, wish: Wish, text: str, beats: Sequence[CameraMove], capabilities: Capabilities
) -> Answer:
    """The plan with what the text asks of the camera at the times of these beats, in their place."""
    spans = sorted({(move.start_s, move.end_s) for move in beats})
    there = {(move.start_s, move.end_s, name) for move in beats for name in (move.move, *_turned_name(move))}
    left = tuple(move for move in plan.camera if (move.start_s, move.end_s, move.move) not in there)
    outcomes: tuple[Outcome, ...] = ()
    camera = left
    for start, end in spans:
        before = [move for move in beats if (move.start_s, move.end_s) == (start, end)]
        new = placed(asked(text, seconds=end - start, capabilities=capabilities), start)
        moves = [_like(move, before) for move in new.camera]
        camera = track.together(camera, moves, plan.seconds)
        outcomes = told(wish, new)
        for move, now in zip(new.camera, moves, strict=True):
            outcomes = tuple(_retold(one, written(move.amount, ""), written(now.amount, "")) for one in outcomes)
    return replace(plan, camera=camera), outcomes


def _like(new: CameraMove, before: Sequence[CameraMove]) -> CameraMove:
    """The new move in the manner of those it replaces; as far as its own kind among them, where it says no amount."""
    first = before[0]
    new = replace(
        new, ease=new.ease if new.ease != "natural" else first.ease, steadiness=first.steadiness, shake=first.shake
    )
    kind = KINDS.get(new.move)
    for move in before:
        if kind is not None and KINDS.get(move.move) is kind and abs(new.amount - kind.amount) < 1e-9:
            return replace(new, amount=move.amount, target=new.target or move.target)
    return new


def _retold(outcome: Outcome, was: str, now: str) -> Outcome:
    reason = re.sub(rf"(?<![\d.]){re.escape(was)}(?![\d.–])", now, outcome.reason, count=1)
    return replace(outcome, reason=reason)


def _turned_name(move: CameraMove) -> tuple[str, ...]:
    return (track.turned((move,))[0].move,)
