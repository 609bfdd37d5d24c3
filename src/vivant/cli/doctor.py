"""`vivant doctor`: what is here, what is missing, and how to get it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from vivant.errors import VivantError
from vivant.settings import Settings

_LIBRARIES = (
    "av",
    "opencv-python-headless",
    "numba",
    "onnxruntime",
    "pillow",
    "pi-heif",
    "fastapi",
    "dbos",
    "hibari-tts",
)
_LEAST_FREE_BYTES = 1 << 30


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at. `advice` says what to do unless the state is `ok`."""

    thing: str
    state: Literal["ok", "optional", "missing"]
    detail: str
    advice: str = ""


def doctor() -> None:
    """Look over this machine: what is here, what is missing, how to get it."""
    findings = list(examine(Settings()))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    marks = {"ok": "[green]✓[/]", "optional": "[yellow]–[/]", "missing": "[red]✗[/]"}
    for finding in findings:
        detail = f"{finding.detail}. {finding.advice}" if finding.advice else finding.detail
        table.add_row(marks[finding.state], finding.thing, detail)
    Console().print(table)
    if any(finding.state == "missing" for finding in findings):
        sys.exit(1)


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything doctor looks at, one finding at a time."""
    yield Finding(thing="Python", state="ok", detail=sys.version.split()[0])
    yield Finding(thing="processor", state="ok", detail=f"{os.cpu_count()} cores")
    for name in _LIBRARIES:
        yield _library(name)
    yield _codecs()
    yield _data_folder(settings.data)
    yield _eyes(settings)
    yield _voices()


def _library(name: str) -> Finding:
    try:
        return Finding(thing=name, state="ok", detail=version(name))
    except PackageNotFoundError:
        return Finding(thing=name, state="missing", detail="not installed", advice=f"Run: pip install {name}")


def _codecs() -> Finding:
    import av

    absent = [codec for codec in ("libx264", "aac") if codec not in av.codecs_available]
    if not absent:
        return Finding(thing="codecs", state="ok", detail="H.264 (libx264) and AAC")
    return Finding(
        thing="codecs",
        state="missing",
        detail=f"{' and '.join(absent)} not in this build of av",
        advice="Install av from its wheel: pip install --force-reinstall --only-binary av av",
    )


def _data_folder(data: Path) -> Finding:
    above = data
    while not above.exists():
        above = above.parent
    if not os.access(above, os.W_OK):
        return Finding(
            thing="data folder",
            state="missing",
            detail=f"{data} cannot be written",
            advice="Set VIVANT_DATA to another.",
        )
    free = shutil.disk_usage(above).free
    if free < _LEAST_FREE_BYTES:
        return Finding(
            thing="data folder",
            state="missing",
            detail=f"{data} has {free / 1e6:.0f} MB free",
            advice="Free at least 1 GB, or set VIVANT_DATA to another.",
        )
    return Finding(thing="data folder", state="ok", detail=f"{data}, {free / 1e9:.0f} GB free")


def _eyes(settings: Settings) -> Finding:
    import numpy as np

    from vivant.perception.depth import estimate_depth
    from vivant.perception.models import resolve_model
    from vivant.perception.network import shipped_eyes

    if settings.depth_model is None:
        eyes = shipped_eyes()
        if eyes is not None:
            return Finding(thing="eyes", state="ok", detail=f"{eyes.name}, shipped")
        return Finding(
            thing="eyes",
            state="optional",
            detail="no network in this build: depth is a geometric guess",
            advice="Pull one: vivant models list",
        )
    try:
        estimate_depth(np.zeros((64, 64, 3), dtype=np.uint8), resolve_model(settings.depth_model, settings.models))
    except VivantError as error:
        return Finding(thing="eyes", state="missing", detail=error.message)
    return Finding(thing="eyes", state="ok", detail=settings.depth_model)


def _voices() -> Finding:
    program = shutil.which("espeak-ng")
    if program is not None:
        return Finding(thing="voices", state="ok", detail=f"English, and most of what {program} speaks")
    return Finding(
        thing="voices",
        state="optional",
        detail="English only: lines in other languages are captioned, not spoken",
        advice="Install espeak-ng for them, such as: apt install espeak-ng",
    )
