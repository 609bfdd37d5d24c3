"""Words for places in depth, loaded from `lexicon/depth.toml`: all languages at once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

Place = Literal["subject", "foreground", "background"]


def place_in_depth(words: str) -> Place | None:
    """Where in depth some words point: `background` for `the far trees in the background`; None if they do not."""
    said = f" {words.lower().strip()} "
    for place, spaced, phrases in _phrases():
        if any((f" {phrase} " if spaced else phrase) in said for phrase in phrases):
            return place
    return None


@cache
def _phrases() -> tuple[tuple[Place, bool, tuple[str, ...]], ...]:
    source = resources.files("vivant.direction").joinpath("lexicon", "depth.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    places: tuple[Place, ...] = ("background", "foreground", "subject")
    return tuple(
        (place, style == "spaced", tuple(phrases)) for place in places for style, phrases in table[place].items()
    )
