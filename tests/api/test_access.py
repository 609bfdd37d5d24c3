"""Keys: who has none of them gets nothing, and who has one sees only what is theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from backstage import Backstage, photo_file
from vivant.api import create_app
from vivant.api.access import ANYBODY, Doorkeeper, WrongKey

MINE, YOURS = "sk-mine-0123456789", "sk-yours-0123456789"
WISHES = {"prompt": "slow push in", "seconds": "1", "size": "128x72"}
UPLOAD = {"input_reference": ("upload", photo_file(), "application/octet-stream")}


def bearer(key: str, **more: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}", **more}


@pytest.fixture
def guarded(stage: Backstage) -> Iterator[TestClient]:
    settings = stage.settings.model_copy(update={"api_keys": SecretStr(f"{MINE}, {YOURS}")})
    with TestClient(create_app(settings, queue=stage.queue), raise_server_exceptions=False) as client:
        yield client


def test_without_keys_anybody_is_welcome() -> None:
    assert Doorkeeper.of(None).tenant(None) == Doorkeeper.of(" , ").tenant("Bearer x") == ANYBODY


def test_each_key_is_a_tenant_of_its_own() -> None:
    door = Doorkeeper.of(f"{MINE},{YOURS}")
    mine, yours = door.tenant(f"Bearer {MINE}"), door.tenant(f"bearer {YOURS}")
    assert mine != yours and MINE not in mine and len(mine) == 64


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", f"Basic {MINE}", f"Bearer {MINE}x", "Bearer é"])
def test_a_wrong_key_is_refused_and_never_repeated(header: str | None) -> None:
    with pytest.raises(WrongKey) as refused:
        Doorkeeper.of(MINE).tenant(header)
    assert refused.value.status == 401 and MINE not in refused.value.message


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/videos"), ("GET", "/v1/videos"), ("GET", "/v1/videos/video_1"),
        ("DELETE", "/v1/videos/video_1"),
        ("GET", "/v1/videos/video_1/content"), ("GET", "/v1/videos/video_1/plan"), ("POST", "/v1/plans"),
        ("GET", "/v1/videos/video_1/report"), ("GET", "/v1/videos/video_1/events"), ("GET", "/v1/models"),
        ("POST", "/v1/videos/video_1/cancel"), ("GET", "/v1/plans/schema"), ("POST", "/v1/batches"),
    ],
)  # fmt: skip
def test_every_path_asks_for_the_key(guarded: TestClient, method: str, path: str) -> None:
    for headers in ({}, bearer("sk-wrong-0123456789abc")):
        reply = guarded.request(method, path, headers=headers)
        error = reply.json()["error"]
        assert (reply.status_code, error["code"], error["type"]) == (401, "invalid_api_key", "invalid_request_error")
        assert "wrong-0123456789" not in reply.text


def test_a_video_is_nothing_to_another_key(guarded: TestClient, stage: Backstage) -> None:
    video = guarded.post("/v1/videos", data=WISHES, files=UPLOAD, headers=bearer(MINE)).json()
    stage.studio.film(video["id"])
    path = f"/v1/videos/{video['id']}"
    for method, end in (
        ("GET", ""), ("GET", "/content"), ("GET", "/plan"), ("GET", "/report"), ("GET", "/events"),
        ("POST", "/cancel"), ("DELETE", ""),
    ):  # fmt: skip
        reply = guarded.request(method, path + end, headers=bearer(YOURS))
        assert reply.status_code == 404, (method, end)
    assert guarded.get("/v1/videos", headers=bearer(YOURS)).json()["data"] == []
    assert [one["id"] for one in guarded.get("/v1/videos", headers=bearer(MINE)).json()["data"]] == [video["id"]]
    assert guarded.get(path + "/content", headers=bearer(MINE)).status_code == 200


def test_a_file_is_nothing_to_another_key(guarded: TestClient) -> None:
    files = {"file": ("a.jpg", photo_file(), "image/jpeg")}
    file_id = guarded.post("/v1/files", data={"purpose": "x"}, files=files, headers=bearer(MINE)).json()["id"]
    for method, end in (("GET", ""), ("GET", "/content"), ("DELETE", "")):
        assert guarded.request(method, f"/v1/files/{file_id}{end}", headers=bearer(YOURS)).status_code == 404
    assert guarded.get("/v1/files", headers=bearer(YOURS)).json()["data"] == []
    stolen = {**WISHES, "input_reference": {"file_id": file_id}}
    assert guarded.post("/v1/videos", json=stolen, headers=bearer(YOURS)).status_code == 404
    assert guarded.post("/v1/videos", json=stolen, headers=bearer(MINE)).status_code == 200


def test_idempotency_and_retries_are_each_keys_own(guarded: TestClient) -> None:
    def created(key: str, **more: str) -> str:
        reply = guarded.post("/v1/videos", data=WISHES, files=UPLOAD, headers=bearer(key, **more))
        video_id: str = reply.json()["id"]
        return video_id

    named = {"idempotency-key": "k"}
    assert created(MINE, **named) == created(MINE, **named) != created(YOURS, **named)
    retried = {"x-stainless-retry-count": "1"}
    assert created(MINE, **retried) != created(YOURS, **retried)


def test_health_and_the_description_are_for_all(guarded: TestClient) -> None:
    assert guarded.get("/healthz").status_code == guarded.get("/openapi.json").status_code == 200
