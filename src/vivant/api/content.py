"""`/v1/videos/{id}/content`: the film and its pictures, whole or in part."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from vivant.api.sending import replies, sent
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
@router.get("/{video_id}/content", response_class=Response, responses=replies(*(kind for kind, _ in _KINDS.values())))
def content(video_id: str, request: Request, services: Use, variant: Variant = "video") -> Response:
    """The bytes of a finished video: `video` (MP4), `thumbnail` (WebP) or `spritesheet` (JPEG)."""
    video = services.video(video_id)
    result = finished_result(video)
    media_type, suffix = _KINDS[variant]
    return sent(
        request,
        services.assets,
        result.key(variant),
        # A render never changes once it is done, so its token is all that an ETag needs.
        etag=f'"{video.run}-{variant}"',
        media_type=media_type,
        disposition=f'inline; filename="{video.id}.{suffix}"',
    )


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
