"""The director: a prompt becomes a shot plan, with an account of every clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from vivant.direction.account import Account, Camera, banned_names
from vivant.direction.beats import Ask, Placed, answer, collect, ease_of, pace_of, place, within_limit
from vivant.direction.capabilities import Capabilities
from vivant.direction.clauses import split_clauses
from vivant.direction.contents import contents_of
from vivant.direction.grammar import Reading, read_clause
from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.lexicon import Lexicon
from vivant.direction.marking import MOST_TOKENS, Marked, mark
from vivant.direction.moves import FOCUS_MOVES, KINDS
from vivant.direction.plan import CameraMove, Outcome, ShotPlan
from vivant.direction.sequence import steps_among_beats, with_entries, with_same_time, with_turns
from vivant.direction.shapes import as_text
from vivant.direction.steadiness import carrying
from vivant.direction.subjects import noun_phrase
from vivant.direction.timing import When, free_span, with_holds
from vivant.direction.topics import Topic
from vivant.errors import InvalidInput

LONGEST_PROMPT = 32_000


def direct(prompt: str, *, seconds: float, capabilities: Capabilities) -> ShotPlan:
    """The shot plan of a prompt, for a clip of so many seconds and an engine of these capabilities.

    The same words give the same plan. Every clause has one outcome; what no clause says of the camera is chosen, and
    a note says so.

    Raises InvalidInput: `prompt: is empty; expected 1 to 32000 characters of direction`, or
    `prompt: 32001 characters; expected 1 to 32000`.
    """
    _check(prompt)
    seconds = float(seconds)
    marked = mark(as_text(prompt))
    clauses = split_clauses(marked)
    readings = with_entries(marked, with_same_time([read_clause(marked, clause, seconds) for clause in clauses]))
    language = _language(readings)
    lexicon = all_lexicons().get(language, all_lexicons()[BASIC])
    placed, camera, notes = _camera(marked, readings, seconds, capabilities, lexicon)
    readings = with_turns(readings, {one.ask.clause: one.span for one in placed if not one.ask.chosen}, seconds)
    account = Account(capabilities, camera, seconds)
    by_clause: dict[int, list[Placed]] = {}
    for one in placed:
        if one.ask.topic.kind == "turn":
            continue
        by_clause.setdefault(one.ask.clause, []).append(one)
    outcomes = [account.outcome(index, reading, by_clause.get(index, ())) for index, reading in enumerate(readings)]
    if not outcomes:  # nothing but marks
        outcomes.append(Outcome(clause=prompt.strip(), status="unsupported", reason=lexicon.sentence("unknown")))
    if marked.unread:
        reason = lexicon.sentence("unread", most=MOST_TOKENS)
        outcomes.append(Outcome(clause=marked.unread, status="unsupported", reason=reason))
    plan = ShotPlan(
        seconds=seconds,
        language=language,
        camera=camera.moves,
        outcomes=tuple(outcomes),
        notes=notes,
    )
    return contents_of(readings, seconds, plan)


def _check(prompt: str) -> None:
    if not prompt.strip():
        raise InvalidInput("prompt: is empty; expected 1 to 32000 characters of direction", param="prompt")
    if len(prompt) > LONGEST_PROMPT:
        raise InvalidInput(f"prompt: {len(prompt)} characters; expected 1 to {LONGEST_PROMPT}", param="prompt")


def _language(readings: Sequence[Reading]) -> str:
    """The language of most clauses; the first of those that are level."""
    count: Counter[str] = Counter()
    for reading in readings:
        code = reading.foreign.code if reading.foreign is not None else reading.language
        count[code] += 1
    return max(count, key=lambda code: count[code], default=BASIC)


def _camera(
    marked: Marked, readings: Sequence[Reading], seconds: float, capabilities: Capabilities, lexicon: Lexicon
) -> tuple[list[Placed], Camera, tuple[str, ...]]:
    """What the camera does: every ask placed, the moves they come to, and a note where they had to be chosen."""
    turns = steps_among_beats(readings)
    groups, left_out = within_limit(collect(readings, turns))
    notes: tuple[str, ...] = ()
    chosen = ""
    if not groups:
        ask, note = _choice(readings, lexicon)
        groups, notes = [[ask]], (note,) if note else ()
        chosen = ask.topic.name if ask.topic.kind == "move" else ""
    asking = {ask.clause for group in groups for ask in group if not ask.chosen}
    carried = carrying(readings, asking, capabilities, seconds)
    ease, pace = ease_of(readings), pace_of(readings)
    placed: list[Placed] = []
    for ask, span in place(groups, seconds):
        reading = readings[ask.clause] if 0 <= ask.clause < len(readings) else _NOTHING
        hands = carried.of(ask.clause)
        placed.append(answer(marked, reading, ask, span, capabilities, hands=hands, ease=ease, pace=pace))
    moves: list[CameraMove] = [move for one in placed if not one.ask.repeat for move in one.moves]
    holds = [move if move in moves else carried.whole.carry(move) for move in with_holds(moves, seconds)]
    holds = sorted((*holds, *carried.spans, *_focus(marked, readings, placed, seconds, capabilities)), key=_by_time)
    return placed, Camera(moves=tuple(holds), chosen=chosen, left_out=left_out), notes


def _focus(
    marked: Marked, readings: Sequence[Reading], placed: Sequence[Placed], seconds: float, capabilities: Capabilities
) -> Iterator[CameraMove]:
    """What the lens does besides, where the engine can: it takes the time of its clause, or of the camera's in it."""
    spans = {one.ask.clause: one.span for one in placed}
    for index, reading in enumerate(readings):
        for topic in reading.topics:
            if topic.kind == "style" and topic.name in FOCUS_MOVES & capabilities.moves:
                span = spans.get(index) or free_span(reading.when, seconds)
                kind = KINDS[topic.name]
                yield CameraMove(
                    move=topic.name,
                    start_s=span.start_s,
                    end_s=span.end_s,
                    amount=kind.amount,
                    unit=kind.unit,
                    target=_focus_target(marked, reading, topic),
                )


def _focus_target(marked: Marked, reading: Reading, topic: Topic) -> str | None:
    """Where the focus goes: the last thing named, as in `from the flower to the mountains`."""
    last = reading.first + len(reading.items)
    named = [
        noun_phrase(marked, at + 1, last)
        for at in range(topic.at + 1, last)
        if marked.items[at].sense("fillers_toward", "direction")
    ]
    return next((name for name in reversed(named) if name), None)


def _by_time(move: CameraMove) -> tuple[float, float]:
    return move.start_s, move.end_s


_NOTHING = Reading(text="", link="sentence", opens=True, items=(), first=0)


def _choice(readings: Sequence[Reading], lexicon: Lexicon) -> tuple[Ask, str]:
    """What the camera does where no clause names a move, and the note that says so."""
    static = Topic("static", "static", 0)
    if any(reading.bans_motion for reading in readings):
        return Ask(clause=-1, topic=static, when=When(), chosen=True), ""
    for index, reading in enumerate(readings):
        for topic in reading.camera:
            name = "truck_right" if topic.kind == "parallax" else "dolly_in"
            move = Topic("move", name, topic.at)
            return Ask(clause=index, topic=move, when=reading.when, chosen=True), ""
    if any("dolly_in" in banned_names(reading) for reading in readings):
        return Ask(clause=-1, topic=static, when=When(), chosen=True), lexicon.sentence("note_default_static")
    return Ask(clause=-1, topic=Topic("move", "dolly_in", 0), when=When(), chosen=True), lexicon.sentence(
        "note_default"
    )
