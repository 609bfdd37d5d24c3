"""The account: what became of every clause, in a sentence a person understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vivant.direction.amounts import written
from vivant.direction.beats import MOST_BEATS, Placed, opposite, span_text
from vivant.direction.capabilities import Capabilities
from vivant.direction.contents import contents_of
from vivant.direction.grammar import Reading
from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.lexicon import Lexicon
from vivant.direction.moves import FOCUS_MOVES, SHAKE
from vivant.direction.plan import CameraMove, Outcome, ShotPlan, Status
from vivant.direction.references import reference, references
from vivant.direction.timing import Span, free_span
from vivant.direction.topics import Topic

Part = tuple[Status, str]
"""What became of one thing in a clause, and why."""

_FIELDS = {
    "action": ("actions", "action"),
    "light": ("light", "light"),
    "atmosphere": ("atmosphere", "atmosphere"),
    "ambience": ("sound", "sound"),
    "event": ("sound", "sound"),
    "music": ("sound", "sound"),
    "style": ("styles", "styles"),
    "shot": ("framing", "shot"),
    "lens": ("lenses", "lens"),
    "focus": ("focus", "depth_of_field"),
    "depth_of_field": ("focus", "depth_of_field"),
    "palette": ("colours", "palette"),
}
"""The field of an engine's capabilities that decides each kind of topic, and the sentence where it cannot."""

_TRAVELS = ("dolly", "truck", "pedestal", "arc")


@dataclass(frozen=True, kw_only=True)
class Camera:
    """What the camera does in the whole shot, for clauses that depend on it."""

    moves: tuple[CameraMove, ...]
    chosen: str = ""
    left_out: frozenset[int] = frozenset()

    @property
    def moving(self) -> tuple[CameraMove, ...]:
        return tuple(move for move in self.moves if move.move != "static")


