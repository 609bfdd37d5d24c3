"""Drawing a stage: what is alive changes the scene's surfaces, the camera sees them through its shutter, what floats
is laid over, and the whole is given its look."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from vivant.engines.staging import Stage
from vivant.finish.look import Look
from vivant.living.effect import Effect, Sight, Textures
from vivant.media import Frame
from vivant.render import Renderer
from vivant.render.shutter import Shutter

_OTHER = 48.0
"""Levels by which a pixel has changed so much that the photo's outline says nothing of it any longer."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """A stage as frames. Each is a function of its number alone, so several threads may draw at once.

    times_s: [N] which moment of the clip each frame shows. effects: all that is alive, in the order they paint and
    are laid over. shutter: None where every frame is a moment. look: None where nothing is done to finished frames.
    """

    stage: Stage
    renderer: Renderer
    times_s: NDArray[np.float64]
    effects: Sequence[Effect] = ()
    shutter: Shutter | None = None
    look: Look | None = None

    def frame(self, k: int) -> Frame:
        """Frame k, at the moment it shows."""
        time_s, path = float(self.times_s[k]), self.stage.path
        surfaces = self._surfaces(time_s)

        def draw(pose: NDArray[np.float64], zoom: float) -> Frame:
            frame = self.renderer.frame(pose, zoom, surfaces=surfaces)
            if surfaces is None or zoom != 1.0 or not np.array_equal(pose, np.eye(4)):
                return frame
            return self._like_the_photo(frame)

        pose, zoom = path.poses[k], float(path.zoom[k])
        frame = self.shutter.frame(k, draw, self.renderer.inverse) if self.shutter else draw(pose, zoom)
        over = [effect for effect in self.effects if effect.overlays]
        if over:
            sight = Sight(pose=pose, lens=self.stage.lens.zoomed(zoom), inverse=self.renderer.inverse(pose, zoom))
            for effect in over:
                effect.overlay(frame, sight, time_s)
        return self.look.apply(frame, k) if self.look else frame

    def _like_the_photo(self, frame: Frame) -> Frame:
        """A frame from where the photo was taken, its outlines as they are in the photo where nothing has changed.

        Layers laid over one another are not quite the photo at their outlines, and the first frame is: where the
        camera stands still one would see it give way to them.
        """
        places, still, missing = self._outlines
        pixels = frame.reshape(-1, 3)
        drawn = pixels[places].astype(np.float32)
        changed = np.abs(drawn - still).max(axis=1, keepdims=True)
        pixels[places] = np.clip(drawn + missing * np.clip(1 - changed / _OTHER, 0, 1) + 0.5, 0, 255).astype(np.uint8)
        return frame

    @cached_property
    def _outlines(self) -> tuple[NDArray[np.intp], NDArray[np.float32], NDArray[np.float32]]:
        """Where layers with nothing changed are not the photo, what they are there, and what they lack."""
        unchanged = [surface.copy() for surface in self.stage.scene.surfaces]
        still = self.renderer.frame(np.eye(4), 1.0, surfaces=unchanged).reshape(-1, 3).astype(np.float32)
        missing = self.renderer.frame(np.eye(4), 1.0).reshape(-1, 3).astype(np.float32) - still
        places = np.flatnonzero(missing.any(axis=1))
        return places, still[places], missing[places]

    def _surfaces(self, time_s: float) -> list[NDArray[np.uint8]] | None:
        """The scene's colours at a time; None where they are the photo's own throughout."""
        if not self.effects:
            return None
        textures = Textures(self.stage.scene.surfaces)
        for effect in self.effects:
            effect.repaint(textures, time_s)
        return [textures[n] for n in range(len(textures))]

    def frames(self, threads: int) -> Iterator[Frame]:
        """All frames in order, a few drawn ahead by other threads."""
        with ThreadPoolExecutor(threads, thread_name_prefix="render") as pool:
            ahead: deque[Future[Frame]] = deque()
            try:
                for k in range(len(self.stage.path)):
                    ahead.append(pool.submit(self.frame, k))
                    if len(ahead) > threads:
                        yield ahead.popleft().result()
                while ahead:
                    yield ahead.popleft().result()
            finally:
                for future in ahead:
                    future.cancel()
