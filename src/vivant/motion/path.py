"""The camera path: a pose and a focal length for every frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.direction.depth_words import place_in_depth
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.clock import shown_times, there_and_back
from vivant.motion.handheld import carried, strength, sway
from vivant.motion.joins import Joined, joined
from vivant.motion.moves import STEPS, Mark, Pose, step
from vivant.perception.view import USUAL_LENS_MM


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


def camera_path(
    plan: ShotPlan,
    *,
    fps: int,
    frame_count: int,
    distance: float = 1.0,
    aim: tuple[float, float] = (0.0, 0.0),
    seed: int = 0,
    lens_mm: float = USUAL_LENS_MM,
) -> CameraPath:
    """The path of a plan. Frame k is taken at k / fps seconds; frame 0 is the photo where no move has begun.

    distance: to the subject along the axis, in scene units; translations are counted in it. aim: (x, y) so that
    (x, y, 1) points at the subject, as the first frame sees it: arcs, cranes and dolly zooms hold it where it is, and
    a dolly or a zoom whose target it is goes towards it. seed: of what is uneven (handheld, stop motion). lens_mm: of
    the photo, for how far hands may sway.

    Moves act in the order they begin, each in the frame the ones before it have brought the camera to, so that moves
    in sequence chain exactly and simultaneous ones add. A shot in the style of a `loop` goes there and back, unless
    it comes back by itself; one in `stop_motion` holds its poses.
    """
    subject = distance * np.array([aim[0], aim[1], 1.0])
    moments = plan_times(plan, fps=fps, frame_count=frame_count, seed=seed)
    loops = "loop" in plan.style
    settled = joined(_moves(plan), (0.0, plan.seconds) if loops else ())
    placed = [_placed(settled, float(moment), subject) for moment in moments]
    poses, zoom = np.stack([pose for pose, _ in placed]), np.array([focal for _, focal in placed])
    hands = strength(_moves(plan), moments)
    if hands.any():
        shown = shown_times(plan, fps=fps, frame_count=frame_count, seed=seed)
        offsets = hands[:, None] * sway(shown, seed=seed, period_s=frame_count / fps if loops else None)
        for k in np.flatnonzero(hands):
            poses[k] = poses[k] @ carried(offsets[k], distance=distance, lens_mm=lens_mm * zoom[k])
    return CameraPath(poses=poses, zoom=zoom)


def plan_times(plan: ShotPlan, *, fps: int, frame_count: int, seed: int = 0) -> NDArray[np.float64]:
    """[N] the moment of the plan that each frame shows, in seconds: k / fps, but for stop motion, and for a loop that
    has to be brought back."""
    shown = shown_times(plan, fps=fps, frame_count=frame_count, seed=seed)
    if "loop" not in plan.style or _returns(plan):
        return shown
    return there_and_back(shown, length_s=frame_count / fps, seconds=plan.seconds)


def _moves(plan: ShotPlan) -> list[CameraMove]:
    """What the camera itself does: not the lens."""
    return [move for move in plan.camera if move.move in STEPS]


def _returns(plan: ShotPlan) -> bool:
    """Whether the moves bring the camera back to where it began."""
    pose, zoom = _placed(joined(_moves(plan)), plan.seconds, np.array([0.0, 0.0, 1.0]))
    return bool(np.allclose(pose, np.eye(4), atol=1e-6) and abs(zoom - 1.0) < 1e-6)


def _placed(moves: Sequence[Joined], time_s: float, subject: NDArray[np.float64]) -> tuple[Pose, float]:
    """The pose and the factor on the focal length at a moment of the plan."""
    pose, zoom = np.eye(4), 1.0
    for one in moves:
        progress = one.progress(time_s)
        if progress == 0.0 and one.move.start_s > time_s:
            continue
        here = pose[:3, :3].T @ (subject - pose[:3, 3])
        mark = Mark(distance=float(subject[2]), subject=_before_camera(here, float(subject[2])))
        moved = step(one.move.move, one.move.amount, progress, mark, aimed=_is_subject(one.move.target))
        pose, zoom = pose @ moved.pose, zoom * moved.focal
    return pose, zoom


def _is_subject(target: str | None) -> bool:
    """Whether what a move goes to is the subject: what a prompt names, unless its place is before or behind."""
    return target is not None and place_in_depth(target) in (None, "subject")


def _before_camera(subject: NDArray[np.float64], distance: float) -> NDArray[np.float64]:
    """The subject's place, at least a little before a camera that has passed it or turned away."""
    depth = max(float(subject[2]), 0.05 * distance)
    return np.array([*np.clip(subject[:2], -2 * depth, 2 * depth), depth])
