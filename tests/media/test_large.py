"""Large photos are reduced on the way in; what is too large is refused before a pixel is decoded."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media.handmade import gradient, png, saved
from peak_memory import run_measured
from vivant.errors import InvalidPhoto
from vivant.media import Photo

MEASURE = """
import sys
from vivant.media import Photo
photo = Photo.open(sys.argv[1])
print(*photo.rgb.shape, *photo.source_size)
"""


def webp_claiming(width: int, height: int) -> bytes:
    """The head of a WebP file of that canvas, with nothing on it."""
    canvas = b"\0\0\0\0" + struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + b"VP8L" + struct.pack("<I", 0)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_claiming(width: int, height: int) -> bytes:
    data = bytearray(saved(gradient(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def bmp_claiming(width: int, height: int) -> bytes:
    data = bytearray(saved(gradient(), "BMP"))
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(60_000, 60_000, depth=8, colour=6, rows=None), "60000x60000 px (3600.0 megapixels)"),
        (jpeg_claiming(60_000, 50_000), "60000x50000 px (3000.0 megapixels)"),
        (webp_claiming(16_383, 16_383), "16383x16383 px (268.4 megapixels)"),
        (bmp_claiming(40_000, 30_000), "40000x30000 px (1200.0 megapixels)"),
    ],
    ids=["png", "jpeg", "webp", "bmp"],
)
def test_a_bomb_is_refused_by_its_header(data: bytes, size: str) -> None:
    tracemalloc.start()
    with pytest.raises(InvalidPhoto) as caught:
        Photo.open(data, name="bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.message == f"bomb: {size}; expected at most 100"
    assert peak < 1_000_000


def test_one_absurd_side() -> None:
    with pytest.raises(InvalidPhoto, match="90000x16 px; expected at most 50000 px a side"):
        Photo.open(png(90_000, 16, depth=8, colour=0, rows=bytes(90_001 * 16)))


def test_108_megapixels_are_refused_and_100_are_not(tmp_path: Path) -> None:
    with pytest.raises(InvalidPhoto, match=r"12000x9000 px \(108.0 megapixels\); expected at most 100"):
        Photo.open(png(12_000, 9_000, depth=8, colour=0, rows=bytes(12_001 * 9_000)))
    largest = tmp_path / "largest.png"
    largest.write_bytes(png(10_000, 10_000, depth=8, colour=0, rows=bytes(10_001 * 10_000)))
    (line,), peak_kib = run_measured(MEASURE, str(largest))
    assert line == "4096 4096 3 10000 10000"
    assert peak_kib < 500 * 1024


def test_pillow_keeps_its_own_limit() -> None:
    before = Image.MAX_IMAGE_PIXELS
    Photo.open(saved(gradient(), "PNG"))
    assert before == Image.MAX_IMAGE_PIXELS
    assert "HEIF" not in Image.OPEN


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_reduced_photo_keeps_its_shape_and_its_picture(kind: str) -> None:
    photo = Photo.open(saved(Image.fromarray(gradient(480, 32)).resize((8300, 552)), kind))
    assert photo.rgb.shape == (272, 4096, 3) and photo.source_size == (8300, 552)
    expected = gradient(4096, 272).astype(int)
    assert np.abs(photo.rgb.astype(int) - expected)[8:-8, 8:-8].mean() < 2.5


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_every_mode_is_reduced_alike(mode: str) -> None:
    left = Image.new("L", (8200, 40), 60)
    left.paste(180, (4100, 0, 8200, 40))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(left).astype(np.uint16) * 257)
    else:
        image = left.convert("RGB").convert(mode) if mode in ("P", "RGBA") else left.convert(mode)
    row = Photo.open(saved(image, "PNG")).rgb[10].astype(int)
    assert row.shape == (4096, 3)
    assert row[1000:1900].mean() == pytest.approx(60, abs=5)
    assert row[2200:3000].mean() == pytest.approx(180, abs=5)


def test_reducing_does_not_bleed_unseen_colours() -> None:
    rgba = np.zeros((40, 8200, 4), np.uint8)
    rgba[:, ::2] = (200, 40, 40, 255)
    rgba[:, 1::2] = (0, 255, 0, 0)
    middle = Photo.open(saved(rgba, "PNG")).rgb[10, 2000].astype(int)
    assert np.abs(middle - (227, 147, 147)).max() <= 4
