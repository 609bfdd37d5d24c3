from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fastapi.testclient import TestClient

from backstage import Backstage, photo_file
from vivant.jobs import Order
from vivant.media import Size

ORDER = Order(photo=photo_file(), prompt="slow push in", model="sora-2", seconds=1, size=Size(128, 72))


def told(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of a stream, by name and data."""
    events = []
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        if "event" in fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def test_a_video_is_followed_to_its_end(client: TestClient, stage: Backstage) -> None:
    video_id = stage.orders.place(ORDER).id
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(client.get, f"/v1/videos/{video_id}/events")
        stage.studio.film(video_id)
        reply = following.result(20)
    assert reply.headers["content-type"].startswith("text/event-stream")
    events = told(reply.text)
    assert events[-1] == ("video.completed", client.get(f"/v1/videos/{video_id}").json())
    assert {name for name, _ in events[:-1]} <= {"video.progress"}
    progress = [video["progress"] for _, video in events]
    assert progress == sorted(progress)


def test_a_finished_video_is_told_at_once(client: TestClient, stage: Backstage) -> None:
    video_id = stage.orders.place(ORDER).id
    stage.orders.cancel(video_id)
    ((name, video),) = told(client.get(f"/v1/videos/{video_id}/events").text)
    assert name == "video.failed" and video["error"]["code"] == "cancelled"


def test_a_video_deleted_meanwhile_is_told_as_deleted(client: TestClient, stage: Backstage) -> None:
    video_id = stage.orders.place(ORDER).id
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(client.get, f"/v1/videos/{video_id}/events")
        while client.app.state.services.newsroom.idle:  # type: ignore[attr-defined]
            assert not following.done()
        stage.orders.delete(video_id)
        events = told(following.result(20).text)
    assert events[-1] == ("video.deleted", {"id": video_id, "object": "video.deleted", "deleted": True})


def test_an_unknown_video_is_404_in_the_envelope(client: TestClient) -> None:
    reply = client.get("/v1/videos/video_1/events")
    assert reply.status_code == 404 and reply.json()["error"]["message"] == "Video with id 'video_1' not found."
