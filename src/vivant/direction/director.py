"""The director: a prompt becomes a shot plan, with an account of every clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vivant.direction.account import Account, Camera, banned_names
from vivant.direction.beats import Ask, Placed, answer, collect, ease_of, pace_of, place, within_limit
from vivant.direction.capabilities import Capabilities
from vivant.direction.clauses import split_clauses
from vivant.direction.contents import contents_of
from vivant.direction.grammar import Reading, read_clause
from vivant.direction.lexicon import Lexicon, load_lexicon
from vivant.direction.marking import MOST_TOKENS, Marked, mark
from vivant.direction.plan import CameraMove, Outcome, ShotPlan, Steadiness
from vivant.direction.scripts import is_vietnamese
from vivant.direction.timing import When, with_holds
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
    lexicon = load_lexicon("en")
    marked = mark(prompt, lexicon)
    vietnamese = is_vietnamese(prompt)
    clauses = split_clauses(marked)
    readings = [read_clause(marked, clause, seconds, vietnamese=vietnamese) for clause in clauses]
    placed, camera, notes = _camera(marked, readings, seconds, capabilities)
    account = Account(lexicon, capabilities, camera, seconds)
    by_clause: dict[int, list[Placed]] = {}
    for one in placed:
        by_clause.setdefault(one.ask.clause, []).append(one)
    outcomes = [
        account.outcome(index, reading, [one for one in by_clause.get(index, ()) if not one.ask.chosen])
        for index, reading in enumerate(readings)
    ]
    if not outcomes:  # nothing but marks
        outcomes.append(Outcome(clause=prompt.strip(), status="unsupported", reason=lexicon.sentence("unknown")))
    if marked.unread:
        reason = lexicon.sentence("unread", most=MOST_TOKENS)
        outcomes.append(Outcome(clause=marked.unread, status="unsupported", reason=reason))
    plan = ShotPlan(
        seconds=seconds,
        language=lexicon.language,
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


def _camera(
    marked: Marked, readings: Sequence[Reading], seconds: float, capabilities: Capabilities
) -> tuple[list[Placed], Camera, tuple[str, ...]]:
    """What the camera does: every ask placed, the moves they come to, and a note where they had to be chosen."""
    groups, left_out = within_limit(collect(readings))
    notes: tuple[str, ...] = ()
    chosen = ""
    if not groups:
        ask, note = _choice(readings, marked.lexicon)
        groups, notes = [[ask]], (note,) if note else ()
        chosen = ask.topic.name if ask.topic.kind == "move" else ""
    steadiness = _steadiness(readings, capabilities)
    ease, pace = ease_of(readings), pace_of(readings)
    placed: list[Placed] = []
    for ask, span in place(groups, seconds):
        reading = readings[ask.clause] if 0 <= ask.clause < len(readings) else _NOTHING
        placed.append(answer(marked, reading, ask, span, capabilities, steadiness=steadiness, ease=ease, pace=pace))
    moves: list[CameraMove] = [move for one in placed if not one.ask.repeat for move in one.moves]
    holds = [replace(move, steadiness=steadiness) for move in with_holds(moves, seconds)]
    return placed, Camera(moves=tuple(holds), chosen=chosen, left_out=left_out), notes


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


def _steadiness(readings: Sequence[Reading], capabilities: Capabilities) -> Steadiness:
    asked = any(topic.kind == "steadiness" and topic.name == "handheld" for one in readings for topic in one.topics)
    return "handheld" if asked and "handheld" in capabilities.styles else "tripod"
