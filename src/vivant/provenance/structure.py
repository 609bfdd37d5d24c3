"""The boxes that hold a manifest, read strictly: what no signature covers must be as the standard writes it.

A signature covers what the boxes hold, and readers are lenient about their names, lengths and padding; with this,
nothing in a manifest can be changed without its showing. Looked at where `container` knows the place.

Source: C2PA 2.1, 11.1 (JUMBF types and labels), 13.2 (padding of signatures); ISO 19566-5.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vivant.provenance.container import Misplaced, manifest_store

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


def defects(path: Path) -> list[str]:
    """What is wrong with the boxes of a file's manifest; nothing for what cannot be looked at."""
    try:
        store = manifest_store(path)
    except Misplaced as error:
        return [str(error)]
    return list(_of_boxes(store, "manifest store"))


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
