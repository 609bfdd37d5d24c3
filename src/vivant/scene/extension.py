"""What lies beyond the photo's border: what is near its edge mirrored, losing detail with distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

_SOFTNESS = (0.0, 0.003, 0.008, 0.02)
"""Blur radii, as shares of the long side, that the border passes through on its way out."""

_WAY_OUT = 0.16
"""The share of the long side over which it gets there."""

_SURROUND = 0.25
"""A border wider than this share of the picture's side is a surround: nobody takes it for the photo, and a mirrored
person in it would be a mistake."""

_SURROUND_SOFTNESS, _SURROUND_WAY_OUT = (0.0, 0.012, 0.03, 0.06), 0.05

_NARROWEST = 0.04
"""The share of the long side that is mirrored at least, whatever stands there."""

_STANDS = 0.04
"""A subject stands in a line of pixels that it fills to this share."""


@dataclass(frozen=True, kw_only=True)
class Border:
    """Where a picture goes on beyond its edge. rows, columns: which of the picture's lines each line of the extended
    picture shows. inside: x0, y0, x1, y1 of the picture in it."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    inside: tuple[int, int, int, int]

    @classmethod
    def of(
        cls, height: int, width: int, pads: tuple[int, int, int, int], subject: NDArray[np.float32] | None = None
    ) -> Border:
        """The border of a picture. pads: its widths left, top, right and bottom, in pixels. subject: [height, width]
        a matte of what is not to be seen twice.

        The border mirrors what is next to the edge: as far in as it takes, or as far as a subject that stands free
        of that edge, to and fro. A subject that the edge cuts goes on beyond it.
        """
        left, top, right, bottom = pads
        least = max(1, round(_NARROWEST * max(height, width)))
        across, down = (
            np.zeros(n, bool) if subject is None else (subject > 0.5).mean(axis=axis) > _STANDS
            for axis, n in ((0, width), (1, height))
        )
        return cls(
            rows=_lines(height, top, bottom, down, least),
            columns=_lines(width, left, right, across, least),
            inside=(left, top, left + width, top + height),
        )

    def around(self, picture: NDArray[Any]) -> NDArray[Any]:
        """The picture with its border, sharp."""
        return np.ascontiguousarray(picture[self.rows][:, self.columns])


def extend(rgb: NDArray[np.uint8], border: Border) -> NDArray[np.uint8]:
    """[H + top + bottom, W + left + right, 3]: the picture, untouched, within its border.

    The border grows softer outward, so that a move that runs over the edge meets matching colours and no seam, and
    nobody takes the mirror for detail.
    """
    if (len(border.rows), len(border.columns)) == rgb.shape[:2]:
        return rgb
    sharp = border.around(rgb)
    long_side = max(rgb.shape[:2])
    softness, way_out = (_SURROUND_SOFTNESS, _SURROUND_WAY_OUT) if _surrounds(border) else (_SOFTNESS, _WAY_OUT)
    level = np.clip(_distance_outside(border) / (way_out * long_side), 0.0, 1.0) * (len(softness) - 1)
    result = sharp.astype(np.float32)
    for i, radius in enumerate(softness[1:], start=1):
        weight = np.clip(level - (i - 1), 0.0, 1.0)[..., None]
        result += weight * (_blurred(sharp, radius * long_side) - result)
    extended: NDArray[np.uint8] = np.clip(result + 0.5, 0, 255).astype(np.uint8)
    x0, y0, x1, y1 = border.inside
    extended[y0:y1, x0:x1] = rgb
    return extended


def _surrounds(border: Border) -> bool:
    x0, y0, x1, y1 = border.inside
    wide = max(x0, len(border.columns) - x1) > _SURROUND * (x1 - x0)
    return wide or max(y0, len(border.rows) - y1) > _SURROUND * (y1 - y0)


def _lines(count: int, before: int, after: int, stands: NDArray[np.bool_], least: int) -> NDArray[np.intp]:
    first, last = _mirrored(before, _free(stands, least)), _mirrored(after, _free(stands[::-1], least))
    return np.concatenate([first[::-1], np.arange(count), count - 1 - last]).astype(np.intp)


def _free(stands: NDArray[np.bool_], least: int) -> int:
    """How many lines there are from the edge to where the subject stands; all of them where it stands at the edge or
    nowhere."""
    at = np.flatnonzero(stands)
    if not len(at) or at[0] < 2:
        return len(stands)
    return int(min(len(stands), max(at[0], least)))


def _mirrored(count: int, within: int) -> NDArray[np.intp]:
    """The lines shown from the edge outward: to and fro within so many."""
    step = np.arange(count) % (2 * within)
    return np.minimum(step, 2 * within - 1 - step)


def _distance_outside(border: Border) -> NDArray[np.float32]:
    x0, y0, x1, y1 = border.inside
    x, y = np.arange(len(border.columns), dtype=np.float32), np.arange(len(border.rows), dtype=np.float32)
    beyond_x, beyond_y = (np.maximum(0, np.maximum(a - p, p - (b - 1))) for a, p, b in ((x0, x, x1), (y0, y, y1)))
    return np.hypot(beyond_x[None, :], beyond_y[:, None]).astype(np.float32)


def _blurred(picture: NDArray[np.uint8], radius_px: float) -> NDArray[np.float32]:
    # A wide blur loses nothing by being made small: it is done where its radius is about two pixels.
    shrink = max(1.0, radius_px / 2)
    height, width = picture.shape[:2]
    small_size = (max(2, round(width / shrink)), max(2, round(height / shrink)))
    small = cv2.resize(picture, small_size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigmaX=radius_px / shrink)
    return np.asarray(cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.float32)
