"""From the bytes of a photo to its pixels: upright, sRGB, and no larger than they are useful."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pi_heif import HeifImageFile
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from vivant.errors import InvalidPhoto
from vivant.media.colour import srgb
from vivant.media.containers import CutShortError, inspect
from vivant.media.kinds import PHOTO_KINDS, looks_like, sniff
from vivant.media.reduction import bounded, reduced

MIN_SIDE = 16
MAX_SIDE = 50_000
MAX_PIXELS = 100_000_000

_EXPECTED = "expected JPEG, PNG, WebP, HEIC or AVIF"
_ORIENTATION, _FOCAL_35MM, _EXIF_IFD = 0x0112, 0xA405, 0x8769
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FIRST_SIDEWAYS = 5


class _WebPImageFile(WebPImagePlugin.WebPImageFile):
    """A still WebP image that lets go of its decoder, two canvases large, once the one frame is out."""

    def _get_next(self) -> tuple[bytes, int, int]:
        frame = super()._get_next()
        self._decoder = None
        return frame


# Called directly: Image.open would bring in Pillow's own size limit and its process-wide registry of openers.
_OPENERS: dict[str, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/png": PngImagePlugin.PngImageFile,
    "image/webp": _WebPImageFile,
    "image/heic": HeifImageFile,
    "image/avif": AvifImagePlugin.AvifImageFile,
    "image/tiff": TiffImagePlugin.TiffImageFile,
    "image/bmp": BmpImagePlugin.BmpImageFile,
}

# One photo at a time: a large one needs most of the memory there is, and silencing warnings is process-wide.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Decoded:
    """rgb: [H, W, 3] uint8, sRGB, upright. source_size: (width, height) of the original, upright."""

    rgb: NDArray[np.uint8]
    source_size: tuple[int, int]
    focal_35mm: float | None


def decode(data: bytes, label: str) -> Decoded:
    """The pixels of a photo, reduced to 4096 px, and what its EXIF tells; `label` names it in messages.

    Raises InvalidPhoto: `harbour.jpg: not a photo but a PDF document; expected JPEG, PNG, WebP, HEIC or AVIF`.
    """
    if not data:
        raise InvalidPhoto(f"{label}: empty (0 bytes); {_EXPECTED}")
    mime = sniff(data)
    kind = PHOTO_KINDS.get(mime, "")
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if mime == "image/gif":
            _check_still(_gif_frames(data), label)
        if mime not in _OPENERS:
            raise InvalidPhoto(f"{label}: not a photo but {looks_like(mime)}; {_EXPECTED}")
        try:
            return _decode(data, mime, label)
        except InvalidPhoto:
            raise
        except CutShortError as error:
            raise InvalidPhoto(f"{label}: {kind} file cut short at {len(data)} bytes; expected all of it") from error
        except MemoryError as error:
            raise InvalidPhoto(f"{label}: too large for the memory of this machine; expected less") from error
        except Exception as error:  # on damaged data decoders raise anything: SyntaxError, struct.error, OSError
            raise InvalidPhoto(f"{label}: damaged {kind} file ({_reason(error)}); expected a sound one") from error


def _decode(data: bytes, mime: str, label: str) -> Decoded:
    claims = inspect(data, mime)
    if claims.size is not None:
        _check_size(claims.size, label)
    _check_still(claims.frames, label)
    small, size, exif = _loaded(data, mime, label)
    # libheif has turned the picture already, by rules of the format that overrule EXIF.
    orientation = 1 if mime == "image/heic" else exif.get(_ORIENTATION, 1)
    profile = small.info.get("icc_profile")
    if orientation in _TURNS:
        small = small.transpose(_TURNS[orientation])
        size = size[::-1] if orientation >= _FIRST_SIDEWAYS else size
    return Decoded(rgb=srgb(small, profile), source_size=size, focal_35mm=_focal_35mm(exif))


def _loaded(data: bytes, mime: str, label: str) -> tuple[Image.Image, tuple[int, int], Image.Exif]:
    """The picture with 8 bits a channel within 4096 px, the size of the original, and its EXIF.

    The decoder and the full picture are gone when this returns.
    """
    with _OPENERS[mime](io.BytesIO(data)) as image:
        _check_size(image.size, label)
        _check_still(int(getattr(image, "n_frames", 1)), label, "pages" if mime == "image/tiff" else "frames")
        size = image.size
        # A JPEG can be decoded at a half, a quarter or an eighth; no other format answers to this.
        drafted = image.draft("", bounded(size))
        image.load()
        if drafted is None:
            size = image.size  # some decoders turn the picture themselves
        small = reduced(image)
        small.info["icc_profile"] = image.info.get("icc_profile")
        return small, size, _exif(image)


def _check_size(size: tuple[int, int], label: str) -> None:
    """Raises InvalidPhoto for a size that cannot be animated: `a.png: 9x400 px; expected at least 16 a side`."""
    width, height = size
    if min(size) < MIN_SIDE:
        raise InvalidPhoto(f"{label}: {width}x{height} px; expected at least {MIN_SIDE} px a side")
    if width * height > MAX_PIXELS:
        millions, most = width * height / 1e6, MAX_PIXELS // 1_000_000
        raise InvalidPhoto(f"{label}: {width}x{height} px ({millions:.1f} megapixels); expected at most {most}")
    if max(size) > MAX_SIDE:
        raise InvalidPhoto(f"{label}: {width}x{height} px; expected at most {MAX_SIDE} px a side")


def _check_still(frames: int, label: str, word: str = "frames") -> None:
    """Raises InvalidPhoto: `wave.webp: animated image with 12 frames; expected a still photo`."""
    if frames > 1:
        kind = "animated image" if word == "frames" else "document"
        raise InvalidPhoto(f"{label}: {kind} with {frames} {word}; expected a still photo")


def _gif_frames(data: bytes) -> int:
    """How many frames a GIF has; 1 where it is too broken to tell."""
    try:
        with GifImagePlugin.GifImageFile(io.BytesIO(data)) as image:
            return image.n_frames
    except Exception:  # the file is refused in any case
        return 1


def _exif(image: Image.Image) -> Image.Exif:
    """The EXIF data; none where it is broken: the picture is good without."""
    try:
        return image.getexif()
    except Exception:  # on damaged data: SyntaxError, struct.error, ValueError, ...
        return Image.Exif()


def _focal_35mm(exif: Image.Exif) -> float | None:
    """The 35 mm equivalent focal length in mm, where EXIF gives one; 0 stands for unknown."""
    try:
        value = float(exif.get_ifd(_EXIF_IFD).get(_FOCAL_35MM, 0))
    except Exception:  # as broken as EXIF can be
        return None
    return value if 1.0 <= value <= 5000.0 else None


def _reason(error: Exception) -> str:
    """The decoder's own words, short enough for the middle of a sentence."""
    words = " ".join(str(error).split())
    return words[:80] or "it contradicts itself"
