"""What is not a whole still photo is refused in one sentence, and costs nothing."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media.handmade import gradient, png, saved
from vivant.errors import InvalidPhoto
from vivant.media import Photo, sniff

DATA = Path(__file__).parent / "data"
ISO = b"\0\0\0\x18ftyp%s\0\0\0\0isommp42"
NOISE = np.random.default_rng(1).integers(0, 256, (40, 60, 3), np.uint8)


def refusal(source: object, **options: str) -> str:
    with pytest.raises(InvalidPhoto) as caught:
        Photo.open(source, **options)  # type: ignore[arg-type]
    assert "\n" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "mime", "words"),
    [
        (b"Dear diary,", "text/plain", "text"),
        ("Thân gửi nhật ký".encode(), "text/plain", "text"),
        ("\ufefftext".encode("utf-16"), "text/plain", "text"),
        (b"<!DOCTYPE html><p>404", "text/html", "an HTML page"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "image/svg+xml", "an SVG drawing"),
        (b"%PDF-1.7\n\xe2\xe3", "application/pdf", "a PDF document"),
        (ISO % b"isom", "video/mp4", "a video (mp4)"),
        (ISO % b"qt  ", "video/quicktime", "a video (quicktime)"),
        (ISO % b"M4A ", "audio/mp4", "an audio file"),
        (b"\x1a\x45\xdf\xa3\x01", "video/webm", "a video (webm)"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "audio/wav", "an audio file"),
        (b"RIFF\x24\0\0\0AVI LIST", "video/x-msvideo", "a video (msvideo)"),
        (b"PK\x03\x04\x14\0", "application/zip", "a ZIP archive"),
        (b"8BPS\0\x01", "image/vnd.adobe.photoshop", "a Photoshop document"),
        (b"\0\x01\x02\x03\xfe", "application/octet-stream", "unknown data"),
    ],
)
def test_other_things_are_called_by_their_kind(data: bytes, mime: str, words: str) -> None:
    assert sniff(data) == mime
    expected = f"notes.jpg: not a photo but {words}; expected JPEG, PNG, WebP, HEIC or AVIF"
    assert refusal(data, name="notes.jpg") == expected


def test_what_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.jpg"
    assert refusal(missing) == f"{missing}: no such file; expected a photo"
    assert refusal(str(tmp_path)) == f"{tmp_path}: is a folder; expected a photo"
    assert refusal("nul\0byte.jpg").endswith("; expected a photo")
    assert refusal(b"") == "photo: empty (0 bytes); expected JPEG, PNG, WebP, HEIC or AVIF"
    assert refusal(io.StringIO("x")) == "photo: opened as text; expected a file opened in binary mode"
    assert refusal(b"text", name="two\nlines").startswith("two\N{REPLACEMENT CHARACTER}lines: ")


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {}),
        ("JPEG", {"progressive": True}),
        ("JPEG", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}),
        ("PNG", {}),
        ("WEBP", {}),
        ("WEBP", {"lossless": True}),
        ("AVIF", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("BMP", {}),
    ],
)
def test_a_file_cut_anywhere_is_refused(kind: str, options: dict[str, object]) -> None:
    data = saved(NOISE, kind, **options)
    for length in {*range(1, len(data), max(1, len(data) // 60)), len(data) - 2, len(data) - 1}:
        assert refusal(data[:length]).startswith("photo: "), length


def test_a_heic_photo_cut_anywhere_is_refused() -> None:
    data = (DATA / "gradient.heic").read_bytes()
    for length in range(1, len(data), 7):
        refusal(data[:length])


def test_a_cut_file_says_where() -> None:
    data = saved(NOISE, "JPEG")[:2000]
    assert refusal(data, name="a.jpg") == "a.jpg: JPEG file cut short at 2000 bytes; expected all of it"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_download_whose_second_half_never_came(kind: str) -> None:
    noise = np.random.default_rng(3).integers(0, 256, (200, 300, 3), np.uint8)
    data = saved(noise, kind, quality=90)
    assert len(data) > 40_000
    assert "cut short" in refusal(data[: len(data) // 2].ljust(len(data), b"\0")) or kind == "PNG"


def test_flipped_bits_in_a_png() -> None:
    data = bytearray(saved(NOISE, "PNG"))
    data[len(data) // 2] ^= 4
    assert refusal(bytes(data)).startswith("photo: damaged PNG file")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP"])
def test_any_damage_is_a_refusal_or_a_photo(kind: str) -> None:
    chance = np.random.default_rng(2)
    sound = saved(NOISE, kind)
    for _ in range(40):
        data = bytearray(sound)
        for at in chance.integers(0, min(len(data), 600), 5):
            data[at] = int(chance.integers(0, 256))
        try:
            Photo.open(bytes(data))
        except InvalidPhoto as error:
            assert "\n" not in error.message


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_animated_images(kind: str) -> None:
    frames = [Image.fromarray(np.roll(NOISE, step, axis=1)) for step in range(3)]
    data = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert refusal(data) == "photo: animated image with 3 frames; expected a still photo"


def test_a_burst_of_heic_photos() -> None:
    """burst.heic: `gradient()` three times, saved by pillow-heif 1.8.1."""
    assert "with 3 frames" in refusal(DATA / "burst.heic", name="burst.heic")


def test_a_still_gif_and_a_tiff_of_several_pages() -> None:
    assert refusal(saved(gradient(), "GIF")).startswith("photo: not a photo but a GIF image")
    pages = Image.fromarray(gradient())
    several = saved(pages, "TIFF", save_all=True, append_images=[pages])
    assert refusal(several) == "photo: document with 2 pages; expected a still photo"


@pytest.mark.parametrize("size", [(15, 400), (400, 15), (1, 1)])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_too_small(size: tuple[int, int], kind: str) -> None:
    message = refusal(saved(Image.new("RGB", size), kind))
    assert message == f"photo: {size[0]}x{size[1]} px; expected at least 16 px a side"


def test_no_pixels_at_all() -> None:
    assert "0x32" in refusal(png(0, 32, depth=8, colour=2, rows=b""))


def test_no_thread_waits_for_a_refused_photo() -> None:
    refusal(saved(NOISE, "JPEG")[:-9])
    opened: list[Photo] = []
    threads = [threading.Thread(target=lambda: opened.append(Photo.open(saved(NOISE, "PNG")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert len(opened) == 4
