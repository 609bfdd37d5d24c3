"""A marked prompt: its text as a row of items, each a measure, a phrase of the lexicon or a plain word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.lexicon import Lexicon, Sense, Term
from vivant.direction.measures import Measure, find_measures
from vivant.direction.scripts import Other
from vivant.direction.tongues import Told, find_mixed_terms, tell_tongues
from vivant.direction.words import Token, tokenise

MOST_TOKENS = 2000
"""Words and marks of a prompt that are read: some four pages, and a bound on the time that any prompt can take."""


class Item(NamedTuple):
    """What stands at tokens `start..end`: a measure, a known phrase, or (neither) a plain token.

    language: the one it is read in. foreign: its language, where that is none of ours. spaced: a space stands before.
    """

    start: int
    end: int
    token: Token
    term: Term | None
    measure: Measure | None
    language: str = BASIC
    foreign: Other | None = None
    spaced: bool = False

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon it is read with."""
        return all_lexicons()[self.language]

    def sense(self, *kinds: str) -> Sense | None:
        """The first meaning among these kinds, if this is a known phrase."""
        if self.term is None:
            return None
        meanings = self.term.meanings
        for kind in kinds:
            if kind in meanings:
                return meanings[kind]
        return None

    def means(self, kinds: frozenset[str]) -> bool:
        """Whether this is a known phrase with a meaning of any of these kinds."""
        return self.term is not None and not kinds.isdisjoint(self.term.meanings)

    @property
    def unknown(self) -> bool:
        """A word of which the lexicon knows nothing."""
        return self.term is None and self.measure is None and self.token.kind == "word"

    @property
    def is_mark(self) -> bool:
        """A mark that stands for itself: not a unit, not `&`."""
        if self.token.kind != "mark" or self.measure is not None:
            return False
        return self.term is None or "links_and" not in self.term.meanings


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A prompt with its tokens and items; `unread` is what lies beyond the most that is read."""

    text: str
    unread: str
    tokens: list[Token]
    items: list[Item]

    def words(self, first: int, last: int) -> str:
        """The text from item `first` up to item `last` (excluded), as written."""
        if first >= last:
            return ""
        return self.text[self.items[first].token.start : self.tokens[self.items[last - 1].end - 1].end]


def mark(text: str) -> Marked:
    """The prompt with every phrase and measure of the lexicons found."""
    tokens = tokenise(text, MOST_TOKENS + 1)
    told = tell_tongues(text, tokens, MOST_TOKENS + 1)
    tokens, unread = told.tokens, ""
    if len(tokens) > MOST_TOKENS:
        del tokens[_last_stop(tokens) :]
        unread = text[tokens[-1].end :].strip()
    terms = find_mixed_terms(told)
    measures = {m.start: m for m in (_without_side(m, terms) for m in find_measures(tokens, terms))}
    return Marked(text=text, unread=unread, tokens=tokens, items=_items(text, told, terms, measures))


def _items(text: str, told: Told, terms: dict[int, Term], measures: dict[int, Measure]) -> list[Item]:
    items: list[Item] = []
    tokens = told.tokens
    index = 0
    while index < len(tokens):
        measure = measures.get(index)
        term = terms.get(index) if measure is None else None
        end = measure.end if measure is not None else term.end if term is not None else index + 1
        tongue = told.tongues[index]
        language = term.language if term is not None else tongue.language
        begins = tokens[index].start
        spaced = begins > 0 and text[begins - 1].isspace()
        items.append(Item(index, end, tokens[index], term, measure, language, tongue.foreign, spaced))
        index = end
    return items


def _last_stop(tokens: list[Token]) -> int:
    """Where to stop reading: after the last end of a sentence that is near, else after the last token allowed."""
    for index in range(MOST_TOKENS, MOST_TOKENS - 100, -1):
        if tokens[index - 1].lower in (".", "\n", ";"):
            return index
    return MOST_TOKENS


def _without_side(measure: Measure, terms: dict[int, Term]) -> Measure:
    """The measure less a first word that is the direction of the move before it: `zoom in 2 s` zooms in."""
    lead = terms.get(measure.start)
    side = lead.sense("direction") if lead is not None else None
    before = terms.get(measure.start - 1)
    move = before.sense("move") if before is not None else None
    if before is None or lead is None or side is None or move is None or lead.end >= measure.end:
        return measure
    if side.name not in all_lexicons()[before.language].families[move.name].sides:
        return measure
    return measure._replace(start=lead.end)
