"""Where a file of each kind holds its manifest, read strictly: ISO files (MP4, AVIF), WebP and GIF.

Source: C2PA 2.1, 11.3 (embedding in BMFF), appendix A (in RIFF and GIF).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_MANIFEST_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_PURPOSES = (b"manifest", b"original", b"update")
_MOST_BYTES = 64 * 1024 * 1024
_GIF_BLOCK = b"!\xff\x0bC2PA_GIF\x01\x00\x00"


class Misplaced(ValueError):
    """What holds the manifest is not as the standard writes it: `version of the manifest's box`."""


def manifest_store(path: Path) -> bytes:
    """The boxes of a file's manifests; empty where there are none, and for kinds of file that are not known here.

    Raises Misplaced.
    """
    with path.open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return _in_iso(path)
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return _in_riff(path)
    return _in_gif(path) if head.startswith(b"GIF8") else b""


def _in_iso(path: Path) -> bytes:
    boxes = [(at, length) for at, kind, length in _boxes(path) if kind == b"uuid" and length < _MOST_BYTES]
    with path.open("rb") as file:
        for at, length in boxes:
            file.seek(at)
            box = file.read(length)
            if box[8:24] == _MANIFEST_BOX:
                return _content(box, {0, *(at for at, _ in boxes)})
    return b""


def _content(box: bytes, places: set[int]) -> bytes:
    """What a manifest's box holds, after its version, its purpose and the place of a Merkle tree's box."""
    if box[24:28] != bytes(4):
        raise Misplaced("version of the manifest's box")
    end = box.find(b"\0", 28)
    if box[28:end] not in _PURPOSES:
        raise Misplaced("purpose of the manifest's box")
    if int.from_bytes(box[end + 1 : end + 9], "big") not in places:
        raise Misplaced("offset in the manifest's box")
    return box[end + 9 :]


def _boxes(path: Path) -> Iterator[tuple[int, bytes, int]]:
    """(place, kind, length) of each box of an ISO file."""
    size, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at + 8 <= size:
            file.seek(at)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            if length == 1:
                length = int.from_bytes(head[8:16], "big")
            if length < 8:
                return
            yield at, head[4:8], min(length, size - at)
            at += length


def _in_riff(path: Path) -> bytes:
    size, at = path.stat().st_size, 12
    with path.open("rb") as file:
        while at + 8 <= size:
            file.seek(at)
            head = file.read(8)
            length = int.from_bytes(head[4:], "little")
            if head[:4] == b"C2PA":
                return file.read(min(length, _MOST_BYTES))
            at += 8 + length + length % 2
    return b""


def _in_gif(path: Path) -> bytes:
    """The sub-blocks of the manifest's block, joined; the block stands among the first of the file."""
    with path.open("rb") as file:
        content = file.read(_MOST_BYTES)
    at = content.find(_GIF_BLOCK)
    if at < 0:
        return b""
    at, joined = at + len(_GIF_BLOCK), bytearray()
    while at < len(content) and content[at]:
        joined += content[at + 1 : at + 1 + content[at]]
        at += 1 + content[at]
    return bytes(joined)
