"""`vivant worker`: a process that renders what the API has accepted."""

from __future__ import annotations

import logging
import os
import platform
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer


def worker(
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the assets.")] = None,
    name: Annotated[str, typer.Option(help="Its name: kept over restarts, given to no other.")] = "",
    grace: Annotated[int, typer.Option(help="Seconds to finish the video in hand when told to stop.")] = 30,
    attached: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Render queued videos, one at a time, until told to stop."""
    from vivant.cli.serve import quiet_logs, settings_for
    from vivant.jobs.worker import run_until

    quiet_logs()
    stop = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: stop.set())
    if attached:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    called = name or f"{platform.node()}-worker"

    def ready() -> None:
        print(f"vivant: {called} renders", file=sys.stderr, flush=True)

    if not run_until(settings_for(data), called, stop, grace, ready):
        logging.getLogger("vivant.worker").warning(
            "%s leaves its video unfinished; it goes on with it at its next start", called
        )
        sys.stderr.flush()
        os._exit(0)  # a thread that still renders would hold the process


def _leave_with_parent() -> None:
    """Ends this process at once when the one that holds the other end of its standard input has gone."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(1)
