"""Film grain: noise of a stated size and strength, new in every frame and the same for the same seed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Size

ROOM_PX = 256
"""Noise is made once, so much wider and higher than a frame, and every frame cuts its own part of it."""

STEPS = 40
"""Whole numbers a standard deviation, in the noise."""

_SIZE = 0.75 / 720
"""Radius of a grain, of size 1, in shares of the frame's height."""


class Grain:
    """levels: standard deviation over mid grey, of 255. size: of its grains, 1 for 35 mm film in a cinema."""

    def __init__(self, *, levels: float, size: float, frame: Size, seed: int) -> None:
        shape = (frame.height + ROOM_PX, frame.width + ROOM_PX)
        noise = np.random.default_rng((seed, 7)).standard_normal(shape, dtype=np.float32)
        soft = cv2.GaussianBlur(noise, (0, 0), sigmaX=max(0.35, _SIZE * size * frame.height))
        soft = (soft - soft.mean()) / soft.std()
        self._noise: NDArray[np.int8] = np.clip(np.round(soft * STEPS), -127, 127).astype(np.int8)
        self._frame, self._seed = frame, seed
        self.strength = levels * luma_response()
        """[256] standard deviation, of 255, over each luma."""

    def noise(self, k: int) -> NDArray[np.int8]:
        """[H, W] the noise of frame k, STEPS for a standard deviation."""
        y, x = np.random.default_rng((self._seed, 11, k)).integers(ROOM_PX, size=2)
        return self._noise[y : y + self._frame.height, x : x + self._frame.width]


def luma_response() -> NDArray[np.float64]:
    """[256] how strong grain is over each luma: 1 over mid grey, least in black and white, where film has none left
    to develop, or nothing but."""
    luma = np.arange(256) / 255.0
    return np.asarray(0.2 + 0.8 * 4.0 * luma * (1.0 - luma))
