"""`vivant plan`: what a prompt would do, before anything is rendered; plans saved, shown and revised."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vivant.direction.advice import directed
from vivant.direction.given import plan_of_text, plan_text, published_schema
from vivant.direction.timeline import timeline_text
from vivant.engines.catalogue import DEFAULT_MODEL, Model, find_model
from vivant.errors import InvalidInput, OutputFailed

if TYPE_CHECKING:
    from vivant.direction import Outcome, ShotPlan

DEFAULT_SECONDS = 8.0
MOST_FILE_BYTES = 4 * 1024 * 1024


def plan(
    prompt: Annotated[str, typer.Argument(help="What should happen, in plain words.", show_default=False)] = "",
    seconds: Annotated[
        float | None, typer.Option(help="Length of the clip.", show_default=f"{DEFAULT_SECONDS:g}")
    ] = None,
    saved: Annotated[
        Path | None, typer.Option("--plan", help="A saved plan; with PROMPT, that revises it.", show_default=False)
    ] = None,
    revise: Annotated[
        list[str] | None,
        typer.Option(help="What should be otherwise, such as 'slower'; may be repeated.", show_default=False),
    ] = None,
    model: Annotated[str, typer.Option(help="The model whose engine would carry it out.")] = DEFAULT_MODEL,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to save the plan as JSON.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the plan as one line of JSON.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Print only the JSON Schema of a plan.")] = False,
) -> None:
    """Show the shot plan of a prompt or of a file: its timeline, and what becomes of each clause."""
    if schema:
        print(json.dumps(published_schema(), ensure_ascii=False, indent=2))
        return
    known = find_model(model)
    shot_plan = _begun(prompt, seconds, saved, known)
    shot_plan = _revised(shot_plan, revise or (), known)
    if out is not None:
        save_plan(shot_plan, out)
    print(json.dumps(shot_plan.to_json(), ensure_ascii=False) if as_json else timeline_text(shot_plan))


def planned(path: Path, prompt: str, model: Model) -> ShotPlan:
    """The plan in a file, revised by the prompt if there is one.

    Raises InvalidInput: `shot.json: plan: sound.0.level: 7; expected 0 to 1`.
    """
    saved = load_plan(path, model)
    return saved.revise(prompt, capabilities=model.capabilities) if prompt.strip() else saved


def load_plan(path: Path, model: Model) -> ShotPlan:
    """The plan that a JSON file holds, exactly as it is written there, if this model can carry it out.

    Raises InvalidInput: `shot.json: cannot be read (no such file or directory)`, or naming the field at fault.
    """
    try:
        with path.open("rb") as file:
            text = file.read(MOST_FILE_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidInput(f"{path}: cannot be read ({reason})", param="plan") from None
    if len(text) > MOST_FILE_BYTES:
        raise InvalidInput(f"{path}: larger than {MOST_FILE_BYTES >> 20} MB, which no plan is", param="plan")
    try:
        found = plan_of_text(text, model.capabilities)
        model.check_seconds(found.seconds)
    except InvalidInput as error:
        raise InvalidInput(f"{path}: {error.message}", param="plan") from None
    return found


def save_plan(shot_plan: ShotPlan, path: Path) -> None:
    """Writes the plan to a file that `--plan` reads.

    Raises OutputFailed: `out/shot.json: cannot be written (no such file or directory)`.
    """
    try:
        path.write_text(plan_text(shot_plan), encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFailed(f"{path}: cannot be written ({reason})") from None


def _revised(shot_plan: ShotPlan, revisions: Iterable[str], model: Model) -> ShotPlan:
    """The plan revised by each in turn, with the outcomes of all of them."""
    outcomes: list[Outcome] = []
    for words in revisions:
        shot_plan = shot_plan.revise(words, capabilities=model.capabilities)
        outcomes += shot_plan.outcomes
    return replace(shot_plan, outcomes=tuple(outcomes)) if outcomes else shot_plan


def _begun(prompt: str, seconds: float | None, saved: Path | None, model: Model) -> ShotPlan:
    """The plan to begin with: of the file, else of the prompt."""
    if saved is None:
        length = model.check_seconds(DEFAULT_SECONDS if seconds is None else seconds)
        # Settings take a moment to load, which the help of a command need not wait for.
        from vivant.chat import advisor_of
        from vivant.settings import Settings

        return directed(prompt, seconds=length, capabilities=model.capabilities, advisor=advisor_of(Settings()))
    found = planned(saved, prompt, model)
    check_length(found, seconds)
    return found


def check_length(saved: ShotPlan, seconds: float | None) -> None:
    """Raises InvalidInput: `seconds=6: the plan is 8 s long; leave --seconds out or change the plan`."""
    if seconds is not None and seconds != saved.seconds:
        raise InvalidInput(
            f"seconds={seconds:g}: the plan is {saved.seconds:g} s long; leave --seconds out or change the plan",
            param="seconds",
        )
