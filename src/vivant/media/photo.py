"""A still photograph, as it comes from a camera, a phone or the web."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A decoded still.

    rgb: [H, W, 3] uint8, sRGB, upright (EXIF orientation applied), alpha composited.
    digest: SHA-256 of the file's bytes, hex: the photo's identity for caches and provenance.
    focal_35mm: the 35 mm equivalent focal length in mm, where EXIF tells.
    """

    rgb: NDArray[np.uint8]
    name: str
    digest: str
    focal_35mm: float | None = None

    @classmethod
    def open(cls, source: str | os.PathLike[str] | bytes | BinaryIO, *, name: str | None = None) -> Photo:
        """The photo in a file, a byte string or an open binary file."""
        raise NotImplementedError
