"""The scene engine: the photo becomes soft layers in space, and a camera moves among them. Two cores are enough."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from vivant.engines.drawing import Drawing
from vivant.engines.effects import effects_of
from vivant.engines.engine import Film, Progress, Shot
from vivant.engines.listening import listening_of
from vivant.engines.optics import focus_of, noted, shutter_of
from vivant.engines.staging import stage
from vivant.finish.look import look_of
from vivant.motion.clock import shown_times
from vivant.perception.perceive import perceive
from vivant.render import SoftwareRenderer


@dataclass(frozen=True, kw_only=True)
class SceneEngine:
    """An Engine.

    depth_model: an ONNX file that answers depth, in place of the shipped network. views: a folder in which what was
    seen in a photo is kept, scenes: one for what was built of it; None keeps nothing. threads: frames drawn at
    once.
    """

    depth_model: Path | None = None
    views: Path | None = None
    scenes: Path | None = None
    threads: int = max(1, min(8, os.cpu_count() or 1))

    def film(self, shot: Shot, progress: Progress) -> Film:
        """The film of a shot; see Engine. The plan's notes say where the depth came from, and how far the camera
        looks beyond the photo; its account, which moves go less far than was asked."""
        progress("perceive", 0.0)
        view = perceive(shot.photo, depth_model=self.depth_model, cache=self.views)
        progress("perceive", 1.0)

        progress("scene", 0.0)
        set_up = stage(shot, view, scenes=self.scenes)
        effects, plan = effects_of(set_up.plan, set_up.scene, view, window=set_up.window, shot=shot)
        focus = focus_of(
            plan, set_up.scene, opening=set_up.opening, fps=shot.fps, frame_count=shot.frame_count, seed=shot.seed
        )
        plan = noted(plan, set_up.scene, focus)
        scene = set_up.scene if focus is None else focus.scene
        look = look_of(
            plan.style, plan.palette, size=shot.size, fps=shot.fps, frame_count=shot.frame_count, seed=shot.seed
        )
        drawing = Drawing(
            stage=set_up,
            renderer=SoftwareRenderer(scene, "fine" if shot.fine else "standard"),
            times_s=shown_times(plan, fps=shot.fps, frame_count=shot.frame_count, seed=shot.seed),
            effects=effects if focus is None else (*effects, focus),
            # Held poses jump from one to the next: a shutter would smear the jump.
            shutter=None if "stop_motion" in plan.style else shutter_of(set_up),
            look=look or None,
        )
        progress("scene", 1.0)

        networks = () if view.depth.source == "geometric" else (view.depth.source,)
        for note in view.notes:
            plan = plan.with_note(note)
        heard = listening_of(shot.photo, view, set_up.path)
        return Film(frames=drawing.frames(self.threads), plan=plan, listening=heard, networks=networks)
