"""A language as data: the words of direction and the sentences that answer them, loaded from `lexicon/*.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from vivant.direction.words import Token, tokenise

BASE, THIRD, ING, PAST = range(4)
"""The forms of a verb, in the order a lexicon writes them."""


class Sense(NamedTuple):
    """One meaning of a phrase: `kind` such as `move`, the `name` within it, a number, the form of a verb."""

    kind: str
    name: str
    value: float = 0.0
    form: int = BASE


class Term(NamedTuple):
    """A phrase found in the text: tokens `start..end` (end excluded) and every meaning it may have, by kind."""

    start: int
    end: int
    meanings: Mapping[str, Sense]

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
    ease: str | None
    after: frozenset[str]
    before: frozenset[str]
    near_words: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Lexicon:
    """One language. `words` are its one-word phrases; `phrases` maps the first two words of the others to all that
    begin so, longest first."""

    language: str
    name: str
    families: Mapping[str, Family]
    composed: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    words: Mapping[str, Mapping[str, Sense]]
    phrases: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], Mapping[str, Sense]], ...]]
    sentences: Mapping[str, Any]

    def term_at(self, tokens: list[Token], index: int) -> Term | None:
        """The longest phrase that begins at this token."""
        first = tokens[index].lower
        if index + 1 < len(tokens):
            for words, meanings in self.phrases.get((first, tokens[index + 1].lower), ()):
                if len(words) == 2 or _spells(tokens, index, words):
                    return Term(index, index + len(words), meanings)
        single = self.words.get(first)
        return Term(index, index + 1, single) if single is not None else None

    def sentence(self, key: str, **values: object) -> str:
        """The sentence of that name with its values filled in."""
        return str(self.sentences[key]).format(**values)

    def verb(self, move: str) -> str:
        """What the camera does in this move: `pans left`."""
        return str(self.sentences["verbs"].get(move, move))

    def move_name(self, move: str) -> str:
        """The move as a noun: `a pan left`."""
        return str(self.sentences["names"].get(move, move))


def _spells(tokens: list[Token], index: int, words: tuple[str, ...]) -> bool:
    if index + len(words) > len(tokens):
        return False
    return all(tokens[index + offset].lower == word for offset, word in enumerate(words))


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language that is installed, such as `en`."""
    source = resources.files("vivant.direction").joinpath("lexicon", f"{language}.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    index: dict[tuple[str, ...], dict[str, Sense]] = {}
    for phrase, sense in _entries(data):
        words = tuple(token.lower for token in tokenise(phrase))
        index.setdefault(words, {}).setdefault(sense.kind, sense)
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Mapping[str, Sense]]]] = {}
    for words, meanings in index.items():
        if len(words) > 1:
            longer.setdefault((words[0], words[1]), []).append((words, meanings))
    return Lexicon(
        language=data["language"],
        name=data["name"],
        families={name: _family(name, table) for name, table in data["moves"].items()},
        composed={name: tuple(parts) for name, parts in data["composed"].items()},
        labels=_labels(data["labels"]),
        words={words[0]: meanings for words, meanings in index.items() if len(words) == 1},
        phrases={pair: tuple(sorted(found, key=lambda item: -len(item[0]))) for pair, found in longer.items()},
        sentences=data["sentences"],
    )


def _family(name: str, table: dict[str, Any]) -> Family:
    return Family(
        name=name,
        sides=table["sides"],
        near=table.get("near", {}),
        plain=table.get("plain"),
        implied=table.get("implied", False),
        needs=table.get("needs"),
        thing=table.get("thing", False),
        takes_object=table.get("takes_object", False),
        ease=table.get("ease"),
        after=frozenset(table.get("after", ())),
        before=frozenset(table.get("before", ())),
        near_words=frozenset(table.get("near_words", ())),
    )


def _labels(table: dict[str, list[str]]) -> dict[str, str]:
    """Headings and what stands under them: `background sound` is `sound`; `other` has no kind of its own."""
    labels = dict.fromkeys(table["words"], "other")
    for kind, words in table.items():
        if kind != "words":
            labels.update(dict.fromkeys(words, kind))
    return labels


def _entries(data: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Every phrase of the file with its meaning."""
    for name, table in data["moves"].items():
        yield from _verbs(table["verbs"], "move", name)
    for name, verbs in data["actions"].items():
        yield from _verbs(verbs, "action", name)
    yield from _verbs(data["static"]["words"], "static", "word")
    for phrase in data["static"]["phrases"]:
        yield phrase, Sense("static", "phrase")
    for section, kind in _NAMED.items():
        for name, phrases in data[section].items():
            yield from ((phrase, Sense(kind, name)) for phrase in phrases)
    for section, kind in _NUMBERED.items():
        for number, phrases in data[section].items():
            if number != "names":
                yield from ((phrase, Sense(kind, number, float(number))) for phrase in phrases)
    yield from ((phrase, Sense("lens_name", phrase)) for phrase in data["lenses"]["names"])
    for section in _LISTED:
        for name, phrases in data[section].items():
            yield from ((phrase, Sense(f"{section}_{name}", phrase)) for phrase in phrases)
    for unit, length in data["units"]["seconds"].items():
        yield unit, Sense("unit", "seconds", float(length))
    for name, phrases in data["units"].items():
        if name != "seconds":
            yield from ((phrase, Sense("unit", name)) for phrase in phrases)
    yield from _sounds(data["sound"])


def _verbs(verbs: Iterable[str], kind: str, name: str) -> Iterator[tuple[str, Sense]]:
    """Forms of verbs: four words are the forms of one verb, anything else is a phrase of its own."""
    for entry in verbs:
        forms = entry.split()
        if len(forms) == 4 and forms[0][:2] == forms[1][:2] == forms[2][:2]:
            yield from ((word, Sense(kind, name, 0.0, form)) for form, word in enumerate(forms))
        else:
            yield entry, Sense(kind, name, 0.0, ING if forms[-1].endswith("ing") else BASE)


def _sounds(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for key, value in table.items():
        if isinstance(value, dict):
            for name, phrases in value.items():
                yield from ((phrase, Sense(key, name)) for phrase in phrases)
        else:
            yield from ((phrase, Sense(f"sound_{key}", phrase)) for phrase in value)


_NAMED = {
    "directions": "direction",
    "eases": "ease",
    "steadiness": "steadiness",
    "light": "light",
    "atmosphere": "atmosphere",
    "shots": "shot",
    "depth_of_field": "depth_of_field",
    "styles": "style",
}
_NUMBERED = {
    "scales": "scale",
    "fractions": "fraction",
    "multiples": "multiple",
    "numbers": "number",
    "lenses": "lens",
}
_LISTED = ("camera", "time", "links", "negation", "fillers", "palette", "constraints")
