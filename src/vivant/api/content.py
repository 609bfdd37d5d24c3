"""`/v1/videos/{id}/content`: the film and its pictures, whole or in part."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from vivant.api.errors import envelope
from vivant.api.ranges import wanted_part
from vivant.api.services import Use
from vivant.errors import NotFound
from vivant.storage import Result, Variant, Video

_KINDS: dict[Variant, tuple[str, str]] = {
    "video": ("video/mp4", "mp4"),
    "thumbnail": ("image/webp", "webp"),
    "spritesheet": ("image/jpeg", "jpg"),
}

router = APIRouter(prefix="/v1/videos", tags=["videos"])


@router.head("/{video_id}/content", include_in_schema=False)
@router.get("/{video_id}/content", response_class=Response)
def content(video_id: str, request: Request, services: Use, variant: Variant = "video") -> Response:
    """The bytes of a finished video: `video` (MP4), `thumbnail` (WebP) or `spritesheet` (JPEG)."""
    video = services.video(video_id)
    result = finished_result(video)
    asset = services.assets.find(result.key(variant))
    media_type, suffix = _KINDS[variant]
    # A render never changes once it is done, so its token is all that an ETag needs.
    etag = f'"{video.run}-{variant}"'
    part = wanted_part(request.headers, asset.length, etag)
    headers = {"etag": etag, "accept-ranges": "bytes", "cache-control": "private, no-cache"}
    if part.status == 304:
        return Response(status_code=304, headers=headers)
    if part.status == 416:
        headers["content-range"] = f"bytes */{asset.length}"
        return envelope(
            416, f"range: outside the {asset.length} bytes of this {variant}.", param="range", headers=headers
        )
    headers["content-length"] = str(part.end - part.start)
    headers["content-disposition"] = f'inline; filename="{video.id}.{suffix}"'
    if part.status == 206:
        headers["content-range"] = f"bytes {part.start}-{part.end - 1}/{asset.length}"
    if request.method == "HEAD":
        return Response(status_code=part.status, headers=headers, media_type=media_type)
    pieces = services.assets.stream(asset.key, part.start, part.end)
    return StreamingResponse(pieces, status_code=part.status, headers=headers, media_type=media_type)


def finished_result(video: Video) -> Result:
    """What a completed video holds.

    Raises NotFound: `Video is not ready yet, use GET /v1/videos/{video_id} to check status.`
    """
    if video.failure is not None:
        raise NotFound(f"Video with id {video.id!r} failed: {video.failure.message}", code="video_failed")
    if video.status != "completed" or video.result is None:
        raise NotFound(
            "Video is not ready yet, use GET /v1/videos/{video_id} to check status.", code="video_not_ready"
        )
    return video.result
