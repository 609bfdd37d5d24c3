"""Which part of the photo the shot starts on, and how far beyond it a camera path reaches."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vivant.errors import InvalidInput
from vivant.media import Fit, Size
from vivant.motion.path import CameraPath
from vivant.perception import Intrinsics, View
from vivant.perception.saliency import cover_window

MOST_SLID = 0.25
"""A window is moved by no more than this part of its side for a path's sake: beyond, it is another picture."""

LEAST_SLID = 0.02
"""By less than this part of its side it is not worth moving."""

KEPT_MARGIN = 0.04
"""Part of the window's side that is left beside what it must keep."""

AROUND_FOCUS = 0.08
"""Part of the photo's side kept on each side of where the eye goes, where nothing else is known of the subject."""


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


def slid_window(
    window: Window, photo: Size, seen: tuple[float, float, float, float], keep: tuple[float, float, float, float]
) -> Window:
    """The window moved within the photo, as little as needed, towards where a path looks beyond it.

    seen: what the path shows, in photo pixels: left, top, right, bottom. keep: a box of what must stay in the window,
    in photo pixels too; what of it the window leaves out already may stay out.
    """
    left, top, right, bottom = keep
    x0 = _slid(window.x0, window.width, photo.width, (seen[0], seen[2]), (left, right))
    y0 = _slid(window.y0, window.height, photo.height, (seen[1], seen[3]), (top, bottom))
    return replace(window, x0=x0, y0=y0)


def _slid(start: float, length: float, whole: float, seen: tuple[float, float], keep: tuple[float, float]) -> float:
    """Where the window starts along one axis of the photo."""
    if length >= whole:
        return start
    low, high = -seen[0], seen[1] - whole  # what the path lacks at either end; below zero, what is left over
    by = min(max(low, 0.0), max((low - high) / 2, 0.0)) - min(max(high, 0.0), max((high - low) / 2, 0.0))
    by = min(max(by, -MOST_SLID * length), MOST_SLID * length)
    margin = KEPT_MARGIN * length
    least, most = min(start, keep[1] + margin - length), max(start, keep[0] - margin)
    slid = min(max(start + by, least, 0.0), most, whole - length)
    return slid if abs(slid - start) > LEAST_SLID * length else start


def subject_box(view: View) -> tuple[float, float, float, float]:
    """What a window must keep of a photo, in 0..1 of it: left, top, right, bottom of the faces, else of most of the
    subject, else of the surroundings of where the eye goes."""
    if view.faces:
        boxes = np.array([face.box for face in view.faces])
        (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        return float(left), float(top), float(right), float(bottom)
    subject = view.mattes.get("subject")
    if subject is not None and (subject > 0.5).any():
        left, right = _most_of((subject > 0.5).sum(axis=0))
        top, bottom = _most_of((subject > 0.5).sum(axis=1))
        return left, top, right, bottom
    x, y = view.focus
    return x - AROUND_FOCUS, y - AROUND_FOCUS, x + AROUND_FOCUS, y + AROUND_FOCUS


def _most_of(profile: NDArray[np.int_]) -> tuple[float, float]:
    """Where the middle nine tenths of something lie along an axis, in 0..1 of it."""
    share = np.cumsum(profile) / profile.sum()
    first, last = np.searchsorted(share, (0.05, 0.95))
    return float(first) / len(profile), float(last + 1) / len(profile)


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
