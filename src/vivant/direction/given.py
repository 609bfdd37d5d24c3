"""Plans that come from outside: a file edited by hand, a request, a language model's answer."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Never

from vivant.direction.capabilities import Capabilities
from vivant.direction.check import check_plan
from vivant.direction.plan import ShotPlan
from vivant.errors import InvalidInput

MOST_ENTRIES = 1000
"""Entries of a plan in all: far more than a clip has room for, and a bound on the work that one can ask for."""


def plan_of_text(text: str | bytes, capabilities: Capabilities) -> ShotPlan:
    """The plan written in a JSON text.

    Raises InvalidInput: `plan: not valid JSON (Expecting value: line 1 column 1 (char 0))`, or as `plan_of_value`.
    """
    try:
        value = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise InvalidInput(f"plan: not valid JSON ({reason})", param="plan") from None
    return plan_of_value(value, capabilities)


def plan_of_value(value: object, capabilities: Capabilities) -> ShotPlan:
    """The plan written as JSON values, if an engine of these capabilities can follow it; exactly as it is written.

    The `"object": "plan"` that the API adds may stay.

    Raises InvalidInput naming the first field that does not fit: `plan: sound.0.level: 7; expected 0 to 1`.
    """
    if isinstance(value, dict) and value.get("object") == "plan":
        value = {name: part for name, part in value.items() if name != "object"}
    plan = ShotPlan.from_json(value)
    for where, number, least, most in _numbers(plan):
        if not (math.isfinite(number) and least <= number <= most + 1e-6):
            limits = f"{least:g} to {most:g}" if math.isfinite(most) else f"a number from {least:g} up"
            raise InvalidInput(f"plan: {where}: {number:g}; expected {limits}", param="plan")
    entries = sum(len(part) for part in plan.to_json().values() if isinstance(part, list))
    if entries > MOST_ENTRIES:
        raise InvalidInput(f"plan: {entries} entries; expected at most {MOST_ENTRIES}", param="plan")
    return check_plan(plan, capabilities)


def plan_text(plan: ShotPlan) -> str:
    """The plan as a JSON text to be read and edited by people."""
    return json.dumps(plan.to_json(), ensure_ascii=False, indent=2) + "\n"


def published_schema() -> dict[str, Any]:
    """The JSON Schema of a plan as it is published: `docs/plan.schema.json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": "Written by `vivant plan --schema`.",
        **ShotPlan.json_schema(),
    }


def _numbers(plan: ShotPlan) -> Iterator[tuple[str, float, float, float]]:
    """Every number of a plan that check_plan does not look at: where it stands, its value, its limits."""
    end = plan.seconds
    yield "seconds", end, 0.01, math.inf
    if plan.framing.lens_mm is not None:
        yield "framing.lens_mm", plan.framing.lens_mm, 1.0, 5000.0
    for index, action in enumerate(plan.actions):
        yield from _times(f"actions.{index}", action.start_s, action.end_s, end)
        yield f"actions.{index}.strength", action.strength, 0.0, 1.0
    for index, light in enumerate(plan.light):
        yield from _times(f"light.{index}", light.start_s, light.end_s, end)
    for index, cue in enumerate(plan.sound):
        yield from _times(f"sound.{index}", cue.start_s, cue.end_s, end)
        yield f"sound.{index}.level", cue.level, 0.0, 1.0
        yield f"sound.{index}.distance", cue.distance, 0.0, 1.0
    for index, line in enumerate(plan.dialogue):
        yield f"dialogue.{index}.start_s", line.start_s, 0.0, end


def _times(where: str, start_s: float, end_s: float, seconds: float) -> Iterator[tuple[str, float, float, float]]:
    yield f"{where}.start_s", start_s, 0.0, seconds
    yield f"{where}.end_s", end_s, start_s, seconds


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is not JSON")
