"""Beats: the camera's part of the clauses in order, grouped where they happen at once, and set on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vivant.direction.amounts import DEFAULT_SCALE, WHIP_SCALE, amount_of, bare_distance, scale_of
from vivant.direction.capabilities import Capabilities
from vivant.direction.grammar import Reading, target_of
from vivant.direction.lexicon import Lexicon
from vivant.direction.marking import Item, Marked
from vivant.direction.moves import COMPOSED, MOVES
from vivant.direction.plan import CameraMove, Ease, Unit
from vivant.direction.steadiness import TRIPOD, Hands
from vivant.direction.timing import Span, When, hold, lay_out
from vivant.direction.topics import Topic

MOST_BEATS = 48
"""Camera beats in one clip: at 20 s a beat is then still longer than a person can follow."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing asked of the camera, by which clause, and when.

    chosen: by the director, not by the prompt. repeat: another clause asks for the same at the same time.
    """

    clause: int
    topic: Topic
    when: When
    chosen: bool = False
    repeat: bool = False


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An ask on the timeline: the moves that answer it, and what had to be read into it.

    missing: the engine cannot make it, so the camera holds. retimed: what was said of time, where it did not fit.
    """

    ask: Ask
    moves: tuple[CameraMove, ...]
    span: Span
    reasons: tuple[str, ...] = ()
    missing: str = ""
    retimed: str = ""


def collect(readings: Sequence[Reading], turns: frozenset[int] = frozenset()) -> list[list[Ask]]:
    """Groups of asks in the order they happen; those of one group happen at once.

    turns: clauses in which something else happens while the camera waits.
    """
    groups: list[list[Ask]] = []
    waiting: list[Ask] = []  # "While panning left, push in": it joins what follows
    for index, reading in enumerate(readings):
        asks = [Ask(clause=index, topic=topic, when=reading.when) for topic in reading.camera if _is_beat(topic)]
        if index in turns:
            asks = [Ask(clause=index, topic=Topic("turn", "", reading.first), when=reading.when)]
        if reading.opens and waiting:
            _settle(groups, waiting)
            waiting = []
        if _is_sway(readings, index):
            asks = [Ask(clause=index, topic=Topic("static", "static", reading.first), when=reading.when)]
        if reading.label == "pace":
            asks = [ask for ask in asks if not _times_earlier(groups, ask)]
        if not asks:
            continue
        together = reading.link == "together" or (reading.link == "and" and _joins(groups, asks))
        if groups and (reading.concurrent or (together and not reading.opens and not waiting)):
            groups[-1].extend(asks)
        elif reading.link == "together":
            waiting.extend(asks)
        elif reading.link == "after" and groups and index and readings[index - 1].camera:
            groups.insert(len(groups) - 1, asks)
        else:
            groups.append([*waiting, *asks])
            waiting = []
    if waiting:
        _settle(groups, waiting)
    return [_without_repeats(group) for group in groups]


def _is_sway(readings: Sequence[Reading], index: int) -> bool:
    """Whether a clause is a beat in which the camera does nothing but sway: `push in, then handheld`."""
    reading = readings[index]
    following = readings[index + 1] if index + 1 < len(readings) else None
    alone = following is None or following.link in ("next", "sentence")
    sways = any(topic.kind == "steadiness" and topic.name == "handheld" for topic in reading.topics)
    return sways and reading.link == "next" and not reading.camera and alone


def _times_earlier(groups: list[list[Ask]], ask: Ask) -> bool:
    """Whether an ask under the heading of pace only says when an earlier one happens, and has now said so."""
    stem = ask.topic.name.rpartition("_")[0] or ask.topic.name
    for group in groups:
        for at, one in enumerate(group):
            same = one.topic.name == ask.topic.name or (ask.topic.sideless and one.topic.name.startswith(stem))
            if same and ask.when.said and not one.when.said:
                group[at] = replace(one, when=ask.when)
                group.append(replace(ask, topic=one.topic, repeat=True))
                return True
    return False


def _settle(groups: list[list[Ask]], waiting: list[Ask]) -> None:
    """A `while` that nothing joined is a beat of its own, unless it repeats the last: `as we get closer`."""
    if groups and {ask.topic.name for ask in waiting} <= {ask.topic.name for ask in groups[-1]}:
        groups[-1].extend(waiting)
    else:
        groups.append(waiting)


