"""A language as data: the words of direction and the sentences that answer them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vivant.direction.moves import COMPOSED
from vivant.direction.words import Token

BASE, THIRD, ING, PAST = range(4)
"""The forms of a verb, in the order a lexicon writes them."""


class Sense(NamedTuple):
    """One meaning of a phrase: `kind` such as `move`, the `name` within it, a number, the form of a verb."""

    kind: str
    name: str
    value: float = 0.0
    form: int = BASE


class Term(NamedTuple):
    """A phrase found in the text: tokens `start..end` (end excluded), every meaning it may have by kind, and the
    language it was found in."""

    start: int
    end: int
    meanings: Mapping[str, Sense]
    language: str = ""

    def sense(self, *kinds: str) -> Sense | None:
        """The first meaning among these kinds, in the order asked."""
        for kind in kinds:
            if kind in self.meanings:
                return self.meanings[kind]
        return None


@dataclass(frozen=True, kw_only=True)
class Family:
    """A family of camera words and what they mean; the fields are those of the lexicon's `[moves.*]` tables."""

    name: str
    sides: Mapping[str, str]
    near: Mapping[str, str]
    plain: str | None
    implied: bool
    needs: str | None
    thing: bool
    takes_object: bool
    outright: bool
    ease: str | None
    after: frozenset[str]
    before: frozenset[str]
    near_words: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Writing:
    """How a language is written.

    own: a pattern of letters that only it uses. shared: of letters it shares, such as Han. accents: of letters that
    speak for it. spaces: its words stand apart. verb_forms: its verbs have four forms. plural, not_plural: endings.
    common: words that tell the language and mean nothing else here.
    """

    own: re.Pattern[str] | None = None
    shared: re.Pattern[str] | None = None
    accents: re.Pattern[str] | None = None
    spaces: bool = True
    verb_forms: bool = True
    plural: tuple[str, ...] = ()
    not_plural: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """One language. `words` are its one-word phrases; `phrases` maps the first two words of the others to all that
    begin so, longest first.

    vocabulary: every single word of its phrases. called: what a thing is called, by kind and name.
    unaccented: the same language typed without its accents, where people do. moods: how music may feel, by the words
    that say so; manners: how a line may be spoken.
    """

    language: str
    name: str
    writing: Writing
    families: Mapping[str, Family]
    labels: Mapping[str, str]
    words: Mapping[str, Mapping[str, Sense]]
    phrases: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Mapping[str, Sense]], ...]]
    vocabulary: frozenset[str]
    called: Mapping[tuple[str, str], str]
    sentences: Mapping[str, Any]
    unaccented: Lexicon | None = None
    moods: Mapping[str, str] = field(default_factory=dict)
    manners: Mapping[str, str] = field(default_factory=dict)

    @property
    def composed(self) -> Mapping[str, tuple[str, ...]]:
        """The moves that are two at once."""
        return COMPOSED

    def term_at(self, tokens: list[Token], index: int) -> Term | None:
        """The longest phrase that begins at this token."""
        first = tokens[index].lower
        if index + 1 < len(tokens):
            for words, meanings in self.phrases.get((first, tokens[index + 1].lower), ()):
                if len(words) == 2 or _spells(tokens, index, words):
                    return Term(index, index + len(words), meanings, self.language)
        single = self.words.get(first)
        return Term(index, index + 1, single, self.language) if single is not None else None

    def sentence(self, key: str, **values: object) -> str:
        """The sentence of that name with its values filled in."""
        return str(self.sentences[key]).format(**values)

    def verb(self, move: str) -> str:
        """What the camera does in this move: `pans left`."""
        return str(self.sentences["verbs"].get(move, move))

    def move_name(self, move: str) -> str:
        """The move as a noun: `a pan left`."""
        return str(self.sentences["names"].get(move, move))

    def mood_of(self, text: str) -> str | None:
        """The mood that words in a text name."""
        return self._named(self.moods, text)

    def manner_of(self, text: str) -> str | None:
        """The manner of speaking that words in a text name."""
        return self._named(self.manners, text)

    def _named(self, table: Mapping[str, str], text: str) -> str | None:
        """What the first such words of a text name, the longest where several begin there."""
        plain = text.lower()
        found = [(at, -len(words), name) for words, name in table.items() if (at := self._place(words, plain)) >= 0]
        return min(found)[2] if found else None

    def _place(self, words: str, text: str) -> int:
        """Where words stand in a text as words of their own; -1 where they do not."""
        if not self.writing.spaces:
            return text.find(words)
        found = re.search(rf"\b{re.escape(words)}\b", text)
        return found.start() if found else -1

    def word_for(self, kind: str, name: str) -> str:
        """What a person calls this thing: `giờ vàng` for the light `golden_hour`."""
        return self.called.get((kind, name)) or name.replace("_", " ")


def _spells(tokens: list[Token], index: int, words: tuple[str, ...]) -> bool:
    if index + len(words) > len(tokens):
        return False
    return all(tokens[index + offset].lower == word for offset, word in enumerate(words))
