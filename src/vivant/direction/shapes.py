"""Prompts that are data: a JSON object becomes the headed lines a person would have written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_FENCE = re.compile(r"\A\s*```[a-z]*\s*(.*?)\s*```\s*\Z", re.DOTALL)
_STARTS = ("start_s", "start", "from", "start_time", "begin")
_ENDS = ("end_s", "end", "to", "end_time", "stop")
_TIMES = ("time", "timecode", "timestamp", "times", "t", "range", "at", "at_s", "timing")
_LENGTHS = ("duration", "duration_s", "length", "length_s", "seconds")
_SPEAKERS = ("speaker", "character", "name", "who")
_LINES = ("line", "text", "words", "dialogue")
_LEFT_OUT = frozenset(
    {"outcomes", "notes", "language", "ease", "steadiness", "shake", "unit", "strength", "level", "kind"}
)
_DEEPEST = 12


def as_text(prompt: str) -> str:
    """The prompt as text: itself, or the lines that its JSON object or list says."""
    fenced = _FENCE.match(prompt)
    inner = (fenced.group(1) if fenced else prompt).strip()
    if not (inner.startswith(("{", "[")) and inner.endswith(("}", "]"))):
        return prompt
    try:
        value = json.loads(inner)
    except (ValueError, RecursionError):
        return prompt
    if not isinstance(value, dict) and not (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        return prompt
    text = "\n".join(_lines(value, "", 0))
    return text if text.strip() else prompt


def _lines(value: Any, heading: str, depth: int) -> Iterator[str]:
    """A value as lines under its heading."""
    if depth > _DEEPEST or value is None or value is False or value == "":
        return
    if isinstance(value, dict):
        yield from _entry(value, heading, depth)
    elif isinstance(value, list):
        plain = [str(one) for one in value if not isinstance(one, (dict, list))]
        if plain:
            yield _headed(heading, ", ".join(plain))
        for one in value:
            if isinstance(one, (dict, list)):
                yield from _lines(one, heading, depth + 1)
    else:
        yield _headed(heading, str(value))


def _entry(table: Mapping[str, Any], heading: str, depth: int) -> Iterator[str]:
    """A table as lines: one line where it says when, or what is said, else one for each key."""
    spoken, speaker = _first(table, _LINES), _first(table, _SPEAKERS)
    if isinstance(spoken, str) and isinstance(speaker, str):
        at = _when(table)
        yield f'{at + " " if at else ""}{speaker}: "{spoken}"'
        return
    when = _when(table)
    rest = {key: one for key, one in table.items() if key not in _LEFT_OUT and not (when and _is_time(key))}
    if when:
        parts = [part for part in (_inline(key, one, table, heading) for key, one in rest.items()) if part]
        yield f"{when}: {'; '.join(parts)}"
        return
    for key, one in rest.items():
        name = key.replace("_", " ")
        if not isinstance(one, (dict, list)) and (inline := _inline(key, one, table, heading)):
            yield inline
        else:
            yield from _lines(one, name, depth + 1)


def _inline(key: str, value: Any, table: Mapping[str, Any], heading: str) -> str:
    """One key of a table as a few words: `camera: pan left`."""
    if value is None or value is False or value == "":
        return ""
    name = key.replace("_", " ")
    if key == "move":
        return _move(str(value), table)
    if key in ("amount", "target") and "move" in table:
        return ""
    if key == "lens_mm":
        return f"lens: {value}mm"
    if key == "depth_of_field" and isinstance(value, str):
        return f"{value} depth of field"
    if key in ("action", "cue", "name") and heading:
        target = table.get("target")
        level = _loudness(table.get("level"))
        return f"{heading}: {level}{f'{target} ' if isinstance(target, str) else ''}{_plain(value)}"
    if isinstance(value, (dict, list)):
        return ", ".join(line for line in _lines(value, name, 1) if line)
    return f"{name}: {_plain(value)}"


def _move(name: str, table: Mapping[str, Any]) -> str:
    """A move of a plan, with its amount: `pan left 6 degrees`."""
    amount, unit = table.get("amount"), table.get("unit")
    said = ""
    if isinstance(amount, (int, float)) and amount and name != "static":
        said = {"deg": f" {amount:g} degrees", "distance": f" {amount * 100:g}%", "x": f" {amount:g}x"}.get(
            str(unit), ""
        )
    target = table.get("target")
    toward = f" toward the {target}" if isinstance(target, str) and target else ""
    return f"{_plain(name)}{said}{toward}"


def _loudness(level: Any) -> str:
    """A level of 0..1 as a word."""
    if not isinstance(level, (int, float)):
        return ""
    return "quiet " if level < 0.4 else "loud " if level > 0.7 else ""


def _when(table: Mapping[str, Any]) -> str:
    """The times a table says, as a person writes them: `0s-4s`."""
    start, end = _first(table, _STARTS), _first(table, _ENDS)
    if start is not None and end is not None:
        return f"{_seconds(start)}-{_seconds(end)}"
    time = _first(table, _TIMES)
    if time is not None:
        bare = isinstance(time, (int, float)) or re.fullmatch(r"\s*[\d.,]+\s*s?\s*", str(time))
        return f"at {_seconds(time)}" if bare else str(time)
    length = _first(table, _LENGTHS)
    if length is not None and any(key in table for key in ("camera", "move", "action", "shot")) and len(table) <= 4:
        return ""
    return f"at {_seconds(start)}" if start is not None else ""


def _is_time(key: str) -> bool:
    return key in _STARTS or key in _ENDS or key in _TIMES


def _seconds(value: Any) -> str:
    text = str(value).strip()
    return f"{text}s" if re.fullmatch(r"[\d.,]+", text) else text


def _first(table: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((table[key] for key in keys if table.get(key) not in (None, "")), None)


def _headed(heading: str, text: str) -> str:
    name = heading.replace("_", " ")
    if heading in ("duration", "seconds", "length") and re.fullmatch(r"[\d.]+", text):
        return f"{name}: {text} s long"
    return f"{name}: {_plain(text)}" if heading else _plain(text)


def _plain(value: Any) -> str:
    """A value as words: a canonical name loses its underscores."""
    text = str(value)
    return text.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z]+)+", text) else text
