from __future__ import annotations

import base64
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstage import Backstage, photo_file

PHOTO = photo_file()
DATA_URL = "data:image/jpeg;base64," + base64.b64encode(PHOTO).decode()
WISHES = {"prompt": "slow push in", "seconds": "1", "size": "128x72"}
UPLOAD = {"input_reference": ("upload", PHOTO, "application/octet-stream")}
KEYS = {
    "id", "object", "created_at", "status", "completed_at", "error", "expires_at",
    "model", "progress", "prompt", "remixed_from_video_id", "seconds", "size",
}  # fmt: skip


def create(client: TestClient, **changes: Any) -> Any:
    return client.post("/v1/videos", data={**WISHES, **changes}, files=UPLOAD)


def test_a_file_in_a_form_makes_a_queued_video(client: TestClient, stage: Backstage) -> None:
    reply = create(client, model="sora-2")
    video = reply.json()
    assert reply.status_code == 200
    assert set(video) >= KEYS
    assert video["object"] == "video" and video["status"] == "queued" and video["progress"] == 0
    assert (video["seconds"], video["size"], video["model"]) == ("1", "128x72", "sora-2")
    assert [video[name] for name in ("error", "completed_at", "expires_at", "remixed_from_video_id")] == [None] * 4
    assert stage.queue.waiting == [video["id"]]


def test_json_with_a_data_url_makes_one_too(client: TestClient, stage: Backstage) -> None:
    reply = client.post("/v1/videos", json={**WISHES, "seconds": 1, "input_reference": {"image_url": DATA_URL}})
    assert reply.status_code == 200 and reply.json()["seconds"] == "1"
    assert stage.assets.read(f"videos/{reply.json()['id']}/photo") == PHOTO


def test_a_data_url_in_a_form_makes_one_too(client: TestClient) -> None:
    fields = {**WISHES, "input_reference[image_url]": DATA_URL, "audio": "true", "metadata[shot]": "12"}
    reply = client.post("/v1/videos", files={name: (None, value) for name, value in fields.items()})
    assert reply.status_code == 200
    assert reply.json()["audio"] is True and reply.json()["metadata"] == {"shot": "12"}


def test_our_own_wishes_are_taken(client: TestClient) -> None:
    video = create(
        client, seed="7", fit="contain", audio="false", fps="30", seconds="2.5", strength="2", loop="true"
    ).json()
    assert (video["seed"], video["fit"], video["audio"], video["fps"]) == (7, "contain", False, 30)
    assert video["strength"] == 2.0 and video["loop"] is True
    assert video["seconds"] == "2.5"


def test_without_size_and_seconds_the_originals_defaults_hold(client: TestClient) -> None:
    video = client.post("/v1/videos", data={"prompt": "p"}, files=UPLOAD).json()
    assert (video["seconds"], video["size"], video["model"]) == ("4", "720x1280", "sora-2")


@pytest.mark.parametrize(
    ("changes", "status", "param", "code", "part"),
    [
        ({"duration": "4"}, 400, "duration", "unknown_parameter", "Unknown parameter: 'duration'."),
        ({"prompt": ""}, 400, "prompt", "invalid_value", "Invalid value for 'prompt'"),
        ({"prompt": "  \n"}, 400, "prompt", "invalid_value", "blank"),
        ({"prompt": "x" * 32_001}, 400, "prompt", "invalid_value", "32000"),
        ({"prompt": "a\x00b"}, 400, "prompt", "invalid_value", "NUL"),
        ({"seconds": "0"}, 400, "seconds", "invalid_value", "Invalid value: '0'."),
        ({"seconds": "90"}, 400, "seconds", "invalid_value", "takes 1 to 20"),
        ({"seconds": "nan"}, 400, "seconds", "invalid_value", "Invalid value"),
        ({"seconds": "four"}, 400, "seconds", "invalid_value", "Invalid value: 'four'."),
        ({"size": "720p"}, 400, "size", "invalid_value", "expected WIDTHxHEIGHT"),
        ({"size": "129x72"}, 400, "size", "invalid_value", "any even"),
        ({"size": "1920x1080"}, 400, "size", "invalid_value", "sora-2 takes 720x1280, 1280x720"),
        ({"model": "sora-3"}, 404, "model", "not_found", "Available: sora-2"),
        ({"fit": "squeeze"}, 400, "fit", "invalid_value", "'cover', 'contain' or 'strict'"),
        ({"fit": "strict"}, 400, "input_reference", "invalid_value", "must match the requested width"),
        ({"seed": "x"}, 400, "seed", "invalid_value", "Invalid value for 'seed'"),
        ({"seed": str(2**63)}, 400, "seed", "invalid_value", "less than"),
        ({"fps": "1000"}, 400, "fps", "invalid_value", "less than or equal to 60"),
        ({"strength": "9"}, 400, "strength", "invalid_value", "less than or equal to 4"),
        ({"strength": "0.1"}, 400, "strength", "invalid_value", "greater than or equal to 0.25"),
        ({"audio": "loud"}, 400, "audio", "invalid_value", "boolean"),
        ({"loop": "round"}, 400, "loop", "invalid_value", "boolean"),
        ({"webhook_url": "https://x"}, 400, "webhook_url", "unsupported_parameter", "not available"),
        ({"remix_video_id": "video_1"}, 404, "video_id", "not_found", "Video with id 'video_1' not found."),
        ({"characters[][id]": "char_1"}, 400, "characters", "unsupported_parameter", "not available"),
        ({"metadata[a]": "x" * 513}, 400, "metadata.a", "invalid_value", "512"),
        ({"prompt[a]": "x"}, 400, "prompt", "invalid_type", "expected a string, but got an object instead."),
    ],
)
def test_a_wish_that_cannot_be_met_is_named_and_leaves_nothing(
    client: TestClient, stage: Backstage, changes: dict[str, str], status: int, param: str, code: str, part: str
) -> None:
    wishes = {**WISHES, **changes}
    if "prompt[a]" in changes:
        del wishes["prompt"]
    reply = client.post("/v1/videos", data=wishes, files=UPLOAD)
    error = reply.json()["error"]
    assert (reply.status_code, error["param"], error["code"]) == (status, param, code)
    assert error["type"] == "invalid_request_error"
    assert part in error["message"]
    assert stage.stored() == [] and stage.queue.waiting == []


