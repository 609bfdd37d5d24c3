"""Tells many listeners what becomes of their videos, with one look at the database for all of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

from starlette.concurrency import run_in_threadpool

from vivant.storage import Video, Videos

LOOK_EVERY_S = 0.5
SILENCE_S = 15.0
"""After so long without news a listener is told that there are none, lest a proxy take the line for dead."""


class _Closing:
    """Told to the listeners when the server goes."""


_News = Video | _Closing | None

log = logging.getLogger("vivant.api")


class Newsroom:
    """Looks at the videos that somebody follows, all in one query, for as long as anybody does."""

    def __init__(self, videos: Videos, *, look_every_s: float = LOOK_EVERY_S, silence_s: float = SILENCE_S) -> None:
        self._videos = videos
        self._look_every_s = look_every_s
        self._silence_s = silence_s
        self._listeners: dict[str, set[asyncio.Queue[_News]]] = {}
        self._looking: asyncio.Task[None] | None = None

    @property
    def idle(self) -> bool:
        """Whether nobody listens, so that nothing is looked at."""
        return self._looking is None

    async def follow(self, video: Video) -> AsyncIterator[Video | None]:
        """The video, and again whenever it has changed or long enough after, until it is finished.

        None, once, where it has been deleted. Ends early where the server is about to stop.
        """
        queue: asyncio.Queue[_News] = asyncio.Queue()
        self._listeners.setdefault(video.id, set()).add(queue)
        if self._looking is None:
            self._looking = asyncio.create_task(self._look())
        clock = asyncio.get_running_loop().time
        seen: Video | None = video
        try:
            yield seen
            told_at = clock()
            while seen is not None and not seen.finished:
                now = await queue.get()
                if isinstance(now, _Closing):
                    return
                if now is None or _shown(now) != _shown(seen) or clock() - told_at >= self._silence_s:
                    yield now
                    told_at = clock()
                seen = now
        finally:
            self._leave(video.id, queue)

    def close(self) -> None:
        """Ends what is being told, so that no listener holds up the server's end; they may ask again elsewhere."""
        for queue in [queue for listeners in self._listeners.values() for queue in listeners]:
            queue.put_nowait(_Closing())

    def _leave(self, video_id: str, queue: asyncio.Queue[_News]) -> None:
        self._listeners[video_id].discard(queue)
        if not self._listeners[video_id]:
            del self._listeners[video_id]
        if not self._listeners and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def _look(self) -> None:
        while True:
            try:
                ids = list(self._listeners)
                found = await run_in_threadpool(self._videos.some, ids)
                for video_id in ids:
                    for queue in self._listeners.get(video_id, ()):
                        queue.put_nowait(found.get(video_id))
            except Exception:
                log.exception("the videos that are followed could not be looked at; trying again")
            await asyncio.sleep(self._look_every_s)


def _shown(video: Video) -> tuple[str, int]:
    return video.status, video.progress
