"""Where the camera really was: a pose recovered from points tracked through the finished frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.perception import Intrinsics

MOST_POINTS = 600
_FEWEST = 12
_REFINED_PX = 3.0
"""A point that is found again farther off than this from where it was followed to is not the same point."""

_ROUND_TRIP_PX = 0.5
"""A point is kept while tracking it forward and back returns it to within this."""


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """Points of the first frame found again in the last: start and end, [N, 2] float64 pixels, centres at + 0.5."""

    start: NDArray[np.float64]
    end: NDArray[np.float64]


def track(frames: Iterable[Frame]) -> Tracks:
    """Points followed from the first frame to the last."""
    *_, last = follow(frames)
    return last


def follow(frames: Iterable[Frame]) -> Iterator[Tracks]:
    """The points of the first frame that are found in each frame, itself included; a point that was lost stays lost.

    They are followed from frame to frame (pyramidal Lucas-Kanade, checked forward and back), and in each found once
    more by what they look like in the first, since following adds up small errors.
    """
    iterator = iter(frames)
    first = before = _grey(next(iterator))
    corners = cv2.goodFeaturesToTrack(first, maxCorners=MOST_POINTS, qualityLevel=0.005, minDistance=8)
    start = here = np.empty((0, 1, 2), np.float32) if corners is None else corners.reshape(-1, 1, 2)
    yield _tracks(start, here)
    for frame in iterator:
        after = _grey(frame)
        if len(here):
            there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, here, None, winSize=(21, 21), maxLevel=3)
            back, found_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, winSize=(21, 21), maxLevel=3)
            steady = np.linalg.norm((back - here).reshape(-1, 2), axis=1) < _ROUND_TRIP_PX
            keep = steady & (found.ravel() == 1) & (found_back.ravel() == 1)
            start, here, before = start[keep], there[keep], after
        yield _tracks(*_found_again(first, after, start, here))


def _found_again(
    first: NDArray[np.uint8], last: NDArray[np.uint8], start: NDArray[np.float32], end: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Points [N, 1, 2] of the first picture, and where each is in the last, looked for where it was followed to.

    The last picture is turned and scaled as the first is seen, so that small windows of the two can be compared.
    """
    to_last = None if len(start) < _FEWEST else cv2.estimateAffinePartial2D(start, end, ransacReprojThreshold=5.0)[0]
    if to_last is None:
        return start, end
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    alike = cv2.warpAffine(last, to_last, first.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
    turn, shift = to_last[:, :2], to_last[:, 2]
    guess = ((end - shift) @ np.linalg.inv(turn).T).astype(np.float32)
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        first, alike, start, guess.copy(), winSize=(21, 21), maxLevel=0, flags=cv2.OPTFLOW_USE_INITIAL_FLOW
    )
    near = np.linalg.norm((there - guess).reshape(-1, 2), axis=1) < _REFINED_PX
    keep = near & (found.ravel() == 1)
    return start[keep], (there[keep] @ turn.T + shift).astype(np.float32)


def _tracks(start: NDArray[np.float32], end: NDArray[np.float32]) -> Tracks:
    return Tracks(start=start.reshape(-1, 2).astype(float) + 0.5, end=end.reshape(-1, 2).astype(float) + 0.5)


def recover_pose(
    tracks: Tracks, inverse: NDArray[np.float64], lens: Intrinsics, zoom: float = 1.0
) -> NDArray[np.float64] | None:
    """[4, 4] camera-to-world pose of the last frame, or None where too few points agree.

    inverse: [N] inverse distance of each track's start. zoom: factor on the focal length, known. Perspective from
    points with RANSAC, refined on the points that agree.
    """
    if len(tracks.start) < _FEWEST:
        return None
    points = lens.directions(tracks.start[:, 0], tracks.start[:, 1]) / inverse[:, None]
    K = np.array([[lens.focal_px * zoom, 0, lens.cx], [0, lens.focal_px * zoom, lens.cy], [0, 0, 1]])
    cv2.setRNGSeed(1)
    found, turn, shift, agreeing = cv2.solvePnPRansac(
        points, tracks.end, K, None, iterationsCount=500, reprojectionError=1.0, flags=cv2.SOLVEPNP_ITERATIVE
    )
    if not found or agreeing is None or len(agreeing) < _FEWEST:
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
