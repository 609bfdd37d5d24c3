"""Every lexicon is complete: the sections, names and sentences of the English one are there, in every language."""

from __future__ import annotations

import string
import tomllib
from functools import cache
from importlib import resources
from typing import Any

import pytest

from vivant.direction.languages import load_lexicon

OTHERS = ("vi", "th", "es", "zh", "ja")


@cache
def data(language: str) -> dict[str, Any]:
    source = resources.files("vivant.direction").joinpath("lexicon", f"{language}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


EN = data("en")
CANONICAL = (
    "directions", "eases", "steadiness", "actions", "light", "atmosphere", "shots", "depth_of_field", "styles",
    "labels",
)  # fmt: skip


@pytest.mark.parametrize("language", OTHERS)
def test_every_section_of_english_is_there(language: str) -> None:
    assert EN.keys() <= data(language).keys()


@pytest.mark.parametrize("section", CANONICAL)
@pytest.mark.parametrize("language", OTHERS)
def test_names_are_those_of_english(language: str, section: str) -> None:
    assert data(language)[section].keys() == EN[section].keys()
    assert all(data(language)[section].values())


@pytest.mark.parametrize("language", OTHERS)
def test_sounds_and_moves_are_those_of_english(language: str) -> None:
    for kind in ("ambience", "event", "music", "mood", "manner"):
        assert data(language)["sound"][kind].keys() == EN["sound"][kind].keys()
    lexicon = load_lexicon(language)
    reached = {
        move for one in lexicon.families.values() for move in (one.plain, *one.sides.values(), *one.near.values())
    }
    assert {*EN["sentences"]["names"]} - {"rack_focus"} <= reached


def fields(sentence: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence)} - {None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_said_with_the_same_fields(language: str) -> None:
    assert data(language)["sentences"].keys() == EN["sentences"].keys()
    for key, sentence in EN["sentences"].items():
        if isinstance(sentence, dict):
            assert data(language)["sentences"][key].keys() == sentence.keys()
        else:
            assert fields(data(language)["sentences"][key]) == fields(sentence), key
