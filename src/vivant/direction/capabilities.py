"""What an engine can do, in the words of a shot plan; direction reads it to say what will become of a clause."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """The moves, actions, light, atmosphere, sound and styles an engine renders; absent names are `unsupported`.

    engine: its name, for the sentence that says so.
    """

    engine: str
    moves: frozenset[str] = frozenset()
    actions: frozenset[str] = frozenset()
    light: frozenset[str] = frozenset()
    atmosphere: frozenset[str] = frozenset()
    sound: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    dialogue: bool = False
