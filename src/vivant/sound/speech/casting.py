"""Who speaks how: every speaker of a plan gets a voice, and no two the same."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources


@dataclass(frozen=True, kw_only=True)
class Cast:
    """How a speaker sounds, as changes to a voice as it was recorded; the fields are those of `voices.toml`.

    whispers: without voice, by breath alone. gain_db: louder than lines usually are. bright: how
    much its high end is raised, as effort does.
    """

    kind: str
    pitch: float
    formants: float
    pace: float
    espeak: str
    espeak_pitch: int
    whispers: bool = False
    gain_db: float = 0.0
    bright: float = 0.0


_TURNS = ("woman", "man")
"""What speakers of whom nothing is known are, in turn."""

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]")
"""Letters of languages that are written without spaces."""

_APART = (1.0, 1.14, 0.88, 1.26, 0.8)
"""How the pitches of several of a kind differ."""


def cast(speakers: Sequence[str | None]) -> dict[str | None, Cast]:
    """A voice for each speaker, in the order in which they first speak; None is whoever speaks unnamed."""
    given: dict[str | None, Cast] = {}
    unknown = 0
    for speaker in dict.fromkeys(speakers):
        kind = kind_of(speaker) if speaker else _TURNS[0]
        if kind is None:
            kind = _TURNS[unknown % len(_TURNS)]
            unknown += 1
        same = sum(one.kind == kind for one in given.values())
        apart = _APART[same % len(_APART)]
        base = _voices()[0][kind]
        pitch = int(min(99, max(0, base.espeak_pitch + 60 * (apart - 1))))
        given[speaker] = replace(
            base, pitch=base.pitch * apart, formants=base.formants * apart**0.3, espeak_pitch=pitch
        )
    return given


def delivered(one: Cast, manner: str | None) -> Cast:
    """The same speaker, whispering or shouting."""
    if manner == "whisper":
        breath = "whisper" if one.espeak.startswith("m") else "whisperf"
        return replace(one, whispers=True, gain_db=-6.0, pace=one.pace * 0.94, espeak=breath)
    if manner == "shout":
        pitch = min(99, one.espeak_pitch + 20)
        return replace(
            one, pitch=one.pitch * 1.3, formants=one.formants * 1.04, gain_db=4.0, bright=0.6, espeak_pitch=pitch
        )
    return one


def kind_of(speaker: str) -> str | None:
    """The kind of voice a speaker's name or description tells: the longest known words in it; None where none is."""
    said = speaker.lower()
    apart = " ".join(["", *re.findall(r"[^\W_]+", said), ""])
    found = [
        (len(words), kind)
        for words, kind in _voices()[1].items()
        if (words in said if _UNSPACED.search(words) else f" {words} " in apart)
    ]
    return max(found)[1] if found else None


@cache
def _voices() -> tuple[dict[str, Cast], dict[str, str]]:
    """The kinds of voice by name, and the kind that each word or name tells."""
    text = resources.files("vivant.sound.speech").joinpath("voices.toml").read_text(encoding="utf-8")
    kinds: dict[str, Cast] = {}
    words: dict[str, str] = {}
    for kind, table in tomllib.loads(text).items():
        telling = [*table.pop("words"), *table.pop("names")]
        kinds[kind] = Cast(kind=kind, **table)
        words.update(dict.fromkeys(telling, kind))
    return kinds, words
