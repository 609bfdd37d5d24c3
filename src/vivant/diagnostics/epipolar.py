"""How a camera that travels turned and went, from two views of the same points.

Beside a small step the essential matrix that a few points agree on is far from the best one: a little turn and a
little step look alike. So it is refined on all points, from several beginnings.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.perception import Intrinsics

_LOOSE_PX = 0.3
"""Distances from the epipolar line beyond this count less and less (Geman and McClure's weights)."""

_AGREES_PX = 1.0
_FEWEST = 8
_FARTHEST_STEPS = 1e5
"""Beside a small step everything is far away, and still counts."""

_ROUNDS = 25
_ALONG = 0.95
_TURNING = 0.08
"""Radians from which the search also begins: half of what an arc or a crane usually turns."""


@dataclass(frozen=True, kw_only=True)
class Motion:
    """turn: [3, 3] the second camera's axes as columns, in those of the first. way: [3] unit vector of its travel."""

    turn: NDArray[np.float64]
    way: NDArray[np.float64]


def motion(start: NDArray[np.float64], end: NDArray[np.float64], lens: Intrinsics) -> Motion | None:
    """The motion between two views of points [N, 2] in pixels, through one lens; None where they do not tell.

    Source: the five-point method (Nistér 2004) for a beginning, Sampson's distance for what is made least.
    """
    K = np.array([[lens.focal_px, 0, lens.cx], [0, lens.focal_px, lens.cy], [0, 0, 1]])
    first, second = lens.directions(start[:, 0], start[:, 1]), lens.directions(end[:, 0], end[:, 1])
    best, least = None, np.inf
    for beginning in _beginnings(start, end, K):
        values = _refined(beginning, first, second, lens.focal_px)
        distances = _distances(values, first, second, lens.focal_px)
        agreeing = np.abs(distances) < _AGREES_PX
        if agreeing.sum() < _FEWEST:
            continue
        before, to_second, shift, *_ = cv2.recoverPose(
            _essential(values), start[agreeing], end[agreeing], K, distanceThresh=_FARTHEST_STEPS
        )
        way = (-to_second.T @ shift).ravel()
        # What would lie behind the camera is explained no better than what is far off its line; but along the axis a
        # lens that zooms meanwhile has the same lines, and makes it look so.
        behind = 0 if abs(way[2]) > _ALONG else int(agreeing.sum()) - before
        cost = _cost(distances) + behind
        if cost < least:
            best, least = Motion(turn=to_second.T, way=way), cost
    return best


def _beginnings(
    start: NDArray[np.float64], end: NDArray[np.float64], K: NDArray[np.float64]
) -> list[NDArray[np.float64]]:
    """[6] turns (as a vector) and steps from which to search: along each axis without a turn, to a side or up while
    turning back or on as about something, and what the five-point method finds."""
    answer = [np.concatenate([np.zeros(3), axis]) for axis in np.eye(3)]
    for turn in (_TURNING, -_TURNING):
        answer += [np.array([0.0, turn, 0.0, 1.0, 0.0, 0.0]), np.array([turn, 0.0, 0.0, 0.0, 1.0, 0.0])]
    found, mask = cv2.findEssentialMat(start, end, K, cv2.RANSAC, 0.9999, 0.75)
    if found is not None and found.shape == (3, 3):
        _, turn, shift, *_ = cv2.recoverPose(found, start, end, K, distanceThresh=_FARTHEST_STEPS, mask=mask)
        answer.append(np.concatenate([cv2.Rodrigues(turn)[0].ravel(), shift.ravel()]))
    return answer


def _essential(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """[3, 3] of a turn (as a vector) and a step (of any length) that take points to the second camera's axes."""
    x, y, z = values[3:] / np.linalg.norm(values[3:])
    across = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(across @ cv2.Rodrigues(values[:3])[0], dtype=np.float64)


def _distances(
    values: NDArray[np.float64], first: NDArray[np.float64], second: NDArray[np.float64], focal_px: float
) -> NDArray[np.float64]:
    """[N] Sampson's distance from the epipolar line, in pixels."""
    essential = _essential(values)
    lines, back = first @ essential.T, second @ essential
    slopes = (lines[:, :2] ** 2).sum(axis=1) + (back[:, :2] ** 2).sum(axis=1)
    return np.asarray(focal_px * (second * lines).sum(axis=1) / np.sqrt(np.maximum(slopes, 1e-18)), dtype=np.float64)


def _cost(distances: NDArray[np.float64]) -> float:
    return float((distances**2 / (distances**2 + _LOOSE_PX**2)).sum())


def _refined(
    values: NDArray[np.float64], first: NDArray[np.float64], second: NDArray[np.float64], focal_px: float
) -> NDArray[np.float64]:
    """The values with the least cost near by (Levenberg and Marquardt, the weights renewed each round)."""
    damping, here = 1e-3, _distances(values, first, second, focal_px)
    for _ in range(_ROUNDS):
        weights = 1 / (1 + (here / _LOOSE_PX) ** 2)
        steps = 1e-6 * np.eye(6)
        slopes = np.stack([(_distances(values + d, first, second, focal_px) - here) / 1e-6 for d in steps], axis=1)
        weighted = slopes * weights[:, None] ** 2
        normal = weighted.T @ slopes
        change = np.linalg.solve(normal + damping * np.diag(np.diag(normal) + 1e-9), -weighted.T @ here)
        there = _distances(values + change, first, second, focal_px)
        if _cost(there) < _cost(here):
            values, here, damping = values + change, there, damping / 5
            values[3:] /= np.linalg.norm(values[3:])
        else:
            damping *= 8
    return values
