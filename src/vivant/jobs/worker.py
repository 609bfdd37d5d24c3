"""A worker: takes videos from the queue, one at a time, until it is told to stop."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from dbos import DBOS, DBOSConfig, error

from vivant.jobs.queue import APPLICATION, QUEUE, VERSION, DurableQueue, prepare
from vivant.jobs.studio import Studio
from vivant.jobs.workflow import Bench, register
from vivant.settings import Settings
from vivant.storage import Assets, Database, Videos


class Worker:
    """A worker of that name. Started again under its name, it takes up what it was doing when it died."""

    def __init__(self, settings: Settings, name: str, studio: Studio | None = None) -> None:
        self._settings = settings
        self._name = name
        self._studio = studio
        self._bench = Bench()
        self._database = Database(settings.database)

    def start(self) -> None:
        """Begins to work, in threads; first at the videos it left unfinished."""
        self._database.migrate()
        videos, assets = Videos(self._database), Assets(self._settings.assets)
        DurableQueue(self._settings).close()  # so that the queue is there to be listened to at once
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_url": prepare(self._settings),
            "application_version": VERSION,
            "executor_id": self._name,
            "log_level": "ERROR",
        }
        DBOS(config=config)
        logging.getLogger("dbos").addFilter(_NoCancellations())
        DBOS.listen_queues([QUEUE])
        register(self._studio or Studio(videos, assets), self._bench)
        DBOS.launch()

    def stop(self, grace_s: int) -> bool:
        """Whether the worker is idle now: the video in hand, if any, was finished within the time.

        If not, its thread still runs, and the video is taken up at the next start.
        """
        # With a time to wait, DBOS takes at least a second even where nothing is to be waited for.
        DBOS.destroy(workflow_completion_timeout_sec=grace_s if self._bench.busy else 0, destroy_registry=True)
        self._database.close()
        return not self._bench.busy


class _NoCancellations(logging.Filter):
    """Keeps from the log that a cancelled job was cancelled, which DBOS tells as an error with its stack."""

    def filter(self, record: logging.LogRecord) -> bool:
        raised = record.exc_info[1] if record.exc_info else None
        return not isinstance(raised, (error.DBOSAwaitedWorkflowCancelledError, error.DBOSWorkflowCancelledError))


def run_until(settings: Settings, name: str, stop: threading.Event, grace_s: int, ready: Callable[[], None]) -> bool:
    """Works until `stop` is set, and calls `ready` first; whether the video in hand was then finished."""
    worker = Worker(settings, name)
    worker.start()
    ready()
    stop.wait()
    return worker.stop(grace_s)
