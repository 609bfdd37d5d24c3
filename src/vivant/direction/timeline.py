"""A plan as text that a person reads at a glance: moves as bars on a ruler, then what became of each clause."""

from __future__ import annotations

import textwrap

from vivant.direction.amounts import written
from vivant.direction.plan import CameraMove, ShotPlan

WIDTH = 100
_NAME, _BAR = 26, 60
_MARKS = {"done": "✓", "approximated": "~", "unsupported": "✗"}


def timeline_text(plan: ShotPlan) -> str:
    """The timeline of a plan, at most 100 columns wide: `✓` done, `~` approximated, `✗` unsupported."""
    lines = [f"{plan.seconds:g} s", *_ruler(plan.seconds), *(_bar(move, plan.seconds) for move in plan.camera)]
    for sound in plan.sound:
        lines.append(_row(f"♪ {sound.cue}", sound.start_s, sound.end_s, plan.seconds, "░", ""))
    for action in plan.actions:
        what = f"{action.target} {action.action}" if action.target else action.action
        lines.append(_row(f"· {what}", action.start_s, action.end_s, plan.seconds, "░", ""))
    if plan.outcomes:
        lines.append("")
    for outcome in plan.outcomes:
        lines += _wrapped(f"{_MARKS[outcome.status]} ", f"{_one_line(outcome.clause)}: {outcome.reason}")
    if plan.notes:
        lines.append("")
    for note in plan.notes:
        lines += _wrapped("  ", note)
    return "\n".join(lines)


def _ruler(seconds: float) -> list[str]:
    """Two lines: the seconds, and a tick under each."""
    step = next((step for step in (0.5, 1, 2, 5, 10, 30, 60) if seconds / step <= 12), 120)
    numbers, ticks = [" "] * (_BAR + 8), ["─"] * (_BAR + 1)
    at = 0.0
    while at <= seconds + 1e-9:
        column = round(at / seconds * _BAR) if seconds else 0
        ticks[column] = "┴"
        for offset, character in enumerate(f"{at:g}"):
            numbers[column + offset] = character
        at += step
    indent = " " * _NAME
    return [(indent + "".join(numbers)).rstrip(), indent + "".join(ticks)]


def _bar(move: CameraMove, seconds: float) -> str:
    still = move.move == "static"
    amount = "" if still else " " + written(move.amount, move.unit)
    handheld = " ≈" if move.steadiness == "handheld" else ""
    return _row(move.move + amount + handheld, move.start_s, move.end_s, seconds, "·" if still else "█", "")


def _row(name: str, start: float, end: float, seconds: float, mark: str, after: str) -> str:
    name = _one_line(name)
    shown = name if len(name) < _NAME - 1 else name[: _NAME - 3] + "…"
    first = round(start / seconds * _BAR) if seconds else 0
    length = max(1, (round(end / seconds * _BAR) if seconds else 1) - first)
    return (shown.ljust(_NAME) + " " * first + mark * length + after).rstrip()[:WIDTH]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _wrapped(lead: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=lead, subsequent_indent="  ") or [lead]
