"""`vivant plan`: what a prompt would do, before anything is rendered."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from vivant.direction import direct
from vivant.direction.timeline import timeline_text
from vivant.engines.catalogue import DEFAULT_MODEL, find_model


def plan(
    prompt: Annotated[str, typer.Argument(help="What should happen, in plain words.", show_default=False)],
    seconds: Annotated[float, typer.Option(help="Length of the clip.")] = 8,
    model: Annotated[str, typer.Option(help="The model whose engine would carry it out.")] = DEFAULT_MODEL,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as one line of JSON.")] = False,
) -> None:
    """Show the shot plan of a prompt: its timeline, and what becomes of each clause."""
    known = find_model(model)
    shot_plan = direct(prompt, seconds=known.check_seconds(seconds), capabilities=known.capabilities)
    print(json.dumps(shot_plan.to_json(), ensure_ascii=False) if as_json else timeline_text(shot_plan))
