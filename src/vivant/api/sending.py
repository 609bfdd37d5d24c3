"""Stored bytes as a reply: whole, in part, or only announced."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from vivant.api.errors import envelope
from vivant.api.ranges import wanted_part
from vivant.storage import Assets


def replies(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """The replies of such a route, as OpenAPI describes them."""
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in media_types}
    return {
        200: {"description": "All of it.", "content": content},
        206: {"description": "The range that was asked for.", "content": content},
        304: {"description": "What the client has already is still right."},
    }


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
