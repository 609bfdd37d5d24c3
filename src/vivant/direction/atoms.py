"""Atoms of a prompt: the smallest stretches, cut at every mark and every linking word."""

from __future__ import annotations

from dataclasses import dataclass

from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.marking import Item, Marked
from vivant.direction.topics import CAMERA_KINDS, Topic

LONGEST_CLAUSE = 60
"""Items in a clause; what runs on for longer is cut, which keeps reading linear in the length of the prompt."""

_ENDS = frozenset(".!?;\n…•·|。！？；")
_PAUSES = frozenset(",:—–-→/，、：")
SAID_TIMES = frozenset({"length", "span", "until", "first", "last"})
_OPENERS = {"(": 1, "[": 1, "（": 1, ")": -1, "]": -1, "）": -1}


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Items `first..last` (excluded) that ask for one thing.

    link: how it follows the clause before it: `sentence` or `pause` (in order), `next`, `together`, `and`,
        `contrast`, `after` (it comes before the one before it). label: the heading it stands under, such as `sound`.
    body: the first item after the heading, which is not itself read.
    opens: it begins a sentence.
    forward: it only says how or when, of the clause after it. carried: whom the clause before it is about.
    fixed: its topics come from the clause before it, so it is not read again.
    """

    first: int
    last: int
    link: str
    label: str
    topics: tuple[Topic, ...] = ()
    body: int = -1
    opens: bool = False
    forward: bool = False
    carried: str = ""
    fixed: bool = False

    @property
    def about_camera(self) -> bool:
        return any(topic.kind in CAMERA_KINDS for topic in self.topics)


def atoms_of(marked: Marked) -> list[Clause]:
    """The smallest stretches: cut at every mark and at every linking word."""
    atoms: list[Clause] = []
    first, link, opens, depth, label, body = 0, "sentence", True, 0, "", 0
    fresh, timed = True, False  # on a new line; within an entry that has said its times
    items = marked.items
    for at, item in enumerate(items):
        text = item.token.lower
        if item.is_mark and text in _OPENERS:
            depth = max(0, depth + _OPENERS[text])
        cut = _cut(items, at, depth) or _next_entry(items, at, timed) or _unmarked(items, first, at, depth)
        timed = timed and not cut
        timed = timed or (item.measure is not None and item.measure.kind == "span")
        if cut and item.is_mark and text not in _OPENERS:
            if text == ":" and (heading := _heading(marked, first, at)):
                label, fresh, body = heading, False, at + 1
                continue  # the heading stays with what it heads
            if body > first and _empty(items, body, at):
                continue  # and so it does across the end of its line
            _add(atoms, marked, first, at, link, label, opens, body)
            first, link, opens = at + 1, cut, cut == "sentence" or (opens and at == first)
            depth = 0 if cut == "sentence" else depth
            if text == "\n":
                if fresh:
                    label = ""
                fresh = True
            continue
        if not item.is_mark:
            fresh = False
        if (cut and at > first) or at - first >= LONGEST_CLAUSE:
            _add(atoms, marked, first, at, link, label, opens, body)
            first, link, opens = at, cut or "pause", cut == "sentence"
        elif cut in ("next", "together"):
            link = cut
    _add(atoms, marked, first, len(items), link, label, opens, body)
    return atoms


def _cut(items: list[Item], at: int, depth: int) -> str | None:
    """How the prompt is cut at this item, if it is."""
    item = items[at]
    text = item.token.lower
    if item.is_mark:
        if text in _ENDS:
            return None if text == "." and _abbreviated(items, at) else "sentence"
        if text in _PAUSES and depth == 0 and not _tight(items, at):
            following = items[at + 1].token if at + 1 < len(items) else None
            said = text == ":" or (at > 0 and items[at - 1].sense("constraints_say"))
            if said and following is not None and following.kind == "quote":
                return None
            return "pause"
        return None
    if item.measure is not None or item.term is None or depth:
        return None
    for kind in ("next", "together", "and", "contrast"):
        if item.sense(f"links_{kind}") and not item.sense("links_concurrent"):
            return kind
    after = items[at + 1] if at + 1 < len(items) else None
    if item.sense("links_after") and after is not None and after.sense("move", "static"):
        return "after"
    return None


def _next_entry(items: list[Item], at: int, timed: bool) -> str | None:
    """`sentence` where the next entry of a list by times begins unmarked: `0-2s push in 2-4s pan left`."""
    if items[at].is_mark:
        following = items[at + 1].measure if at + 1 < len(items) else None
        opens = items[at].token.lower in _OPENERS and _OPENERS[items[at].token.lower] > 0
        return "sentence" if timed and opens and following is not None and following.kind == "span" else None
    measure = items[at].measure
    bare = at == 0 or items[at - 1].token.lower not in _OPENERS
    return "sentence" if timed and bare and measure is not None and measure.kind == "span" else None


def _unmarked(items: list[Item], first: int, at: int, depth: int) -> str | None:
    """`pause` where something new is asked for without a mark: `push in 2s hold 1s`, after a line that somebody says,
    and at a space in a script where a space ends a phrase."""
    item = items[at]
    if depth or at <= first or item.is_mark:
        return None
    if (
        item.token.kind == "number"
        and item.measure is None
        and at + 1 < len(items)
        and items[at + 1].token.lower == ")"
    ):
        return "sentence"  # the next entry of a list: `1) hold 2) push in`
    before = items[at - 1]
    if before.token.kind == "quote" and any(
        one.sense("constraints_say") or one.token.lower in (":", "：") for one in items[first : at - 1]
    ):
        return "pause"  # what comes after a line is not part of it
    if item.spaced and not before.is_mark and _ends_phrase(item):
        done = before.measure is not None and any(
            one.sense("move", "static", "action") for one in items[first : at - 1]
        )
        if done or _ends_phrase(before):
            return "pause"
    timed = before.measure is not None and before.measure.kind in SAID_TIMES
    if timed and _asks(items, at) and any(one.sense("move", "static") for one in items[first : at - 1]):
        return "pause"
    return None


def _ends_phrase(item: Item) -> bool:
    """Whether a space beside this item ends a phrase: it is written in a script that has no other use for one."""
    return not item.lexicon.writing.spaces and item.token.kind == "word"


def _asks(items: list[Item], at: int) -> bool:
    """Whether a movement or a hold of the camera comes next, past what only leads to it."""
    for item in items[at : at + 6]:
        if item.is_mark or item.measure is not None:
            return False
        if item.sense("move", "static"):
            return item.sense("direction") is None
        if not item.sense("scale", "ease", "steadiness", "fillers_words", "fillers_articles", "camera_words"):
            return False
    return False


def _tight(items: list[Item], at: int) -> bool:
    """A stroke or hyphen inside a word, such as `f/2.8`."""
    if items[at].token.lower not in "/-" or not 0 < at < len(items) - 1:
        return False
    return items[at - 1].token.end == items[at].token.start or items[at].token.end == items[at + 1].token.start


def _abbreviated(items: list[Item], at: int) -> bool:
    """A full stop inside `approx. 6 degrees`, or after the number of a list entry."""
    if at == 0 or at + 1 >= len(items):
        return False
    before = items[at - 1]
    if before.measure is None and before.token.kind == "number":
        return at == 1 or items[at - 2].token.lower == "\n"
    following = items[at + 1]
    return items[at - 1].sense("fillers_abbreviations") is not None and not (
        following.is_mark and following.token.lower == "\n"
    )


def _heading(marked: Marked, first: int, at: int) -> str | None:
    """The kind of heading between these items (`Background sound:`), `other` for one without a kind of its own."""
    while first < at and (marked.items[first].is_mark or marked.items[first].token.kind == "number"):
        first += 1
    if not 1 <= at - first <= 6:
        return None
    words = " ".join(marked.words(first, at).lower().split())
    for lexicon in (marked.items[first].lexicon, all_lexicons()[BASIC]):
        if words in lexicon.labels:
            return lexicon.labels[words]
    return None


def _empty(items: list[Item], first: int, last: int) -> bool:
    """Whether there is nothing but marks."""
    return all(item.is_mark for item in items[first:last])


def _add(
    atoms: list[Clause], marked: Marked, first: int, last: int, link: str, label: str, opens: bool, body: int
) -> None:
    """One more atom, unless it is empty or nothing but marks."""
    while first < last and marked.items[first].is_mark and marked.items[first].token.lower not in _OPENERS:
        first += 1
    if any(not item.is_mark for item in marked.items[first:last]):
        atoms.append(Clause(first=first, last=last, link=link, label=label, opens=opens, body=max(first, body)))
