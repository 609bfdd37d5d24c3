"""What a target's words name: a kind of thing, a part of the picture, a way to go."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

Table = dict[str, dict[str, list[str]]]

_JOINED = ("th", "zh", "ja")
"""Scripts that do not part their words."""


def kind_of(words: str | None) -> str:
    """The kind of thing that words name: `water`, `foliage`, …; `subject` where they name no kind known here."""
    return _named("kinds", words) or "subject"


def place_of(words: str) -> str:
    """`left`, `right`, `front` or `back`, where words say in which part of the picture; else nothing."""
    return _named("places", words)


def way_of(words: str) -> str:
    """`left`, `right`, `up` or `down`, where words say which way something goes; else nothing.

    Where a thing stands is no way: `the river on the left flows`.
    """
    words = words.lower()
    for languages in _things()["places"].values():
        for phrases in languages.values():
            for phrase in phrases:
                words = words.replace(phrase, " ")
    return _named("ways", words)


def _named(table: str, words: str | None) -> str:
    text = (words or "").lower()
    for name, languages in _things()[table].items():
        if any(_holds(text, phrase, language) for language, phrases in languages.items() for phrase in phrases):
            return name
    return ""


def _holds(text: str, phrase: str, language: str) -> bool:
    if language in _JOINED:
        return phrase in text
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text) is not None


@cache
def _things() -> dict[str, Table]:
    return tomllib.loads(resources.files("vivant.living").joinpath("things.toml").read_text(encoding="utf-8"))
