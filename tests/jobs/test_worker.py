from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from dbos import DBOSClient

from backstage import Backstage, photo_file
from vivant.jobs import DurableQueue, Order, Orders
from vivant.jobs.queue import prepare
from vivant.jobs.worker import Worker
from vivant.media import Size

ORDER = Order(photo=photo_file(), prompt="slow push in", model="sora-2", seconds=1, size=Size(128, 72))


class Bell:
    """A studio that rings when a job has ended, so that a test need not sleep."""

    def __init__(self, stage: Backstage) -> None:
        self.rung = threading.Event()
        self._studio = stage.studio

    def film(self, video_id: str) -> str:
        ending = self._studio.film(video_id)
        self.rung.set()
        return ending

    def give_up(self, video_id: str) -> None:
        self._studio.give_up(video_id)
        self.rung.set()


@pytest.fixture
def queue(stage: Backstage) -> Iterator[DurableQueue]:
    queue = DurableQueue(stage.settings)
    yield queue
    queue.close()


def work(stage: Backstage, bell: Bell) -> None:
    worker = Worker(stage.settings, "worker-1", bell)  # type: ignore[arg-type]
    worker.start()
    try:
        assert bell.rung.wait(20)
    finally:
        worker.stop(5)


@pytest.mark.usefixtures("queue")
def test_the_queue_is_kept_in_wal_mode_beside_the_database(stage: Backstage) -> None:
    with closing(sqlite3.connect(stage.settings.data / "dbos.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_worker_films_what_was_put_in_twice_once(stage: Backstage, queue: DurableQueue) -> None:
    video = Orders(stage.videos, stage.assets, queue).place(ORDER)
    queue.put(video.id)
    work(stage, Bell(stage))
    assert stage.videos.get(video.id).status == "completed"
    assert len(stage.renderer.calls) == 1


def test_a_render_that_breaks_is_tried_three_times_and_then_failed(
    stage: Backstage, queue: DurableQueue, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_step: int) -> None:
        raise ZeroDivisionError

    stage.renderer.at_step = fail
    video = Orders(stage.videos, stage.assets, queue).place(ORDER)
    work(stage, Bell(stage))
    failed = stage.videos.get(video.id)
    assert failed.failure is not None and failed.failure.code == "server_error"
    assert len(stage.renderer.calls) == 3
    assert caplog.text.count("the render broke") == 3


def test_a_withdrawn_video_is_not_begun(stage: Backstage, queue: DurableQueue) -> None:
    orders = Orders(stage.videos, stage.assets, queue)
    dropped, kept = orders.place(ORDER), orders.place(ORDER)
    orders.delete(dropped.id)
    work(stage, Bell(stage))
    assert [call["prompt"] for call in stage.renderer.calls] == [ORDER.prompt]
    assert stage.videos.get(kept.id).status == "completed"
    client = DBOSClient(system_database_url=prepare(stage.settings))
    assert client.list_workflows(status="CANCELLED")[0].workflow_id == dropped.id
    client.destroy()
