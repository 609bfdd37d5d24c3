"""Synthetic photos whose right answers are known in closed form."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Photo, Soundtrack
from vivant.media.soundtrack import RATE_HZ


def textured(width: int, height: int, seed: int = 1) -> NDArray[np.uint8]:
    """[height, width, 3]: smooth coloured noise, with detail everywhere and nothing a resampler could alias."""
    generator = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for radius in (2.0, 6.0, 20.0):
        noise = generator.standard_normal((height, width, 3)).astype(np.float32)
        smooth = cv2.GaussianBlur(noise, (0, 0), sigmaX=radius)
        total += smooth / smooth.std()
    return np.clip(128 + 28 * total, 0, 255).astype(np.uint8)


def photo_of(rgb: NDArray[np.uint8]) -> Photo:
    """A Photo of an array, as if it had been opened."""
    return Photo(rgb=rgb, name="synthetic", digest="0" * 64)


def hiss(seconds: float, seed: int = 0) -> Soundtrack:
    """Faint white noise in both ears."""
    noise = np.random.default_rng(seed).standard_normal((round(seconds * RATE_HZ), 2))
    return Soundtrack(samples=(0.003 * noise).astype(np.float32))
