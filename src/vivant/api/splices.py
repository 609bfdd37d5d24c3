"""`/v1/videos/stitch` and `/v1/videos/extensions`: new videos put together of finished ones."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from vivant.api.body import read_fields
from vivant.api.content import finished_result
from vivant.api.placing import Attempt
from vivant.api.services import Services, Use
from vivant.api.wire import (
    MOST_PROMPT,
    Metadata,
    Plain,
    Seconds,
    VideoObject,
    VideoReference,
    inlined,
    only_by_id,
    parsed,
)
from vivant.errors import InvalidInput
from vivant.jobs import Order
from vivant.jobs.splices import (
    LEAST_PARTS,
    MOST_CROSSFADE_S,
    MOST_EXTENSIONS,
    MOST_PARTS,
    MOST_SECONDS,
    extension_order,
    stitch_order,
)
from vivant.storage import Transition

router = APIRouter(prefix="/v1/videos", tags=["videos"])
_STRICT = ConfigDict(extra="forbid")


class StitchVideos(BaseModel):
    """The parameters of `POST /v1/videos/stitch`."""

    model_config = _STRICT
    videos: Annotated[list[VideoReference], Field(min_length=LEAST_PARTS, max_length=MOST_PARTS)]
    transition: Transition = "cut"
    crossfade_s: Annotated[float, Field(gt=0, le=MOST_CROSSFADE_S)] = 0.5
    metadata: Metadata | None = None


class ExtendVideo(BaseModel):
    """The parameters of `POST /v1/videos/extensions`."""

    model_config = _STRICT
    prompt: Annotated[str, Field(min_length=1, max_length=MOST_PROMPT), Plain]
    video: VideoReference
    seconds: Seconds = 4.0
    metadata: Metadata | None = None


def _body(kind: type[BaseModel], example: dict[str, Any]) -> dict[str, Any]:
    schema = inlined(kind.model_json_schema())
    if "seconds" in schema["properties"]:
        schema["properties"]["seconds"] = {"anyOf": [{"type": "string"}, {"type": "number"}], "default": "4"}
    return {
        "required": True,
        "content": {
            "application/json": {"schema": schema, "example": example},
            "multipart/form-data": {"schema": schema},
        },
    }


_STITCH = {"videos": [{"id": "video_1"}, {"id": "video_2"}], "transition": "crossfade", "crossfade_s": 0.5}
_EXTEND = {"video": {"id": "video_1"}, "prompt": "then pan left slowly", "seconds": "4"}


@router.post(
    "/stitch",
    openapi_extra={"requestBody": _body(StitchVideos, _STITCH)},
    description=f"A new video: {LEAST_PARTS} to {MOST_PARTS} finished ones of one size and one rate after another, "
    f"cut or dissolved into each other, at most {MOST_SECONDS:g} s in all.",
)
async def stitch(request: Request, services: Use) -> VideoObject:
    """A new video of finished ones."""
    wishes = parsed(StitchVideos, await read_fields(request))
    attempt = Attempt.of(request)

    def order() -> Order:
        sources = [services.video(one.id) for one in wishes.videos]
        return stitch_order(
            [(video, finished_result(video)) for video in sources],
            transition=wishes.transition,
            crossfade_s=wishes.crossfade_s,
            metadata=wishes.metadata,
        )

    return await run_in_threadpool(lambda: attempt.place(services, order()))


@router.post(
    "/extensions",
    openapi_extra={"requestBody": _body(ExtendVideo, _EXTEND)},
    description="A new video: a finished one, and what the prompt asks for filmed on from its last frame. `seconds` "
    f"is the length of the new part. At most {MOST_EXTENSIONS} times, and {MOST_SECONDS:g} s in all.",
)
async def extend(request: Request, services: Use) -> VideoObject:
    """A finished video that goes on."""
    fields = await read_fields(request, file="video")
    only_by_id(fields)
    wishes = parsed(ExtendVideo, fields)
    attempt = Attempt.of(request)
    return await run_in_threadpool(lambda: attempt.place(services, _extension(services, wishes)))


def _extension(services: Services, wishes: ExtendVideo) -> Order:
    source = services.video(wishes.video.id)
    result = finished_result(source)
    if source.loop or "loop" in (result.plan or {}).get("style", ()):
        raise InvalidInput("video: its end leads into its beginning; a loop cannot be extended.", param="video")
    return extension_order(source, result, prompt=wishes.prompt, added_s=wishes.seconds, metadata=wishes.metadata)
