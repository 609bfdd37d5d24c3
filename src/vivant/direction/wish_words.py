"""The words in which people ask for another take, loaded from `lexicon/revision.toml`: all languages at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Op = Literal[
    "direct", "same", "swap", "instead", "remove", "add", "scale", "level", "light", "framing", "hold", "turn"
]

TRIM = " \t\r\n,.;:!?、，。；！？：-–—"
"""What may stand before and after a wish."""

_COMMA = r"\s*[,，、]\s*"
_UNSPACED = re.compile(r"[^\W\d_a-z\u00c0-\u024f\u1e00-\u1eff]")  # a letter of a script that writes no spaces


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """A template or a phrase; `across`: it spans a comma."""

    op: Op
    name: str
    language: str
    pattern: re.Pattern[str]
    across: bool = False


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of all languages: `templates` and `phrases` longest first."""

    templates: tuple[Phrase, ...]
    phrases: tuple[Phrase, ...]
    same: tuple[Phrase, ...]
    cut: re.Pattern[str]
    join: re.Pattern[str]
    light: re.Pattern[str]
    everything: Mapping[str, frozenset[str]]
    does: Mapping[str, str]
    sentences: Mapping[str, Mapping[str, str]]


@cache
def wish_words() -> Words:
    """The words of every language."""
    source = resources.files("vivant.direction").joinpath("lexicon", "revision.toml")
    data: dict[str, dict[str, Any]] = tomllib.loads(source.read_text(encoding="utf-8"))
    templates, phrases, same = [], [], []
    everything: dict[str, set[str]] = {}
    for language, table in data.items():
        for op, texts in table["templates"].items():
            templates += [(text, _phrase(op, "", language, text)) for text in texts]
        for op, names in table["words"].items():
            for name, texts in names.items():
                if op == "everything":
                    everything.setdefault(name, set()).update(text.lower() for text in texts)
                else:
                    phrases += [(text, _phrase(op, name, language, text)) for text in texts]
        same += [(text, _phrase("same", "", language, text)) for text in table["same"]]
    return Words(
        templates=_longest_first(templates),
        phrases=_longest_first(phrases),
        same=_longest_first(same),
        cut=_any_of(word for table in data.values() for word in table["cut"]),
        join=_any_of(word for table in data.values() for word in table["join"]),
        light=_any_of(word for table in data.values() for word in table["light"]),
        everything={name: frozenset(texts) for name, texts in everything.items()},
        does={language: table["does"] for language, table in data.items() if "does" in table},
        sentences={language: table["sentences"] for language, table in data.items()},
    )


def sentence(language: str, key: str, **values: object) -> str:
    """The sentence of that name in a language that has one, else in English."""
    sentences = wish_words().sentences
    return sentences.get(language, sentences["en"])[key].format(**values)


def means_all(text: str, what: str) -> bool:
    """Whether these words name all of something: `motion`, `sound`, `music`, `speech` or `actions`."""
    return text.strip(TRIM).lower() in wish_words().everything[what]


def without_light(text: str) -> str:
    """The text less the words without weight: `make the pan a bit` is `pan`."""
    return " ".join(wish_words().light.sub(" ", text).split()).strip(TRIM)


def as_action(text: str, language: str) -> str:
    """The bare name of an action as a sentence that says somebody does it, where the language needs one."""
    return wish_words().does.get(language, "{what}").replace("{what}", text)


def _longest_first(phrases: list[tuple[str, Phrase]]) -> tuple[Phrase, ...]:
    return tuple(phrase for _, phrase in sorted(phrases, key=lambda one: -len(re.sub(r"\{\w+\}", "", one[0]))))


def _phrase(op: Any, name: str, language: str, text: str) -> Phrase:
    pattern = ""
    for index, piece in enumerate(re.split(r"\{(\w+)\}", text)):
        pattern += f"(?P<{piece}>.+?)" if index % 2 else _COMMA.join(map(_literal, re.split("[,，、]", piece)))
    across = re.search("[,，、]", text) is not None
    compiled = re.compile(pattern, re.IGNORECASE | re.DOTALL)
    return Phrase(op=op, name=name, language=language, pattern=compiled, across=across)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(_literal(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)


def _literal(text: str) -> str:
    """A pattern for these words; those of a script with spaces are whole words."""
    words = text.split()
    if not words:
        return ""
    pattern = r"\s+".join(re.escape(word) for word in words)
    start = r"(?<!\w)" if _is_spaced(words[0][0]) else ""
    end = r"(?!\w)" if _is_spaced(words[-1][-1]) else ""
    lead, tail = (r"\s+" if text[0] == " " else ""), (r"\s+" if text[-1] == " " else "")
    return f"{lead}{start}{pattern}{end}{tail}"


def _is_spaced(letter: str) -> bool:
    return letter.isalnum() and not _UNSPACED.match(letter.lower())
