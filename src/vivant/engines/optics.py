"""The lens of a shot: what its plan says of focus, as an effect on the scene."""

from __future__ import annotations

from vivant.direction.plan import ShotPlan
from vivant.engines.staging import Stage
from vivant.motion.focus import depths_of, focus_notes, focus_track
from vivant.render.focus import Focus
from vivant.render.miniature import miniature
from vivant.render.shutter import Shutter
from vivant.scene import Scene

_LINES = 720
"""Notes speak of blur as it is in a frame so many lines high."""


def focus_of(plan: ShotPlan, scene: Scene, *, opening: float, fps: int, frame_count: int, seed: int) -> Focus | None:
    """The scene through its lens, an Effect that comes after all others that paint; None where all is sharp.

    opening: of the lens, its diameter in scene units (see `motion.focus.aperture`). The scene to be drawn is then
    `focus.scene`.
    """
    if "tilt_shift" in plan.style:
        return miniature(scene)
    if opening <= 0:
        return None
    depths = depths_of(scene.inverse, scene.mattes.get("subject"), scene.distance)
    track = focus_track(plan, depths, fps=fps, frame_count=frame_count, seed=seed)
    return Focus(scene, aperture=opening, track=track, fps=fps, tolerance=depths.tolerance)


def shutter_of(stage: Stage) -> Shutter:
    """The shutter through which a stage is filmed."""
    scene, path = stage.scene, stage.path
    return Shutter(lens=scene.frame, poses=path.poses, zoom=path.zoom, nearest=float(scene.inverse.max()))


def noted(plan: ShotPlan, scene: Scene, focus: Focus | None) -> ShotPlan:
    """The plan with what its notes have to say of focus."""
    most_px = 0.0 if focus is None else focus.most_px * _LINES / min(scene.size.width, scene.size.height)
    for note in focus_notes(plan, most_px=most_px):
        plan = plan.with_note(note)
    return plan
