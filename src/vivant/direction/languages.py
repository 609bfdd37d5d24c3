"""The languages that are installed: every `lexicon/*.toml` as a `Lexicon`, read once a process."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from vivant.direction.lexicon import BASE, ING, Family, Lexicon, Sense, Writing
from vivant.direction.words import phrase_words, unaccented

BASIC = "en"
"""The language whose sentences stand in where another has none; film words are taken from it everywhere."""

Index = dict[tuple[str, ...], dict[str, Sense]]
"""The meanings of every phrase, by its words."""

OUTRIGHT, LOOSE = "=", "~"
"""What the names of families begin with that are whole phrases of one move."""


class Lexicons(Mapping[str, Lexicon]):
    """Every installed lexicon by its language, the basic one first; each is read when it is first asked for."""

    def __init__(self, languages: Iterable[str]) -> None:
        self._languages = dict.fromkeys(languages)

    def __getitem__(self, language: str) -> Lexicon:
        if language not in self._languages:
            raise KeyError(language)
        return load_lexicon(language)

    def __iter__(self) -> Iterator[str]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)


@cache
def all_lexicons() -> Lexicons:
    """The installed lexicons."""
    folder = resources.files("vivant.direction").joinpath("lexicon")
    names = sorted(entry.name[:-5] for entry in folder.iterdir() if re.fullmatch(r"[a-z]{2,3}\.toml", entry.name))
    return Lexicons(sorted(names, key=lambda name: name != BASIC))


@cache
def writing_of(language: str) -> Writing:
    """How a language is written, from the head of its file alone: telling languages apart needs no more."""
    tables = re.findall(r"^\[(?:writing|grammar)\]$.*?(?=^\[|\Z)", _source(language), re.MULTILINE | re.DOTALL)
    return _writing(tomllib.loads("\n".join(tables)))


@cache
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language that is installed, such as `en`."""
    data = _data(language)
    plain = data.get("writing", {}).get("plain", False)
    index = _index(data)
    bare = _lexicon(data, _bare(index)) if plain else None
    return _lexicon(data, index, bare)


@cache
def _data(language: str) -> dict[str, Any]:
    return tomllib.loads(_source(language))


def _source(language: str) -> str:
    file = resources.files("vivant.direction").joinpath("lexicon", f"{language}.toml")
    return file.read_text(encoding="utf-8")


def _lexicon(data: dict[str, Any], index: Index, bare: Lexicon | None = None) -> Lexicon:
    writing = _writing(data)
    longer: dict[tuple[str, str], list[tuple[tuple[str, ...], Mapping[str, Sense]]]] = {}
    for words, meanings in index.items():
        if len(words) > 1:
            longer.setdefault((words[0], words[1]), []).append((words, meanings))
    return Lexicon(
        language=data["language"],
        name=data["name"],
        writing=writing,
        families=_families(data),
        labels=_labels(data.get("labels", {})),
        words={words[0]: meanings for words, meanings in index.items() if len(words) == 1},
        phrases={pair: tuple(sorted(found, key=lambda item: -len(item[0]))) for pair, found in longer.items()},
        vocabulary=frozenset(word for words in index for word in words if word[0].isalpha()) | writing.common,
        called=_called(data),
        sentences=_sentences(data),
        unaccented=bare,
        moods={words: mood for mood, said in data.get("sound", {}).get("mood", {}).items() for words in said},
        manners={words: manner for manner, said in data.get("sound", {}).get("manner", {}).items() for words in said},
    )


def _index(data: dict[str, Any]) -> Index:
    index: Index = {}
    for phrase, sense in _entries(data):
        words = phrase_words(phrase)
        if words:
            index.setdefault(words, {}).setdefault(sense.kind, sense)
    return index


def _bare(index: Index) -> Index:
    """The index without accents; where two phrases become one, that which had none keeps its meaning, else the one
    that guides the reading of the others."""
    bare: Index = {}

    def last_first(entry: tuple[tuple[str, ...], dict[str, Sense]]) -> tuple[bool, bool]:
        words, meanings = entry
        return not all(word.isascii() for word in words), not any(kind.startswith(_GUIDING) for kind in meanings)

    for words, meanings in sorted(index.items(), key=last_first):
        bare.setdefault(tuple(unaccented(word) for word in words), dict(meanings))
    return bare


def _writing(data: dict[str, Any]) -> Writing:
    table, grammar = data.get("writing", {}), data.get("grammar", {})
    return Writing(
        own=_letters(table.get("letters", "")),
        shared=_letters(table.get("shared", "")),
        accents=_letters(table.get("accents", "")),
        spaces=table.get("spaces", True),
        verb_forms=grammar.get("verb_forms", True),
        plural=tuple(grammar.get("plural_endings", ())),
        not_plural=tuple(grammar.get("not_plural_endings", ())),
        common=frozenset(table.get("common", ())),
    )


def _letters(ranges: str) -> re.Pattern[str] | None:
    return re.compile(f"[{ranges}]") if ranges else None


def _sentences(data: dict[str, Any]) -> dict[str, Any]:
    """The sentences of a language over those of the basic one, table by table."""
    own: dict[str, Any] = data.get("sentences", {})
    if data["language"] == BASIC:
        return own
    merged = dict(_data(BASIC)["sentences"])
    for key, value in own.items():
        merged[key] = {**merged.get(key, {}), **value} if isinstance(value, dict) else value
    return merged


def _families(data: dict[str, Any]) -> dict[str, Family]:
    families = {name: _family(name, table) for name, table in data.get("moves", {}).items()}
    for prefix, section, needs in ((OUTRIGHT, "phrases", None), (LOOSE, "phrases_loose", "camera")):
        for move in data.get(section, {}):
            table: dict[str, Any] = {"sides": {}, "plain": move, "implied": True, "needs": needs, "outright": True}
            families[prefix + move] = _family(prefix + move, table)
    return families


