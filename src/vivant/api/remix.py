"""`/v1/videos/{id}/remix` and `/v1/videos/edits`: the same shot, but for what the words name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from vivant.api.body import read_fields
from vivant.api.placing import Attempt
from vivant.api.plans import finished_plan
from vivant.api.services import Services, Use
from vivant.api.wire import (
    MOST_PROMPT,
    CreateVideo,
    Metadata,
    Plain,
    VideoObject,
    VideoReference,
    inlined,
    only_by_id,
    parsed,
)
from vivant.direction import ShotPlan
from vivant.direction.check import check_plan
from vivant.engines.catalogue import find_model
from vivant.errors import InvalidInput, NotFound
from vivant.jobs import Order
from vivant.storage import Video

KEPT = ("model", "seconds", "size", "seed", "fit", "audio", "fps", "strength")
"""What a remix has from its source, whatever the words say."""

router = APIRouter(prefix="/v1/videos", tags=["videos"])


class RemixVideo(BaseModel):
    """The parameters of `POST /v1/videos/{id}/remix`."""

    model_config = ConfigDict(extra="forbid")

    prompt: Annotated[str, Field(min_length=1, max_length=MOST_PROMPT), Plain]
    metadata: Metadata | None = None


class EditVideo(RemixVideo):
    """The parameters of `POST /v1/videos/edits`."""

    video: VideoReference


def _body(kind: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    schema = inlined(kind.model_json_schema())
    json_body = {"schema": schema, "example": example}
    return {"required": True, "content": {"application/json": json_body, "multipart/form-data": {"schema": schema}}}


_WORDS = {"prompt": "same shot, slower, and at night"}


@router.post("/edits", openapi_extra={"requestBody": _body(EditVideo, {**_WORDS, "video": {"id": "video_1"}})})
async def edit(request: Request, services: Use) -> VideoObject:
    """A new video of the same photo, as a remix; films that were not made here cannot be edited."""
    fields = await read_fields(request, file="video")
    only_by_id(fields)
    wishes = parsed(EditVideo, fields)
    return await _remixed(request, services, wishes.video.id, wishes)


@router.post("/{video_id}/remix", openapi_extra={"requestBody": _body(RemixVideo, _WORDS)})
async def remix(video_id: str, request: Request, services: Use) -> VideoObject:
    """A new video of the same photo: the source's plan, changed where the prompt says so, and all else kept."""
    return await _remixed(request, services, video_id, parsed(RemixVideo, await read_fields(request)))


async def _remixed(request: Request, services: Services, video_id: str, wishes: RemixVideo) -> VideoObject:
    attempt = Attempt.of(request)

    def placed() -> VideoObject:
        order = remix_order(services, video_id, wishes.prompt, wishes.metadata)
        return attempt.place(services, order)

    return await run_in_threadpool(placed)


def remix_order(services: Services, source_id: str, prompt: str, metadata: dict[str, str] | None) -> Order:
    """The order for a remix of a finished video. The photo is the source's own, read now: it may be deleted after.

    Raises NotFound where the source is not there, not finished, or put together of others.
    """
    source = services.video(source_id)
    if source.splice is not None:
        raise NotFound(
            f"Video with id {source.id!r} was put together of others: remix those instead.", code="no_plan"
        )
    capabilities = find_model(source.model).capabilities
    plan = ShotPlan.from_json(finished_plan(source)).revise(prompt, capabilities=capabilities)
    check_plan(plan, capabilities)
    return Order(
        photo=services.assets.read(source.input_key),
        prompt=prompt,
        size=source.size,
        loop="loop" in plan.style,
        metadata=metadata,
        asked_plan=plan.to_json(),
        remixed_from_video_id=source.id,
        **{name: getattr(source, name) for name in KEPT if name != "size"},
    )


def remix_of_create(services: Services, wishes: CreateVideo) -> Order:
    """The order for a `POST /v1/videos` with a `remix_video_id`.

    Raises InvalidInput where it asks for something else than the source has, or brings a photo.
    """
    if not isinstance(wishes.remix_video_id, str):
        raise InvalidInput(
            "Invalid type for 'remix_video_id': expected a string.", param="remix_video_id", code="invalid_type"
        )
    source = services.video(wishes.remix_video_id)
    if wishes.input_reference not in (None, "", b""):
        raise InvalidInput(
            "input_reference: a remix is made of its source's photo; leave it out.", param="input_reference"
        )
    for name in KEPT:
        _check_kept(name, wishes, source)
    return remix_order(services, source.id, wishes.prompt, wishes.metadata)


def _check_kept(name: str, wishes: CreateVideo, source: Video) -> None:
    asked: Any = getattr(wishes, name)
    kept = str(source.size) if name == "size" else getattr(source, name)
    if name in wishes.model_fields_set and asked != kept:
        shown = f"{kept:g}" if isinstance(kept, float) else kept
        raise InvalidInput(f"{name}: a remix keeps its source's, which is {shown}; leave it out.", param=name)
