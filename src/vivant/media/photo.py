"""A still photograph, as it comes from a camera, a phone or the web."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from vivant.errors import InvalidPhoto
from vivant.media.decoding import decode

MAX_FILE_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A decoded still.

    rgb: [H, W, 3] uint8, sRGB, upright (EXIF orientation applied), alpha composited; sides up to 4096 px.
    digest: SHA-256 of the file's bytes, hex: the photo's identity for caches and provenance.
    focal_35mm: the 35 mm equivalent focal length in mm, where EXIF tells.
    source_size: (width, height) of the original in pixels, upright; None where there was no file.
    original: the file's bytes, which a film's manifest names as what it was made from; None where there was no file.
    """

    rgb: NDArray[np.uint8]
    name: str
    digest: str
    focal_35mm: float | None = None
    source_size: tuple[int, int] | None = None
    original: bytes | None = field(default=None, repr=False, compare=False)

    @classmethod
    def open(cls, source: str | os.PathLike[str] | bytes | BinaryIO, *, name: str | None = None) -> Photo:
        """The photo in a file, a byte string or an open binary file (read from where it stands, left open).

        JPEG, PNG, WebP, HEIC, AVIF, TIFF or BMP, recognised by content; `name` is what to call it, by
        default the file's own name. 16 px a side to 100 megapixels; a side of more than 4096 px is
        reduced to that. Transparency shows white, or dark slate behind a pale subject.

        Raises InvalidPhoto: `notes.txt: not a photo but text; expected JPEG, PNG, WebP, HEIC or AVIF`.
        """
        data, label = _read(source, name)
        decoded = decode(data, label)
        return cls(
            rgb=decoded.rgb,
            name=name or Path(label).name or "photo",
            digest=hashlib.sha256(data).hexdigest(),
            focal_35mm=decoded.focal_35mm,
            source_size=decoded.source_size,
            original=data,
        )


def _read(source: str | os.PathLike[str] | bytes | BinaryIO, name: str | None) -> tuple[bytes, str]:
    """The bytes, and what to call them in a message."""
    label = _printable(name or _own_name(source))
    data = bytes(source) if isinstance(source, (bytes, bytearray, memoryview)) else _contents(source, label)
    if len(data) > MAX_FILE_BYTES:
        raise InvalidPhoto(f"{label}: larger than {MAX_FILE_BYTES >> 20} MB; expected a smaller file")
    return data, label


def _own_name(source: object) -> str:
    """The path of a file, the name of an open one, or `photo`."""
    if isinstance(source, (str, os.PathLike)):
        return os.fspath(source) or "photo"
    own = getattr(source, "name", None)
    return own if isinstance(own, str) and own else "photo"


def _printable(name: str) -> str:
    """The name on one line of a message, whatever it holds."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name[-200:])


def _contents(source: str | os.PathLike[str] | BinaryIO, label: str) -> bytes:
    """What the file holds, up to one byte more than is allowed."""
    try:
        if isinstance(source, (str, os.PathLike)):
            with Path(source).open("rb") as file:
                data = file.read(MAX_FILE_BYTES + 1)
        else:
            data = source.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise InvalidPhoto(f"{label}: no such file; expected a photo") from error
    except IsADirectoryError as error:
        raise InvalidPhoto(f"{label}: is a folder; expected a photo") from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise InvalidPhoto(f"{label}: cannot be read ({reason}); expected a photo") from error
    if not isinstance(data, bytes):
        raise InvalidPhoto(f"{label}: opened as text; expected a file opened in binary mode")
    return data
