"""`/v1/videos`: create, list, look at, cancel, delete."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from vivant.api.body import read_fields
from vivant.api.reference import checked_photo, photo_bytes
from vivant.api.services import Services, Use
from vivant.api.wire import CreateVideo, DeletedVideo, VideoList, VideoObject
from vivant.engines.catalogue import find_model
from vivant.errors import InvalidInput
from vivant.jobs import Order
from vivant.media import Size
from vivant.storage.videos import Order as Direction

POLL_AFTER_MS = 500
MOST_KEY = 255

router = APIRouter(prefix="/v1/videos", tags=["videos"])


@router.post("", openapi_extra={"requestBody": CreateVideo.request_body()})
async def create(request: Request, services: Use) -> VideoObject:
    """The queued video of a prompt and a photo."""
    fields = await read_fields(request)
    key = request.headers.get("idempotency-key") or None
    if key is not None and len(key) > MOST_KEY:
        raise InvalidInput(f"Idempotency-Key: {len(key)} characters; at most {MOST_KEY}.", param="Idempotency-Key")
    retried = request.headers.get("x-stainless-retry-count", "0") not in ("0", "")
    return await run_in_threadpool(_place, services, fields, key, retried)


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


def _place(services: Services, fields: dict[str, Any], key: str | None, retried: bool) -> VideoObject:
    wishes = CreateVideo.parse(fields)
    model = find_model(wishes.model)
    size = model.check_size(Size.parse(wishes.size))
    photo = photo_bytes(wishes.input_reference)
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
        metadata=wishes.metadata,
    )
    checked_photo(photo, strict_size=size if wishes.fit == "strict" else None)
    return VideoObject.of(services.orders.place(order, key=key, retried=retried, tenant=services.tenant))
