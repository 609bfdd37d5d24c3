from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstage import Backstage, photo_file
from vivant.jobs import Order
from vivant.media import Size


def finished(stage: Backstage, **changes: Any) -> str:
    wishes: dict[str, Any] = {
        "photo": photo_file(), "prompt": "p", "model": "sora-2", "seconds": 2, "size": Size(128, 72), **changes
    }  # fmt: skip
    video_id = stage.orders.place(Order(**wishes)).id
    assert stage.studio.film(video_id) == "completed"
    return video_id


def test_finished_videos_are_stitched(client: TestClient, stage: Backstage) -> None:
    ids = [finished(stage), finished(stage, seconds=3)]
    body = {"videos": [{"id": one} for one in ids], "transition": "crossfade", "crossfade_s": 0.5}
    reply = client.post("/v1/videos/stitch", json=body)
    video = reply.json()
    assert reply.status_code == 200 and stage.queue.waiting[-1] == video["id"]
    assert (video["status"], video["seconds"], video["size"], video["prompt"]) == ("queued", "4.5", "128x72", None)
    splice = client.get(f"/v1/videos/{video['id']}/report").json()["asked"]["splice"]
    assert (splice["of"], splice["transition"]) == (ids, "crossfade")


def test_a_form_does_as_well(client: TestClient, stage: Backstage) -> None:
    ids = [finished(stage), finished(stage)]
    parts = [("videos[][id]", (None, one)) for one in ids]
    assert client.post("/v1/videos/stitch", files=parts).json()["seconds"] == "4"


def test_a_finished_video_is_extended(client: TestClient, stage: Backstage) -> None:
    source = finished(stage, seed=7)
    body = {"video": {"id": source}, "prompt": "then pan left", "seconds": "4"}
    video = client.post("/v1/videos/extensions", json=body).json()
    assert (video["seconds"], video["prompt"], video["seed"], video["size"]) == ("6", "then pan left", 7, "128x72")
    # As the official client sends it, with a stray empty part.
    form = [("prompt", (None, "on")), ("seconds", (None, "4")), ("video", (None, "")), ("video[id]", (None, source))]
    assert client.post("/v1/videos/extensions", files=form).json()["seconds"] == "6"


@pytest.mark.parametrize(
    ("path", "body", "status", "param", "part"),
    [
        ("stitch", {}, 400, "videos", "Missing required parameter"),
        ("stitch", {"videos": "x"}, 400, "videos", "expected an array"),
        ("stitch", {"videos": [{"id": "SOURCE"}]}, 400, "videos", "at least 2"),
        ("stitch", {"videos": [{"id": "SOURCE"}] * 17}, 400, "videos", "at most 16"),
        ("stitch", {"videos": [{"id": "SOURCE"}, {"id": "video_1"}]}, 404, "video_id", "'video_1' not found."),
        ("stitch", {"videos": [{"id": "SOURCE"}, {"id": "WAITING"}]}, 404, None, "Video is not ready yet"),
        ("stitch", {"videos": [{"id": "SOURCE"}, {"id": "TALL"}]}, 400, "videos", "video 2 is 72x128"),
        ("stitch", {"videos": [{"id": "SOURCE"}] * 2, "transition": "wipe"}, 400, "transition", "or 'crossfade'"),
        ("stitch", {"videos": [{"id": "SOURCE"}] * 2, "crossfade_s": 3}, 400, "crossfade_s", "less than or equal"),
        ("stitch", {"videos": [{"id": "SOURCE"}] * 2, "fade": 1}, 400, "fade", "Unknown parameter"),
        ("extensions", {"video": {"id": "SOURCE"}}, 400, "prompt", "Missing required parameter"),
        ("extensions", {"video": "SOURCE", "prompt": "on"}, 400, "video", "Invalid"),
        ("extensions", {"video": {"id": "video_1"}, "prompt": "on"}, 404, "video_id", "not found."),
        ("extensions", {"video": {"id": "WAITING"}, "prompt": "on"}, 404, None, "Video is not ready yet"),
        ("extensions", {"video": {"id": "SOURCE"}, "prompt": "on", "seconds": "90"}, 400, "seconds", "takes 1 to 20"),
        ("extensions", {"video": {"id": "SOURCE"}, "prompt": "on", "size": "1x1"}, 400, "size", "Unknown parameter"),
        ("extensions", {"video": {"id": "LOOP"}, "prompt": "on"}, 400, "video", "a loop cannot be extended"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(
    client: TestClient, stage: Backstage, path: str, body: dict[str, Any], status: int, param: str | None, part: str
) -> None:
    names = {
        "SOURCE": finished(stage),
        "TALL": finished(stage, size=Size(72, 128)),
        "LOOP": finished(stage, loop=True),
    }
    names["WAITING"] = stage.orders.place(
        Order(photo=photo_file(), prompt="p", model="sora-2", seconds=1, size=Size(128, 72))
    ).id

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: named(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [named(inner) for inner in value]
        return names.get(value, value) if isinstance(value, str) else value

    stored = stage.stored()
    reply = client.post(f"/v1/videos/{path}", json=named(body))
    error = reply.json()["error"]
    assert (reply.status_code, error["param"]) == (status, param), error
    assert part in error["message"] and stage.stored() == stored


def test_an_uploaded_film_cannot_be_extended_here_and_that_is_said(client: TestClient) -> None:
    reply = client.post("/v1/videos/extensions", data={"prompt": "on"}, files={"video": ("a.mp4", b"film")})
    assert reply.status_code == 501 and "by their id" in reply.json()["error"]["message"]


def test_what_was_put_together_has_no_plan_to_remix(client: TestClient, stage: Backstage) -> None:
    ids = [finished(stage), finished(stage)]
    made = client.post("/v1/videos/stitch", json={"videos": [{"id": one} for one in ids]}).json()["id"]
    begun = stage.videos.begin(made)
    assert begun is not None and begun.run is not None
    result = stage.videos.get(ids[0]).result
    assert result is not None
    stage.videos.complete(made, begun.run, type(result)(**{**vars(result), "plan": None}))
    for reply in (
        client.get(f"/v1/videos/{made}/plan"),
        client.post(f"/v1/videos/{made}/remix", json={"prompt": "slower"}),
    ):
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "no_plan")
    assert client.get(f"/v1/videos/{made}/report").json()["directed"] is None


def test_a_marked_retry_is_the_same_video(client: TestClient, stage: Backstage) -> None:
    body = {"videos": [{"id": finished(stage)}, {"id": finished(stage)}]}
    first = client.post("/v1/videos/stitch", json=body).json()["id"]
    again = client.post("/v1/videos/stitch", json=body, headers={"x-stainless-retry-count": "1"})
    assert again.json()["id"] == first
