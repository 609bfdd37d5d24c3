"""Masks that a person supplies: which part of the photo is water, hair, cloth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.errors import InvalidInput
from vivant.media import Photo


def mask_of(name: str, picture: Photo) -> NDArray[np.float32]:
    """[h, w] in 0..1: how white a picture is, which covers the whole photo at any size.

    Raises InvalidInput where nothing in it is: `mask 'water': all of it is dark; expected white where the thing is`.
    """
    white = np.asarray(picture.rgb.mean(axis=2) / 255, dtype=np.float32)
    if float(white.max()) < 0.5:
        raise InvalidInput(f"mask {name!r}: all of it is dark; expected white where the thing is", param="mask")
    return white
