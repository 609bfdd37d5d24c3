"""Where a sound comes from: how far it is, and on which side of a camera that may turn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vivant.sound.noise import Stereo, band, filtered, middle

_FAR_DB = -10.0
"""What distance takes from a sound at the edge of hearing."""

_NEAR_HZ, _FAR_HZ = 18_000.0, 900.0
"""Above this the air takes 3 dB and more, beside the listener and at the edge of hearing."""


def far_away(samples: Stereo, far: float) -> Stereo:
    """The samples from `far` (0 near, 1 at the edge of hearing): weaker, duller, narrower."""
    if far <= 0.02:
        return samples
    corner = _NEAR_HZ * (_FAR_HZ / _NEAR_HZ) ** far
    # 12 dB an octave at the far end, gently coming in: what is near keeps its edge.
    dulled = np.stack(
        [filtered(samples[:, ear], lambda hz: band(hz, 0, corner, 1) ** (0.5 + far)) for ear in (0, 1)], axis=1
    )
    return dulled * np.float32(10 ** (_FAR_DB * far / 20))


def turned_to(samples: Stereo, *, place_deg: float, yaw_deg: Sequence[float], wide: float) -> Stereo:
    """The samples from `place_deg`, heard by a camera that looks towards yaw_deg (evenly over the clip), both to the
    right of where it first looked.

    The middle of the sound goes to its side with constant power; its breadth, times `wide`, stays around it.
    """
    side = np.sin(np.radians(place_deg - np.asarray(yaw_deg, dtype=np.float64)))
    angle = (side + 1) * np.pi / 4
    both = middle(samples) * np.float32(np.sqrt(2))
    breadth = (samples[:, 0] - samples[:, 1]) * np.float32(wide / 2)
    placed = np.empty_like(samples)
    placed[:, 0] = both * _drawn(np.cos(angle), len(samples)) + breadth
    placed[:, 1] = both * _drawn(np.sin(angle), len(samples)) - breadth
    return placed


def _drawn(gains: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    """[count] or [1]: gains given evenly over the clip, for every sample."""
    if np.ptp(gains) < 1e-6:
        return gains[:1].astype(np.float32)
    along = np.linspace(0, len(gains) - 1, count)
    return np.asarray(np.interp(along, np.arange(len(gains)), gains), dtype=np.float32)
