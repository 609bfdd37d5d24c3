"""Photos of every kind open, upright, under the name they have, with what EXIF tells."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media.handmade import gradient, saved
from vivant.media import Photo, sniff

DATA = Path(__file__).parent / "data"
KINDS = {
    "image/jpeg": ("JPEG", {"quality": 95, "subsampling": 0}),
    "image/png": ("PNG", {}),
    "image/webp": ("WEBP", {"lossless": True}),
    "image/avif": ("AVIF", {"quality": 95, "subsampling": "4:4:4"}),
    "image/tiff": ("TIFF", {"compression": "tiff_lzw"}),
    "image/bmp": ("BMP", {}),
}
FOCAL_35MM, EXIF_IFD, ORIENTATION = 0xA405, 0x8769, 0x0112


def exif(*, orientation: int = 1, focal: int | None = None) -> bytes:
    made = Image.Exif()
    made[ORIENTATION] = orientation
    if focal is not None:
        made.get_ifd(EXIF_IFD)[FOCAL_35MM] = focal
    return made.tobytes()


@pytest.mark.parametrize("mime", KINDS)
def test_every_kind_opens_by_its_content(mime: str) -> None:
    kind, options = KINDS[mime]
    data = saved(gradient(), kind, **options)
    photo = Photo.open(data)
    assert sniff(data) == mime
    assert photo.rgb.dtype == np.uint8 and photo.rgb.flags.c_contiguous and photo.rgb.flags.writeable
    assert photo.source_size == (48, 32)
    assert np.abs(photo.rgb.astype(int) - gradient()).max() <= 6


def test_a_heic_photo_is_turned_once() -> None:
    """gradient.heic: `gradient()` saved by pillow-heif 1.8.1 with EXIF orientation 6 and a 26 mm lens."""
    photo = Photo.open(DATA / "gradient.heic")
    assert sniff((DATA / "gradient.heic").read_bytes()) == "image/heic"
    assert photo.source_size == (32, 48)
    assert photo.focal_35mm == 26.0
    assert np.abs(photo.rgb.astype(int) - np.rot90(gradient(), -1)).max() <= 8


def test_the_extension_may_lie(tmp_path: Path) -> None:
    path = tmp_path / "harbour.jpg"
    path.write_bytes(saved(gradient(), "PNG"))
    assert np.array_equal(Photo.open(path).rgb, gradient())


def test_a_path_bytes_and_an_open_file_are_the_same_photo(tmp_path: Path) -> None:
    data = saved(gradient(), "PNG")
    path = tmp_path / "harbour.png"
    path.write_bytes(data)
    with path.open("rb") as file:
        opened = [Photo.open(path), Photo.open(str(path)), Photo.open(file)]
        assert not file.closed
    opened += [Photo.open(data, name="harbour.png"), Photo.open(io.BytesIO(data), name="harbour.png")]
    for photo in opened:
        assert photo.name == "harbour.png"
        assert photo.digest == hashlib.sha256(data).hexdigest()
        assert np.array_equal(photo.rgb, gradient())
    assert Photo.open(data).name == "photo"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_orientation_is_made_upright(orientation: int, kind: str) -> None:
    upright = np.full((32, 64, 3), 128, np.uint8)
    upright[:16, :32], upright[:16, 32:], upright[16:, :32] = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    # What a camera stores for each value, from the definition: where row 0 and column 0 of the file are seen.
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: upright.transpose(1, 0, 2)[::-1],
        7: upright.transpose(1, 0, 2)[::-1, ::-1],
        8: upright.transpose(1, 0, 2)[:, ::-1],
    }[orientation]
    options = {"lossless": True} if kind == "WEBP" else {}
    photo = Photo.open(saved(np.ascontiguousarray(stored), kind, exif=exif(orientation=orientation), **options))
    assert photo.source_size == (64, 32)
    for y, x in ((8, 16), (8, 48), (24, 16), (24, 48)):
        assert np.abs(photo.rgb[y, x].astype(int) - upright[y, x]).max() <= 12, (y, x)


@pytest.mark.parametrize(("focal", "expected"), [(24, 24.0), (0, None), (None, None)])
def test_the_lens_as_exif_tells(focal: int | None, expected: float | None) -> None:
    assert Photo.open(saved(gradient(), "JPEG", exif=exif(focal=focal))).focal_35mm == expected


@pytest.mark.parametrize(
    "broken", [b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\x7f"]
)
def test_broken_exif_is_no_reason_to_refuse(broken: bytes) -> None:
    photo = Photo.open(saved(gradient(), "JPEG", exif=broken))
    assert photo.rgb.shape == (32, 48, 3) and photo.focal_35mm is None


@pytest.mark.parametrize(("width", "height"), [(16, 16), (16, 2000), (3000, 17)])
def test_any_aspect(width: int, height: int) -> None:
    assert Photo.open(saved(gradient(width, height), "PNG")).rgb.shape == (height, width, 3)


def test_what_follows_a_jpeg_is_not_looked_at() -> None:
    data = saved(gradient(), "JPEG")
    motion = data + b"\0\0\0\x18ftypmp42 and the rest of a clip"
    assert np.array_equal(Photo.open(motion).rgb, Photo.open(data).rgb)


def test_a_jpeg_with_a_second_picture_opens_its_first() -> None:
    first, second = Image.fromarray(gradient()), Image.new("RGB", (48, 32))
    data = saved(first, "MPO", save_all=True, append_images=[second])
    assert Photo.open(data).rgb.mean() > 60
