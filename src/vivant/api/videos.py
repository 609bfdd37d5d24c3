"""`/v1/videos`: create, list, look at, cancel, delete."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from vivant.api.body import read_fields
from vivant.api.placing import Attempt
from vivant.api.reference import checked_photo, photo_bytes
from vivant.api.remix import remix_of_create
from vivant.api.services import Services, Use
from vivant.api.wire import CreateVideo, DeletedVideo, VideoList, VideoObject
from vivant.engines.catalogue import find_model
from vivant.jobs import Order
from vivant.media import Size
from vivant.storage.videos import Order as Direction

POLL_AFTER_MS = 500

router = APIRouter(prefix="/v1/videos", tags=["videos"])


@router.post("", openapi_extra={"requestBody": CreateVideo.request_body()})
async def create(request: Request, services: Use) -> VideoObject:
    """The queued video of a prompt and a photo."""
    fields = await read_fields(request)
    return await run_in_threadpool(_place, services, fields, Attempt.of(request))


@router.get("")
def page(
    services: Use,
    limit: Annotated[int, Query(ge=0, le=100)] = 20,
    order: Direction = "desc",
    after: str | None = None,
) -> VideoList:
    """A page of videos, newest first unless asked otherwise."""
    return VideoList.of(services.videos.page(limit=limit, order=order, after=after or None, tenant=services.tenant))


@router.get("/{video_id}")
def retrieve(video_id: str, response: Response, services: Use) -> VideoObject:
    """The video as it is now, a failed one as well."""
    video = services.video(video_id)
    if not video.finished:
        response.headers["openai-poll-after-ms"] = str(POLL_AFTER_MS)
    return VideoObject.of(video)


@router.delete("/{video_id}")
def delete(video_id: str, services: Use) -> DeletedVideo:
    """Removes the video and its files; one on its way is cancelled first."""
    services.orders.delete(video_id, tenant=services.tenant)
    return DeletedVideo(id=video_id)


@router.post("/{video_id}/cancel")
def cancel(video_id: str, services: Use) -> VideoObject:
    """The video, failed with code `cancelled`; a finished one as it is."""
    return VideoObject.of(services.orders.cancel(video_id, tenant=services.tenant))


def _place(services: Services, fields: dict[str, Any], attempt: Attempt) -> VideoObject:
    wishes = CreateVideo.parse(fields)
    remixed = wishes.remix_video_id not in (None, "")
    return attempt.place(services, remix_of_create(services, wishes) if remixed else _order(services, wishes))


def _order(services: Services, wishes: CreateVideo) -> Order:
    model = find_model(wishes.model)
    size = model.check_size(Size.parse(wishes.size))
    photo = photo_bytes(wishes.input_reference, services.file, services.fetched)
    order = Order(
        photo=photo,
        prompt=wishes.prompt,
        model=model.name,
        seconds=model.check_seconds(wishes.seconds),
        size=size,
        fps=wishes.fps,
        seed=wishes.seed,
        fit=wishes.fit,
        audio=wishes.audio,
        strength=wishes.strength,
        loop=wishes.loop,
        metadata=wishes.metadata,
    )
    checked_photo(photo, strict_size=size if wishes.fit == "strict" else None)
    return order