class Account:
    """Answers for clauses in one shot: `outcome(reading, placed)` is the outcome of one."""

    def __init__(self, capabilities: Capabilities, camera: Camera, seconds: float) -> None:
        self._lexicon: Lexicon = all_lexicons()[BASIC]
        self._can = capabilities
        self._camera = camera
        self._seconds = seconds

    def outcome(self, index: int, reading: Reading, placed: Sequence[Placed]) -> Outcome:
        """The outcome of a clause; where it asks for several things, of all of them together."""
        self._lexicon = reading.lexicon
        parts = self._parts(index, reading, [one for one in placed if not one.ask.chosen])
        statuses = {status for status, _ in parts}
        status: Status = parts[0][0] if len(statuses) == 1 else "approximated"
        reasons = list(dict.fromkeys(reason for _, reason in parts))
        return Outcome(
            clause=reading.text,
            status=status,
            reason="; ".join(reasons),
            language=self._lexicon.language,
            about=self._about(reading, placed),
        )

    def _about(self, reading: Reading, placed: Sequence[Placed]) -> tuple[str, ...]:
        """The references of all that the clause brought into the plan."""
        moves = [move for one in placed if not one.missing for move in one.moves]
        contents = contents_of([reading], self._seconds, ShotPlan(seconds=self._seconds))
        focus = [move for move in self._camera.moves if move.move in {*contents.style} & FOCUS_MOVES]
        return tuple(dict.fromkeys((*(reference(move) for move in (*moves, *focus)), *references(contents))))

    def _parts(self, index: int, reading: Reading, placed: Sequence[Placed]) -> list[Part]:
        if reading.foreign is not None:
            return [self._no("language", language=reading.foreign.name[:1].upper() + reading.foreign.name[1:])]
        parts = [self._placed(one) for one in placed]
        if index in self._camera.left_out:
            parts.append(self._no("beats_full", most=MOST_BEATS))
        parts.extend(self._camera_wide(topic) for topic in reading.camera if topic.kind in ("generic", "parallax"))
        parts.extend(part for topic in reading.topics if (part := self._topic(reading, topic)) is not None)
        if reading.banned_text or reading.bans_motion:
            parts.append(self._ban(reading))
        if reading.keep:
            parts.append(
                self._left_alone("keep", of_camera=any(item.sense("camera_words") for item in reading.items))
            )
        if reading.change:
            able = self._can.changes
            parts.append(self._say("done", "feature_done", what=reading.change) if able else self._change())
        if reading.quote:
            parts.append(self._quote(reading))
        if reading.manner:
            parts.append(self._manner())
        return parts or [self._nothing(reading)]

    def _say(self, status: Status, key: str, **values: object) -> Part:
        return status, self._lexicon.sentence(key, engine=self._can.engine, **values)

    def _no(self, key: str, **values: object) -> Part:
        return self._say("unsupported", key, **values)

    def _placed(self, placed: Placed) -> Part:
        """The outcome of one ask of the camera."""
        span = span_text(placed.span)
        if placed.ask.repeat and not placed.missing:
            verb = self._lexicon.verb(placed.ask.topic.name)
            return self._say("approximated" if placed.reasons else "done", "repeat", verb=verb)
        if placed.missing:
            return self._unable("moves", "move_missing", move=self._lexicon.move_name(placed.missing), span=span)
        if placed.ask.topic.kind == "static":
            said = self._lexicon.sentence("hold", span=span)
        else:
            said = "; ".join(deed(self._lexicon, move) for move in placed.moves)
        reasons = [said, *placed.reasons, *([placed.retimed] if placed.retimed else [])]
        exact = len(reasons) == 1 and not placed.ask.chosen
        return ("done" if exact else "approximated"), "; ".join(reasons)

    def _camera_wide(self, topic: Topic) -> Part:
        """`camera movement` or `parallax`: no move of its own, so it depends on the others."""
        chosen = self._lexicon.move_name(self._camera.chosen) if self._camera.chosen else ""
        if topic.kind == "generic":
            if chosen:
                return self._say("approximated", "generic", chosen=chosen)
            if self._camera.moving:
                return self._say("done", "generic_named")
            return self._no("parallax_none")
        if chosen and self._travelling():
            return self._say("approximated", "parallax_chosen", chosen=chosen)
        return self._say("done", "parallax_done") if self._travelling() else self._no("parallax_none")

    def _travelling(self) -> bool:
        return any(move.move.startswith(_TRAVELS) for move in self._camera.moving)

    def _topic(self, reading: Reading, topic: Topic) -> Part | None:
        """The outcome of anything that is not the camera's."""
        what = topic.who if topic.kind == "focus" and topic.who else self._lexicon.word_for(topic.kind, topic.name)
        span = span_text(free_span(reading.when, self._seconds))
        match topic.kind:
            case "lens":
                return self._able("lens", "", f"{topic.value:g} mm", span)
            case "lens_name":
                others = [other for other in reading.topics if other.kind == "lens"]
                return None if others else self._able("lens", "", what, span)
            case kind if kind in _FIELDS:
                return self._able(kind, topic.name, what, span)
            case "steadiness":
                if topic.name == "tripod":
                    return self._say("done", "steady_done")
                if not self._can.handheld:
                    return self._unable("moves", "handheld_missing")
                word = next((word for word, shake in SHAKE.items() if shake == topic.value), topic.name)
                what = self._lexicon.word_for("steadiness", word)
                if reading.when.said and not reading.camera:
                    return self._say("done", "action_done", what=what, span=span)
                return self._say("done", "feature_done", what=what)
            case "clip_length":
                same = abs(topic.value - self._seconds) < 1e-6
                return self._say(
                    "done" if same else "unsupported",
                    "length_same" if same else "length",
                    seconds=f"{self._seconds:g}",
                )
            case "size":
                return self._no("size")
            case "thing" | "other" if any(one.kind == "action" for one in reading.topics):
                return None
            case "thing" if not reading.camera:
                return self._no("camera_word_thing", word=topic.name)
            case "other":
                if self._can.has("actions", topic.name):
                    return self._say("done", "action_done", what=f"{topic.who} {topic.name}".strip(), span=span)
                who = topic.who or self._lexicon.sentence("somebody")
                return self._unable("actions", "camera_word_other", word=topic.name, who=who)
            case _:
                return None

    def _change(self) -> Part:
        return self._unable("changes", "change")

    def _able(self, topic: str, name: str, what: str, span: str) -> Part:
        kind, key = _FIELDS[topic]
        if topic == "style" and name in FOCUS_MOVES:
            kind = "moves"
        if name == "loop" and self._can.has(kind, name) and self._camera.moving:
            return self._say("done", "loop_done")
        if self._can.has(kind, name):
            return self._say("done", "action_done", what=what, span=span)
        return self._unable(kind, key, what=what)

    def _unable(self, kind: str, key: str, **values: object) -> Part:
        """What the engine cannot do, and who could."""
        status, reason = self._no(key, **values)
        other = self._can.alternatives.get(kind)
        if other is None:
            return status, reason
        return status, f"{reason}; {self._lexicon.sentence('could', other=other)}"

    def _ban(self, reading: Reading) -> Part:
        moves = [topic for topic in reading.banned if topic.kind in ("move", "generic")]
        if reading.bans_motion or any(topic.kind == "generic" for topic in moves):
            if not self._camera.moving:
                return self._say("done", "ban_all_kept")
            return self._broken(self._camera.moving)
        names = banned_names(reading) or self._families_banned(reading)
        if names:
            broken = [move for move in self._camera.moving if move.move in names]
            return self._broken(broken) if broken else self._say("done", "ban_kept")
        if any(topic.kind == "steadiness" and topic.name == "handheld" for topic in reading.banned):
            return self._say("done", "steady_done")
        if any(item.sense("ambience", "event", "music", "sound_head") for item in reading.items):
            return self._say("done", "nothing_banned")
        return self._left_alone("exclude")

    def _families_banned(self, reading: Reading) -> frozenset[str]:
        """The moves of an everyday word that is ruled out without a direction: `do not rotate`."""
        named = [sense.name for item in reading.items if (sense := item.sense("move"))] if not reading.topics else []
        sides = (self._lexicon.families[name] for name in named if name in self._lexicon.families)
        return frozenset(move for family in sides for move in (*family.sides.values(), *family.near.values()))

    def _broken(self, moves: Sequence[CameraMove]) -> Part:
        names = ", ".join(dict.fromkeys(self._lexicon.move_name(move.move) for move in moves))
        return self._no("ban_broken", moves=names)

    def _left_alone(self, key: str, *, of_camera: bool = False) -> Part:
        """What is to stay, or to stay away: certain with an engine that only moves the camera, else hoped for."""
        if of_camera or self._can.actions or self._can.light or self._can.atmosphere:
            return self._say("approximated", f"{key}_hoped")
        return self._say("done", f"{key}_done")

    def _quote(self, reading: Reading) -> Part:
        if not reading.quote_is_speech:
            return self._no("quoted")
        if self._can.dialogue:
            return self._say("done", "feature_done", what=reading.quote)
        return self._unable("dialogue", "dialogue")

    def _manner(self) -> Part:
        if not self._camera.moving:
            return self._no("parallax_none")
        return self._say("done", "manner_done")

    def _nothing(self, reading: Reading) -> Part:
        """A clause in which nothing was found: a description, or not understood."""
        words = [item for item in reading.items if item.unknown]
        content = [item for item in reading.items if item.term is not None]
        described = (
            bool(words) and reading.link != "together" and any(item.sense("fillers_articles") for item in content)
        )
        return self._no("plain" if described else "unknown")


def deed(lexicon: Lexicon, move: CameraMove) -> str:
    """The sentence that says what the camera does in a move: `camera pans left by 6°, 0–4 s`."""
    amount = str(lexicon.sentences["units"][move.unit]).format(value=written(move.amount, ""))
    span = span_text(Span(start_s=move.start_s, end_s=move.end_s))
    return lexicon.sentence("move", verb=lexicon.verb(move.move), amount=amount, span=span)


def banned_names(reading: Reading) -> frozenset[str]:
    """The canonical moves a clause rules out; a family without a direction rules out both."""
    names: set[str] = set()
    for topic in reading.banned:
        if topic.kind == "move":
            names.add(topic.name)
            other = opposite(topic.name)
            if topic.sideless and other is not None:
                names.add(other)
    return frozenset(names)
