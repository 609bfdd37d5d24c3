from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstage import Backstage, photo_file
from vivant.direction import ShotPlan
from vivant.direction.advice import directed
from vivant.engines.catalogue import find_model
from vivant.errors import RenderFailed
from vivant.jobs import Order
from vivant.media import Size

PLAN = directed("pan right 10 degrees, rain", seconds=2, capabilities=find_model("sora-2").capabilities)
ORDER = Order(
    photo=photo_file(), prompt="pan right 10 degrees, rain", model="sora-2", seconds=2, size=Size(128, 72), fps=12,
    seed=7, fit="contain", audio=False, strength=2.0, asked_plan=PLAN.to_json(),
)  # fmt: skip
KEPT = ("model", "seconds", "size", "fps", "seed", "fit", "audio", "strength")


@pytest.fixture
def source(stage: Backstage) -> str:
    video_id = stage.orders.place(ORDER).id
    assert stage.studio.film(video_id) == "completed"
    return video_id


def test_a_remix_changes_what_the_words_name_and_keeps_all_else(
    client: TestClient, stage: Backstage, source: str
) -> None:
    reply = client.post(f"/v1/videos/{source}/remix", json={"prompt": "half as far"})
    video, before = reply.json(), client.get(f"/v1/videos/{source}").json()
    assert reply.status_code == 200
    assert (video["status"], video["prompt"], video["remixed_from_video_id"]) == ("queued", "half as far", source)
    assert {name: video[name] for name in KEPT} == {name: before[name] for name in KEPT}
    stage.studio.film(video["id"])
    first, second = stage.renderer.calls
    assert (first["photo"].rgb == second["photo"].rgb).all()
    assert {name: second[name] for name in KEPT if name != "model"} == {
        name: first[name] for name in KEPT if name != "model"
    }
    plan = second["plan"]
    assert plan.camera[0].amount == PLAN.camera[0].amount / 2
    assert (plan.atmosphere, plan.sound, plan.seconds) == (PLAN.atmosphere, PLAN.sound, PLAN.seconds)
    assert client.get(f"/v1/videos/{video['id']}/plan").json()["change"] == ["half as far"]


@pytest.mark.parametrize("form", [{"data": {"prompt": "slower"}}, {"files": {"prompt": (None, "slower")}}])
def test_a_form_does_as_well(client: TestClient, source: str, form: Any) -> None:
    assert client.post(f"/v1/videos/{source}/remix", **form).json()["remixed_from_video_id"] == source


def test_an_edit_by_id_is_a_remix(client: TestClient, source: str) -> None:
    edited = client.post("/v1/videos/edits", json={"prompt": "half as far", "video": {"id": source}}).json()
    assert (edited["remixed_from_video_id"], edited["prompt"]) == (source, "half as far")
    form = [("prompt", (None, "slower")), ("video", (None, "")), ("video[id]", (None, source))]
    assert client.post("/v1/videos/edits", files=form).json()["remixed_from_video_id"] == source
    upload = client.post("/v1/videos/edits", data={"prompt": "slower"}, files={"video": ("a.mp4", b"film")})
    assert upload.status_code == 501 and "uploaded films are not available" in upload.json()["error"]["message"]
    missing = client.post("/v1/videos/edits", json={"prompt": "slower"}).json()["error"]
    assert (missing["param"], missing["code"]) == ("video", "missing_required_parameter")


def test_creating_with_a_remix_video_id_is_a_remix(client: TestClient, stage: Backstage, source: str) -> None:
    wishes = {"prompt": "pan left instead", "remix_video_id": source, "seconds": "2", "size": "128x72"}
    video = client.post("/v1/videos", json={**wishes, "metadata": {"a": "b"}}).json()
    assert video["remixed_from_video_id"] == source and video["metadata"] == {"a": "b"}
    stage.studio.film(video["id"])
    assert stage.renderer.calls[-1]["plan"].camera[0].move == "pan_left"


