from __future__ import annotations

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from backstage import FILM, Backstage, photo_file
from vivant.errors import RenderFailed
from vivant.jobs import Order
from vivant.media import Size

ORDER = Order(photo=photo_file(), prompt="slow push in", model="sora-2", seconds=1, size=Size(128, 72))


@pytest.fixture
def queued(stage: Backstage) -> Callable[[], str]:
    return lambda: stage.orders.place(ORDER).id


@pytest.fixture
def filmed(stage: Backstage) -> str:
    video_id = stage.orders.place(ORDER).id
    assert stage.studio.film(video_id) == "completed"
    return video_id


def test_a_video_is_followed_from_queued_to_completed(
    client: TestClient, stage: Backstage, queued: Callable[[], str]
) -> None:
    video_id = queued()
    seen = []
    stage.renderer.at_step = lambda _step: seen.append(client.get(f"/v1/videos/{video_id}").json())
    waiting = client.get(f"/v1/videos/{video_id}")
    assert waiting.json()["status"] == "queued" and int(waiting.headers["openai-poll-after-ms"]) > 0
    stage.studio.film(video_id)
    done = client.get(f"/v1/videos/{video_id}")
    assert {video["status"] for video in seen} == {"in_progress"}
    assert done.json()["status"] == "completed" and done.json()["progress"] == 100
    assert isinstance(done.json()["completed_at"], int)
    assert "openai-poll-after-ms" not in done.headers


def test_a_failed_video_is_fetched_with_200(client: TestClient, stage: Backstage, queued: Callable[[], str]) -> None:
    def fail(_step: int) -> None:
        raise RenderFailed("render: the encoder stopped")

    stage.renderer.at_step = fail
    video_id = queued()
    stage.studio.film(video_id)
    reply = client.get(f"/v1/videos/{video_id}")
    assert reply.status_code == 200
    assert reply.json()["error"] == {"code": "render_failed", "message": "render: the encoder stopped"}
    content = client.get(f"/v1/videos/{video_id}/content")
    assert content.status_code == 404 and "the encoder stopped" in content.json()["error"]["message"]


def test_an_unknown_video_is_404_everywhere(client: TestClient) -> None:
    for method, path in (
        ("GET", ""), ("DELETE", ""), ("GET", "/content"), ("GET", "/plan"), ("POST", "/cancel"),
    ):  # fmt: skip
        reply = client.request(method, f"/v1/videos/video_123{path}")
        assert reply.status_code == 404
        assert reply.json()["error"]["message"] == "Video with id 'video_123' not found."


def test_the_list_is_paged_newest_first(client: TestClient, queued: Callable[[], str]) -> None:
    ids = [queued() for _ in range(5)][::-1]
    first = client.get("/v1/videos", params={"limit": 3}).json()
    assert [video["id"] for video in first["data"]] == ids[:3]
    assert (first["object"], first["first_id"], first["last_id"], first["has_more"]) == ("list", ids[0], ids[2], True)
    rest = client.get("/v1/videos", params={"limit": 3, "after": first["last_id"]}).json()
    assert [video["id"] for video in rest["data"]] == ids[3:] and rest["has_more"] is False
    oldest = client.get("/v1/videos", params={"order": "asc", "limit": 1}).json()
    assert oldest["data"][0]["id"] == ids[-1]


def test_an_empty_list_has_all_its_keys(client: TestClient) -> None:
    expected = {"object": "list", "data": [], "first_id": None, "last_id": None, "has_more": False}
    assert client.get("/v1/videos").json() == expected
    assert client.get("/v1/videos", params={"limit": 0}).json() == expected


@pytest.mark.parametrize(
    ("query", "param"), [("limit=101", "limit"), ("limit=-1", "limit"), ("limit=x", "limit"), ("order=up", "order")]
)
def test_a_wrong_query_is_named(client: TestClient, query: str, param: str) -> None:
    reply = client.get(f"/v1/videos?{query}")
    assert reply.status_code == 400 and reply.json()["error"]["param"] == param


def test_deleting_removes_the_files_and_withdraws_what_is_unfinished(
    client: TestClient, stage: Backstage, filmed: str, queued: Callable[[], str]
) -> None:
    waiting = queued()
    for video_id in (filmed, waiting):
        reply = client.delete(f"/v1/videos/{video_id}", headers={"content-type": "application/json"})
        assert reply.json() == {"id": video_id, "object": "video.deleted", "deleted": True}
        assert client.get(f"/v1/videos/{video_id}").status_code == 404
    assert stage.stored() == [] and stage.queue.withdrawn == [waiting]


