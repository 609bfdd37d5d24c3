"""Where the camera really was: a pose recovered from points tracked through the finished frames."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.perception import Intrinsics

MOST_POINTS = 600
_ROUND_TRIP_PX = 0.5
"""A point is kept while tracking it forward and back returns it to within this."""


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """Points of the first frame found again in the last: start and end, [N, 2] float64 pixels, centres at + 0.5."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]


def track(frames: Iterable[Frame]) -> Tracks:
    """Points followed from the first frame to the last (pyramidal Lucas-Kanade, checked forward and back)."""
    iterator = iter(frames)
    before = _grey(next(iterator))
    quality = {"maxCorners": MOST_POINTS, "qualityLevel": 0.005, "minDistance": 8}
    corners = cv2.goodFeaturesToTrack(before, **quality)
    if corners is None:
        empty = np.empty((0, 2))
        return Tracks(start=empty, end=empty)
    start = here = corners.reshape(-1, 1, 2)
    for frame in iterator:
        after = _grey(frame)
        there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, here, None, winSize=(21, 21), maxLevel=3)
        back, found_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, winSize=(21, 21), maxLevel=3)
        steady = np.linalg.norm((back - here).reshape(-1, 2), axis=1) < _ROUND_TRIP_PX
        keep = steady & (found.ravel() == 1) & (found_back.ravel() == 1)
        start, here, before = start[keep], there[keep], after
        if not len(here):
            break
    return Tracks(start=start.reshape(-1, 2).astype(float) + 0.5, end=here.reshape(-1, 2).astype(float) + 0.5)


def recover_pose(
    tracks: Tracks, inverse: NDArray[np.float64], lens: Intrinsics, zoom: float = 1.0
) -> NDArray[np.float64] | None:
    """[4, 4] camera-to-world pose of the last frame, or None where too few points agree.

    inverse: [N] inverse distance of each track's start. zoom: factor on the focal length, known. Perspective from
    points with RANSAC, refined on the points that agree.
    """
    if len(tracks.start) < 12:
        return None
    points = lens.directions(tracks.start[:, 0], tracks.start[:, 1]) / inverse[:, None]
    K = np.array([[lens.focal_px * zoom, 0, lens.cx], [0, lens.focal_px * zoom, lens.cy], [0, 0, 1]])
    cv2.setRNGSeed(1)
    found, turn, shift, agreeing = cv2.solvePnPRansac(
        points, tracks.end, K, None, iterationsCount=500, reprojectionError=1.0, flags=cv2.SOLVEPNP_ITERATIVE
    )
    if not found or agreeing is None or len(agreeing) < 12:
        return None
    chosen = agreeing.ravel()
    turn, shift = cv2.solvePnPRefineLM(points[chosen], tracks.end[chosen], K, None, turn, shift)
    world_to_camera = np.eye(4)
    world_to_camera[:3, :3] = cv2.Rodrigues(turn)[0]
    world_to_camera[:3, 3] = shift.ravel()
    return np.asarray(np.linalg.inv(world_to_camera), dtype=np.float64)


def turn_deg(pose: NDArray[np.float64]) -> float:
    """The angle by which a pose [4, 4] is turned."""
    return float(np.degrees(np.linalg.norm(cv2.Rodrigues(pose[:3, :3])[0])))


def angle_deg(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """The angle between two directions."""
    cosine = float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


def _grey(frame: Frame) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
