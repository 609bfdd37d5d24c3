"""Depth of field: a scene's surfaces as a lens of some aperture shows them, focused at some distance.

A point at inverse distance q, seen through an aperture of diameter A focused at inverse distance f, is a disc of
radius A / 2 * focal_px * |q - f| pixels: the thin lens equation, focal_px being the image distance as it is in any
pinhole camera. The blur is made on the surfaces, before the camera sees them: a near thing out of focus then
spreads over what lies behind, what is painted behind a sharp outline is blurred without it, and a focus that stays
costs nothing a frame. The discs therefore grow and shrink with the surface as the camera comes and goes.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from vivant.render.blurring import STILL_PX, Blurring
from vivant.render.discs import in_bands
from vivant.render.mixing import laid_together, paint_planes
from vivant.render.planes import Plane, planes_of
from vivant.scene import Scene
from vivant.scene.scene import Layer

Picture = NDArray[np.uint8]

_KEPT = 4
"""So many moments of a pull are kept: as many as are drawn at once."""


class Surfaces(Protocol):
    """A scene's colours at one moment, the farthest first; may be given other ones."""

    def __len__(self) -> int: ...
    def __getitem__(self, layer: int) -> Picture: ...
    def __setitem__(self, layer: int, picture: Picture) -> None: ...


class Focus:
    """A scene through a lens. Built once for a shot; any frame may be asked for, from several threads.

    aperture: its diameter in scene units. track: [N] inverse distance in focus at each frame. tolerance: this much
    inverse distance to either side of it is sharp too. fps: frames a second of the track. planes: what is blurred one
    by one, in place of what `planes_of` finds.
    """

    def __init__(
        self,
        scene: Scene,
        *,
        aperture: float,
        track: NDArray[np.float64],
        fps: float,
        tolerance: float = 0.0,
        planes: tuple[Plane, ...] | None = None,
    ) -> None:
        self._aperture_px = 0.5 * aperture * scene.lens.focal_px
        self._track, self._fps = track, fps
        self._own = scene.surfaces
        self._planes = [
            Blurring(plane, aperture_px=self._aperture_px, tolerance=tolerance, track=track)
            for plane in planes or planes_of(scene)
        ]
        self._parted = len(self._planes) > len(self._own)
        boxes = [layer.box for layer in scene.layers] if self._parted else [plane.box for plane in self._planes]
        self.scene: Scene = replace(scene, layers=tuple(map(_with_box, scene.layers, boxes)))
        """The scene with room around its layers for what is spread out: the one to be drawn."""
        self._made: dict[float, _Made] = {}
        self._lock = threading.Lock()

    @property
    def overlays(self) -> bool:
        """Whether it draws over frames: it never does."""
        return False

    def overlay(self, frame: Picture, sight: object, time_s: float) -> None:
        """Nothing: a lens draws nothing on what it shows."""

    @property
    def most_px(self) -> float:
        """The radius of the largest disc of all, in pixels."""
        return max(plane.most_px for plane in self._planes)

    def repaint(self, textures: Surfaces, time_s: float) -> None:
        """Puts the surfaces of a moment out of focus. What others have painted before is blurred as it is then."""
        inverse = self._at(time_s)
        made = self._still(inverse)
        for k, own in enumerate(self._own):
            if textures[k] is own:
                textures[k] = made.surfaces[k]
            elif self._parted:
                textures[k] = self._together(textures[k], self._live(textures[k], made, inverse), inverse)
            else:
                textures[k] = self._planes[k].live(textures[k], made.planes[k], inverse)

    def surfaces(self, inverse: float) -> tuple[Picture, ...]:
        """The scene's own surfaces, focused at an inverse distance; those that stay sharp all over are the same."""
        return self._still(inverse).surfaces

    def _still(self, inverse: float) -> _Made:
        """The scene as it is without anything alive, kept for a few distances."""
        with self._lock:
            if inverse not in self._made:
                if len(self._made) >= _KEPT:
                    self._made.pop(next(iter(self._made)))
                planes = tuple(plane.still(inverse) for plane in self._planes)
                surfaces = (self._together(self._own[0], planes, inverse),) if self._parted else planes
                self._made[inverse] = _Made(planes, surfaces)
            return self._made[inverse]

    def _live(self, surface: Picture, made: _Made, inverse: float) -> list[Picture]:
        """The two planes of a surface that somebody has painted on, out of focus."""
        behind, subject = (plane.plane.rgba.copy() for plane in self._planes)
        own = self._own[0]
        in_bands(0, len(own), lambda a, b: paint_planes(surface, own, behind, subject, a, b))
        return [
            plane.live(picture, still, inverse)
            for plane, picture, still in zip(self._planes, (behind, subject), made.planes, strict=True)
        ]

    def _together(self, surface: Picture, planes: Sequence[Picture], inverse: float) -> Picture:
        """One surface of its two planes, itself where it is in focus."""
        out = surface.copy()
        behind, before = (plane.radius(inverse) for plane in self._planes)
        sharp = self._planes[1].plane.rgba
        in_bands(0, len(out), lambda a, b: laid_together(planes[0], planes[1], sharp, behind, before, out, a, b))
        return out

    def _at(self, time_s: float) -> float:
        """The inverse distance in focus; nearly the same values are made the same."""
        frame = min(max(0, round(time_s * self._fps)), len(self._track) - 1)
        step = STILL_PX / max(self._aperture_px, 1e-9)
        return round(float(self._track[frame]) / step) * step


class _Made(NamedTuple):
    """A scene's planes and surfaces out of focus, without anything alive."""

    planes: tuple[Picture, ...]
    surfaces: tuple[Picture, ...]


def _with_box(layer: Layer, box: tuple[int, int, int, int]) -> Layer:
    return replace(layer, box=box)
