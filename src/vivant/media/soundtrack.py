"""The sound of a film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000


@dataclass(frozen=True, kw_only=True)
class Soundtrack:
    """Stereo sound for the whole length of a clip.

    samples: [N, 2] float32 in -1..1, left then right, at `rate_hz`.
    """

    samples: NDArray[np.float32]
    rate_hz: int = RATE_HZ

    @property
    def seconds(self) -> float:
        return float(self.samples.shape[0]) / self.rate_hz
