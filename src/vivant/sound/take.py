"""What a patch is asked for: one take of a sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.noise import Stereo


@dataclass(frozen=True, kw_only=True)
class Take:
    """One take: `count` samples at RATE_HZ, by a source of chance.

    density: how much of it, 0 (a little) to 1 (all it can be). brightness: 0 dull to 1 bright. far: 0 beside the
        listener to 1 at the edge of hearing; what the air does to a far sound is done by `placing`, patches only
        heed what changes at the source's end, such as a faster passing of what is near.
    """

    count: int
    random: np.random.Generator
    density: float = 0.5
    brightness: float = 0.5
    far: float = 0.0

    @property
    def seconds(self) -> float:
        return self.count / RATE_HZ


Patch = Callable[[Take], Stereo]
"""Ambience: [count, 2] of about RMS 1, closed upon itself. Event: [any, 2], its onset at the first sample, peak 1."""
