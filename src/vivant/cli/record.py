"""`vivant record`: what was made here, and whether anybody changed what was written down."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from vivant.errors import NotFound
from vivant.settings import Settings

record = typer.Typer(name="record", help="What was made here: a log whose every line is bound to all before it.")


@record.command("verify")
def verify(
    last: Annotated[
        str | None, typer.Option(help="A hash noted earlier; lines must lead up to it.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Check that no line was changed, taken out or put in. The exit code is 1 where one was."""
    from vivant.provenance.record import verify_record

    account = verify_record(_path(), last=last)
    if as_json:
        told = {"whole": account.whole, "lines": account.lines, "last": account.last, "broken": account.broken}
        print(json.dumps({**told, "reason": account.reason}))
    elif account.whole:
        print(f"{account.lines} lines, each as it was written\nlast {account.last}")
    elif account.broken is not None:
        print(f"line {account.broken}: {account.reason}; {account.lines} lines before it hold")
    else:
        print(account.reason)
    if not account.whole:
        raise typer.Exit(1)


@record.command("export")
def export(
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Where to write it.", show_default="stdout")] = None,
) -> None:
    """Copy the record, JSON lines, as it is."""
    from vivant.media import written_whole

    if out is None:
        sys.stdout.write(_path().read_text(encoding="utf-8"))
        return
    with written_whole(out) as part:
        shutil.copyfile(_path(), part)
    print(out)


def _path() -> Path:
    path = Settings().record
    if not path.is_file():
        raise NotFound(f"{path}: nothing has been recorded yet")
    return path
