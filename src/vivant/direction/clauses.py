"""Clauses of a prompt: it is split where one thing asked for ends and the next begins; no word is left out."""

from __future__ import annotations

from dataclasses import replace

from vivant.direction.atoms import LONGEST_CLAUSE, SAID_TIMES, Clause, atoms_of
from vivant.direction.camera_words import turned_again
from vivant.direction.marking import Marked
from vivant.direction.topics import CAMERA_KINDS, Topic
from vivant.direction.vocabulary import read_topics

__all__ = ["Clause", "split_clauses"]


def split_clauses(marked: Marked) -> list[Clause]:
    """The clauses of a prompt in their order."""
    atoms: list[Clause] = []
    for atom in atoms_of(marked):
        carried = _who(marked, atoms[-1]) if atoms and atom.link in ("and", "pause", "together", "next") else ""
        carried = carried or (_named(marked, atoms[-1], atom) if atoms else "")
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


def _named(marked: Marked, before: Clause, atom: Clause) -> str:
    """The thing named before a colon: `boats: bobbing`."""
    colon = marked.items[before.last].token.lower if before.last < len(marked.items) else ""
    if colon != ":" or atom.first != before.last + 1 or before.topics:
        return ""
    return marked.words(before.first, before.last) if marked.items[before.last - 1].unknown else ""


def _who(marked: Marked, clause: Clause) -> str:
    """Whom a clause is about, where that is not the camera."""
    followed = next((topic for topic in clause.topics if topic.name == "follow_subject"), None)
    if followed is not None:  # "follows the ball as it rolls"
        return marked.words(followed.at + 1, clause.last)
    if clause.about_camera:
        return ""
    if clause.link == "together":  # what comes after a "while" is of the one before it
        return clause.carried
    return next((topic.who for topic in clause.topics if topic.kind in ("action", "other") and topic.who), "")


def _read(marked: Marked, clause: Clause) -> Clause:
    return replace(clause, topics=tuple(read_topics(marked, clause.body, clause.last, clause.label, clause.carried)))


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
        body=max(first.first, second.body) if second.body > second.first else first.body,
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
    if _alters(marked, before) and _alters(marked, atom):
        return False  # "make the door red and add a blink"
    if _says(marked, before) and _says(marked, atom):
        return False  # 'She says "Wait" and he shouts "Stop"'
    if not atom.topics:
        head = marked.items[atom.first]
        return not (head.sense("links_contrast") or head.sense("links_subordinate"))
    if not before.topics:
        # "sky and sea, camera pans": a subject of two nouns stays whole; "a cup and pan left" does not.
        return not atom.about_camera or any(topic.kind in ("other", "thing") for topic in atom.topics)
    if all(_timed(marked, one) for one in (before, atom)):
        return False
    kinds = {_group(topic) for topic in before.topics}
    return all(_group(topic) in kinds and topic.kind not in CAMERA_KINDS for topic in atom.topics)


def _alters(marked: Marked, clause: Clause) -> bool:
    """Whether a clause begins by asking that something be altered."""
    for item in marked.items[clause.first : clause.last]:
        if not (item.is_mark or item.sense("links_and", "links_contrast")):
            return item.sense("constraints_change") is not None
    return False


def _says(marked: Marked, clause: Clause) -> bool:
    """Whether somebody says something in a clause."""
    items = marked.items[clause.first : clause.last]
    return any(item.token.kind == "quote" for item in items) and any(item.sense("constraints_say") for item in items)


def _timed(marked: Marked, clause: Clause) -> bool:
    """Whether a clause says a time of its own."""
    items = marked.items[clause.first : clause.last]
    return any(item.measure is not None and item.measure.kind in (*SAID_TIMES, "at") for item in items)


def _group(topic: Topic) -> str:
    return "sound" if topic.kind in ("ambience", "event", "music") else topic.kind


def _only_modifies(marked: Marked, atom: Clause) -> bool:
    """Whether an atom says only how much, how fast, when or which way."""
    if atom.topics:
        return False
    some = False
    for item in marked.items[atom.first : atom.last]:
        if item.measure is not None or item.sense(
            "scale", "ease", "direction", "fraction", "multiple", "links_concurrent", "sound_quiet", "sound_loud"
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
