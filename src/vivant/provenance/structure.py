"""The boxes that hold a manifest, read strictly: what no signature covers must be as the standard writes it.

A signature covers what the boxes hold, and readers are lenient about their names, lengths and padding; with this,
nothing in a manifest can be changed without its showing. Looked at in ISO files only (MP4, AVIF).

Source: C2PA 2.1, 11.1 (JUMBF types and labels), 11.3 (embedding in BMFF), 13.2 (padding of signatures); ISO 19566-5.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

_MANIFEST_BOX = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
_TYPE_TAIL = bytes.fromhex("00110010800000aa00389b71")
_LABELS: dict[bytes, tuple[bytes, ...]] = {
    b"c2pa": (b"c2pa",),
    b"c2as": (b"c2pa.assertions",),
    b"c2cl": (b"c2pa.claim", b"c2pa.claim.v2"),
    b"c2cs": (b"c2pa.signature",),
    b"c2vc": (b"c2pa.credentials",),
    b"c2db": (b"c2pa.databoxes",),
}
"""First letters of a box's type to the labels it may have."""

_LABELLED = 0x03
"""The toggles of a description that has a label and can be asked for; more may be set."""

_LONG_PAD = 64
_MOST_BYTES = 64 * 1024 * 1024


def defects(path: Path) -> list[str]:
    """What is wrong with the boxes around the manifest of an ISO file; nothing for what cannot be looked at."""
    with path.open("rb") as file:
        if file.read(12)[4:8] != b"ftyp":
            return []
        boxes = [(at, length) for at, kind, length in _file_boxes(path) if kind == b"uuid"]
        for at, length in boxes:
            file.seek(at)
            box = file.read(length) if length < _MOST_BYTES else b""
            if box[8:24] == _MANIFEST_BOX:
                return _of_manifest_box(box, {0, *(at for at, _ in boxes)})
    return []


def _of_manifest_box(box: bytes, places: set[int]) -> list[str]:
    if box[24:28] != bytes(4):
        return ["version of the manifest's box"]
    end = box.find(b"\0", 28)
    purpose, offset = box[28:end], int.from_bytes(box[end + 1 : end + 9], "big")
    if purpose not in (b"manifest", b"original", b"update", b"merkle"):
        return ["purpose of the manifest's box"]
    if offset not in places:
        return ["offset in the manifest's box"]
    return list(_of_boxes(box[end + 9 :], "manifest store")) if purpose != b"merkle" else []


def _of_boxes(content: bytes, where: str) -> Iterator[str]:
    """Defects of boxes that must fill their content exactly, and of those inside them."""
    at = 0
    while at < len(content) and content[at:].strip(b"\0"):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if length < 8 or at + length > len(content):
            yield f"length of a box in the {where}"
            return
        inside = content[at + 8 : at + length]
        if kind == b"jumb":
            yield from _of_superbox(inside, where)
        at += length


def _of_superbox(inside: bytes, where: str) -> Iterator[str]:
    length = int.from_bytes(inside[:4], "big")
    told = inside[8:length]
    if inside[4:8] != b"jumd" or len(told) < 17:
        yield f"description of a box in the {where}"
        return
    kind, label = told[:4], told[17:].split(b"\0", 1)[0]
    if told[4:16] == _TYPE_TAIL and kind.startswith(b"c2"):
        if told[16] & _LABELLED != _LABELLED or told[16] >= 0x20:
            yield f"toggles of the box {label!r}"
        if kind in _LABELS and label not in _LABELS[kind]:
            yield f"label {label!r}"
        if kind == b"c2cs" and not _padded_well(inside[length:]):
            yield "padding of the signature"
    yield from _of_boxes(inside[length:], label.decode("ascii", "replace"))


def _padded_well(signature: bytes) -> bool:
    """Whether a signature's long padding is called so, and is nothing but zeros."""
    zeros = signature.find(bytes(_LONG_PAD))
    if zeros < 0:
        return True
    for name in (b"cpad", b"dpad2"):
        at = signature.rfind(name, 0, zeros)
        if at >= 0:
            first = at + len(name)
            width = {0x58: 1, 0x59: 2, 0x5A: 4}.get(signature[first])
            if width is not None:
                start = first + 1 + width
                length = int.from_bytes(signature[first + 1 : start], "big")
                return start <= zeros and not signature[start : start + length].strip(b"\0")
    return False


def _file_boxes(path: Path) -> Iterator[tuple[int, bytes, int]]:
    """(place, kind, length) of each box of the file itself."""
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
