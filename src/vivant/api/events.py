"""`/v1/videos/{id}/events`: what becomes of a video, as server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from vivant.api.services import Use
from vivant.api.wire import DeletedVideo, VideoObject
from vivant.storage import Video

RETRY_MS = 1000
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
_EXAMPLE = 'event: video.progress\nid: 40\ndata: {"id": "video_…", "status": "in_progress", "progress": 40, …}\n\n'
_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`video.progress` whenever the status or the progress has changed, and at least every 15 "
        "seconds; at the end one of `video.completed`, `video.failed` and `video.deleted`. The data is the video.",
        "content": {"text/event-stream": {"schema": {"type": "string"}, "example": _EXAMPLE}},
    }
}

router = APIRouter(prefix="/v1/videos", tags=["videos"])


@router.get("/{video_id}/events", response_class=StreamingResponse, responses=_REPLY)
async def events(video_id: str, services: Use) -> StreamingResponse:
    """The video whenever it has changed, until it is finished."""
    video = await run_in_threadpool(services.video, video_id)
    return StreamingResponse(
        _told(video_id, services.newsroom.follow(video)), media_type="text/event-stream", headers=_HEADERS
    )


async def _told(video_id: str, news: AsyncIterator[Video | None]) -> AsyncIterator[str]:
    yield f"retry: {RETRY_MS}\n\n"
    async for video in news:
        if video is None:
            yield _event("video.deleted", DeletedVideo(id=video_id).model_dump())
        else:
            name = f"video.{video.status}" if video.finished else "video.progress"
            yield _event(name, VideoObject.of(video).model_dump(), at=video.progress)


def _event(name: str, data: dict[str, Any], *, at: int | None = None) -> str:
    lines = [f"event: {name}", *([f"id: {at}"] if at is not None else []), f"data: {json.dumps(data)}"]
    return "\n".join(lines) + "\n\n"
