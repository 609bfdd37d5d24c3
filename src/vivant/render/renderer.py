"""The contract of a renderer."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame


class Renderer(Protocol):
    """Draws one scene from any camera."""

    def frame(self, pose: NDArray[np.float64], zoom: float) -> Frame:
        """The scene from a camera-to-world pose [4, 4], its focal length `zoom` times the photo's."""
        ...

    def beyond(self, pose: NDArray[np.float64], zoom: float) -> float:
        """The share of that frame, 0..1, which lies beyond the photo's border."""
        ...