def _without_repeats(group: Sequence[Ask]) -> list[Ask]:
    """The group with what is asked for twice marked, so that it is done once."""
    seen: set[str] = set()
    marked: list[Ask] = []
    for ask in group:
        marked.append(replace(ask, repeat=ask.topic.name in seen))
        seen.add(ask.topic.name)
    return marked


def within_limit(groups: Sequence[Sequence[Ask]]) -> tuple[list[list[Ask]], frozenset[int]]:
    """The first asks a clip has room for, and the clauses whose asks were left out."""
    kept: list[list[Ask]] = []
    left_out: set[int] = set()
    room = MOST_BEATS
    for group in groups:
        if room:
            kept.append(list(group[:room]))
        left_out.update(ask.clause for ask in group[room:])
        room -= min(room, len(group))
    return kept, frozenset(left_out)


def opposite(move: str) -> str | None:
    """The same move the other way: `pan_right` of `pan_left`."""
    stem, _, side = move.rpartition("_")
    return f"{stem}_{_OTHER_WAY[side]}" if side in _OTHER_WAY else None


_OTHER_WAY = {
    "left": "right", "right": "left", "up": "down", "down": "up", "in": "out", "out": "in", "cw": "ccw", "ccw": "cw",
}  # fmt: skip


def _is_beat(topic: Topic) -> bool:
    return topic.kind in ("move", "static")


def _joins(groups: Sequence[Sequence[Ask]], asks: Sequence[Ask]) -> bool:
    """`pan left and zoom in` is at once; `push in and hold`, or two moves with lengths of their own, are in order."""
    before = groups[-1] if groups else []
    if any(ask.topic.kind == "static" for ask in (*before, *asks)):
        return False
    if any(opposite(ask.topic.name) == other.topic.name for ask in asks for other in before):
        return False
    timed = [ask for ask in (*before, *asks) if ask.when.length_s is not None or ask.when.start_s is not None]
    return not (timed and any(ask in timed for ask in before) and any(ask in timed for ask in asks))


def place(groups: Sequence[Sequence[Ask]], seconds: float) -> list[tuple[Ask, Span]]:
    """Every ask with its span; the asks of a group share theirs unless one says a length of its own."""
    whens = [_group_when(group) for group in groups]
    placed: list[tuple[Ask, Span]] = []
    for group, when, span in zip(groups, whens, lay_out(whens, seconds), strict=True):
        for ask in group:
            placed.append((ask, _within(ask.when, when, span) if len(group) > 1 else span))
    return placed


def _group_when(group: Sequence[Ask]) -> When:
    if len(group) == 1:
        return group[0].when
    starts = [ask.when.start_s for ask in group if ask.when.start_s is not None]
    ends = [ask.when.end_s for ask in group if ask.when.end_s is not None]
    lengths = [ask.when.length_s for ask in group if ask.when.length_s is not None]
    return When(
        start_s=min(starts) if starts else None,
        end_s=max(ends) if ends else None,
        length_s=max(lengths) if lengths and not ends else None,
    )


def _within(own: When, shared: When, span: Span) -> Span:
    """Where one ask lies within its group's span."""
    if not own.said or own == shared:
        return span
    whole = span.end_s - span.start_s
    said = shared.length_s
    if said is None and shared.start_s is not None and shared.end_s is not None:
        said = shared.end_s - shared.start_s
    scale = whole / said if said else 1.0
    start = span.start_s
    if own.start_s is not None and shared.start_s is not None:
        start = min(span.end_s - 0.001, start + (own.start_s - shared.start_s) * scale)
    length = own.length_s
    if length is None and own.end_s is not None:
        length = own.end_s - (own.start_s if own.start_s is not None else (shared.start_s or 0.0))
    end = span.end_s if length is None else min(span.end_s, start + max(0.001, length * scale))
    return Span(start_s=round(start, 3), end_s=end if end == span.end_s else round(end, 3))


