"""Captions: what is said, when and by whom, and their WebVTT form (W3C, WebVTT: The Web Video Text Tracks Format)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vivant.media import Caption

_COLUMNS = 42
"""Of a line of captions; letters of the East take two."""

_LINES = 2


def cues(captions: Sequence[Caption]) -> list[Caption]:
    """The captions as they are shown: broken into lines, at most two at a time; a longer one is shown in parts, each
    for its share of the time. In order of time; what has no text or no time is left out."""
    shown: list[Caption] = []
    for caption in sorted(captions, key=lambda one: one.start_s):
        lines = broken(caption.text)
        pages = [lines[first : first + _LINES] for first in range(0, len(lines), _LINES)]
        weights = [max(1, sum(map(_width, page))) for page in pages]
        start_s, length_s = caption.start_s, caption.end_s - caption.start_s
        for page, weight in zip(pages, weights, strict=True):
            end_s = start_s + length_s * weight / sum(weights)
            if _milliseconds(end_s) > _milliseconds(start_s):
                shown.append(replace(caption, start_s=start_s, end_s=end_s, text="\n".join(page)))
            start_s = end_s
    return shown


def web_vtt(captions: Sequence[Caption]) -> str:
    """The captions as a WebVTT file."""
    blocks = ["WEBVTT"]
    for number, cue in enumerate(cues(captions), start=1):
        speaker = " ".join((cue.speaker or "").split())
        voice = f"<v {_escaped(speaker)}>" if speaker else ""
        blocks.append(f"{number}\n{_time(cue.start_s)} --> {_time(cue.end_s)}\n{voice}{_escaped(cue.text)}")
    return "\n\n".join(blocks) + "\n"


def broken(text: str) -> list[str]:
    """The text in lines of about equal length, none wider than 42 columns where it can be broken at all."""
    pieces = list(_pieces(" ".join(_without_controls(text).split())))
    width = sum(map(_width, pieces))
    if not pieces:
        return []
    count = -(-width // _COLUMNS)
    lines = _filled(pieces, _COLUMNS)
    for columns in range(-(-width // count), _COLUMNS):
        tried = _filled(pieces, columns)
        if len(tried) == len(lines) and max(map(_width, tried)) <= columns:
            return tried
    return lines


def _filled(pieces: Sequence[str], columns: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and _width((lines[-1] + piece).rstrip()) > columns:
            lines.append("")
        lines[-1] += piece
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str) -> Iterator[str]:
    """The text cut where a line may end: after a space, and between the characters of the East, but never before a
    mark that closes, nor within a mark and what it stands on."""
    piece = ""
    for index, one in enumerate(text):
        piece += one
        after = text[index + 1 : index + 2]
        wide = _is_wide(one) and after != "" and _is_wide(after) and unicodedata.category(one) not in ("Ps", "Pi")
        if one == " " or (wide and not _clings(after)):
            yield piece
            piece = ""
    if piece:
        yield piece


def _clings(one: str) -> bool:
    """Whether a character never begins a line: a mark that closes, a small kana."""
    return (
        unicodedata.category(one) in ("Pe", "Pf", "Po", "Lm", "Mn") or one in "ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
    )


def _is_wide(one: str) -> bool:
    return unicodedata.east_asian_width(one) in ("W", "F")


def _width(text: str) -> int:
    return sum(1 + _is_wide(one) for one in text if unicodedata.category(one) != "Mn")


def _without_controls(text: str) -> str:
    return "".join(one if unicodedata.category(one) != "Cc" else " " for one in text)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(time_s: float) -> int:
    return max(0, round(time_s * 1000))


def _time(time_s: float) -> str:
    seconds, thousandths = divmod(_milliseconds(time_s), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{thousandths:03d}"
