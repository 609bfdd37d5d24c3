"""`vivant serve`: the API, and the workers beside it."""

from __future__ import annotations

import errno
import ipaddress
import logging
import signal
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vivant.errors import InvalidInput

if TYPE_CHECKING:
    from vivant.settings import Settings

GRACE_S = 30


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; with VIVANT_API_KEYS one that others reach, too.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=0, help="Worker processes to run beside the API.")] = 1,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the assets.")] = None,
) -> None:
    """Serve the Videos API on this machine and render what it accepts."""
    settings = settings_for(data)
    listener = bind(host, port, keyed=settings.api_keys is not None)
    quiet_logs()
    from vivant.api import create_app
    from vivant.api.listening import listen
    from vivant.jobs.crew import Crew

    # Told to stop, the server stops first and passes the signal on; by then the crew must still be standing.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    app = create_app(settings)
    crew = Crew(workers, lambda name: _worker_command(name, settings.data))
    crew.start()
    try:
        listen(app, listener, lambda: _announce(listener, workers))
    finally:
        print("vivant: stopping; Ctrl-C leaves what is being rendered for later", file=sys.stderr, flush=True)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        crew.stop(GRACE_S + 5)


def bind(host: str, port: int, *, keyed: bool) -> socket.socket:
    """A socket that listens there. keyed: whether callers need a key; else only this machine is listened to.

    Raises InvalidInput: `port 8000: already taken on 127.0.0.1; choose another with --port`.
    """
    address = "127.0.0.1" if host == "localhost" else host
    try:
        loopback = ipaddress.ip_address(address).is_loopback
    except ValueError:
        loopback = False
    if not loopback and not keyed:
        raise InvalidInput(
            f"host {host!r}: no API keys are set, so it listens on this machine only; set VIVANT_API_KEYS, "
            "or use --host 127.0.0.1, behind a proxy that checks who asks",
            param="host",
        )
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # With the protocol named, the event loop sends small replies at once instead of 40 ms later.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
    except OSError as error:
        listener.close()
        reason = "already taken" if error.errno == errno.EADDRINUSE else (error.strerror or "no").lower()
        raise InvalidInput(f"port {port}: {reason} on {address}; choose another with --port", param="port") from None
    return listener


def settings_for(data: Path | None) -> Settings:
    """The settings, with the data folder that the command line names.

    Raises InvalidInput: `/data: cannot be used as the data folder (permission denied)`.
    """
    from vivant.settings import Settings

    settings = Settings() if data is None else Settings(data=data.absolute())
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InvalidInput(f"{settings.data}: cannot be used as the data folder ({reason})") from None
    return settings


def quiet_logs() -> None:
    """Lets only warnings of the libraries through, on stderr."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")


def _worker_command(name: str, data: Path) -> Sequence[str]:
    own = ["--name", name, "--grace", str(GRACE_S), "--attached", "--data", str(data)]
    return [sys.executable, "-m", "vivant.cli.app", "worker", *own]


def _announce(listener: socket.socket, workers: int) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    crew = f"{workers} worker{'' if workers == 1 else 's'}"
    print(f"vivant: ready with {crew}; base_url=http://{shown}:{port}/v1", file=sys.stderr, flush=True)
