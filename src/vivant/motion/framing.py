"""Which part of the photo the shot starts on, and how far beyond it a camera path reaches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vivant.errors import InvalidInput
from vivant.media import Fit, Size
from vivant.motion.path import CameraPath
from vivant.perception import Intrinsics
from vivant.perception.saliency import cover_window


@dataclass(frozen=True)
class Window:
    """A part of the photo in photo pixels, which may reach beyond it: left, top, width, height."""

    x0: float
    y0: float
    width: float
    height: float


def start_window(photo: Size, frame: Size, fit: Fit, focus: tuple[float, float]) -> Window:
    """The window of the first frame, in the frame's shape.

    `cover`: the largest inside the photo, around the focus. `contain`: the smallest around the whole photo.

    Raises InvalidInput for `strict` where the sizes differ: `Inpaint image must match the requested width and
    height`, in the words clients of the original know.
    """
    if fit == "strict" and photo != frame:
        raise InvalidInput("Inpaint image must match the requested width and height", param="input_reference")
    if fit == "contain":
        width = max(photo.width, photo.height * frame.aspect)
        height = width / frame.aspect
        return Window((photo.width - width) / 2, (photo.height - height) / 2, width, height)
    return Window(*cover_window(photo.width, photo.height, frame.aspect, focus))


def reach(path: CameraPath, frame: Intrinsics, nearest: float, farthest: float) -> tuple[float, float, float, float]:
    """What the path shows at most, in pixels of the first frame: left, top, right, bottom of a box around it all.

    nearest, farthest: the scene's distances. Straight edges stay straight, so the frame's corners on the nearest
    and the farthest plane bound everything between.
    """
    corners_x = np.array([0, frame.width, 0, frame.width], dtype=np.float64)
    corners_y = np.array([0, 0, frame.height, frame.height], dtype=np.float64)
    seen = []
    for pose, zoom in zip(path.poses, path.zoom, strict=True):
        rays = frame.zoomed(zoom).directions(corners_x, corners_y) @ pose[:3, :3].T
        for distance in (nearest, farthest):
            along = np.maximum((distance - pose[2, 3]) / np.maximum(rays[:, 2], 0.05), 0.05 * distance)
            seen.append(frame.project(pose[:3, 3] + along[:, None] * rays))
    points = np.concatenate(seen)
    left, top = points.min(axis=0)
    right, bottom = points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)


def travel(path: CameraPath) -> float:
    """How far the path moves what lies at distance 1 sideways in the picture at most, in focal lengths.

    A step along the axis moves it by its part of the way from the middle of the picture, here taken as 0.6.
    """
    steps = path.poses[:, :3, 3]
    return float((np.hypot(steps[:, 0], steps[:, 1]) + 0.6 * np.abs(steps[:, 2])).max())
