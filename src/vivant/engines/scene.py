"""The scene engine: the photo becomes soft layers in space, and a camera moves among them. Two cores are enough."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from vivant.engines.engine import Film, Progress, Shot
from vivant.media import Frame, Size
from vivant.motion import CameraPath, camera_path
from vivant.motion.framing import reach, start_window, travel
from vivant.perception.perceive import perceive
from vivant.render import Renderer, SoftwareRenderer
from vivant.scene.build import build_scene, first_frame_lens, subject_distance

WORTH_SAYING = 0.02
"""Share of a frame beyond the photo's border from which the plan mentions it."""

_LOOKS = 9
"""Frames at which the reach beyond the border is measured."""


@dataclass(frozen=True, kw_only=True)
class SceneEngine:
    """An Engine.

    depth_model: an ONNX file that answers depth, in place of the shipped network. views: a folder in which what was
    seen in a photo is kept; None keeps nothing. threads: frames drawn at once.
    """

    depth_model: Path | None = None
    views: Path | None = None
    threads: int = max(1, min(8, os.cpu_count() or 1))

    def film(self, shot: Shot, progress: Progress) -> Film:
        """The film of a shot; see Engine. The plan's notes say where the depth came from, and how far the camera
        looks beyond the photo."""
        progress("perceive", 0.0)
        view = perceive(shot.photo, depth_model=self.depth_model, cache=self.views)
        progress("perceive", 1.0)

        progress("scene", 0.0)
        photo_size = Size(shot.photo.rgb.shape[1], shot.photo.rgb.shape[0])
        window = start_window(photo_size, shot.size, shot.fit, view.focus)
        lens = first_frame_lens(shot.photo, view, window, shot.size)
        distance = subject_distance(view, shot.photo, window)
        path = camera_path(shot.plan, fps=shot.fps, frame_count=shot.frame_count, distance=distance)
        inverse = view.depth.inverse
        extent = reach(path, lens, nearest=1 / float(inverse.max()), farthest=1 / float(inverse.min()))
        scene = build_scene(
            shot.photo, view, window=window, frame=lens, reach=extent, travel=travel(path), distance=distance
        )
        renderer = SoftwareRenderer(scene)
        progress("scene", 1.0)

        plan = shot.plan
        for note in (*view.notes, *_beyond_note(renderer, path)):
            plan = plan.with_note(note)
        return Film(frames=self._frames(renderer, path), plan=plan)

    def _frames(self, renderer: Renderer, path: CameraPath) -> Iterator[Frame]:
        """Frames in order, a few drawn ahead by other threads."""
        with ThreadPoolExecutor(self.threads, thread_name_prefix="render") as pool:
            ahead: deque[Future[Frame]] = deque()
            try:
                for pose, zoom in zip(path.poses, path.zoom, strict=True):
                    ahead.append(pool.submit(renderer.frame, pose, float(zoom)))
                    if len(ahead) > self.threads:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for future in ahead:
                    future.cancel()


def _beyond_note(renderer: Renderer, path: CameraPath) -> tuple[str, ...]:
    looks = sorted({round(i * (len(path) - 1) / (_LOOKS - 1)) for i in range(_LOOKS)})
    most = max(renderer.beyond(path.poses[k], float(path.zoom[k])) for k in looks)
    if most < WORTH_SAYING:
        return ()
    return (f"up to {most:.0%} of a frame lies beyond the photo's border, where its edge is softly continued",)
