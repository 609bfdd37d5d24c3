"""Whatever the file's channels and profile, the photo comes out as the sRGB a person would see."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms

from media.handmade import (
    ADOBE_RGB,
    DISPLAY_P3,
    cmyk_profile,
    gradient,
    grey_profile,
    png,
    png_chunk,
    rgb_profile,
    saved,
    srgb_encoded,
    to_srgb,
)
from vivant.errors import InvalidPhoto
from vivant.media import Photo

RAMP = np.tile(np.linspace(0, 255, 32).astype(np.uint8), (16, 1))


def of_one_colour(mode: str, colour: int | tuple[int, ...]) -> Image.Image:
    return Image.new(mode, (32, 24), colour)


@pytest.mark.parametrize("primaries", [ADOBE_RGB, DISPLAY_P3], ids=["adobe-rgb", "display-p3"])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "AVIF", "TIFF"])
def test_rgb_profiles_become_srgb(kind: str, primaries: np.ndarray) -> None:
    colour = (150, 120, 90)
    options = {"lossless": True} if kind == "WEBP" else {} if kind in ("PNG", "TIFF") else {"quality": 100}
    data = saved(of_one_colour("RGB", colour), kind, icc_profile=rgb_profile(primaries, 2.2), **options)
    found = Photo.open(data).rgb[12, 16].astype(float)
    expected = to_srgb(colour, primaries, 2.2)
    assert np.abs(expected - colour).max() > 3, "the profile makes a difference"
    assert np.abs(found - expected).max() <= (2.0 if kind in ("PNG", "WEBP", "TIFF") else 4.0)


def test_a_profile_counts_for_sixteen_bits_a_channel_too() -> None:
    colour = (150, 120, 90)
    row = b"\0" + struct.pack(">3H", *(value * 257 for value in colour)) * 32
    icc = png_chunk(b"iCCP", b"p\0\0" + zlib.compress(rgb_profile(ADOBE_RGB, 2.2)))
    photo = Photo.open(png(32, 16, depth=16, colour=2, rows=row * 16, extra=icc))
    assert np.abs(photo.rgb[8, 8] - to_srgb(colour, ADOBE_RGB, 2.2)).max() <= 2.0


def test_an_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.array_equal(Photo.open(saved(gradient(), "PNG", icc_profile=profile)).rgb, gradient())


def test_grey_profiles() -> None:
    data = saved(of_one_colour("L", 100), "PNG", icc_profile=grey_profile(1.0))
    expected = float(srgb_encoded(np.array(100 / 255)))
    assert np.abs(Photo.open(data).rgb[5, 5] - expected).max() <= 2.0


def test_grey_profiles_under_transparency() -> None:
    data = saved(of_one_colour("LA", (100, 255)), "PNG", icc_profile=grey_profile(1.0))
    assert np.abs(Photo.open(data).rgb[5, 5] - float(srgb_encoded(np.array(100 / 255)))).max() <= 2.0


@pytest.mark.parametrize(
    "profile",
    [b"not a profile", rgb_profile(ADOBE_RGB, 2.2)[:200], grey_profile(1.0), cmyk_profile({})],
    ids=["nonsense", "cut", "grey", "cmyk"],
)
def test_a_profile_that_does_not_fit_is_ignored(profile: bytes) -> None:
    assert np.array_equal(Photo.open(saved(gradient(), "PNG", icc_profile=profile)).rgb, gradient())


@pytest.mark.parametrize(
    ("inks", "seen"),
    [((0, 0, 0, 0), (255, 255, 255)), ((0, 255, 255, 0), (255, 0, 0)), ((0, 0, 0, 255), (0, 0, 0))],
)
@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_inks_are_not_inverted(kind: str, inks: tuple[int, ...], seen: tuple[int, ...]) -> None:
    found = Photo.open(saved(of_one_colour("CMYK", inks), kind)).rgb[12, 16].astype(int)
    assert np.abs(found - seen).max() <= 6


def test_cmyk_profiles_say_how_inks_look() -> None:
    profile = cmyk_profile({(0, 0, 0, 0): 100.0, (1, 0, 0, 0): 50.0})
    data = saved(of_one_colour("CMYK", (255, 0, 0, 0)), "JPEG", icc_profile=profile, quality=100)
    # CIE lightness 50 is the grey 119; without the profile this would be cyan.
    assert np.abs(Photo.open(data).rgb[12, 16].astype(int) - 119).max() <= 3


def test_greyscale_and_one_bit() -> None:
    assert np.array_equal(Photo.open(saved(RAMP, "PNG")).rgb, np.dstack([RAMP] * 3))
    checks = np.indices((16, 32)).sum(axis=0) % 2 * 255
    photo = Photo.open(saved(Image.fromarray(checks.astype(np.uint8)).convert("1"), "PNG"))
    assert np.array_equal(photo.rgb, np.dstack([checks] * 3))


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bit_greys_are_scaled_not_cut(kind: str) -> None:
    assert np.array_equal(Photo.open(saved(RAMP.astype(np.uint16) * 257, kind)).rgb[..., 0], RAMP)


@pytest.mark.parametrize("deep", [RAMP.astype(np.int32) * 257, RAMP / np.float32(255.0), RAMP.astype(np.float32)])
def test_deep_tiff_greys_are_scaled_by_their_range(deep: np.ndarray) -> None:
    assert np.abs(Photo.open(saved(deep, "TIFF")).rgb[..., 0].astype(int) - RAMP).max() <= 1


def test_sixteen_bits_a_channel() -> None:
    row = b"\0" + struct.pack(">3H", 65535, 32896, 257) * 32
    photo = Photo.open(png(32, 16, depth=16, colour=2, rows=row * 16))
    assert tuple(photo.rgb[8, 8]) == (255, 128, 1)


def test_a_palette_and_its_transparent_entry() -> None:
    image = Image.new("P", (32, 16), 0)
    image.putpalette([200, 30, 30, 0, 0, 0])
    image.paste(1, (16, 0, 32, 16))
    assert tuple(Photo.open(saved(image, "PNG")).rgb[8, 24]) == (0, 0, 0)
    photo = Photo.open(saved(image, "PNG", transparency=1))
    assert tuple(photo.rgb[8, 8]) == (200, 30, 30) and tuple(photo.rgb[8, 24]) == (255, 255, 255)
    photo = Photo.open(saved(image, "PNG", transparency=bytes([255, 0])))
    assert tuple(photo.rgb[8, 24]) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "RGB", "1"])
def test_a_colour_declared_transparent(mode: str) -> None:
    image = Image.new("RGB", (32, 16), (255, 255, 255))
    image.paste((0, 0, 0), (0, 0, 16, 16))
    key = (255, 255, 255) if mode == "RGB" else 255
    photo = Photo.open(saved(image.convert(mode), "PNG", transparency=key))
    assert tuple(photo.rgb[8, 8]) == (0, 0, 0) and tuple(photo.rgb[8, 24]) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "TIFF"])
def test_transparency_shows_white(kind: str) -> None:
    rgba = np.zeros((32, 48, 4), np.uint8)
    rgba[:, :16] = (200, 40, 40, 255)
    rgba[:, 16:32] = (200, 40, 40, 128)
    rgba[:, 32:] = (0, 255, 0, 0)
    options = {"lossless": True} if kind == "WEBP" else {"quality": 100} if kind == "AVIF" else {}
    row = Photo.open(saved(rgba, kind, **options)).rgb[16].astype(int)
    assert np.abs(row[8] - (200, 40, 40)).max() <= 8
    assert np.abs(row[24] - (227, 147, 147)).max() <= 8
    assert np.abs(row[40] - 255).max() <= 8


def test_a_pale_subject_stands_before_slate() -> None:
    rgba = np.full((32, 32, 4), 255, np.uint8)
    rgba[:, 16:, 3] = 0
    row = Photo.open(saved(rgba, "PNG")).rgb[16]
    assert tuple(row[8]) == (255, 255, 255) and row[24].max() < 80
    rgba[..., 3] = 255
    assert Photo.open(saved(rgba, "PNG")).rgb.min() == 255


def test_nothing_to_see() -> None:
    with pytest.raises(InvalidPhoto, match="transparent"):
        Photo.open(saved(np.zeros((32, 32, 4), np.uint8), "PNG"))
