"""What an engine can do, in the words of a shot plan; direction reads it to say what will become of a clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ANYTHING = "*"
"""Stands in a set of names for every name: `actions=frozenset({ANYTHING})`."""


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """The moves, actions, light, atmosphere, sound, styles and framings an engine renders; absent names are
    `unsupported`.

    engine: its name, for the sentence that says so. moves: canonical names, also `rack_focus`, `handheld` and the
    composed ones where it has them. lenses, focus, colours, changes, dialogue: whether it can take another lens, put
    depth of field where it is asked, grade to a palette, alter what is in the picture, speak.
    alternatives: for each of these fields an engine that could, to name in the reason: `{"actions": "diffusion"}`.
    """

    engine: str
    moves: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    atmosphere: frozenset[str] = frozenset()
    sound: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    framing: frozenset[str] = frozenset()
    lenses: bool = False
    focus: bool = False
    colours: bool = False
    changes: bool = False
    dialogue: bool = False
    alternatives: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def handheld(self) -> bool:
        """Whether it can carry the camera by hand."""
        return "handheld" in self.moves or "handheld" in self.styles

    def has(self, kind: str, name: str) -> bool:
        """Whether it can do the thing of that name in the field `kind`."""
        value: frozenset[str] | bool = getattr(self, kind)
        return value if isinstance(value, bool) else name in value or ANYTHING in value
