"""The contract of an effect: something alive in a picture, as a pure function of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vivant.perception import Intrinsics

Picture = NDArray[np.uint8]


class Textures:
    """The colours of a scene's surfaces at one moment, the farthest first; copied only where an effect paints.

    A scene without layers has one surface: its photo, [H, W, 3]. A layer's is [H, W, 4], premultiplied.
    """

    def __init__(self, surfaces: tuple[Picture, ...]) -> None:
        self._surfaces = list(surfaces)
        self._own = [False] * len(surfaces)

    def __len__(self) -> int:
        return len(self._surfaces)

    def __getitem__(self, layer: int) -> Picture:
        """The colours of a layer as they are now; not to be written to."""
        return self._surfaces[layer]

    def __setitem__(self, layer: int, picture: Picture) -> None:
        """Gives a layer other colours, of the same shape; they may be shared, and are copied before any painting."""
        self._surfaces[layer], self._own[layer] = picture, False

    def writable(self, layer: int) -> Picture:
        """The colours of a layer, to be painted on in place."""
        if not self._own[layer]:
            self._surfaces[layer], self._own[layer] = self._surfaces[layer].copy(), True
        return self._surfaces[layer]


@dataclass(frozen=True, kw_only=True)
class Sight:
    """One frame as its camera sees the scene.

    pose: [4, 4] camera-to-world. lens: of the frame, zoom included. inverse: [h, w] float32 1 / distance from this
    camera along its axis of what the frame shows, over the whole frame at any resolution.
    """

    pose: NDArray[np.float64]
    lens: Intrinsics
    inverse: NDArray[np.float32]


class Effect(Protocol):
    """Something alive. Built once for a shot; any frame may be asked for, in any order, from several threads."""

    @property
    def overlays(self) -> bool:
        """Whether it draws over frames: only then is it asked to, and only then is a Sight made."""
        ...

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Changes the surfaces as they are at a time: the camera then sees the changed ones, with parallax."""
        ...

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws on a finished frame [h, w, 3] uint8, sRGB, in place: what floats in the air, what the lens adds."""
        ...
