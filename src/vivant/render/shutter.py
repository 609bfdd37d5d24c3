"""Motion blur: what a shutter that stays open for a part of each frame's time sees while the camera moves."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.perception import Intrinsics
from vivant.render.streaks import TILE_PX, add_streaks, developed

Pose = NDArray[np.float64]
Draw = Callable[[Pose, float], Frame]
Places = tuple[NDArray[np.float64], NDArray[np.float64]]
Inverse = Callable[[Pose, float], NDArray[np.float32]]

STILL_PX, BLURRED_PX = 1.5, 3.0
"""A frame that moves by less than the first while the shutter is open is left as it is; from the second on it is
blurred in full, and between them by a part."""

_EACH_PX = 24.0
"""A frame that moves farther is drawn several times, so that each is drawn out by so much at most: what comes in at
the border, and from behind near things, is then there to be seen."""

_SPLIT_PX = 3.0
"""What moves less is drawn once."""

_MOST = 6
"""But not more often than this."""


class Shutter:
    """A camera path seen through a shutter. Frames are independent, and any may be asked for from several threads.

    lens: of the first frame. poses [N, 4, 4] and zoom [N]: the path. angle: how long the shutter is open, in degrees
    of a turning disc's 360 a frame; the middle of that time is the frame's own. nearest: the largest inverse distance
    in the scene, to tell which frames move at all.
    """

    def __init__(
        self,
        *,
        lens: Intrinsics,
        poses: NDArray[np.float64],
        zoom: NDArray[np.float64],
        angle: float = 180.0,
        nearest: float = 4.0,
    ) -> None:
        self._lens, self._poses, self._zoom = lens, poses, zoom
        self._half = angle / 720.0
        self._nearest = nearest
        self._tiles = _grid(lens, TILE_PX)
        self._few = _grid(lens, max(lens.width, lens.height) / 12)

    def frame(self, k: int, draw: Draw, inverse: Inverse) -> Frame:
        """Frame k of the path. draw: the scene from a pose and a zoom. inverse: 1 / distance along the axis of what
        that shows, [h, w] over the whole frame.

        The first frame is the photo, and is never blurred.
        """
        most = self.most_px(k)
        if k == 0 or most <= STILL_PX:
            return draw(self._poses[k], float(self._zoom[k]))
        # Before and after the frame's own time the camera may be differently fast: one drawing for either, or more.
        count = 1 if most < _SPLIT_PX else min(_MOST, 2 * math.ceil(most / (2 * _EACH_PX)))
        full = min(1.0, (most - STILL_PX) / (BLURRED_PX - STILL_PX))
        total = np.zeros((self._lens.height, self._lens.width, 3), np.float32)
        width = 2 * self._half * full / count
        for i in range(count):
            middle = k + (i + 0.5 - count / 2) * width
            pose, zoom = self.camera(middle)
            shown = inverse(pose, zoom) if pose[:3, 3].any() else np.zeros((1, 1), np.float32)
            add_streaks(draw(pose, zoom), self.motion(middle, width, shown), total)
        return developed(total, count)

    def most_px(self, k: int) -> float:
        """How far anything in frame k moves while the shutter is open, in pixels."""
        away = bool(self._poses[max(0, k - 1) : k + 2, :3, 3].any())
        inverses = (0.0, self._nearest) if away else (0.0,)
        moved = [
            self._moved(self._few, np.full(self._few[0].shape, inverse), float(k), 2 * self._half)
            for inverse in inverses
        ]
        return float(np.hypot(*np.moveaxis(np.stack(moved), -1, 0)).max())

    def motion(self, middle: float, width: float, inverse: NDArray[np.float32]) -> NDArray[np.float32]:
        """[h, w, 2] how far the middle of each tile of TILE_PX moves, in pixels, in a time of `width` frames around
        the time `middle`. inverse: as seen at that time."""
        size = self._tiles[0].shape[::-1]
        near = np.asarray(cv2.resize(inverse, size, interpolation=cv2.INTER_LINEAR), dtype=np.float64)
        return self._moved(self._tiles, near, middle, width)

    def _moved(self, places: Places, near: NDArray[np.float64], middle: float, width: float) -> NDArray[np.float32]:
        pose, zoom = self.camera(middle)
        # Points over their distance: what is infinitely far is only a direction.
        rays = self._lens.zoomed(zoom).directions(*places) @ pose[:3, :3].T
        ends = []
        for time in (middle - width / 2, middle + width / 2):
            other, factor = self.camera(time)
            points = (rays + near[..., None] * (pose[:3, 3] - other[:3, 3])) @ other[:3, :3]
            points[..., 2] = np.maximum(points[..., 2], 0.05)
            ends.append(self._lens.zoomed(factor).project(points))
        return np.asarray(ends[1] - ends[0], dtype=np.float32)

    def camera(self, time: float) -> tuple[Pose, float]:
        """Pose and zoom between frames: turning evenly about one axis, moving along a line."""
        time = min(max(time, 0.0), len(self._zoom) - 1.0)
        k = min(int(time), len(self._zoom) - 2) if len(self._zoom) > 1 else 0
        share = time - k
        if share == 0.0 or len(self._zoom) == 1:
            return self._poses[k], float(self._zoom[k])
        first, second = self._poses[k], self._poses[k + 1]
        turn, _ = cv2.Rodrigues(first[:3, :3].T @ second[:3, :3])
        pose = np.eye(4)
        pose[:3, :3] = first[:3, :3] @ cv2.Rodrigues(turn * share)[0]
        pose[:3, 3] = (1 - share) * first[:3, 3] + share * second[:3, 3]
        return pose, float(self._zoom[k] ** (1 - share) * self._zoom[k + 1] ** share)


def _grid(lens: Intrinsics, step: float) -> Places:
    """Columns and rows of the middles of squares of `step` pixels that cover the frame."""
    xs, ys = ((np.arange(math.ceil(side / step)) + 0.5) * step for side in (lens.width, lens.height))
    columns, rows = np.meshgrid(xs, ys)
    return columns, rows
