"""A video once accepted is finished, whatever dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from live_server import LiveServer, Process, finished

pytestmark = pytest.mark.acceptance
LONG = {"seconds": "8", "size": "1280x720"}


@pytest.fixture
def lone_server(tmp_path: Path) -> Iterator[LiveServer]:
    """A server without workers of its own."""
    server = LiveServer(tmp_path, workers=0)
    yield server
    server.close()


def worker(server: LiveServer) -> Process:
    return Process("worker", "--name", "w", "--grace", "20", "--data", str(server.data))


def test_a_worker_killed_in_mid_render_finishes_after_its_restart(lone_server: LiveServer) -> None:
    video_id = lone_server.create(seconds="5", size="640x360")
    first = worker(lone_server)
    seen = lone_server.follow(video_id, lambda video: video["progress"] >= 25)
    first.kill()
    second = worker(lone_server)
    seen += lone_server.follow(video_id, finished)
    assert second.stop() == 0
    assert seen[-1]["status"] == "completed", seen[-1]
    progress = [video["progress"] for video in seen]
    assert progress == sorted(progress)
    runs = {key.split("/")[3] for key in lone_server.stored() if "/runs/" in key}
    assert len(runs) == 1
    head = lone_server.http.head(f"/videos/{video_id}/content")
    assert head.status_code == 200 and int(head.headers["content-length"]) > 10_000


def test_a_deleted_video_stops_and_the_worker_is_free(lone_server: LiveServer) -> None:
    busy = worker(lone_server)
    dropped = lone_server.create(**LONG)
    lone_server.follow(dropped, lambda video: video["progress"] >= 20)
    lone_server.http.delete(f"/videos/{dropped}")
    next_one = lone_server.create()
    assert lone_server.follow(next_one, finished, within_s=10)[-1]["status"] == "completed"
    assert busy.stop() == 0
    assert [key for key in lone_server.stored() if dropped in key] == []


def test_a_worker_told_to_stop_finishes_its_video(lone_server: LiveServer) -> None:
    busy = worker(lone_server)
    video_id = lone_server.create(seconds="2", size="640x360")
    lone_server.follow(video_id, lambda video: video["status"] == "in_progress")
    assert busy.stop() == 0
    assert lone_server.http.get(f"/videos/{video_id}").json()["status"] == "completed"


def test_the_jobs_outlive_the_server(tmp_path: Path) -> None:
    before = LiveServer(tmp_path, workers=0)
    video_id = before.create()
    assert before.close() == 0
    after = LiveServer(tmp_path, workers=1)
    assert after.follow(video_id, finished)[-1]["status"] == "completed"
    assert after.close() == 0


def test_workers_do_not_outlive_a_server_that_is_killed(tmp_path: Path) -> None:
    server = LiveServer(tmp_path, workers=1)
    server.process.wait_for("worker-1 renders")
    server.http.close()
    server.process.kill()
    assert server.process.ended()
