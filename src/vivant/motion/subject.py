"""Where the subject stands before the camera of the first frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.media import Size
from vivant.motion.framing import Window
from vivant.perception import Intrinsics, View

LEAST_SUBJECT = 0.01
"""A subject that takes up less of the window is not what the shot is about."""

_MIDDLE = (0.4, 0.4, 0.6, 0.6)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What the shot is about. distance: along the axis, in scene units. aim: (x, y); (x, y, 1) points at it."""

    distance: float
    aim: tuple[float, float]


def subject_of(view: View, *, photo: Size, window: Window, lens: Intrinsics) -> Subject:
    """The subject perception found, where the window shows one, else what is in the middle of the window.

    photo: its size, which window is counted in. lens: of the first frame.
    """
    box = (
        window.x0 / photo.width,
        window.y0 / photo.height,
        (window.x0 + window.width) / photo.width,
        (window.y0 + window.height) / photo.height,
    )
    inverse, matte = view.depth.inverse, view.mattes.get("subject")
    inside = _part(inverse, box)
    if matte is not None and matte.shape == inverse.shape:
        chosen = _part(matte, box) > 0.5
        if chosen.mean() > LEAST_SUBJECT:
            # Its face, or its upper middle; where the window leaves that out, the nearest place it shows.
            x, y = ((at - low) / (high - low) for at, low, high in zip(view.focus, box[:2], box[2:], strict=True))
            aim = lens.directions(
                np.array(np.clip(x, 0.0, 1.0) * lens.width), np.array(np.clip(y, 0.0, 1.0) * lens.height)
            )
            return Subject(distance=float(1.0 / np.median(inside[chosen])), aim=(float(aim[0]), float(aim[1])))
    return Subject(distance=float(1.0 / np.median(_part(inside, _MIDDLE))), aim=(0.0, 0.0))


def _part(picture: NDArray[np.float32], box: tuple[float, float, float, float]) -> NDArray[np.float32]:
    """The part of a picture in a box (left, top, right, bottom, in shares of it); at least one pixel."""
    rows, columns = picture.shape
    left, top = int(np.clip(box[0] * columns, 0, columns - 1)), int(np.clip(box[1] * rows, 0, rows - 1))
    right, bottom = int(np.clip(box[2] * columns, left + 1, columns)), int(np.clip(box[3] * rows, top + 1, rows))
    return picture[top:bottom, left:right]
