"""The worker processes of `vivant serve`: started, started again when they die, stopped together."""

from __future__ import annotations

import logging
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

log = logging.getLogger("vivant.crew")

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_S = 60.0
LOOK_EVERY_S = 0.2


@dataclass(kw_only=True)
class _Member:
    name: str
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause_s: float = FIRST_PAUSE_S
    start_at: float = field(default=0.0)


class Crew:
    """Workers `worker-1` … `worker-N`. `command(name)` is the command line of the one of that name.

    A worker that dies is started again after a pause that doubles until one stays up for a minute. Each holds
    the far end of a pipe as its standard input: when this process dies, however it dies, they see it close.
    """

    def __init__(self, count: int, command: Callable[[str], Sequence[str]]) -> None:
        self._members = [_Member(name=f"worker-{number}") for number in range(1, count + 1)]
        self._command = command
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="crew", daemon=True)

    def start(self) -> None:
        """Starts the workers and watches over them."""
        self._thread.start()

    def stop(self, grace_s: float) -> None:
        """Asks all to stop and waits; those still there after `grace_s` seconds, or at Ctrl-C, are killed."""
        self._stopping.set()
        self._thread.join()
        running = [member.process for member in self._members if member.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + grace_s
        try:
            for process in running:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
        finally:
            for process in running:
                process.kill()
                process.wait()
                _close_pipe(process)

    def _keep(self) -> None:
        while not self._stopping.is_set():
            for member in self._members:
                self._tend(member, time.monotonic())
            self._stopping.wait(LOOK_EVERY_S)

    def _tend(self, member: _Member, now: float) -> None:
        if member.process is not None:
            if member.process.poll() is None:
                return
            log.warning("%s stopped (exit %s); starting it again", member.name, member.process.returncode)
            _close_pipe(member.process)
            member.process = None
            steady = now - member.started_at >= STEADY_S
            member.pause_s = FIRST_PAUSE_S if steady else member.pause_s
            member.start_at = now + member.pause_s
            member.pause_s = min(2 * member.pause_s, LONGEST_PAUSE_S)
        elif now >= member.start_at:
            # A session of its own: Ctrl-C reaches this process alone, which then stops the crew in order.
            member.process = subprocess.Popen(
                self._command(member.name), stdin=subprocess.PIPE, start_new_session=True
            )
            member.started_at = now


def _close_pipe(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        process.stdin.close()
