"""Clauses of a prompt: it is split where one thing asked for ends and the next begins; no word is left out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vivant.direction.camera_words import turned_again
from vivant.direction.marking import Item, Marked
from vivant.direction.topics import CAMERA_KINDS, Topic
from vivant.direction.vocabulary import read_topics

LONGEST_CLAUSE = 60
"""Items in a clause; what runs on for longer is cut, which keeps reading linear in the length of the prompt."""

_ENDS = frozenset(".!?;\n…•·|。！？；")
_PAUSES = frozenset(",:—–-→/，、：")
_OPENERS = {"(": 1, "[": 1, "（": 1, ")": -1, "]": -1, "）": -1}


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Items `first..last` (excluded) that ask for one thing.

    link: how it follows the clause before it: `sentence` or `pause` (in order), `next`, `together`, `and`,
        `contrast`, `after` (it comes before the one before it). label: the heading it stands under, such as `sound`.
    opens: it begins a sentence.
    forward: it only says how or when, of the clause after it. carried: whom the clause before it is about.
    fixed: its topics come from the clause before it, so it is not read again.
    """

    first: int
    last: int
    link: str
    label: str
    topics: tuple[Topic, ...] = ()
    opens: bool = False
    forward: bool = False
    carried: str = ""
    fixed: bool = False

    @property
    def about_camera(self) -> bool:
        return any(topic.kind in CAMERA_KINDS for topic in self.topics)


def split_clauses(marked: Marked) -> list[Clause]:
    """The clauses of a prompt in their order."""
    atoms: list[Clause] = []
    for atom in _atoms(marked):
        carried = _who(atoms[-1]) if atoms and atom.link in ("and", "pause", "together", "next") else ""
        read = _read(marked, replace(atom, carried=carried))
        atoms.append(_turned(marked, atoms[-1], read) if atoms else read)
    return _merged(marked, atoms)


def _turned(marked: Marked, before: Clause, atom: Clause) -> Clause:
    """An atom that names only a direction, as a turn of the move before it: `pan left, then right`."""
    last = before.topics[-1] if before.topics else None
    if (
        last is None
        or last.kind != "move"
        or last.sideless
        or atom.link == "sentence"
        or not _only_modifies(marked, atom)
    ):
        return atom
    topic = turned_again(marked, atom.first, atom.last, last)
    return replace(atom, topics=(topic,), fixed=True) if topic is not None else atom


def _who(clause: Clause) -> str:
    """Whom a clause is about, where that is not the camera."""
    if clause.about_camera:
        return ""
    if clause.link == "together":  # what comes after a "while" is of the one before it
        return clause.carried
    return next((topic.who for topic in clause.topics if topic.kind in ("action", "other") and topic.who), "")


def _atoms(marked: Marked) -> list[Clause]:
    """The smallest stretches: cut at every mark and at every linking word."""
    atoms: list[Clause] = []
    first, link, opens, depth, label = 0, "sentence", True, 0, ""
    fresh, timed = True, False  # on a new line; within an entry that has said its times
    items = marked.items
    for at, item in enumerate(items):
        text = item.token.lower
        if item.is_mark and text in _OPENERS:
            depth = max(0, depth + _OPENERS[text])
        cut = _cut(items, at, depth) or _next_entry(items, at, timed)
        timed = timed and not cut
        timed = timed or (item.measure is not None and item.measure.kind == "span")
        if cut and item.is_mark and text not in _OPENERS:
            if text == ":" and (heading := _heading(marked, first, at)):
                label, fresh = heading, False
                continue  # the heading stays with what it heads
            _add(atoms, marked, first, at, link, label, opens)
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
            _add(atoms, marked, first, at, link, label, opens)
            first, link, opens = at, cut or "pause", cut == "sentence"
        elif cut in ("next", "together"):
            link = cut
    _add(atoms, marked, first, len(items), link, label, opens)
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
            if text == ":" and following is not None and following.kind == "quote":
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
    return items[at - 1].token.lower in ("approx", "ca", "deg", "vs", "mr", "mrs", "dr") and not (
        following.is_mark and following.token.lower == "\n"
    )


def _heading(marked: Marked, first: int, at: int) -> str | None:
    """The kind of heading between these items (`Background sound:`), `other` for one without a kind of its own."""
    while first < at and marked.items[first].is_mark:
        first += 1
    if not 1 <= at - first <= 3:
        return None
    return marked.lexicon.labels.get(marked.words(first, at).lower())


def _add(atoms: list[Clause], marked: Marked, first: int, last: int, link: str, label: str, opens: bool) -> None:
    """One more atom, unless it is empty or nothing but marks."""
    while first < last and marked.items[first].is_mark and marked.items[first].token.lower not in _OPENERS:
        first += 1
    if any(not item.is_mark for item in marked.items[first:last]):
        atoms.append(Clause(first=first, last=last, link=link, label=label, opens=opens))


