"""`vivant models`: which networks look at photos, and pulling better ones."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from vivant.settings import Settings

if TYPE_CHECKING:
    # What runs networks takes a moment to load; no other command need wait for it.
    from vivant.perception.models import Entry, Model, Source

models = typer.Typer(
    name="models",
    help="The networks that look at photos: what is here, and better ones on request.",
    no_args_is_help=True,
)


@models.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """List what is shipped, what is pulled and what can be pulled, with licence and size."""
    rows = _rows(Settings().models)
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for title in ("", "name", "for", "licence", "MB", "about"):
        table.add_column(title, justify="right" if title == "MB" else "left", no_wrap=title in ("name", "licence"))
    for row in rows:
        licence = row["licence"] or "not stated"
        table.add_row(row["state"], row["name"], row["for"], licence, f"{row['megabytes']:.3g}", row["about"])
    Console().print(table)


@models.command("pull")
def pull(
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="NAME|URL|FILE", help="A name from the list, a web address, or a file.", show_default=False
        ),
    ],
    name: Annotated[str | None, typer.Option(help="What to call it here.", show_default="its own name")] = None,
    sha256: Annotated[str | None, typer.Option(help="The checksum it must have.", show_default=False)] = None,
    manifest: Annotated[
        Path | None, typer.Option(help="A JSON file that says how to feed it.", show_default=False)
    ] = None,
) -> None:
    """Pull a network: from the web (a broken download goes on where it stopped) or from a file."""
    from vivant.perception.models import find_source, pull_model

    source = find_source(wanted, name=name, sha256=sha256, manifest=manifest)
    _introduce(source)
    with _bar() as bar:
        task = bar.add_task(source.name, total=None)
        model = pull_model(
            source,
            Settings().models,
            lambda there, total: bar.update(task, completed=there, total=total),
        )
    print(
        f"sha256 {model.manifest.sha256}{'' if source.sha256 else ' (as it came: none was given)'}", file=sys.stderr
    )
    if model.manifest.purpose == "depth":
        print(f"To use it, set VIVANT_DEPTH_MODEL={model.name}", file=sys.stderr)
    print(model.path)


@models.command("remove")
def remove(name: Annotated[str, typer.Argument(help="A pulled model.", show_default=False)]) -> None:
    """Remove a pulled network."""
    from vivant.perception.models import remove_model

    remove_model(name, Settings().models)
    print(f"removed {name}", file=sys.stderr)


def _introduce(source: Source) -> None:
    """Says what is about to come, whose it is and under which licence, before anything is fetched."""
    size = f"{source.megabytes:.3g} MB" if source.megabytes else "size not stated"
    licence = source.manifest.licence or "not stated; ask whoever offers it"
    print(f"{source.name}: {source.manifest.purpose}, {size}, licence: {licence}", file=sys.stderr)
    if source.manifest.made_by:
        print(f"made by {source.manifest.made_by}", file=sys.stderr)
    print(f"from {source.url or source.file}", file=sys.stderr)
    if not source.described:
        print("no manifest: taken for relative inverse depth with ImageNet's mean and deviation", file=sys.stderr)


def _bar() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=36),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _rows(folder: Path) -> list[dict[str, Any]]:
    from vivant.perception.models import catalogue, pulled_models, shipped_models

    pulled = pulled_models(folder)
    here = {model.name for model in pulled}
    return [
        *(_row("shipped", model, None) for model in shipped_models()),
        *(_row("pulled", model, catalogue().get(model.name)) for model in pulled),
        *(_entry_row(entry) for entry in catalogue().values() if entry.name not in here),
    ]


def _row(state: str, model: Model, known: Entry | None) -> dict[str, Any]:
    the_same = known is not None and known.sha256 == model.manifest.sha256
    return {
        "state": state,
        "name": model.name,
        "for": model.manifest.purpose,
        "licence": model.manifest.licence or ("Apache-2.0" if state == "shipped" else None),
        "megabytes": round(model.megabytes, 1),
        "made_by": model.manifest.made_by,
        "about": known.about if known and the_same else (model.manifest.source or ""),
    }


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "state": "to pull",
        "name": entry.name,
        "for": entry.manifest.purpose,
        "licence": entry.licence,
        "megabytes": entry.megabytes,
        "made_by": entry.made_by,
        "about": entry.about,
    }
