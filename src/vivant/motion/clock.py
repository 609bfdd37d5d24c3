"""Which moment of the plan each frame shows: stop motion holds its poses, and a loop goes there and back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import ShotPlan

POSES_PER_S = 12
"""Stop motion is shot on twos: each pose is held for two frames of 24 a second."""

UNEVEN = 0.15
"""By how much of its time a pose of stop motion may be early or late, as what is moved by hand is."""


def shown_times(plan: ShotPlan, *, fps: int, frame_count: int, seed: int = 0) -> NDArray[np.float64]:
    """[N] the moment of the clip that each frame shows, in seconds: k / fps, save for stop motion's held poses."""
    times = np.arange(frame_count) / fps
    return held(times, seed=seed) if "stop_motion" in plan.style else times


def held(times_s: NDArray[np.float64], *, seed: int) -> NDArray[np.float64]:
    """[N] the moments that stop motion shows at these times; the first pose is that of the beginning."""
    poses = np.floor(times_s * POSES_PER_S + 1e-6).astype(int)
    late = np.random.default_rng((seed, 12)).uniform(-UNEVEN, UNEVEN, int(poses.max(initial=0)) + 1)
    late[0] = 0.0
    return np.asarray((poses + late[poses]) / POSES_PER_S, dtype=np.float64)


def there_and_back(times_s: NDArray[np.float64], *, length_s: float, seconds: float) -> NDArray[np.float64]:
    """[N] the moments of a plan of so many seconds, gone through at twice the pace in the first half of a clip
    `length_s` long, and backwards in the second."""
    share = times_s / length_s
    return np.asarray(seconds * (1.0 - np.abs(1.0 - 2.0 * share)), dtype=np.float64)
