"""What a file's own structure says before any pixel is decoded: whether it is whole, how large, how many frames.

Decoders are lenient: several draw the missing part of a cut file in grey, or reserve memory for whatever size the
header claims. These walks cost next to nothing and come first.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass


class CutShortError(Exception):
    """The file ends before its own structure does."""


class DamagedError(Exception):
    """The file's structure contradicts itself."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the structure claims. size: (width, height) in pixels, None where only the decoder can tell."""

    size: tuple[int, int] | None = None
    frames: int = 1


# A marker in entropy-coded data: not a stuffed zero, not a restart, not a fill byte.
_JPEG_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
_JPEG_END = 0xD9

_VOID = 16_384


def inspect(data: bytes, mime: str) -> Claims:
    """What the structure of a photo of this mime type claims.

    Raises CutShortError where the file ends too early, DamagedError where it contradicts itself. TIFF and BMP
    are left to their decoders, which are strict.
    """
    walk = {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp}.get(mime)
    if walk is None and mime in ("image/heic", "image/avif"):
        walk = _iso
    return walk(data) if walk else Claims()


def _png(data: bytes) -> Claims:
    """Walks the chunks of a PNG to its end chunk, and checks the sums of those that carry the picture."""
    view = memoryview(data)
    at, frames = 8, 1
    while True:
        if at + 12 > len(data):
            raise CutShortError
        length = int.from_bytes(view[at : at + 4], "big")
        kind = bytes(view[at + 4 : at + 8])
        end = at + 12 + length
        if end > len(data):
            raise CutShortError
        # Upper case first letter: the picture cannot be drawn without this chunk.
        if kind[:1].isupper() and zlib.crc32(view[at + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
            raise DamagedError
        if kind == b"acTL" and length >= 4:
            frames = int.from_bytes(view[at + 8 : at + 12], "big")
        if kind == b"IEND":
            break
        at = end
    width, height = struct.unpack_from(">II", data, 16)
    return Claims(size=(width, height), frames=frames)


def _jpeg(data: bytes) -> Claims:
    """Walks the segments and scans of a JPEG to its end marker; a clip or a gain map may follow, unread."""
    at = 2
    while True:
        found = _JPEG_MARKER.search(data, at)
        if found is None:
            raise CutShortError
        marker = found[1][0]
        at = found.end()
        if marker == _JPEG_END:
            return Claims()
        if marker < 0xC0 and marker != 0x01:
            raise DamagedError
        if marker != 0x01:
            at += int.from_bytes(data[at : at + 2], "big")


def _webp(data: bytes) -> Claims:
    """Walks the chunks of a WebP file."""
    (claimed,) = struct.unpack_from("<I", data.ljust(12, b"\0"), 4)
    # The format pads to even; some writers leave the last padding byte out.
    if claimed + 8 > len(data) + 1 or len(data) < 30:
        raise CutShortError
    at, frames = 12, 0
    while at + 8 <= min(len(data), claimed + 8):
        (length,) = struct.unpack_from("<I", data, at + 4)
        if at + 8 + length > len(data):
            raise CutShortError
        frames += data[at : at + 4] == b"ANMF"
        at += 8 + length + (length & 1)
    _check_not_void(data, claimed + 8)
    return Claims(size=_webp_size(data), frames=max(frames, 1))


def _webp_size(data: bytes) -> tuple[int, int]:
    """The width and height in the first chunk of a WebP file."""
    first = data[12:16]
    if first == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if first == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if first == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise DamagedError


def _iso(data: bytes) -> Claims:
    """Walks the outermost boxes of a HEIC or AVIF file."""
    at = 0
    while at < len(data):
        if at + 8 > len(data):
            raise CutShortError
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length == 0:  # this box reaches to the end of the file
            break
        if length < 8:
            raise DamagedError
        at += length
    if at > len(data):
        raise CutShortError
    _check_not_void(data, at)
    return Claims()


def _check_not_void(data: bytes, end: int) -> None:
    """Raises CutShortError where the picture ends in 16 KiB of zeros: space set aside for what never came.

    WebP, HEIC and AVIF have no mark at their end, and their coders read zeros as one flat colour.
    """
    if end >= _VOID and data.count(0, end - _VOID, end) == _VOID:
        raise CutShortError
