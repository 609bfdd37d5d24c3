"""Photos and colour profiles made by hand, for what Pillow cannot write."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Matrix = NDArray[np.float64]

# Columns: red, green, blue primaries as XYZ under D50, as ICC profiles hold them.
ADOBE_RGB: Matrix = np.array([[0.60974, 0.20528, 0.14919], [0.31111, 0.62567, 0.06322], [0.01947, 0.06087, 0.74457]])
DISPLAY_P3: Matrix = np.array(
    [[0.51512, 0.29198, 0.15710], [0.24120, 0.69225, 0.06657], [-0.00105, 0.04189, 0.78407]]
)
SRGB: Matrix = np.array([[0.43607, 0.38515, 0.14307], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
_D50 = (0.9642, 1.0, 0.8249)


def gradient(width: int = 48, height: int = 32) -> NDArray[np.uint8]:
    """[height, width, 3]: red grows to the right, green downwards, blue is 96."""
    red, green = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return np.dstack([red, green, np.full_like(red, 96)]).astype(np.uint8)


def saved(image: Image.Image | NDArray[Any], kind: str, **options: Any) -> bytes:
    """The picture as a file of this kind."""
    out = io.BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(out, kind, **options)
    return out.getvalue()


def png(width: int, height: int, *, depth: int, colour: int, rows: bytes | None, extra: bytes = b"") -> bytes:
    """A PNG with these raw rows (each with its filter byte); without rows, one that only claims its size."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = b"" if rows is None else rows
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + extra
        + png_chunk(b"IDAT", zlib.compress(body, 1))
        + png_chunk(b"IEND", b"")
    )


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rgb_profile(primaries: Matrix, gamma: float) -> bytes:
    """An ICC profile of three primaries and one exponent."""
    tags = {name: _xyz(*primaries[:, at]) for at, name in enumerate((b"rXYZ", b"gXYZ", b"bXYZ"))}
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _curve(gamma))
    return _profile(b"mntr", b"RGB ", b"XYZ ", tags | curves)


def grey_profile(gamma: float) -> bytes:
    return _profile(b"mntr", b"GRAY", b"XYZ ", {b"kTRC": _curve(gamma)})


def cmyk_profile(corners: dict[tuple[int, int, int, int], float]) -> bytes:
    """An ICC profile that gives each full combination of inks a lightness (0..100); 0 where none is given."""
    table = bytearray()
    for inks in np.ndindex(2, 2, 2, 2):
        table += bytes([round(corners.get(inks, 0.0) * 2.55), 128, 128])  # type: ignore[call-overload]
    straight = bytes(range(256))
    head = b"mft1\0\0\0\0" + bytes([4, 3, 2, 0]) + struct.pack(">9i", *(65536 * np.eye(3, dtype=int)).ravel())
    return _profile(b"prtr", b"CMYK", b"Lab ", {b"A2B0": head + straight * 4 + bytes(table) + straight * 3})


def to_srgb(colour: tuple[int, int, int], primaries: Matrix, gamma: float) -> NDArray[np.float64]:
    """Where a colour under such a profile lies in sRGB, 0..255, worked out by matrices."""
    linear = np.linalg.inv(SRGB) @ primaries @ (np.array(colour) / 255.0) ** gamma
    return srgb_encoded(linear)


def srgb_encoded(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear light 0..1 in the steps of sRGB, 0..255."""
    light = np.clip(linear, 0.0, 1.0)
    return 255.0 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in (x, y, z)))


def _curve(gamma: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))


def _profile(device: bytes, space: bytes, connection: bytes, tags: dict[bytes, bytes]) -> bytes:
    """An ICC version 2 profile with these tags, a white point and a name."""
    name = b"Made by hand\0"
    about = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(78)
    tags = {b"desc": about, b"wtpt": _xyz(*_D50), b"cprt": b"text\0\0\0\0none\0"} | tags
    index, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, content in tags.items():
        index += tag + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(body), b"none", 0x02400000, device, space, connection)
    head = (head + bytes(12) + b"acsp").ljust(68, b"\0") + struct.pack(">3i", *(round(v * 65536) for v in _D50))
    return head.ljust(128, b"\0") + index + body
