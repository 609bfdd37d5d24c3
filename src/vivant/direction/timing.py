"""When things happen: times read from clauses, and beats laid on one timeline that fills exactly the clip.

The rule. Times that are said are kept. What is not said is shared out equally among the beats without a time. Where
more is asked for than the clip holds, everything is scaled to fit; where less, the camera holds its last pose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vivant.direction.marking import Item
from vivant.direction.plan import CameraMove

SHORTEST_BEAT_S = 0.5
"""What a beat without a time gets at least, while the clip has room for it."""


@dataclass(frozen=True, kw_only=True)
class When:
    """The times said for something, in seconds; None where nothing was said."""

    start_s: float | None = None
    end_s: float | None = None
    length_s: float | None = None

    @property
    def said(self) -> bool:
        return self != ANY_TIME


ANY_TIME = When()


@dataclass(frozen=True, kw_only=True)
class Span:
    """Where something lies on the timeline."""

    start_s: float
    end_s: float


def read_when(items: Sequence[Item], seconds: float) -> When:
    """The times these items say, in a clip of so many seconds."""
    start: float | None = None
    end: float | None = None
    length: float | None = None
    for item in items:
        measure = item.measure
        if measure is None:
            continue
        match measure.kind:
            case "span":
                start, end = measure.a, measure.b
            case "first":
                start, end = 0.0, measure.a
            case "last":
                start, end = max(0.0, seconds - measure.a), seconds
            case "half":
                start, end = seconds / 2 * measure.a, seconds / 2 * (measure.a + 1)
            case "whole":
                start, end = 0.0, seconds
            case "at" if start is None:
                start = measure.a
            case "until" if end is None:
                end = measure.a
            case "length" if length is None and measure.a > 0:
                length = measure.a
            case _:
                pass
    if start is not None and end is not None and end <= start:
        end = None
    return When(start_s=start, end_s=end, length_s=length)


def lay_out(beats: Sequence[When], seconds: float) -> list[Span]:
    """Where each beat lies; beats without times follow one another in the order given."""
    laid: list[tuple[float, float]] = []
    reach = seconds
    cursor, index = 0.0, 0
    while index < len(beats):
        run_end = index + 1
        # A run goes on until a beat says when it starts, or has just said when it ends.
        while run_end < len(beats) and beats[run_end].start_s is None and beats[run_end - 1].end_s is None:
            run_end += 1
        run = beats[index:run_end]
        start = run[0].start_s if run[0].start_s is not None else cursor
        limit = run[-1].end_s
        if limit is None and run_end < len(beats):
            limit = beats[run_end].start_s
        bounded = limit is not None and limit > start
        room = (limit if bounded and limit is not None else seconds) - start
        lengths = _lengths(run, max(0.0, room), bounded, seconds)
        for length in lengths:
            laid.append((start, start + length))
            start += length
        if run[-1].end_s is not None and bounded:
            laid[-1] = (laid[-1][0], run[-1].end_s)
        cursor = laid[-1][1]
        reach = max(reach, cursor)
        index = run_end
    scale = seconds / reach
    return [_rounded(start * scale, end * scale, seconds) for start, end in laid]


def _lengths(run: Sequence[When], room: float, bounded: bool, seconds: float) -> list[float]:
    """How long each beat of a run lasts in the room there is; a run without a bound may be longer than its room."""
    said = [_said_length(when) for when in run]
    free = said.count(None)
    total = sum(length for length in said if length is not None)
    share = min(SHORTEST_BEAT_S, (room if bounded else seconds) / (2 * free)) if free else 0.0
    if free and room - total >= free * share:
        share = (room - total) / free
    need = total + free * share
    if bounded and need > room + 1e-9:
        squeeze = (room - free * share) / total if total > 0 else 1.0
        return [length * squeeze if length is not None else share for length in said]
    return [length if length is not None else share for length in said]


def _said_length(when: When) -> float | None:
    if when.length_s is not None:
        return when.length_s
    if when.start_s is not None and when.end_s is not None:
        return when.end_s - when.start_s
    return None


def _rounded(start: float, end: float, seconds: float) -> Span:
    """Both ends to a millisecond, within the clip, never empty; the end of the clip is exactly that."""
    start = min(max(0.0, round(start, 3)), max(0.0, seconds - 0.001))
    end = round(end, 3)
    if end > seconds - 0.0015:
        end = seconds
    return Span(start_s=start, end_s=max(end, min(seconds, start + 0.001)))


def free_span(when: When, seconds: float) -> Span:
    """Where something that is no beat lies: the times said for it, else the whole clip."""
    start = min(when.start_s or 0.0, seconds)
    if when.end_s is not None:
        end = when.end_s
    elif when.length_s is not None:
        end = start + when.length_s
    else:
        end = seconds
    return _rounded(min(start, max(0.0, seconds - 0.1)), min(end, seconds), seconds)


def with_holds(moves: Iterable[CameraMove], seconds: float) -> tuple[CameraMove, ...]:
    """The moves by their start, with a hold wherever the camera would otherwise be left without one."""
    filled: list[CameraMove] = []
    reach = 0.0
    for move in sorted(moves, key=lambda move: (move.start_s, move.end_s)):
        if move.start_s > reach:
            filled.append(hold(reach, move.start_s))
        last = filled[-1] if filled else None
        if last is not None and _one_hold(last, move):
            filled[-1] = replace(last, end_s=move.end_s)
        else:
            filled.append(move)
        reach = max(reach, move.end_s)
    if reach < seconds and filled and filled[-1].move == "static" and filled[-1].end_s == reach:
        filled[-1] = replace(filled[-1], end_s=seconds)
    elif reach < seconds:
        filled.append(hold(reach, seconds))
    return tuple(filled)


def _one_hold(one: CameraMove, other: CameraMove) -> bool:
    """Whether these are holds, as steady as each other, of which the one goes on in the other."""
    return one.move == "static" and replace(one, start_s=one.end_s, end_s=other.end_s) == other


def hold(start_s: float, end_s: float) -> CameraMove:
    """A camera that does not move."""
    return CameraMove(move="static", start_s=start_s, end_s=end_s, amount=0.0, unit="deg")
