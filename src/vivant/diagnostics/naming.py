"""Which camera move a film shows, told from points tracked through it and the lens alone.

A camera that only turns and zooms moves the picture by a homography; one that travels does not, where things stand at
different distances, and its turn and direction follow from the essential matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.diagnostics.camera import Tracks
from vivant.diagnostics.epipolar import motion
from vivant.perception import Intrinsics

ONE_HOMOGRAPHY = 0.9
"""Share of points that one homography must explain for the camera to have only turned and zoomed."""

_AGREES_PX = 1.0
_TURNS_DEG = 1.5
"""A camera that travels is also turning from here on: what tells an arc from a truck, a crane from a pedestal."""

_LEAST_PX = 0.7
_WIDE = 0.12
"""Points nearer to the middle than this share of the width tell little of what grows."""

_SHRINKS = 0.01
_SIDES = (("pan_left", "pan_right"), ("tilt_down", "tilt_up"), ("roll_ccw", "roll_cw"), ("zoom_out", "zoom_in"))


@dataclass(frozen=True, kw_only=True)
class Turn:
    """pan, tilt, roll in degrees (right, up and clockwise are positive) and the factor on the focal length."""

    pan: float
    tilt: float
    roll: float
    zoom: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Named:
    """move: its canonical name, or `static`, or `unknown`. inliers: share of the points that one homography explains.
    way: [3] unit vector of the camera's travel, where it travels."""

    move: str
    inliers: float
    turn: Turn | None = None
    way: NDArray[np.float64] | None = None


def named(tracks: Tracks, lens: Intrinsics, inverse: NDArray[np.float64]) -> Named:
    """The move between the first frame and the last.

    inverse: [N] inverse distance of each track's start, of which only the order counts, and that only along the axis:
    whether the near or the far grows is what tells coming nearer from a lens that closes in.
    """
    if len(tracks.start) < 12:
        return Named(move="unknown", inliers=0.0)
    cv2.setRNGSeed(1)
    shift = np.linalg.norm(tracks.end - tracks.start, axis=1)
    if float(np.median(shift)) < _LEAST_PX and float(np.quantile(shift, 0.9)) < 2 * _LEAST_PX:
        return Named(move="static", inliers=1.0)
    _, agreeing = cv2.findHomography(tracks.start, tracks.end, cv2.RANSAC, _AGREES_PX)
    inliers = 0.0 if agreeing is None else float(agreeing.mean())
    if inliers >= ONE_HOMOGRAPHY:
        chosen = agreeing.ravel() == 1
        turn, left_px = turned(tracks.start[chosen], tracks.end[chosen], lens)
        if left_px < _AGREES_PX:
            return Named(move=_turning(turn, tracks.start, lens), inliers=inliers, turn=turn)
    return _travelling(tracks, lens, inverse, inliers)


def turned(start: NDArray[np.float64], end: NDArray[np.float64], lens: Intrinsics) -> tuple[Turn, float]:
    """The turn and zoom that best carry these points [N, 2] over, and the median distance in pixels they are left off
    by (least squares, Gauss-Newton)."""
    values = np.zeros(4)
    for _ in range(12):
        off = _turned_points(start, lens, values) - end
        columns = []
        for k in range(4):
            step = np.zeros(4)
            step[k] = 1e-5
            columns.append((_turned_points(start, lens, values + step) - end - off).ravel() / 1e-5)
        change, *_ = np.linalg.lstsq(np.stack(columns, axis=1), -off.ravel(), rcond=None)
        values += change
        if np.abs(change).max() < 1e-8:
            break
    left = float(np.median(np.linalg.norm(_turned_points(start, lens, values) - end, axis=1)))
    pan, tilt, roll = np.degrees(values[:3])
    return Turn(pan=float(pan), tilt=float(tilt), roll=float(roll), zoom=float(np.exp(values[3]))), left


def _turned_points(points: NDArray[np.float64], lens: Intrinsics, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where points are seen after (pan, tilt, roll in radians, logarithm of the zoom)."""
    pose = _rotation((0, values[0], 0)) @ _rotation((values[1], 0, 0)) @ _rotation((0, 0, values[2]))
    return lens.zoomed(float(np.exp(values[3]))).project(lens.directions(points[:, 0], points[:, 1]) @ pose)


def _rotation(vector: tuple[float, float, float]) -> NDArray[np.float64]:
    return np.asarray(cv2.Rodrigues(np.array(vector, dtype=np.float64))[0], dtype=np.float64)


def _turning(turn: Turn, points: NDArray[np.float64], lens: Intrinsics) -> str:
    """The part of a turn that moves the picture most."""
    radius = float(np.sqrt(np.mean((points - (lens.cx, lens.cy)) ** 2) * 2))
    effects = (
        np.radians(turn.pan) * lens.focal_px,
        np.radians(turn.tilt) * lens.focal_px,
        np.radians(turn.roll) * radius,
        np.log(turn.zoom) * radius,
    )
    most = int(np.argmax(np.abs(effects)))
    return _SIDES[most][int(effects[most] > 0)]


def _travelling(tracks: Tracks, lens: Intrinsics, inverse: NDArray[np.float64], inliers: float) -> Named:
    moved = motion(tracks.start, tracks.end, lens)
    if moved is None:
        return Named(move="unknown", inliers=inliers)
    way, right, ahead = moved.way, moved.turn[:, 0], moved.turn[:, 2]
    turn = Turn(
        pan=float(np.degrees(np.arctan2(ahead[0], ahead[2]))),
        tilt=float(np.degrees(np.arcsin(-ahead[1]))),
        roll=float(np.degrees(np.arctan2(right[1], right[0]))),
    )
    along = int(np.argmax(np.abs(way)))
    move = _along_axis(tracks, lens, inverse, turn) if along == 2 else _aside(along, way, turn)
    return Named(move=move, inliers=inliers, turn=turn, way=way)


def _aside(along: int, way: NDArray[np.float64], turn: Turn) -> str:
    """A camera that goes to a side or up; one that turns back as it goes keeps looking at something."""
    if along == 0:
        if -turn.pan * way[0] > _TURNS_DEG * abs(way[0]):
            return "arc_ccw" if way[0] > 0 else "arc_cw"
        return "truck_right" if way[0] > 0 else "truck_left"
    if turn.tilt * way[1] > _TURNS_DEG * abs(way[1]):
        return "crane_down" if way[1] > 0 else "crane_up"
    return "pedestal_down" if way[1] > 0 else "pedestal_up"


def _along_axis(tracks: Tracks, lens: Intrinsics, inverse: NDArray[np.float64], turn: Turn) -> str:
    """In or out, by which grows more, the near or the far; and with the lens against it where the far goes the other
    way: no camera comes nearer to all things and sees the farthest of them shrink."""
    centre = np.array([lens.cx, lens.cy]) + lens.focal_px * np.array([0.0, np.tan(np.radians(turn.tilt))])
    before = np.linalg.norm(tracks.start - (lens.cx, lens.cy), axis=1)
    after = np.linalg.norm(tracks.end - centre, axis=1)
    wide = before > _WIDE * lens.width
    larger, order = np.log(after[wide] / before[wide]), np.argsort(inverse[wide], kind="stable")
    if len(order) < 6:
        return "unknown"
    third = len(order) // 3
    far, near = float(np.median(larger[order[:third]])), float(np.median(larger[order[-third:]]))
    if near > far:
        if far < -_SHRINKS:
            return "dolly_zoom_in"
        return "oblique" if turn.tilt > _TURNS_DEG else "dolly_in"
    return "dolly_zoom_out" if far > _SHRINKS else "dolly_out"
