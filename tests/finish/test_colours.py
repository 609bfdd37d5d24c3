"""The colours of palettes: every word that direction takes for one has its colour."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from vivant.finish.colours import colours_of


@pytest.mark.parametrize("language", ["en", "vi", "th", "es", "zh", "ja"])
def test_every_palette_word_has_a_colour(language: str) -> None:
    source = resources.files("vivant.direction").joinpath("lexicon", f"{language}.toml")
    palette = tomllib.loads(source.read_text(encoding="utf-8"))["palette"]
    assert [word for words in palette.values() for word in words if not colours_of((word,))] == []


def test_colours_are_what_they_are_called() -> None:
    red, green, blue = colours_of(("red", "green", "blue"))
    assert red[0] > max(red[1:])
    assert green[1] > max(green[0], green[2])
    assert blue[2] > max(blue[:2])


def test_the_same_colour_twice_counts_once_and_unknown_ones_not_at_all() -> None:
    assert colours_of(("amber", "hổ phách", "AMBER", "blorange")) == colours_of(("amber",))
    assert colours_of(()) == ()
