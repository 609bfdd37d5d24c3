"""The application: routes, errors and headers put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI

from vivant import __version__
from vivant.api import absent, content, errors, events, files, models, plans, remix, report, splices, videos
from vivant.api.access import Doorkeeper
from vivant.api.headers import CommonHeaders
from vivant.api.news import Newsroom
from vivant.api.remote import Fetcher
from vivant.api.services import Services, asked_by
from vivant.chat import advisor_of
from vivant.jobs import DurableQueue, Orders, WorkQueue
from vivant.settings import Settings
from vivant.storage import Assets, Database, Files, Videos


def create_app(settings: Settings, *, queue: WorkQueue | None = None) -> FastAPI:
    """The API over the database and the assets of the settings, which it brings up to date.

    queue: where accepted videos go; by default the durable one that workers listen to.
    """
    database = Database(settings.database)
    database.migrate()
    rows, assets = Videos(database), Assets(settings.assets)
    durable = None
    if queue is None:
        queue = durable = DurableQueue(settings)
    orders = Orders(rows, assets, queue)
    orders.resume()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        if durable is not None:
            durable.close()
        database.close()

    app = FastAPI(
        title="Vivant",
        version=__version__,
        description="The Videos API on your own machine: a photograph and a sentence become a short film.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    app.state.services = Services(
        videos=rows,
        assets=assets,
        files=Files(database, assets),
        orders=orders,
        newsroom=Newsroom(rows),
        doorkeeper=Doorkeeper.of(settings.api_keys.get_secret_value() if settings.api_keys else None),
        fetcher=Fetcher() if settings.allow_remote else None,
        advisor=advisor_of(settings),
    )
    errors.install(app)
    for part in (absent, plans, videos, content, remix, splices, events, report, files, models):
        app.include_router(part.router, dependencies=[Depends(asked_by)], responses=errors.REPLIES)
    app.get("/healthz", tags=["operation"])(_healthy)
    app.add_middleware(CommonHeaders)
    return app


def _healthy() -> dict[str, str]:
    """That this process answers."""
    return {"status": "ok", "version": __version__}
