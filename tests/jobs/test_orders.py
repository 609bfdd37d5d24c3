from __future__ import annotations

from dataclasses import replace

import pytest

from backstage import Backstage, photo_file
from vivant.errors import NotFound
from vivant.jobs import Order, Orders
from vivant.jobs.orders import KEY_LIFE_S
from vivant.media import Size
from vivant.storage.videos import Duplicate

ORDER = Order(photo=photo_file(), prompt="slow push in", model="sora-2", seconds=1, size=Size(128, 72))


def test_an_order_is_a_row_a_photo_and_a_place_in_the_queue(stage: Backstage) -> None:
    video = stage.orders.place(ORDER)
    assert video.status == "queued"
    assert stage.assets.read(video.input_key) == ORDER.photo
    assert stage.queue.waiting == [video.id]


def test_the_same_order_twice_is_two_videos(stage: Backstage) -> None:
    assert stage.orders.place(ORDER).id != stage.orders.place(ORDER).id


def test_one_key_and_one_body_are_one_video(stage: Backstage) -> None:
    first = stage.orders.place(ORDER, key="k")
    assert stage.orders.place(ORDER, key="k").id == first.id
    assert stage.stored() == [first.input_key]


def test_one_key_and_two_bodies_are_a_conflict_that_leaves_nothing(stage: Backstage) -> None:
    first = stage.orders.place(ORDER, key="k")
    with pytest.raises(Duplicate, match="already used for another request"):
        stage.orders.place(replace(ORDER, seed=1), key="k")
    assert stage.stored() == [first.input_key]


def test_a_marked_retry_of_the_same_request_is_the_same_video(stage: Backstage) -> None:
    first = stage.orders.place(ORDER)
    assert stage.orders.place(ORDER, retried=True).id == first.id
    assert stage.orders.place(replace(ORDER, prompt="pan left"), retried=True).id != first.id
    assert stage.orders.place(replace(ORDER, photo=photo_file(80, 60)), retried=True).id != first.id


def test_a_retry_long_after_is_a_new_request(stage: Backstage) -> None:
    later = Orders(
        stage.videos, stage.assets, stage.queue, clock=lambda: stage.videos.get(first.id).created_at + 3600
    )
    first = stage.orders.place(ORDER)
    assert later.place(ORDER, retried=True).id != first.id


def test_a_key_is_free_again_after_a_day(stage: Backstage) -> None:
    now = [0.0]
    orders = Orders(stage.videos, stage.assets, stage.queue, clock=lambda: now[0])
    first = orders.place(ORDER, key="k")
    now[0] = first.created_at + KEY_LIFE_S - 1
    assert orders.place(ORDER, key="k").id == first.id
    now[0] = first.created_at + KEY_LIFE_S
    other = orders.place(replace(ORDER, seed=1), key="k")
    assert other.id != first.id and stage.videos.get(first.id).status == "queued"


def test_what_others_asked_for_is_no_repetition(stage: Backstage) -> None:
    mine = stage.orders.place(ORDER, key="k", tenant="me")
    assert stage.orders.place(ORDER, key="k", tenant="you").id != mine.id
    assert stage.orders.place(ORDER, retried=True, tenant="someone").id != mine.id
    for take in (stage.orders.cancel, stage.orders.delete):
        with pytest.raises(NotFound):
            take(mine.id, tenant="you")
    assert stage.videos.get(mine.id).status == "queued"


def test_when_the_queue_is_out_of_reach_nothing_is_left(stage: Backstage) -> None:
    def refuse(_video_id: str) -> None:
        raise ConnectionError("no queue")

    stage.queue.put = refuse  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        stage.orders.place(ORDER)
    assert stage.stored() == [] and stage.videos.page(limit=1).videos == []


def test_what_waits_is_put_in_the_queue_again_after_a_crash(stage: Backstage) -> None:
    video = stage.orders.place(ORDER)
    stage.queue.waiting.clear()
    assert stage.orders.resume() == 1
    assert stage.queue.waiting == [video.id]


def test_cancelling_fails_the_video_once(stage: Backstage) -> None:
    video = stage.orders.place(ORDER)
    cancelled = stage.orders.cancel(video.id)
    assert cancelled.status == "failed" and cancelled.failure is not None
    assert cancelled.failure.code == "cancelled"
    assert stage.orders.cancel(video.id).completed_at == cancelled.completed_at
    assert stage.queue.withdrawn == [video.id]


def test_deleting_leaves_nothing(stage: Backstage) -> None:
    video = stage.orders.place(ORDER)
    stage.orders.delete(video.id)
    assert stage.stored() == [] and stage.queue.withdrawn == [video.id]
    with pytest.raises(NotFound):
        stage.orders.delete(video.id)
