"""Listeners are told what becomes of a video, with one look at the database for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from typing import Any

from vivant.api.news import Newsroom
from vivant.media import Size
from vivant.storage import Video

VIDEO = Video(
    id="video_1", status="queued", progress=0, model="sora-2", prompt="p", seconds=1, size=Size(128, 72), fps=24,
    seed=0, fit="cover", audio=True, created_at=0, input_key="photo",
)  # fmt: skip


class Shelf:
    """Rows that change with every look, by a script; the last state stays."""

    def __init__(self, *states: Video | Exception | None) -> None:
        self.states = list(states)
        self.asked: list[list[str]] = []

    def some(self, ids: Collection[str]) -> dict[str, Video]:
        self.asked.append(list(ids))
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if isinstance(state, Exception):
            raise state
        return {} if state is None else {one: replace(state, id=one) for one in ids}


def at(progress: int, status: Any = "in_progress") -> Video:
    return replace(VIDEO, progress=progress, status=status)


async def heard(news: AsyncIterator[Video | None]) -> list[int | None]:
    return [None if video is None else video.progress async for video in news]


def newsroom(shelf: Shelf, silence_s: float = 60) -> Newsroom:
    return Newsroom(shelf, look_every_s=0.001, silence_s=silence_s)  # type: ignore[arg-type]


def test_every_change_is_told_once_until_the_end() -> None:
    shelf = Shelf(at(10), at(10), at(10), at(40), at(100, "completed"))
    assert asyncio.run(heard(newsroom(shelf).follow(VIDEO))) == [0, 10, 40, 100]


def test_a_deleted_video_ends_the_telling() -> None:
    assert asyncio.run(heard(newsroom(Shelf(at(10), None)).follow(VIDEO))) == [0, 10, None]


def test_a_finished_video_is_told_without_a_look() -> None:
    shelf = Shelf(at(100, "completed"))

    async def follow() -> bool:
        room = newsroom(shelf)
        assert await heard(room.follow(at(100, "completed"))) == [100]
        return room.idle

    assert asyncio.run(follow()) and shelf.asked == []


def test_a_hundred_listeners_are_one_look_and_the_last_to_leave_ends_it() -> None:
    shelf = Shelf(at(10), at(20), at(30), at(100, "completed"))

    async def all_of_them() -> bool:
        room = newsroom(shelf)
        videos = [replace(VIDEO, id=f"video_{number % 4}") for number in range(100)]
        told = await asyncio.gather(*(heard(room.follow(video)) for video in videos))
        assert all(one[0] == 0 and one[-1] == 100 for one in told)
        return room.idle

    assert asyncio.run(all_of_them())
    assert len(shelf.asked) == 4 and all(len(ids) == len(set(ids)) <= 4 for ids in shelf.asked)


def test_a_silent_listener_is_told_that_the_line_is_open() -> None:
    shelf = Shelf(at(10), at(10), at(10), at(100, "completed"))
    assert asyncio.run(heard(newsroom(shelf, silence_s=0).follow(VIDEO))) == [0, 10, 10, 10, 100]


def test_who_listens_when_the_server_stops_is_let_go() -> None:
    async def follow() -> bool:
        room = newsroom(Shelf(at(10)))
        news = room.follow(VIDEO)
        assert await anext(news) is VIDEO
        room.close()
        assert [video async for video in news] in ([], [at(10)])
        return room.idle

    assert asyncio.run(follow())


def test_a_look_that_fails_is_taken_again(caplog: Any) -> None:
    shelf = Shelf(ConnectionError("no database"), at(100, "completed"))
    assert asyncio.run(heard(newsroom(shelf).follow(VIDEO))) == [0, 100]
    assert "trying again" in caplog.text
