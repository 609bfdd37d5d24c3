"""The durable queue between the API and the workers, as seen from the API's side.

DBOS keeps it: in a SQLite file of its own beside the database, or in the same Postgres. A job is a workflow
whose id is the video's id, so that putting a video in twice is putting it in once.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from dbos import DBOS, DBOSClient, EnqueueOptions

from vivant.settings import Settings
from vivant.storage.database import open_in_wal_mode, with_driver

APPLICATION = "vivant"
VERSION = "1"
"""The form of the jobs. A worker takes up only jobs of its own form: count it up when a job in flight could
not be carried on by the code that follows."""
QUEUE = "videos"
RENDER = "render_video"
POLL_S = 0.2


class WorkQueue(Protocol):
    """Where accepted videos wait for a worker."""

    def put(self, video_id: str) -> None:
        """Queues a video; once queued it stays one job, however often it is put."""

    def withdraw(self, video_id: str) -> None:
        """Takes a video out of the queue, or tells the worker at it that nobody waits any more."""


class DurableQueue:
    """The queue in the database of the settings. Opening it brings its tables up to date."""

    def __init__(self, settings: Settings) -> None:
        url = prepare(settings)
        # A database out of reach is an error now, which the client may try again, rather than a wait.
        self._client = DBOSClient(
            system_database_url=url, application_name=APPLICATION, retry_connection_errors=False
        )
        self._client.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=POLL_S)

    def put(self, video_id: str) -> None:
        options: EnqueueOptions = {
            "workflow_name": RENDER,
            "queue_name": QUEUE,
            "workflow_id": video_id,
            "app_version": VERSION,
        }
        self._client.enqueue(options, video_id)

    def withdraw(self, video_id: str) -> None:
        self._client.cancel_workflow(video_id)

    def close(self) -> None:
        self._client.destroy()


def prepare(settings: Settings) -> str:
    """The URL of the queue's own database, made and brought up to date."""
    logging.getLogger("dbos").setLevel(logging.ERROR)
    url = sa.make_url(settings.database)
    if url.get_backend_name() == "sqlite":
        file = Path(url.database or "vivant.db").absolute().with_name("dbos.db")
        open_in_wal_mode(file)
        text = f"sqlite:///{file}"
    else:
        text = with_driver(url).render_as_string(hide_password=False)
    DBOS.migrate(text)
    return text
