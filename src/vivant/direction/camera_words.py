"""Camera words read in their place: a move, a thing in the picture, or what somebody else does."""

from __future__ import annotations

from vivant.direction.lexicon import ING, PAST, THIRD
from vivant.direction.marking import Item, Marked
from vivant.direction.subjects import Subject, camera_follows
from vivant.direction.topics import Topic

_LIGHT_WORDS = frozenset({
    "fillers_words", "fillers_starters", "fillers_articles", "scale", "ease", "steadiness", "camera_words",
    "fraction", "multiple", "links_concurrent", "links_either",
})  # fmt: skip


class MoveReader:
    """Reads a camera word in its place: a move, a thing in the picture, or what somebody else does."""

    def __init__(self, marked: Marked, first: int, last: int, at: int, carried: str, *, headed: bool = False) -> None:
        self._marked, self._first, self._last, self._at = marked, first, last, at
        self._carried = carried
        sense = marked.items[at].sense("move")
        assert sense is not None
        self._form = sense.form
        self._lexicon = marked.items[at].lexicon
        self._family = self._lexicon.families[sense.name]
        self._subject = Subject(marked, first, at)
        alone = headed and not (self._subject.who or self._subject.pronoun)
        self._camera = self._subject.camera or camera_follows(marked, at, last) or alone
        self._next = marked.items[at + 1] if at + 1 < last else None

    def read(self) -> Topic | None:
        if self._family.outright:
            return self._outright()
        side, adjacent = self._side()
        if self._is_thing(side):
            return self._verdict("thing")
        if not self._camera and self._someone_else(adjacent):
            return self._verdict("other")
        if not self._accepted(side):
            if self._camera and self._family.name == "move":
                return Topic("generic", "", self._at)
            return None if self._family.needs else self._verdict("thing")
        return self._move(side)

    def _outright(self) -> Topic:
        """A whole phrase of one move: the camera's, unless it is in everyday words and somebody else is there."""
        acts = bool(self._subject.who or self._subject.pronoun or self._carried)
        if self._family.needs and acts and not self._camera:
            return self._verdict("other")
        assert self._family.plain is not None
        return Topic("move", self._family.plain, self._at, ease=self._family.ease)

    def _verdict(self, kind: str) -> Topic:
        return Topic(kind, self._marked.items[self._at].token.lower, self._at, who=self._subject.who)

    def _move(self, side: str | None) -> Topic | None:
        family = self._family
        name = family.sides.get(side) if side else None
        loose = False
        if name is None and side:
            name, loose = family.near.get(side), True
        if name == "arc":
            turn = self._turn()
            chosen = _ARCS[turn] if turn else "arc_ccw"
            return Topic("move", chosen, self._at, sideless=turn is None, ease=family.ease)
        if name is None:
            if family.plain is None:
                return None
            return Topic("move", family.plain, self._at, sideless=not family.implied, ease=family.ease)
        return Topic("move", name, self._at, loose=loose, ease=family.ease)

    def _turn(self) -> str | None:
        """A left, right or clockwise anywhere in the stretch: `orbit around the statue to the left`."""
        for index in range(self._first, self._last):
            side = self._marked.items[index].sense("direction")
            if side is not None and side.name in ("left", "right", "cw", "ccw"):
                return side.name
        return None

    def _side(self) -> tuple[str | None, bool]:
        """The direction of the move, and whether it stands right beside the word."""
        items = self._marked.items
        travelling = False
        for index in range(self._at + 1, min(self._last, self._at + 14)):
            item = items[index]
            side = item.sense("direction")
            if side is not None and self._fits(side.name, index, travelling):
                return side.name, index == self._at + 1
            if item.sense("move") and side is None:
                break
            if item.sense("fillers_passage") or (
                self._family.takes_object and (item.unknown or item.sense("fillers_pronouns"))
            ):
                travelling = True
            elif item.measure is None and not item.means(_LIGHT_WORDS) and not travelling and not item.is_mark:
                break
        for index in range(self._at - 1, max(self._first, self._at - 4) - 1, -1):
            item = items[index]
            side = item.sense("direction")
            if side is not None and side.name in self._family.sides and not item.sense("fillers_never_before"):
                return side.name, True
            if item.measure is None and not item.sense("fillers_words", "scale", "ease", "camera_words"):
                break
        return None, False

    def _fits(self, side: str, index: int, travelling: bool) -> bool:
        family = self._family
        if side not in family.sides and side not in family.near:
            return False
        item = self._marked.items[index]
        if travelling and side in ("in", "out", "around") and not item.sense("fillers_ways"):
            return False
        follows = self._marked.items[index + 1] if index + 1 < self._last else None
        if side == "in" and item.sense("fillers_places") and follows is not None:
            # "a crane in the harbour": a place, not a direction.
            return not (family.thing and follows.sense("fillers_articles") and not self._camera)
        return not (side == "left" and item.end - item.start == 1 and self._left_behind(follows))

    def _left_behind(self, follows: Item | None) -> bool:
        """`the pan left on the stove`: not a direction."""
        return bool(self._subject.article and follows is not None and follows.sense("fillers_places"))

    def _is_thing(self, side: str | None) -> bool:
        family, items = self._family, self._marked.items
        before = items[self._at - 1].token.lower if self._at > self._first else ""
        if before in family.after:
            return True
        end = items[self._at].end
        tokens = self._marked.tokens
        ahead = [token.lower for token in tokens[end : end + 2]]
        if ahead and (ahead[0] in family.before or " ".join(ahead) in family.before):
            return not self._camera or (self._next is not None and self._next.sense("lens_name") is not None)
        if self._camera:
            return False
        if self._next is not None and self._next.sense("fillers_of") and self._next.measure is None and not side:
            return True
        led = self._subject.cue or not (self._subject.article or self._subject.who)
        if family.near_words and not (side and led):
            for index in range(self._first, self._last):
                if items[index].token.lower in family.near_words:
                    return True
        return False

    def _someone_else(self, adjacent: bool) -> bool:
        """Whether something other than the camera does this."""
        subject = self._subject
        if subject.pronoun:
            return True
        if self._form == PAST:
            return False
        if not subject.who:
            if self._form == THIRD and self._carried:
                return True
            return (
                self._form == ING and self._next is not None and self._next.unknown and not self._family.takes_object
            )
        if self._form in (THIRD, ING):
            return True
        if not self._lexicon.writing.verb_forms:
            # Without forms a film word is the camera's, whatever stands before it; an everyday word is not.
            return self._family.needs is not None
        # A bare form after a noun: "boats roll", but "a majestic pan left" is a noun with its adjective.
        return subject.plural or (self._family.needs is not None and not adjacent)

    def _accepted(self, side: str | None) -> bool:
        family, subject, following = self._family, self._subject, self._next
        if self._form == PAST:
            return self._camera and side is not None
        if not self._lexicon.writing.verb_forms and not family.needs and not family.thing:
            return side is not None or family.plain is not None
        if side is not None:
            if family.name == "look" and self._form == ING and not self._camera:
                return False
            return not (family.needs and subject.article and not self._camera and not subject.cue and subject.who)
        if family.plain is None:
            return False
        if self._camera:
            return True
        if family.needs and not family.implied:
            return False
        open_end = following is None or following.measure is not None or following.is_mark or bool(
            following.sense("scale", "ease", "steadiness", "fillers_passage", "links_either", "links_concurrent")
        )  # fmt: skip
        if family.takes_object and not subject.article:
            return True
        if subject.article or subject.who:
            named = subject.cue or (open_end and following is not None and not following.is_mark)
            return named if (family.thing or family.needs) else True
        return open_end if (family.thing or family.needs) else True


_ARCS = {"left": "arc_cw", "right": "arc_ccw", "cw": "arc_cw", "ccw": "arc_ccw"}
"""The way around the subject, as seen from above; the camera keeps looking at it."""


def turned_again(marked: Marked, first: int, last: int, before: Topic) -> Topic | None:
    """The move of a stretch that names only a new direction for the move before it: `pan left, then right`."""
    sense = marked.items[before.at].sense("move", "direction")
    if before.kind != "move" or sense is None:
        return None
    for family in marked.items[before.at].lexicon.families.values():
        sides = {**family.near, **family.sides}
        if before.name not in sides.values() or (sense.kind == "move" and sense.name != family.name):
            continue
        for at in range(first, last):
            side = marked.items[at].sense("direction")
            name = sides.get(side.name) if side is not None else None
            if name is not None and name not in (before.name, "arc"):
                return Topic("move", name, at, loose=side is not None and side.name not in family.sides)
    return None