def _family(name: str, table: dict[str, Any]) -> Family:
    return Family(
        name=name,
        sides=table.get("sides", {}),
        near=table.get("near", {}),
        plain=table.get("plain"),
        implied=table.get("implied", False),
        needs=table.get("needs"),
        thing=table.get("thing", False),
        takes_object=table.get("takes_object", False),
        outright=table.get("outright", False),
        ease=table.get("ease"),
        after=frozenset(table.get("after", ())),
        before=frozenset(table.get("before", ())),
        near_words=frozenset(table.get("near_words", ())),
    )


def _labels(table: dict[str, list[str]]) -> dict[str, str]:
    """Headings and what stands under them: `background sound` is `sound`; `other` has no kind of its own."""
    labels = dict.fromkeys(table.get("words", ()), "other")
    for kind, words in table.items():
        if kind != "words":
            labels.update(dict.fromkeys(words, kind))
    return labels


def _called(data: dict[str, Any]) -> dict[tuple[str, str], str]:
    """The first phrase of every thing that a sentence may name; the basic language uses the names themselves."""
    if data["language"] == BASIC:
        return {}
    sections = [(kind, data.get(section, {})) for section, kind in _NAMED.items()]
    sections += [
        ("action", data.get("actions", {})),
        *((kind, data.get("sound", {}).get(kind, {})) for kind in _HEARD),
    ]
    called: dict[tuple[str, str], str] = {}
    for kind, table in sections:
        called.update({(kind, name): phrases[0] for name, phrases in table.items() if phrases})
    return called


def _entries(data: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    """Every phrase of the file with its meaning."""
    forms = data.get("grammar", {}).get("verb_forms", True)
    for prefix, section in ((OUTRIGHT, "phrases"), (LOOSE, "phrases_loose")):
        for move, phrases in data.get(section, {}).items():
            yield from ((phrase, Sense("move", prefix + move)) for phrase in phrases)
    for name, table in data.get("moves", {}).items():
        yield from _verbs(table["verbs"], "move", name, forms)
    for name, verbs in data.get("actions", {}).items():
        yield from _verbs(verbs, "action", name, forms)
    yield from _verbs(data.get("static", {}).get("words", ()), "static", "word", forms)
    cameras = [word for word in data.get("camera", {}).get("words", ()) if len(word) > 2]
    for phrase in data.get("static", {}).get("phrases", ()):
        named = any(word in phrase for word in cameras)
        yield phrase, Sense("static", "camera" if named else "phrase")
    yield from ((phrase, Sense("static_weak", phrase)) for phrase in data.get("static", {}).get("weak", ()))
    for section, kind in _NAMED.items():
        for name, phrases in data.get(section, {}).items():
            yield from ((phrase, Sense(kind, name)) for phrase in phrases)
    for section, kind in _NUMBERED.items():
        for number, phrases in data.get(section, {}).items():
            if number != "names":
                yield from ((phrase, Sense(kind, number, float(number))) for phrase in phrases)
    yield from ((phrase, Sense("lens_name", phrase)) for phrase in data.get("lenses", {}).get("names", ()))
    for section in _LISTED:
        yield from _listed(section, data.get(section, {}))
    yield from _units(data.get("units", {}))
    yield from _sounds(data.get("sound", {}))


def _verbs(verbs: Iterable[str], kind: str, name: str, forms: bool) -> Iterator[tuple[str, Sense]]:
    """Forms of verbs: four words are the forms of one verb, anything else is a phrase of its own."""
    for entry in verbs:
        words = entry.split()
        if forms and len(words) == 4 and words[0][:2] == words[1][:2] == words[2][:2]:
            yield from ((word, Sense(kind, name, 0.0, form)) for form, word in enumerate(words))
        else:
            yield entry, Sense(kind, name, 0.0, ING if forms and words[-1].endswith("ing") else BASE)


def _listed(section: str, table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for name, phrases in table.items():
        if isinstance(phrases, dict):  # [time.behind]
            yield from _listed(f"{section}_{name}", phrases)
        else:
            yield from ((phrase, Sense(f"{section}_{name}", phrase)) for phrase in phrases)


def _units(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    for unit, length in table.get("seconds", {}).items():
        yield unit, Sense("unit", "seconds", float(length))
    for name, phrases in table.items():
        if name in ("glued", "decades"):
            yield from ((phrase, Sense(f"unit_{name}", phrase)) for phrase in phrases)
        elif name != "seconds":
            yield from ((phrase, Sense("unit", name)) for phrase in phrases)


def _sounds(table: dict[str, Any]) -> Iterator[tuple[str, Sense]]:
    levels = [(word, level) for key, level in _LEVELS.items() for word in table.get(key, ())]
    for key, value in table.items():
        if key in ("mood", "manner"):  # looked for only beside music and speech: a sad woman stays a woman
            continue
        if isinstance(value, dict):
            for name, phrases in value.items():
                yield from ((phrase, Sense(key, name, _level(phrase, levels))) for phrase in phrases)
        else:
            yield from ((phrase, Sense(f"sound_{key}", phrase)) for phrase in value)


def _level(phrase: str, levels: list[tuple[str, float]]) -> float:
    """How loud a sound is that says so itself, as `gentle waves` do; 0 where it does not."""
    return next((level for word, level in levels if f" {word} " in f" {phrase} "), 0.0)


_GUIDING = ("links_", "time_", "negation_", "direction", "unit", "number", "static", "move")
_LEVELS = {"quiet": 0.25, "loud": 0.8}
_HEARD = ("ambience", "event", "music")
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
