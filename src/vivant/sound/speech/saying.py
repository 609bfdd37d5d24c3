"""The dialogue of a plan: voices chosen, lines said and placed, captions beside them, and what could not be done."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from vivant.direction.plan import DialogueLine, ShotPlan, Status
from vivant.media import Caption
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.captions import cues
from vivant.sound.speech.casting import Cast, cast, delivered
from vivant.sound.speech.english import EnglishVoice
from vivant.sound.speech.espeak import EspeakVoice
from vivant.sound.speech.placing import Wish, in_turn, placed
from vivant.sound.speech.voice import Mono, Voice, polished
from vivant.sound.stem import Stem

VOICES: tuple[Voice, ...] = (EnglishVoice(), EspeakVoice())
"""In the order in which they are asked."""

_PACES = (1.0, 1.12, 1.25, 1.4)
"""How much faster than usual lines are spoken, where they do not fit otherwise."""

_FASTEST_PER_S = 50.0
"""Characters that nobody can speak in a second."""

_READ_PER_S = 15.0
"""Characters that are read in a second."""

_LEAST_CAPTION_S = 1.0
_LINGERS_S = 0.25
_MOVED_S = 0.25
"""A line that is spoken so much beside its time has been moved."""

_MOST_CHARACTERS = 400


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What became of a line otherwise than it was asked: `key` names a sentence of the lexicon, with its values."""

    item: DialogueLine
    status: Status
    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The dialogue of a clip: a stem for each speaker, captions as they are shown (see `captions.cues`), and what
    could not be done."""

    stems: tuple[Stem, ...] = ()
    captions: tuple[Caption, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line as it can be had: its sound, or (None) only its caption, for so long.

    remark: names the sentence that says what is to be known of its voice, or why it has none.
    """

    line: DialogueLine
    sound: Mono | None
    length_s: float
    remark: str | None = None


def speech_stems(plan: ShotPlan, *, seconds: float, seed: int) -> Spoken:
    """The plan's lines spoken over a clip of so many seconds, each by a voice for its language; the same for the same
    plan and seed.

    Lines never overlap. Where they do not fit they are moved, then spoken faster, and what still does not fit is not
    spoken. Every line has a caption, spoken or not.
    """
    lines = [line for line in plan.dialogue if line.text.strip()]
    lines = [lines[index] for index in in_turn([line.start_s for line in lines])]
    if not lines:
        return Spoken()
    casts = cast([line.speaker for line in lines])

    @cache
    def said(index: int, pace: float) -> _Line:
        line = lines[index]
        return _said(line, plan, delivered(casts[line.speaker], line.manner), pace, seed)

    able = _perhaps(lines, seconds)
    able = [index for index in able if said(index, _PACES[-1]).length_s < seconds - 0.1]
    while able:
        for pace in _PACES:
            made = [said(index, pace) for index in able]
            starts = placed([Wish(start_s=one.line.start_s, length_s=one.length_s) for one in made], seconds)
            if starts is not None:
                left_out = [line for index, line in enumerate(lines) if index not in able]
                return _spoken(made, starts, _refused(left_out, plan), pace, seconds)
        able.pop()
    return _spoken([], [], _refused(lines, plan), 1.0, seconds)


def _refused(lines: Sequence[DialogueLine], plan: ShotPlan) -> list[Refusal]:
    """Lines that are not spoken: for want of a voice, else of room."""
    keys = ["line_no_room" if _voice_of(line, plan) else "line_no_voice" for line in lines]
    return [Refusal(item=line, status="unsupported", key=key) for line, key in zip(lines, keys, strict=True)]


def _voice_of(line: DialogueLine, plan: ShotPlan) -> Voice | None:
    return next((voice for voice in VOICES if voice.speaks(_language(line, plan))), None)


def _language(line: DialogueLine, plan: ShotPlan) -> str:
    return (line.language or plan.language).split("-")[0].lower()


def _perhaps(lines: Sequence[DialogueLine], seconds: float) -> list[int]:
    """The first lines that could be said at all in so many seconds, at a pace nobody can speak at: the rest is not
    worth trying."""
    able, spent_s = [], 0.0
    for index, line in enumerate(lines):
        spent_s += 0.1 + len(line.text) / _FASTEST_PER_S
        if spent_s <= seconds:
            able.append(index)
    return able


