"""The part of a file that a request wants: ranges and conditions of HTTP (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ONE_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What to send: an HTTP status (200, 206, 304, 416) and the bytes from `start` up to, not with, `end`."""

    status: int
    start: int = 0
    end: int = 0


def wanted_part(headers: Mapping[str, str], length: int, etag: str) -> Part:
    """The part of a file of `length` bytes that the request's headers ask for.

    Several ranges at once, or a range not understood, are answered with the whole, as the RFC allows.
    """
    known = headers.get("if-none-match")
    if known is not None and (known.strip() == "*" or _weak(etag) in map(_weak, known.split(","))):
        return Part(status=304)
    whole = Part(status=200, end=length)
    condition = headers.get("if-range")
    if condition is not None and condition.strip() != etag:
        return whole
    found = _ONE_RANGE.fullmatch(headers.get("range", "").strip())
    if not found or found[0].rstrip().endswith("=-"):
        return whole
    first, last = found[1], found[2]
    if not first:
        start, end = max(0, length - int(last or 0)), length
    else:
        start, end = int(first), min(length, int(last) + 1) if last else length
        if last and int(last) < int(first):
            return whole
    return Part(status=206, start=start, end=end) if start < end else Part(status=416)


def _weak(tag: str) -> str:
    return tag.strip().removeprefix("W/")
