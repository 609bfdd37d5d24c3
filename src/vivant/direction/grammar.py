"""A clause read: what it asks for and what it rules out, when, how much, and in which manner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vivant.direction.clauses import Clause
from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.lexicon import Lexicon
from vivant.direction.marking import Item, Marked
from vivant.direction.scripts import Other
from vivant.direction.subjects import noun_phrase
from vivant.direction.timing import ANY_TIME, When, read_when
from vivant.direction.topics import CAMERA_KINDS, Topic


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One clause, understood.

    text: as written. link, opens: as the clause has them.
    language: the one it is mostly in. foreign: the language, where it is one not understood.
    topics: what it asks for; banned: what it rules out (`banned_text` in its words; `bans_motion`: any movement of
        the camera).
    keep, change: what is to stay or to be altered, in its words. quote, speaker: words somebody says.
    manner: it only says how, for the whole shot.
    """

    text: str
    link: str
    opens: bool
    items: tuple[Item, ...]
    first: int
    language: str = BASIC
    foreign: Other | None = None
    topics: tuple[Topic, ...] = ()
    banned: tuple[Topic, ...] = ()
    banned_text: str = ""
    bans_motion: bool = False
    keep: str = ""
    change: str = ""
    quote: str = ""
    quote_is_speech: bool = False
    speaker: str = ""
    label: str = ""
    when: When = ANY_TIME
    ease: str | None = None
    concurrent: bool = False
    manner: bool = False

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon it is answered with."""
        return all_lexicons()[self.language]

    @property
    def camera(self) -> tuple[Topic, ...]:
        """What it asks of the camera."""
        return tuple(topic for topic in self.topics if topic.kind in CAMERA_KINDS)

    def items_of(self, topic: Topic) -> Sequence[Item]:
        """The items that speak of this topic of the camera: up to the next one's, the first also what leads to it."""
        starts = [other.at for other in (*self.topics, *self.banned) if other.kind in CAMERA_KINDS]
        if topic.at not in starts:
            return ()
        later = [at for at in starts if at > topic.at]
        first = self.first if topic.at == min(starts) else topic.at
        last = min(later) if later else self.first + len(self.items)
        return self.items[first - self.first : last - self.first]


def read_clause(marked: Marked, clause: Clause, seconds: float) -> Reading:
    """The reading of a clause in a clip of so many seconds."""
    text = marked.words(clause.first, clause.last).strip()
    items = tuple(marked.items[clause.first : clause.last])
    body = items[max(0, clause.body - clause.first) :]
    language = _language(items)
    foreign = next((item.foreign for item in items if item.foreign is not None), None)
    if foreign is not None and not clause.topics:
        return Reading(
            text=text, link=clause.link, opens=clause.opens, items=items, first=clause.first, foreign=foreign
        )
    negation = _negation(clause, items)
    until = _negated_until(clause, items) if negation is None else None
    if until is not None:  # "without", said after what it rules out
        negation = clause.first
    ruled_out = range(negation, until or clause.last) if negation is not None else range(0)
    asked = [topic for topic in clause.topics if topic.at not in ruled_out]
    banned = [topic for topic in clause.topics if topic.at in ruled_out]
    if banned and banned[0].kind == "static":
        # "never stops pushing in", and "Camera: none (fixed)": what is ruled out is a hold, or nothing is.
        moving = [topic for topic in banned if topic.kind == "move"]
        if moving or clause.label == "camera":
            asked, banned, negation = [*asked, *(moving or banned)], [], None
    quote = next((item.token for item in items if item.token.kind == "quote"), None)
    ban_end = until or clause.last
    bans_motion = negation is not None and _bans_motion(
        items[negation - clause.first :],
        banned,
        clause.label == "camera" and _says_none(items[negation - clause.first :]),
    )
    when = read_when(items, seconds)
    if bans_motion and when.said and negation is not None:
        # "do not move the camera for the first 2 s" is a hold
        asked, banned, bans_motion = [*asked, Topic("static", "static", negation)], [], False
        ban_end = negation
    manner = not clause.topics and negation is None and _says_only_how(items)
    keep, change = ("", "") if manner or negation is not None else _constraints(marked, clause, body, asked)
    if keep:
        asked = [topic for topic in asked if topic.kind == "dialogue"]
    return Reading(
        text=text,
        link=clause.link,
        opens=clause.opens,
        items=items,
        first=clause.first,
        language=language,
        topics=tuple(asked),
        banned=tuple(banned),
        banned_text=_without_lead(marked, negation, ban_end),
        bans_motion=bans_motion,
        keep=keep,
        change=change,
        quote=marked.text[quote.start + 1 : quote.end - 1] if quote is not None else "",
        quote_is_speech=_is_speech(body, clause.label),
        speaker=_speaker(marked, max(clause.first, clause.body), body),
        label=clause.label,
        when=when,
        ease=next((sense.name for item in items if (sense := item.sense("ease"))), None),
        concurrent=any(item.sense("links_concurrent") for item in items),
        manner=manner,
    )


