"""The colours that a palette names, as `colours.toml` has them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from vivant.finish.grade import Colour


def colours_of(names: tuple[str, ...]) -> tuple[Colour, ...]:
    """The colours of some names, in any language that directs; names that are not known are left out."""
    known = _colours()
    return tuple(dict.fromkeys(known[name.lower()] for name in names if name.lower() in known))


@cache
def _colours() -> dict[str, Colour]:
    source = resources.files("vivant.finish").joinpath("colours.toml")
    table: dict[str, list[str]] = tomllib.loads(source.read_text(encoding="utf-8"))
    return {
        name: (int(code[1:3], 16) / 255, int(code[3:5], 16) / 255, int(code[5:7], 16) / 255)
        for code, names in table.items()
        for name in names
    }