def _said(line: DialogueLine, plan: ShotPlan, who: Cast, pace: float, seed: int) -> _Line:
    language = _language(line, plan)
    text = " ".join(line.text.split())
    voice = _voice_of(line, plan)
    sound = None
    if voice and len(text) <= _MOST_CHARACTERS and any(one.isalnum() for one in text):
        own_seed = zlib.crc32(text.encode(), seed & 0xFFFFFFFF)
        sound = voice.say(text, language=language, cast=who, pace=pace, seed=own_seed)
        sound = polished(sound, gain_db=who.gain_db) if sound is not None else None
    if voice and sound is not None and len(sound):
        return _Line(line=line, sound=sound, length_s=len(sound) / RATE_HZ, remark=voice.remark)
    reading_s = max(_LEAST_CAPTION_S, len(text) / _READ_PER_S) / pace
    return _Line(line=line, sound=None, length_s=reading_s, remark="line_unread" if voice else "line_no_voice")


def _spoken(
    said: Sequence[_Line], starts: Sequence[float], left_out: Sequence[Refusal], pace: float, seconds: float
) -> Spoken:
    tracks: dict[str | None, Mono] = {}
    captions: list[Caption] = []
    refusals: list[Refusal] = []
    for index, (one, start_s) in enumerate(zip(said, starts, strict=True)):
        if one.sound is not None:
            track = tracks.setdefault(one.line.speaker, np.zeros(round(seconds * RATE_HZ), dtype=np.float32))
            first = round(start_s * RATE_HZ)
            part = one.sound[: len(track) - first]
            track[first : first + len(part)] += part
        free_s = starts[index + 1] if index + 1 < len(starts) else seconds
        end_s = min(start_s + one.length_s + _LINGERS_S, free_s)
        captions.append(_caption(one.line, start_s, end_s))
        refusals += _account(one, start_s, pace)
    refusals += left_out
    captions += _captions_in([one.item for one in left_out], captions[-1].end_s if captions else 0.0, seconds)
    stems = [
        Stem(name=name, kind="speech", samples=np.repeat(track[:, None], 2, axis=1) / np.float32(np.sqrt(2)))
        for name, track in zip(_file_names(list(tracks)), tracks.values(), strict=True)
    ]
    return Spoken(stems=tuple(stems), captions=tuple(cues(captions)), refusals=tuple(refusals))


def _account(one: _Line, start_s: float, pace: float) -> list[Refusal]:
    status: Status = "approximated" if one.sound is not None else "unsupported"
    found = [Refusal(item=one.line, status=status, key=one.remark)] if one.remark else []
    if one.sound is None:
        return found
    if one.line.start_s > 0 and abs(start_s - one.line.start_s) > _MOVED_S:
        found.append(
            Refusal(item=one.line, status="approximated", key="line_moved", values={"time": f"{start_s:.1f}"})
        )
    if pace > 1:
        times = f"{pace:g}"
        found.append(Refusal(item=one.line, status="approximated", key="line_hurried", values={"times": times}))
    return found


def _captions_in(lines: Sequence[DialogueLine], start_s: float, seconds: float) -> list[Caption]:
    """Captions of lines for which there was no room, in what is left of the clip (or, where that is too little, over
    its last seconds), each its share of it."""
    total = sum(len(line.text) for line in lines)
    found: list[Caption] = []
    start_s = min(start_s, max(0.0, seconds - _LEAST_CAPTION_S * len(lines)))
    left_s = seconds - start_s
    for line in lines:
        length_s = left_s * len(line.text) / total
        found.append(_caption(line, start_s, start_s + length_s))
        start_s += length_s
    return found


def _caption(line: DialogueLine, start_s: float, end_s: float) -> Caption:
    return Caption(start_s=start_s, end_s=end_s, text=line.text, speaker=line.speaker)


def _file_names(speakers: Sequence[str | None]) -> list[str]:
    """A name for each speaker's stem, safe as a file's, and no two the same."""
    names: list[str] = []
    for speaker in speakers:
        name = ("speech" + "".join(f"_{word}" for word in re.findall(r"\w+", (speaker or "").lower())))[:48]
        names.append(name if name not in names else f"{name}_{len(names) + 1}")
    return names
