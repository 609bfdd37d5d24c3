"""The camera path: a pose and a focal length for every frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.easing import EASES
from vivant.motion.moves import step


@dataclass(frozen=True, kw_only=True)
class CameraPath:
    """The camera over a clip.

    poses: [N, 4, 4] float64 camera-to-world; the photo was taken from the identity. zoom: [N] float64, factor on
    the focal length the photo was taken with.
    """

    poses: NDArray[np.float64]
    zoom: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.zoom)


def camera_path(plan: ShotPlan, *, fps: int, frame_count: int, distance: float = 1.0) -> CameraPath:
    """The path of a plan. Frame k is taken at k / fps seconds; frame 0 is the photo where no move has begun.

    distance: to the subject, in scene units; translations, arcs and dolly-zooms are counted in it. Moves act in
    the order they begin, each in the frame the ones before it have brought the camera to, so that moves in
    sequence chain exactly and simultaneous ones add.
    """
    moves = sorted(plan.camera, key=lambda move: move.start_s)
    poses = np.tile(np.eye(4), (frame_count, 1, 1))
    zoom = np.ones(frame_count)
    for k in range(frame_count):
        for move in moves:
            moved = step(move.move, move.amount, _progress(move, k / fps), distance)
            poses[k] = poses[k] @ moved.pose
            zoom[k] *= moved.focal
    return CameraPath(poses=poses, zoom=zoom)


def _progress(move: CameraMove, time_s: float) -> float:
    length_s = move.end_s - move.start_s
    if length_s <= 0:
        return float(time_s >= move.end_s)
    return EASES[move.ease]((time_s - move.start_s) / length_s)
