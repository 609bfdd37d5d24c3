"""The contract of a renderer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame

SEEN_PX = 4
"""What a frame shows is told once for so many pixels of it, along either side."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What a frame shows at the middle of each of its squares of SEEN_PX pixels: [ceil(h / 4), ceil(w / 4)] each.

    x, y: float32, where in `Scene.photo` that is, in its pixels (centres at + 0.5). inverse: float32, 1 / distance
    from this camera along its axis. layer: uint8, which of the scene's surfaces it is, 0 the farthest: the nearest
    one whose alpha exceeds a half there.
    """

    x: NDArray[np.float32]
    y: NDArray[np.float32]
    inverse: NDArray[np.float32]
    layer: NDArray[np.uint8]


class Renderer(Protocol):
    """Draws one scene from any camera: a camera-to-world pose [4, 4] and a focal length `zoom` times the photo's."""

    def frame(
        self, pose: NDArray[np.float64], zoom: float, *, surfaces: Sequence[NDArray[np.uint8]] | None = None
    ) -> Frame:
        """The scene from a camera. surfaces: its colours at this moment, shaped as `Scene.surfaces`; else its own."""
        ...

    def seen(self, pose: NDArray[np.float64], zoom: float) -> Seen:
        """What that frame shows: where on the photo, and how far away."""
        ...

    def inverse(self, pose: NDArray[np.float64], zoom: float) -> NDArray[np.float32]:
        """[ceil(h / 4), ceil(w / 4)] 1 / distance along the camera's axis of what that frame shows."""
        ...

    def beyond(self, pose: NDArray[np.float64], zoom: float) -> float:
        """The share of that frame, 0..1, which lies beyond the photo's border."""
        ...
