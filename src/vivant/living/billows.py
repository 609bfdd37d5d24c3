"""Noise that tiles, and billows drifting through it: the stuff of mist, steam and smoke."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 256


def tile(seed: int, *, falling: float = 2.0) -> NDArray[np.float32]:
    """[SIDE, SIDE] noise of mean 0 and deviation 1 that tiles; its spectrum falls as frequency ** -falling."""
    generator = np.random.default_rng([seed, 0xB1])
    spectrum = np.fft.rfft2(generator.standard_normal((SIDE, SIDE)))
    fy, fx = np.fft.fftfreq(SIDE)[:, None], np.fft.rfftfreq(SIDE)[None, :]
    spectrum[0, 0] = 0
    noise = np.fft.irfft2(spectrum / (np.hypot(fx, fy) * SIDE + 1.0) ** falling, s=(SIDE, SIDE))
    return np.asarray(noise / noise.std(), dtype=np.float32)


def looked_up(noise: NDArray[np.float32], u: NDArray[Any], v: NDArray[Any]) -> NDArray[np.float32]:
    """The noise at (u, v), one tile to each unit."""
    u, v = np.broadcast_arrays(u, v)
    x = (np.mod(u, 1.0) * SIDE).astype(np.float32)
    y = (np.mod(v, 1.0) * SIDE).astype(np.float32)
    return np.asarray(cv2.remap(noise, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP), dtype=np.float32)


def turns(per_s: float, time_s: float, loop_s: float | None) -> float:
    """How many tiles a drift of `per_s` has gone by; in a loop a whole number of them."""
    if loop_s is None:
        return per_s * time_s
    whole = round(per_s * loop_s) or (1 if per_s > 0 else -1 if per_s < 0 else 0)
    return whole * time_s / loop_s