def target_of(marked: Marked, reading: Reading, topic: Topic) -> str | None:
    """What a move refers to, in the prompt's words: `the statue` of `orbit around the statue`."""
    if topic not in reading.topics:
        return None
    family = marked.items[topic.at].sense("move")
    open_object = family is not None and marked.items[topic.at].lexicon.families[family.name].takes_object
    last = reading.first + len(reading.items)
    at = topic.at + 1
    while at < min(last, topic.at + 10):
        item = marked.items[at]
        if item.sense("fillers_toward") or (open_object and item.sense("fillers_articles")):
            named = at + (1 if item.sense("fillers_toward") else 0)
            found = noun_phrase(marked, named, last)
            if found:
                return found
            if named < last and marked.items[named].sense("fillers_pronouns"):
                return marked.words(named, named + 1)
        elif item.unknown or item.sense("links_and", "links_together"):
            return None
        at += 1
    return None


def _negation(clause: Clause, items: Sequence[Item]) -> int | None:
    """The item from which on the clause says what is not wanted."""
    for offset, item in enumerate(items):
        if item.sense("negation_words"):
            return clause.first + offset
    return clause.first if clause.label == "negative" else None


def _negated_until(clause: Clause, items: Sequence[Item]) -> int | None:
    """The item up to which the clause says what is not wanted, where the language says so afterwards."""
    for offset, item in enumerate(items):
        if item.sense("negation_after"):
            return clause.first + offset + 1
    return None


def _language(items: Sequence[Item]) -> str:
    """The language most of a clause is in; where words are level, the language of its stretch."""
    weight: Counter[str] = Counter()
    for item in items:
        if item.is_mark or item.token.kind in ("number", "timecode", "quote"):
            weight[item.language] += 0
        else:
            weight[item.language] += item.end - item.start
    return max(weight, key=lambda code: weight[code], default=BASIC)


def _bans_motion(items: Sequence[Item], banned: Sequence[Topic], headed: bool) -> bool:
    """`no camera movement`, `the camera does not move`, `no movement`."""
    if any(topic.kind == "generic" for topic in banned) or headed:
        return True
    if any(topic.kind in ("move", "action") for topic in banned):
        return False
    return len(items) <= 4 and any(item.sense("negation_motion") for item in items)


def _says_none(items: Sequence[Item]) -> bool:
    """`Camera: none`."""
    return all(item.is_mark or item.sense("negation_words", "fillers_words", "camera_words") for item in items)


def _without_lead(marked: Marked, negation: int | None, last: int) -> str:
    """What is ruled out, in the prompt's words: `added characters` of `No added characters`."""
    if negation is None:
        return ""
    at = negation
    while at < last and (marked.items[at].sense("negation_words", "fillers_articles") or marked.items[at].is_mark):
        at += 1
    return marked.words(at, last)


def _constraints(marked: Marked, clause: Clause, items: Sequence[Item], asked: Sequence[Topic]) -> tuple[str, str]:
    """What is to stay as it is, and what is to be altered."""
    if any(topic.kind in CAMERA_KINDS for topic in asked):
        return "", ""
    lead, begin = 0, clause.last - len(items)
    while lead < len(items) and (items[lead].is_mark or items[lead].sense("links_and", "links_contrast")):
        lead += 1
    head = items[lead] if lead < len(items) else None
    if head is None:
        return "", ""
    if head.sense("constraints_keep") and len(items) > lead + 1:
        return marked.words(begin + lead + 1, clause.last), ""
    if any(item.sense("constraints_keep_marks") for item in items):
        return marked.words(begin + lead, clause.last), ""
    if head.sense("constraints_change") and not any(topic.kind not in ("action", "palette") for topic in asked):
        # "add a blink" asks for the blink alone; "add a dog running" for a dog
        deeds = [topic for topic in asked if topic.kind == "action"]
        if not deeds or any(topic.who for topic in deeds):
            return "", marked.words(begin + lead, clause.last)
    return "", ""


def _is_speech(items: Sequence[Item], label: str) -> bool:
    """Whether quoted words are said by somebody, not written in the picture."""
    if label == "dialogue":
        return True
    for at, item in enumerate(items):
        if item.sense("constraints_say"):
            return not any(before.sense("constraints_written") for before in items[:at])
        if item.token.kind == "quote":
            after = any(later.sense("constraints_say") for later in items[at + 1 :])
            return (at > 0 and items[at - 1].token.lower == ":") or at == 0 or after
    return False


def _speaker(marked: Marked, begin: int, items: Sequence[Item]) -> str:
    """Who says it: the words before the verb, the colon or the line, back to where something else ends; where the
    line comes first, the words between it and the verb."""
    for at, item in enumerate(items):
        if item.sense("constraints_say") or item.token.lower == ":" or (item.token.kind == "quote" and at > 0):
            first = at
            while first > 0 and not _parts(items[first - 1]):
                first -= 1
            while first < at and items[first].sense("fillers_articles"):
                first += 1
            return marked.words(begin + first, begin + at)
    return ""


def _parts(item: Item) -> bool:
    """Whether a speaker's name begins after this item at the latest."""
    links = ("links_and", "links_next", "links_together", "links_concurrent", "links_contrast", "links_subordinate")
    ended = item.is_mark or item.measure is not None or item.token.kind == "quote"
    return ended or item.sense("move", "static", *links) is not None


def _says_only_how(items: Sequence[Item]) -> bool:
    some = any(item.sense("scale", "ease") for item in items)
    return some and all(
        item.is_mark
        or (
            item.measure is None
            and item.sense("scale", "ease", "fillers_words", "camera_words", "links_and", "constraints_change")
        )
        for item in items
    )
