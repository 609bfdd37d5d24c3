"""Masks that a person supplies: which part of the photo is water, hair, cloth."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vivant.errors import InvalidInput
from vivant.media import Photo


def masks_of(given: Iterable[str]) -> dict[str, NDArray[np.float32]]:
    """The masks in words such as `water=mask.png`, each [h, w] float32 in 0..1 over the whole photo: white is in it.

    Raises InvalidInput: `mask 'mask.png': expected NAME=FILE, such as water=mask.png`; InvalidPhoto where the file is
    no picture.
    """
    masks: dict[str, NDArray[np.float32]] = {}
    for words in given:
        name, equals, file = words.partition("=")
        if not equals or not name.strip() or not file.strip():
            raise InvalidInput(f"mask {words!r}: expected NAME=FILE, such as water=mask.png", param="mask")
        picture = Photo.open(Path(file.strip())).rgb.astype(np.float32).mean(axis=2) / np.float32(255)
        if float(picture.max()) < 0.5:
            raise InvalidInput(f"mask {words!r}: all of it is dark; expected white where the thing is", param="mask")
        masks[name.strip().lower()] = picture
    return masks