@pytest.mark.parametrize(
    ("more", "param"),
    [({"seconds": "4"}, "seconds"), ({"size": "1280x720"}, "size"), ({"seed": 8}, "seed"), ({"fit": "cover"}, "fit")],
)
def test_what_a_remix_keeps_cannot_be_asked_otherwise(
    client: TestClient, source: str, more: dict[str, Any], param: str
) -> None:
    reply = client.post("/v1/videos", json={"prompt": "slower", "remix_video_id": source, **more})
    error = reply.json()["error"]
    assert (reply.status_code, error["param"]) == (400, param) and "a remix keeps its source's" in error["message"]


def test_a_remix_takes_no_photo_of_its_own(client: TestClient, source: str) -> None:
    reply = client.post(
        "/v1/videos", data={"prompt": "slower", "remix_video_id": source}, files={"input_reference": photo_file()}
    )
    assert reply.status_code == 400 and reply.json()["error"]["param"] == "input_reference"


def test_a_remix_outlives_its_source(client: TestClient, stage: Backstage, source: str) -> None:
    made = client.post(f"/v1/videos/{source}/remix", json={"prompt": "slower"}).json()["id"]
    client.delete(f"/v1/videos/{source}")
    assert stage.studio.film(made) == "completed"
    again = client.post(f"/v1/videos/{made}/remix", json={"prompt": "slower"})
    assert again.json()["remixed_from_video_id"] == made


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({}, "prompt", "missing_required_parameter"),
        ({"prompt": " "}, "prompt", "invalid_value"),
        ({"prompt": 7}, "prompt", "invalid_type"),
        ({"prompt": "slower", "size": "128x72"}, "size", "unknown_parameter"),
    ],
)
def test_what_is_wrong_is_named(client: TestClient, source: str, body: Any, param: str, code: str) -> None:
    reply = client.post(f"/v1/videos/{source}/remix", json=body)
    assert (reply.status_code, reply.json()["error"]["param"], reply.json()["error"]["code"]) == (400, param, code)


def test_a_source_that_is_absent_unfinished_or_failed_is_404(client: TestClient, stage: Backstage) -> None:
    def refused(video_id: str) -> str:
        reply = client.post(f"/v1/videos/{video_id}/remix", json={"prompt": "slower"})
        assert reply.status_code == 404
        message: str = reply.json()["error"]["message"]
        return message

    def fail(_step: int) -> None:
        raise RenderFailed("render: stopped")

    waiting = stage.orders.place(ORDER).id
    not_ready = "Video is not ready yet, use GET /v1/videos/{video_id} to check status."
    assert refused("video_1") == "Video with id 'video_1' not found."
    assert refused(waiting) == not_ready
    stage.renderer.at_step = fail
    stage.studio.film(waiting)
    assert "render: stopped" in refused(waiting)


def test_a_marked_retry_of_a_remix_is_the_same_video(client: TestClient, source: str) -> None:
    def remixed(prompt: str, **headers: str) -> str:
        reply = client.post(f"/v1/videos/{source}/remix", json={"prompt": prompt}, headers=headers)
        video_id: str = reply.json()["id"]
        return video_id

    first = remixed("slower")
    assert remixed("slower", **{"x-stainless-retry-count": "2"}) == first
    assert remixed("faster", **{"x-stainless-retry-count": "2"}) != first
    keyed = remixed("slower", **{"idempotency-key": "k"})
    assert remixed("slower", **{"idempotency-key": "k"}) == keyed


def test_a_loop_is_kept_until_the_words_end_it(client: TestClient, stage: Backstage) -> None:
    looped = ShotPlan(seconds=2, style=("loop",), camera=PLAN.camera)
    order = Order(prompt="p", photo=photo_file(), model="sora-2", seconds=2, size=Size(128, 72), loop=True,
                  asked_plan=looped.to_json())  # fmt: skip
    video_id = stage.orders.place(order).id
    stage.studio.film(video_id)
    assert client.post(f"/v1/videos/{video_id}/remix", json={"prompt": "half as far"}).json()["loop"] is True
    assert client.post(f"/v1/videos/{video_id}/remix", json={"prompt": "no loop"}).json()["loop"] is False