def test_a_cancelled_video_is_failed_with_code_cancelled(client: TestClient, queued: Callable[[], str]) -> None:
    video = client.post(f"/v1/videos/{queued()}/cancel").json()
    assert video["status"] == "failed" and video["error"]["code"] == "cancelled"


def test_the_plan_is_shown_once_there_is_one(client: TestClient, filmed: str, queued: Callable[[], str]) -> None:
    assert client.get(f"/v1/videos/{filmed}/plan").json()["notes"] == ["pretended"]
    assert client.get(f"/v1/videos/{queued()}/plan").status_code == 404


@pytest.mark.parametrize(
    ("variant", "kind", "start"),
    [
        ("video", "video/mp4", FILM[:4]),
        ("thumbnail", "image/webp", b"thumb"),
        ("spritesheet", "image/jpeg", b"sprite"),
    ],
)
def test_each_variant_is_its_own_file(client: TestClient, filmed: str, variant: str, kind: str, start: bytes) -> None:
    reply = client.get(f"/v1/videos/{filmed}/content", params={"variant": variant})
    assert reply.status_code == 200 and reply.headers["content-type"] == kind
    assert reply.content.startswith(start) and int(reply.headers["content-length"]) == len(reply.content)


def test_a_wrong_variant_is_named(client: TestClient, filmed: str) -> None:
    reply = client.get(f"/v1/videos/{filmed}/content?variant=gif")
    assert reply.status_code == 400 and reply.json()["error"]["param"] == "variant"


def test_content_comes_in_parts(client: TestClient, filmed: str) -> None:
    path = f"/v1/videos/{filmed}/content"
    part = client.get(path, headers={"range": "bytes=100-199"})
    assert part.status_code == 206 and part.content == FILM[100:200]
    assert part.headers["content-range"] == f"bytes 100-199/{len(FILM)}"
    outside = client.get(path, headers={"range": f"bytes={len(FILM)}-"})
    assert outside.status_code == 416 and outside.headers["content-range"] == f"bytes */{len(FILM)}"
    assert outside.json()["error"]["param"] == "range"
    etag = part.headers["etag"]
    assert client.get(path, headers={"if-none-match": etag}).status_code == 304
    stale = client.get(path, headers={"range": "bytes=0-9", "if-range": '"stale"'})
    assert stale.status_code == 200 and stale.content == FILM


def test_a_film_deleted_while_it_is_sent_is_sent_to_its_end(
    client: TestClient, stage: Backstage, filmed: str
) -> None:
    result = stage.videos.get(filmed).result
    assert result is not None
    stage.assets.put(result.video_key, bytes(range(256)) * 8192)  # more than is read at once
    pieces = stage.assets.stream(result.video_key)
    first = next(pieces)
    stage.orders.delete(filmed)
    assert len(first) < 256 * 8192 == len(first) + sum(len(piece) for piece in pieces)
    assert client.get(f"/v1/videos/{filmed}/content").status_code == 404 and stage.stored() == []


def test_a_film_that_is_gone_is_told_without_its_place(client: TestClient, stage: Backstage, filmed: str) -> None:
    result = stage.videos.get(filmed).result
    assert result is not None
    stage.assets.delete(f"videos/{filmed}")
    for reply in (
        client.get(f"/v1/videos/{filmed}/content"),
        client.post(f"/v1/videos/{filmed}/remix", json={"prompt": "slower"}),
        client.post("/v1/videos/stitch", json={"videos": [{"id": filmed}] * 2}),
    ):
        error = reply.json()["error"]
        assert (reply.status_code, error["message"], error["code"]) == (
            404,
            "This has been deleted meanwhile.",
            "gone",
        )
    assert [video.id for video in stage.videos.page(limit=9).videos] == [filmed] and stage.stored() == []


def test_head_tells_the_length_and_sends_nothing(client: TestClient, filmed: str) -> None:
    reply = client.head(f"/v1/videos/{filmed}/content")
    assert reply.status_code == 200 and reply.content == b""
    assert reply.headers["content-length"] == str(len(FILM)) and reply.headers["accept-ranges"] == "bytes"


def test_content_of_an_unfinished_video_is_404(client: TestClient, queued: Callable[[], str]) -> None:
    reply = client.get(f"/v1/videos/{queued()}/content")
    assert reply.status_code == 404
    message = "Video is not ready yet, use GET /v1/videos/{video_id} to check status."
    assert reply.json()["error"]["message"] == message