@pytest.mark.parametrize(
    ("reference", "code", "part"),
    [
        (None, "missing_required_parameter", "the scene engine animates a photograph"),
        ("coffee.jpg", "invalid_type", "expected a file, but got a string instead."),
        ({}, "invalid_value", "exactly one of file_id and image_url"),
        ({"file_id": "file_1", "image_url": DATA_URL}, "invalid_value", "exactly one of"),
        ({"file_id": 7}, "invalid_type", "expected a string"),
        ({"image_url": "https://example.com/a.jpg"}, "unsupported_parameter", "fetches nothing from the web"),
        ({"image_url": 7}, "invalid_type", "expected a string"),
        ({"image_url": "data:image/jpeg;base64,***"}, "invalid_value", "expected a data URL"),
        ({"image_url": "data:text/plain,hello"}, "invalid_image", "unsupported mimetype ('text/plain')"),
        ([], "invalid_type", "got an array"),
    ],
)
def test_a_reference_that_is_no_photo_is_refused(
    client: TestClient, stage: Backstage, reference: object, code: str, part: str
) -> None:
    reply = client.post("/v1/videos", json={**WISHES, "input_reference": reference})
    error = reply.json()["error"]
    assert reply.status_code == 400
    assert error["code"] == code and part in error["message"]
    assert error["param"].startswith("input_reference")
    assert stage.stored() == []


@pytest.mark.parametrize("content", [b"", b"not a photo", PHOTO[:200], b"%PDF-1.7 ..."])
def test_a_file_that_is_no_photo_is_refused(client: TestClient, stage: Backstage, content: bytes) -> None:
    reply = client.post("/v1/videos", data=WISHES, files={"input_reference": ("a.jpg", content, "image/jpeg")})
    assert reply.status_code == 400 and reply.json()["error"]["param"] == "input_reference"
    assert stage.stored() == [] and stage.queue.waiting == []


def test_a_missing_prompt_is_named(client: TestClient) -> None:
    error = client.post("/v1/videos", files=UPLOAD).json()["error"]
    assert error["message"] == "Missing required parameter: 'prompt'."


def test_a_body_too_large_is_refused_while_it_comes_in(client: TestClient, stage: Backstage) -> None:
    large = {"input_reference": ("upload", b"\xff" * (52 * 1024 * 1024), "image/jpeg")}
    reply = client.post("/v1/videos", data=WISHES, files=large)
    assert reply.status_code == 413
    assert "at most 50 MB" in reply.json()["error"]["message"]
    assert stage.stored() == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"prompt": "p", "seconds": "\\ud800"}', "application/json", 400),
        (b'{"prompt": "p", "\\ud800": 1}', "application/json", 400),
        (b'{"prompt": "\\ud800"}', "application/json", 400),
        (b"hello", "text/plain", 415),
        (b"hello", "multipart/form-data", 400),
        (b"hello", "multipart/form-data; boundary=x", 400),
        (b'--x\r\nContent-Disposition: form-data; name="prompt"\r\n\r\nhal', "multipart/form-data; boundary=x", 400),
        (b"prompt=p&seconds=1", "application/x-www-form-urlencoded", 400),
    ],
)
def test_a_body_not_understood_is_refused_in_the_envelope(
    client: TestClient, body: bytes, kind: str, status: int
) -> None:
    reply = client.post("/v1/videos", content=body, headers={"content-type": kind})
    assert reply.status_code == status
    assert set(reply.json()["error"]) == {"message", "type", "param", "code"}


def test_a_marked_retry_gets_the_video_it_made_before(client: TestClient) -> None:
    first = create(client).json()["id"]
    again = client.post("/v1/videos", data=WISHES, files=UPLOAD, headers={"x-stainless-retry-count": "1"})
    assert again.json()["id"] == first
    unmarked = client.post("/v1/videos", data=WISHES, files=UPLOAD, headers={"x-stainless-retry-count": "0"})
    assert unmarked.json()["id"] != first


def test_an_idempotency_key_is_honoured(client: TestClient) -> None:
    def keyed(**changes: str) -> Any:
        headers = {"idempotency-key": "k"}
        return client.post("/v1/videos", data={**WISHES, **changes}, files=UPLOAD, headers=headers)

    first = keyed()
    assert keyed().json()["id"] == first.json()["id"]
    conflict = keyed(seed="2")
    assert conflict.status_code == 409 and conflict.json()["error"]["code"] == "idempotency_conflict"
