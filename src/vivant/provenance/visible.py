"""The visible mark: small, legible on anything, and never in one place for long."""

from __future__ import annotations

import hashlib
import math
from typing import Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame, Size
from vivant.provenance.lettering import drawing
from vivant.settings import Settings

Place = Literal["bottom-right", "bottom-left", "top-right", "top-left"]
PLACES: tuple[Place, ...] = get_args(Place)

LEAST_HEIGHT_PX = 11.0
"""Smaller than this, nobody can read it."""

_OPACITY, _SHADE = 0.45, 0.36
"""How much of the light strokes is seen, and how much the soft shade around them takes away."""

_SPEED = 0.012
"""Of the frame's height a second, at most: slow enough that a held shot stays still to the eye."""

_MARGIN, _ROAM = 0.035, (0.05, 0.04)
"""How far from the edge it keeps, in heights; how far from there it may begin, in widths and heights."""


class Mark:
    """What is laid over each finished frame. Frames are independent, and several threads may share one mark.

    It goes once around a small closed path in the length of the clip, so that a loop closes; where the path lies,
    how round it is and which way it goes change with the seed.
    """

    def __init__(
        self,
        *,
        size: Size,
        fps: float,
        frame_count: int,
        seed: int,
        place: Place = "bottom-right",
        height: float = 0.025,
    ) -> None:
        """height: of the mark, as a share of the frame's shorter side."""
        height_px = max(LEAST_HEIGHT_PX, height * min(size.width, size.height))
        self._pad = math.ceil(height_px * 0.6) + 2
        strokes = np.pad(drawing(height_px), self._pad)
        self._strokes = cv2.GaussianBlur(strokes, (0, 0), 0.4)
        shade = cv2.GaussianBlur(strokes, (0, 0), height_px * 0.14)
        # Around the strokes, not under them: on white they stay white.
        self._shade = (np.minimum(1.0, 2.4 * shade) * (1.0 - self._strokes)).astype(np.float32)
        self._size, self._count = size, frame_count
        self._set_path(place, fps, np.random.default_rng([seed & 0xFFFFFFFF, 0x6D61726B]))

    def _set_path(self, place: Place, fps: float, chance: np.random.Generator) -> None:
        width, height = self._size.width, self._size.height
        tall, wide = (side - 2 * self._pad for side in self._strokes.shape)
        seconds = max(1, self._count) / fps
        reach = min(0.05 * height, _SPEED * height * seconds / (2 * math.pi))
        self._reach = reach * np.array([1.0, chance.uniform(0.35, 0.7)])
        self._turn = chance.choice([-1.0, 1.0])
        self._phase = chance.uniform(0, 2 * math.pi)
        inward = np.array([_ROAM[0] * width, _ROAM[1] * height]) * chance.uniform(0, 1, 2)
        inward += _MARGIN * height + self._reach
        vertical, horizontal = place.split("-")
        self._middle = np.array(
            [
                inward[0] if horizontal == "left" else width - wide - inward[0],
                inward[1] if vertical == "top" else height - tall - inward[1],
            ]
        )

    def position(self, k: int) -> tuple[float, float]:
        """Where the mark's upper left corner is in frame k, in pixels, and fractions of them."""
        angle = self._phase + self._turn * 2 * math.pi * k / max(1, self._count)
        x, y = self._middle + self._reach * np.array([math.cos(angle), math.sin(angle)])
        return float(x), float(y)

    def apply(self, frame: Frame, k: int) -> Frame:
        """Frame k [H, W, 3] with the mark; the array that was given, changed in place."""
        x, y = self.position(k)
        left, top = math.floor(x) - self._pad, math.floor(y) - self._pad
        strokes, shade = (
            self._moved(one, x - math.floor(x), y - math.floor(y)) for one in (self._strokes, self._shade)
        )
        rows, columns = strokes.shape
        r0, c0 = max(0, top), max(0, left)
        r1, c1 = min(frame.shape[0], top + rows), min(frame.shape[1], left + columns)
        if r1 <= r0 or c1 <= c0:
            return frame
        inside = (slice(r0 - top, r1 - top), slice(c0 - left, c1 - left))
        under = frame[r0:r1, c0:c1].astype(np.float32)
        light, dark = _OPACITY * strokes[inside][..., None], _SHADE * shade[inside][..., None]
        over = under * (1 - dark) * (1 - light) + 255.0 * light
        frame[r0:r1, c0:c1] = np.round(over).astype(np.uint8)
        return frame

    @staticmethod
    def _moved(mask: NDArray[np.float32], x: float, y: float) -> NDArray[np.float32]:
        shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
        return np.asarray(cv2.warpAffine(mask, shift, mask.shape[::-1], flags=cv2.INTER_LINEAR), dtype=np.float32)


def mark_of(settings: Settings, key: str, *, size: Size, fps: float, frame_count: int) -> Mark | None:
    """The mark of a clip under these settings; None where it is switched off. `key` is the clip's own: it gives the
    path."""
    if settings.mark == "off":
        return None
    seed = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    place, height = settings.mark, settings.mark_height
    return Mark(size=size, fps=fps, frame_count=frame_count, seed=seed, place=place, height=height)