def answer(
    marked: Marked,
    reading: Reading,
    ask: Ask,
    span: Span,
    capabilities: Capabilities,
    *,
    hands: Hands = TRIPOD,
    ease: Ease = "natural",
    pace: float = 1.0,
) -> Placed:
    """The moves that answer an ask in its span."""
    lexicon = reading.lexicon
    retimed = _retimed(ask.when, span, lexicon)
    if ask.topic.kind == "turn":
        return Placed(ask=ask, moves=(), span=span, retimed=retimed)
    if ask.topic.kind == "static":
        held = hands.carry(hold(span.start_s, span.end_s))
        return Placed(ask=ask, moves=(held,), span=span, retimed=retimed)
    name = ask.topic.name
    whole = name in MOVES or name in capabilities.moves
    parts = (name,) if whole else COMPOSED.get(name, (name,))
    if not all(part in capabilities.moves for part in parts):
        return Placed(ask=ask, moves=(hold(span.start_s, span.end_s),), span=span, missing=name, retimed=retimed)
    items = _without_sway(reading.items_of(ask.topic))
    moves: list[CameraMove] = []
    reasons: list[str] = []
    for part in parts:
        amount = amount_of(
            part,
            items,
            lexicon,
            length_s=span.end_s - span.start_s,
            scale=pace * _usual_scale(ask),
        )
        reasons.extend(reason for reason in amount.reasons if reason not in reasons)
        move = CameraMove(
            move=part,
            start_s=span.start_s,
            end_s=span.end_s,
            amount=amount.value,
            unit=amount.unit,
            target=target_of(marked, reading, ask.topic),
            ease=_ease(reading.ease or ask.topic.ease) or ease,
        )
        moves.append(hands.carry(move))
    reasons.extend(_unused_numbers(items, moves[0].unit, lexicon))
    if ask.topic.sideless:
        reasons.append(lexicon.sentence("no_side", chosen=lexicon.move_name(name)))
    if ask.topic.loose:
        reasons.append(lexicon.sentence("loose", chosen=lexicon.move_name(name)))
    return Placed(ask=ask, moves=tuple(moves), span=span, reasons=tuple(reasons), retimed=retimed)


def _without_sway(items: Sequence[Item]) -> list[Item]:
    """The items without words that say how much the camera sways, and not how far it moves: `slightly handheld`."""
    sways = [item.sense("steadiness") is not None for item in items[1:]] + [False]
    return [item for item, swaying in zip(items, sways, strict=False) if not (swaying and item.sense("scale"))]


def _usual_scale(ask: Ask) -> float:
    """What the usual amount of a move is worth here, before any word that says how much."""
    if ask.chosen:
        return DEFAULT_SCALE
    return WHIP_SCALE if ask.topic.ease == "snap" else 1.0


def _unused_numbers(items: Sequence[Item], unit: Unit, lexicon: Lexicon) -> list[str]:
    """A sentence for each number that says nothing for want of a unit; the number of a list entry is none."""
    return [
        lexicon.sentence("no_unit", was=item.token.lower)
        for before, item in pairwise(items)
        if item.measure is None
        and item.token.kind == "number"
        and bare_distance(item, unit) is None
        and not before.sense("camera_words")  # "Shot 2"
    ]


def pace_of(readings: Sequence[Reading]) -> float:
    """What clauses that only say how (`Slow and steady.`) multiply every move by."""
    pace = 1.0
    for reading in readings:
        if reading.manner:
            pace *= scale_of(reading.items)
    return max(0.2, min(3.0, pace))


def _ease(name: str | None) -> Ease | None:
    return "linear" if name == "linear" else "snap" if name == "snap" else "natural" if name == "natural" else None


def ease_of(readings: Sequence[Reading]) -> Ease:
    """The ease that clauses of manner ask of every move."""
    return next((ease for reading in readings if reading.manner and (ease := _ease(reading.ease))), "natural")


def _retimed(when: When, span: Span, lexicon: Lexicon) -> str:
    """The sentence that says a time could not be kept, where it could not."""
    if when.start_s is not None and when.end_s is not None:
        if abs(when.start_s - span.start_s) > 0.002 or abs(when.end_s - span.end_s) > 0.002:
            was = span_text(Span(start_s=when.start_s, end_s=when.end_s))
            return lexicon.sentence("retimed", was=was, now=span_text(span))
        return ""
    if when.length_s is not None and abs(when.length_s - (span.end_s - span.start_s)) > 0.002:
        now = f"{span.end_s - span.start_s:.4g} s"
        return lexicon.sentence("retimed", was=f"{when.length_s:.4g} s", now=now)
    for said, got in ((when.start_s, span.start_s), (when.end_s, span.end_s)):
        if said is not None and abs(said - got) > 0.002:
            return lexicon.sentence("retimed", was=f"{said:.4g} s", now=f"{got:.4g} s")
    return ""


def span_text(span: Span) -> str:
    """A span as a person reads it: `0.5–3.5 s`."""
    return f"{span.start_s:.4g}–{span.end_s:.4g} s"
