from __future__ import annotations

import asyncio

import pytest
from fastapi.testclient import TestClient

from vivant.api.absent import ABSENT


def test_every_reply_carries_the_common_headers(client: TestClient) -> None:
    replies = [client.get(path) for path in ("/healthz", "/v1/videos", "/v1/nothing", "/v1/videos/video_1")]
    for reply in replies:
        assert reply.headers["x-request-id"].startswith("req_")
        assert reply.headers["openai-version"] == "2020-10-01"
        assert reply.headers["openai-processing-ms"].isdigit()
    assert len({reply.headers["x-request-id"] for reply in replies}) == len(replies)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/", 404, "unknown_url"),
        ("GET", "/v1/videos/", 404, "unknown_url"),
        ("GET", "/docs", 404, "unknown_url"),
        ("PUT", "/v1/videos", 405, "method_not_allowed"),
        ("PATCH", "/v1/videos/video_1", 405, "method_not_allowed"),
        ("GET", "/v1/models/gpt-1", 404, "not_found"),
    ],
)
def test_the_frameworks_own_errors_come_in_the_envelope(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    reply = client.request(method, path)
    assert reply.status_code == status
    assert set(reply.json()) == {"error"}
    assert set(reply.json()["error"]) == {"message", "type", "param", "code"}
    assert reply.json()["error"]["code"] == code


def test_a_fault_of_ours_tells_nothing_but_its_request_id(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(**_: object) -> None:
        raise RuntimeError("/srv/secret/path")

    client.app.state.services.videos.page = fall  # type: ignore[attr-defined]
    reply = client.get("/v1/videos")
    assert reply.status_code == 500
    assert reply.json()["error"]["type"] == "server_error" and "secret" not in reply.text
    assert reply.headers["x-request-id"] in caplog.text and "secret" in caplog.text


@pytest.mark.parametrize("operation", ABSENT)
def test_what_is_not_there_yet_says_so_and_is_not_tried_again(client: TestClient, operation: str) -> None:
    method, _, path = operation.partition(" ")
    reply = client.request(method, path.replace("{id}", "x_1"))
    assert reply.status_code == 501 and reply.headers["x-should-retry"] == "false"
    assert reply.json()["error"]["code"] == "not_available"


def test_any_bearer_is_welcome_and_no_other_origin_is(client: TestClient) -> None:
    headers = {"authorization": "Bearer anything", "openai-organization": "o", "origin": "https://elsewhere.example"}
    reply = client.get("/v1/videos", headers=headers)
    assert reply.status_code == 200 and "access-control-allow-origin" not in reply.headers


def test_the_catalogue_is_listed(client: TestClient) -> None:
    models = client.get("/v1/models").json()
    assert models["object"] == "list"
    first = models["data"][0]
    assert first["id"] == "sora-2" and first["object"] == "model" and isinstance(first["created"], int)
    assert client.get("/v1/models/sora-2").json() == first


def test_the_description_of_the_api_is_served(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {"/v1/videos", "/v1/videos/{video_id}/content", "/v1/models"} <= set(paths)
    bodies = paths["/v1/videos"]["post"]["requestBody"]["content"]
    assert set(bodies) == {"application/json", "multipart/form-data"}
    assert "input_reference" in bodies["application/json"]["schema"]["properties"]


def test_every_operation_describes_its_errors_in_the_envelope(client: TestClient) -> None:
    description = client.get("/openapi.json").json()
    operations = [
        (f"{method.upper()} {path}", operation)
        for path, methods in description["paths"].items()
        if path != "/healthz"
        for method, operation in methods.items()
    ]
    assert len(operations) >= 22
    for name, operation in operations:
        assert "422" not in operation["responses"], name
        for status in ("4XX", "5XX"):
            schema = operation["responses"][status]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/ErrorReply"}, name
        if name.startswith("POST") and not name.endswith("/cancel"):
            assert operation["requestBody"]["required"] is True, name
    envelope = description["components"]["schemas"]["ErrorBody"]
    assert set(envelope["required"]) == {"message", "type", "param", "code"}


def test_what_is_absent_is_not_described(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
    for operation in ABSENT:
        assert operation not in described


def test_it_is_healthy(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_a_client_that_leaves_while_it_sends_is_not_our_fault(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    sent: list[object] = []

    async def leave() -> dict[str, object]:
        return {"type": "http.disconnect"}

    async def send(message: object) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/v1/videos", "headers": headers, "query_string": b""}
    asyncio.run(client.app({**scope, "asgi": {"version": "3.0"}}, leave, send))  # type: ignore[arg-type]
    assert sent == [] and caplog.text == ""
