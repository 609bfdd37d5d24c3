"""A topic: one thing a stretch of a prompt speaks of."""

from __future__ import annotations

from dataclasses import dataclass

CAMERA_KINDS = frozenset({"move", "static", "generic", "parallax"})
"""The kinds of topic that are about the camera."""


@dataclass(frozen=True)
class Topic:
    """One thing a stretch speaks of.

    kind: `move static generic parallax action light atmosphere ambience event music shot lens depth_of_field style
        palette keep change clip_length size dialogue thing other`; `thing` and `other` are camera words that turned
        out to name something in the picture, or to be what somebody else does.
    name: its name in the plan. at: the item it stands at. who: what it belongs to, in the prompt's words.
    sideless: a direction had to be chosen. loose: the word names the move loosely. ease: implied by the word.
    """

    kind: str
    name: str
    at: int
    who: str = ""
    sideless: bool = False
    loose: bool = False
    ease: str | None = None
    value: float = 0.0
