from __future__ import annotations

import hashlib

from fastapi.testclient import TestClient

from backstage import FILM, Backstage, photo_file
from vivant.jobs import Order
from vivant.media import Size

ORDER = Order(photo=photo_file(), prompt="slow push in", model="sora-2", seconds=1, size=Size(128, 72), seed=7)


def test_a_waiting_video_reports_what_was_asked_for_and_what_is_foreseen(
    client: TestClient, stage: Backstage
) -> None:
    report = client.get(f"/v1/videos/{stage.orders.place(ORDER).id}/report").json()
    assert (report["object"], report["status"], report["starts"]) == ("video.report", "queued", 0)
    asked = report["asked"]
    assert (asked["seed"], asked["model"], asked["size"], asked["seconds"]) == (7, "sora-2", "128x72", "1")
    assert (report["made"], report["error"]) == (None, None)
    assert report["directed"]["final"] is False
    assert [(one["clause"], one["status"]) for one in report["directed"]["outcomes"]] == [("slow push in", "done")]
    assert report["times"]["began_at"] is None and report["times"]["stages_s"] is None


def test_a_finished_video_reports_what_was_made(client: TestClient, stage: Backstage) -> None:
    video_id = stage.orders.place(ORDER).id
    stage.studio.film(video_id)
    report = client.get(f"/v1/videos/{video_id}/report").json()
    made, times = report["made"], report["times"]
    assert made["frames"] == 24 and made["bytes"]["video"] == len(FILM)
    assert made["sha256"] == hashlib.sha256(FILM).hexdigest()
    assert set(made["bytes"]) == {"video", "thumbnail", "spritesheet"}
    assert times["stages_s"] == {"render": 1.5}
    assert times["created_at"] <= times["began_at"] <= times["completed_at"]
    assert (times["waited_s"], times["worked_s"]) == (
        times["began_at"] - times["created_at"],
        times["completed_at"] - times["began_at"],
    )
    assert report["directed"]["counts"] == {"done": 1, "approximated": 0, "unsupported": 0}
    assert report["directed"]["notes"] == ["pretended"] and report["directed"]["final"] is True
    assert "/" not in made["version"] and str(stage.settings.data) not in client.get(f"/v1/videos/{video_id}").text


def test_a_failed_video_reports_why(client: TestClient, stage: Backstage) -> None:
    video_id = stage.orders.place(ORDER).id
    stage.orders.cancel(video_id)
    report = client.get(f"/v1/videos/{video_id}/report").json()
    assert (report["status"], report["error"]["code"], report["made"]) == ("failed", "cancelled", None)


def test_an_unknown_video_has_no_report(client: TestClient) -> None:
    assert client.get("/v1/videos/video_1/report").status_code == 404