def _read(marked: Marked, clause: Clause) -> Clause:
    return replace(clause, topics=tuple(read_topics(marked, clause.first, clause.last, clause.label, clause.carried)))


def _merged(marked: Marked, atoms: list[Clause]) -> list[Clause]:
    """Clauses: atoms that only say how or when are joined to the one they speak of."""
    clauses: list[Clause] = []
    for index, atom in enumerate(atoms):
        before = clauses[-1] if clauses else None
        if before is not None and atom.last - before.first > LONGEST_CLAUSE:
            clauses.append(atom)
            continue
        if before is not None and before.forward:
            joined = _joined(marked, before, atom, before.link)
            still = not atom.opens and index + 1 < len(atoms) and _only_modifies(marked, joined)
            clauses[-1] = replace(joined, forward=still and not atoms[index + 1].opens)
            continue
        if _only_fills(marked, atom) and index + 1 < len(atoms) and not atoms[index + 1].opens:
            clauses.append(replace(atom, forward=True))
            continue
        modifier = _only_modifies(marked, atom)
        if modifier and _goes_forward(marked, atom, before, atoms[index + 1 : index + 2]):
            clauses.append(replace(atom, forward=True))
        elif before is not None and _belongs(marked, before, atom, modifier):
            clauses[-1] = _joined(marked, before, atom, before.link)
        else:
            clauses.append(atom)
    return clauses


def _joined(marked: Marked, first: Clause, second: Clause, link: str) -> Clause:
    """One clause of two."""
    if first.fixed or second.fixed:
        return replace(first, last=second.last, topics=(*first.topics, *second.topics), forward=False, fixed=True)
    link = second.link if second.link in ("next", "together") and first.link == "sentence" else link
    whole = Clause(
        first=first.first,
        last=second.last,
        link=link,
        label=second.label or first.label,
        carried=first.carried,
        opens=first.opens,
    )
    return _read(marked, whole) if first.topics or second.topics else whole


def _belongs(marked: Marked, before: Clause, atom: Clause, modifier: bool) -> bool:
    """Whether an atom is part of the clause before it."""
    if atom.opens:
        return False
    if modifier:
        return True
    if atom.link in ("pause", "after"):
        return False
    if atom.link == "next":
        return False
    if not atom.topics:
        head = marked.items[atom.first]
        return not (head.sense("links_contrast") or head.token.lower in ("while", "whilst", "meanwhile"))
    if not before.topics:
        # "sky and sea, camera pans": a subject of two nouns stays whole; "a cup and pan left" does not.
        return not atom.about_camera or any(topic.kind in ("other", "thing") for topic in atom.topics)
    kinds = {_group(topic) for topic in before.topics}
    return all(_group(topic) in kinds and topic.kind not in CAMERA_KINDS for topic in atom.topics)


def _group(topic: Topic) -> str:
    return "sound" if topic.kind in ("ambience", "event", "music") else topic.kind


def _only_modifies(marked: Marked, atom: Clause) -> bool:
    """Whether an atom says only how much, how fast, when or which way."""
    if atom.topics:
        return False
    some = False
    for item in marked.items[atom.first : atom.last]:
        if item.measure is not None or item.sense(
            "scale", "ease", "direction", "fraction", "multiple", "links_concurrent"
        ):
            some = True
        elif not (item.is_mark or item.token.kind == "number" or item.means(_CARRIERS)):
            return False
    return some


def _only_fills(marked: Marked, atom: Clause) -> bool:
    """Whether an atom says nothing by itself: `First,`."""
    return not atom.topics and all(
        item.is_mark
        or (item.token.kind == "number" and item.measure is None)
        or item.sense("fillers_words", "time_first", "links_next", "links_and")
        for item in marked.items[atom.first : atom.last]
    )


_CARRIERS = frozenset({
    "fillers_words", "fillers_starters", "fillers_articles", "links_and", "links_next", "links_together",
    "time_lasting", "time_at", "time_from", "time_clip", "camera_words", "steadiness", "unit", "time_to",
})  # fmt: skip


def _goes_forward(marked: Marked, atom: Clause, before: Clause | None, following: list[Clause]) -> bool:
    """Whether such an atom speaks of the clause after it: `At 2 s, tilt up`."""
    if not following or following[0].opens:
        return False
    if atom.opens or before is None:
        return True
    if not following[0].about_camera:
        return not before.topics and bool(following[0].topics)
    times = [item.measure.kind for item in marked.items[atom.first : atom.last] if item.measure is not None]
    if any(kind in ("at", "span") for kind in times):
        ends = marked.items[atom.last].token.lower if atom.last < len(marked.items) else ""
        return ends == ":" or times[0] == "at" or not before.about_camera
    return not before.about_camera or atom.link == "next"
