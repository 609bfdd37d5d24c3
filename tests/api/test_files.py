from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstage import Backstage, photo_file

PHOTO = photo_file()


def upload(client: TestClient, content: bytes = PHOTO, name: str = "a.jpg", purpose: str = "vision") -> Any:
    return client.post("/v1/files", data={"purpose": purpose}, files={"file": (name, content, "image/jpeg")})


def test_a_file_is_kept_shown_and_deleted(client: TestClient, stage: Backstage) -> None:
    file = upload(client).json()
    assert (file["object"], file["bytes"], file["filename"]) == ("file", len(PHOTO), "a.jpg")
    assert (file["purpose"], file["status"], file["expires_at"]) == ("vision", "processed", None)
    path = f"/v1/files/{file['id']}"
    assert client.get(path).json() == file
    assert client.delete(path, headers={"content-type": "application/json"}).json() == {
        "id": file["id"],
        "object": "file",
        "deleted": True,
    }
    assert client.get(path).status_code == client.get(path + "/content").status_code == 404
    assert client.delete(path).json()["error"]["message"] == f"File with id '{file['id']}' not found."
    assert stage.stored() == []


def test_content_comes_whole_in_part_or_not_at_all(client: TestClient) -> None:
    path = f"/v1/files/{upload(client).json()['id']}/content"
    whole = client.get(path)
    assert whole.content == PHOTO and whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["content-type"] == "application/octet-stream"
    assert whole.headers["content-disposition"] == "attachment; filename*=UTF-8''a.jpg"
    part = client.get(path, headers={"range": "bytes=2-5"})
    assert (part.status_code, part.content) == (206, PHOTO[2:6])
    assert client.get(path, headers={"if-none-match": whole.headers["etag"]}).status_code == 304
    assert client.get(path, headers={"range": f"bytes={len(PHOTO)}-"}).status_code == 416
    assert client.head(path).headers["content-length"] == str(len(PHOTO))


def test_the_list_is_paged_and_filtered(client: TestClient) -> None:
    ids = [upload(client, purpose=purpose).json()["id"] for purpose in ("a", "b", "a")][::-1]
    first = client.get("/v1/files?limit=2").json()
    assert [file["id"] for file in first["data"]] == ids[:2]
    assert (first["first_id"], first["last_id"], first["has_more"]) == (ids[0], ids[1], True)
    assert [file["id"] for file in client.get(f"/v1/files?after={ids[1]}").json()["data"]] == ids[2:]
    assert [file["id"] for file in client.get("/v1/files?purpose=b").json()["data"]] == [ids[1]]
    assert client.get("/v1/files?limit=0").json()["error"]["param"] == "limit"


@pytest.mark.parametrize(
    ("name", "shown"),
    [("../../etc/passwd", "passwd"), ("C:\\photos\\a.jpg", "a.jpg"), ("ภาพ.jpg", "ภาพ.jpg"), ("x" * 300, "x" * 255)],
)
def test_a_name_is_only_a_name(client: TestClient, name: str, shown: str) -> None:
    file = upload(client, name=name).json()
    assert file["filename"] == shown
    assert client.get(f"/v1/files/{file['id']}/content").content == PHOTO


@pytest.mark.parametrize(
    ("data", "files", "param", "code"),
    [
        ({"purpose": "vision"}, {}, "file", "missing_required_parameter"),
        ({}, {"file": b"x"}, "purpose", "missing_required_parameter"),
        ({"purpose": "vision", "file": "text"}, {}, "file", "invalid_type"),
        ({"purpose": "a b"}, {"file": b"x"}, "purpose", "invalid_value"),
        ({"purpose": "x" * 65}, {"file": b"x"}, "purpose", "invalid_value"),
        ({"purpose": "vision", "path": "/x"}, {"file": b"x"}, "path", "unknown_parameter"),
    ],
)
def test_what_is_wrong_is_named_and_leaves_nothing(
    client: TestClient, stage: Backstage, data: Any, files: Any, param: str, code: str
) -> None:
    reply = client.post("/v1/files", data=data, files=files)
    error = reply.json()["error"]
    assert (reply.status_code, error["param"], error["code"]) == (400, param, code)
    assert stage.stored() == []


def test_a_file_too_large_is_refused(client: TestClient, stage: Backstage) -> None:
    reply = upload(client, content=b"x" * (52 << 20))
    assert (reply.status_code, reply.json()["error"]["param"]) == (413, "file")
    assert "at most 50 MB" in reply.json()["error"]["message"] and stage.stored() == []


def test_a_video_is_made_of_a_file_and_outlives_it(client: TestClient, stage: Backstage) -> None:
    file_id = upload(client).json()["id"]
    wishes = {"prompt": "slow push in", "seconds": "1", "size": "128x72"}
    made = client.post("/v1/videos", json={**wishes, "input_reference": {"file_id": file_id}})
    form = {**wishes, "input_reference[file_id]": file_id}
    also = client.post("/v1/videos", files={name: (None, value) for name, value in form.items()})
    assert made.status_code == also.status_code == 200
    client.delete(f"/v1/files/{file_id}")
    assert stage.studio.film(made.json()["id"]) == "completed"
    gone = client.post("/v1/videos", json={**wishes, "input_reference": {"file_id": file_id}})
    error = gone.json()["error"]
    assert (gone.status_code, error["param"]) == (404, "input_reference.file_id")


def test_a_file_that_is_no_photo_cannot_be_filmed(client: TestClient) -> None:
    file_id = upload(client, content=b"a,b\n1,2\n", name="a.csv").json()["id"]
    reply = client.post("/v1/videos", json={"prompt": "p", "input_reference": {"file_id": file_id}})
    assert reply.status_code == 400 and reply.json()["error"]["param"] == "input_reference"
