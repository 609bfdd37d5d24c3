"""Whatever a decoder hands over, as plain 8-bit sRGB."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_WHITE = 255
_SLATE = 48
_PALE = 200.0
_CLEAR = 0.02
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def white_level(image: Image.Image) -> float:
    """The value that stands for white in an image of deep greys (modes I;16, I, F); 255 for all others.

    65535 for whole numbers that fit in 16 bits, 1 for fractions; larger ranges end at their brightest pixel.
    """
    if image.mode.startswith("I;16"):
        return 65535.0
    if image.mode not in ("I", "F"):
        return 255.0
    pixels = np.asarray(image)
    brightest = float(np.max(pixels, initial=0.0, where=np.isfinite(pixels)))
    usual = (65535.0,) if image.mode == "I" else (1.0, 255.0, 65535.0)
    return next((level for level in usual if brightest <= level), brightest)


def eight_bit(image: Image.Image, white: float) -> Image.Image:
    """The image with 8 bits a channel: L, RGB, CMYK, LAB, or La and RGBa, whose colours are premultiplied.

    Premultiplied, so that reducing the image does not mix in colours which nobody sees. Deep greys are scaled
    so that `white` becomes 255.
    """
    if image.mode.startswith("I") or image.mode == "F":
        return Image.fromarray(_scaled(np.asarray(image), white))
    if image.mode in ("LA", "La"):
        return image.convert("La")
    if image.mode == "RGBA":
        return image.convert("RGBa")
    if image.has_transparency_data:
        return image.convert("RGBA").convert("RGBa")
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB", "CMYK", "LAB") else image.convert("RGB")


def srgb(image: Image.Image, profile: bytes | None) -> NDArray[np.uint8]:
    """The photo [H, W, 3] uint8 in sRGB, from an image as `eight_bit` leaves it and its ICC profile.

    What is transparent shows white, as on a page; where what is visible is itself nearly white, dark slate,
    so that a pale subject does not vanish. A profile that is broken, or meant for other channels, is ignored.

    Raises ValueError where no pixel is visible at all.
    """
    if image.mode not in ("La", "RGBa"):
        return np.array(_managed(image, profile))
    backdrop = _backdrop(image)
    straight = image.convert(image.mode.upper())
    colours = _managed(straight.convert(image.mode[:-1]), profile)
    page = Image.new("RGB", image.size, (backdrop, backdrop, backdrop))
    page.paste(colours, mask=straight.getchannel("A"))
    return np.array(page)


def _scaled(deep: NDArray[Any], white: float) -> NDArray[np.uint8]:
    """Deep grey values [H, W] as 0..255, rounded; what is not a number is black."""
    values = np.nan_to_num(deep.astype(np.float32), nan=0.0, posinf=white, neginf=0.0)
    grey: NDArray[np.uint8] = np.clip(values * (255.0 / white) + 0.5, 0.0, 255.0).astype(np.uint8)
    return grey


def _managed(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image as sRGB, through its ICC profile where that one fits."""
    if image.mode == "LAB":
        source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        return _transformed(image, source)
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            # By far the most frequent; a transform onto itself would only add rounding.
            if image.mode == "RGB" and ImageCms.getProfileDescription(source).startswith("sRGB"):
                return image
            return _transformed(image, source)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # the numbers are still the best guess
    return image.convert("RGB")


def _transformed(image: Image.Image, source: ImageCms.ImageCmsProfile) -> Image.Image:
    """The image as sRGB. Raises PyCMSError where the profile is for other channels than the image has."""
    managed = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
    assert managed is not None, "only a transform in place answers None"
    return managed


def _backdrop(image: Image.Image) -> int:
    """The grey to show behind a premultiplied image: white, or slate where most of what is visible is pale."""
    if image.getchannel("a").getextrema() == (0, 0):
        raise ValueError("wholly transparent")
    few = np.asarray(image.resize((64, 64), Image.Resampling.BOX)).astype(np.float64)
    visible = few[..., -1]
    brightness = 255.0 * few[..., :-1].mean() / max(visible.mean(), 1e-6)
    return _SLATE if brightness > _PALE and (visible < 128).mean() > _CLEAR else _WHITE
