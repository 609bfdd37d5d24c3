"""Serving an application on a socket that is bound already."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

GOODBYE_S = 5


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], leaving: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._leaving = leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()
        await super().shutdown(sockets)


def listen(app: FastAPI, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until SIGTERM or SIGINT; `ready` is called once requests are answered.

    Replies under way then have a few seconds to end.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GOODBYE_S,
    )
    _Server(config, ready, app.state.services.newsroom.close).run(sockets=[listener])
