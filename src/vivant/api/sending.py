"""Stored bytes as a reply: whole, in part, or only announced."""

from __future__ import annotations

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from vivant.api.errors import envelope
from vivant.api.ranges import wanted_part
from vivant.storage import Assets


def sent(request: Request, assets: Assets, key: str, *, etag: str, media_type: str, disposition: str) -> Response:
    """The object under a key, as the request's ranges and conditions want it.

    etag: a name of these very bytes, in quotes. Raises NotFound.
    """
    asset = assets.find(key)
    part = wanted_part(request.headers, asset.length, etag)
    headers = {"etag": etag, "accept-ranges": "bytes", "cache-control": "private, no-cache"}
    if part.status == 304:
        return Response(status_code=304, headers=headers)
    if part.status == 416:
        headers["content-range"] = f"bytes */{asset.length}"
        message = f"range: outside the {asset.length} bytes that there are."
        return envelope(416, message, param="range", headers=headers)
    headers["content-length"] = str(part.end - part.start)
    headers["content-disposition"] = disposition
    # What a browser is told it is, it is: a stranger's bytes never run as a page.
    headers["x-content-type-options"] = "nosniff"
    if part.status == 206:
        headers["content-range"] = f"bytes {part.start}-{part.end - 1}/{asset.length}"
    if request.method == "HEAD":
        return Response(status_code=part.status, headers=headers, media_type=media_type)
    pieces = assets.stream(asset.key, part.start, part.end)
    return StreamingResponse(pieces, status_code=part.status, headers=headers, media_type=media_type)
