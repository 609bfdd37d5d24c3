"""The camera in somebody's hands: small turns and steps, a pure function of time and seed.

The sway of each axis is a sum of sines with frequencies spread evenly in their logarithm over the band in which hands
and shoulders move, each as strong as its period is long, so that slow swaying carries a fine tremor.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import CameraMove
from vivant.motion.moves import Pose, rotation, translation
from vivant.perception.view import USUAL_LENS_MM

LOWEST_HZ, HIGHEST_HZ, SINES = 0.3, 4.0, 14

SWAY = {"pan": 0.34, "tilt": 0.28, "roll": 0.18, "x": 0.0040, "y": 0.0032, "z": 0.0016}
"""Root mean square of each axis at the usual strength: degrees, seen through the usual lens, and shares of the
distance to the subject."""

SETTLING_S = 0.6
"""Time the camera takes to come from steady hands into the sway or back."""


def sway(times_s: NDArray[np.float64], *, seed: int, period_s: float | None = None) -> NDArray[np.float64]:
    """[N, 6] offsets at these times at strength 1, in the order, the amounts and the units of SWAY; zero at time 0.

    period_s: where given, the sway repeats after so long.
    """
    generator = np.random.default_rng((seed, 4))
    start = 1.0 - _settled(times_s / SETTLING_S)
    if period_s is not None:
        start += 1.0 - _settled((period_s - times_s) / SETTLING_S)
    columns = []
    for size in SWAY.values():
        spread = (np.arange(SINES) + generator.uniform(0, 1, SINES)) / SINES
        hertz = LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** spread
        if period_s is not None:
            hertz = np.maximum(1.0, np.round(hertz * period_s)) / period_s
        weights = np.sqrt(2) / hertz / np.linalg.norm(1 / hertz)
        phases = generator.uniform(0, 2 * math.pi, SINES)
        waves = np.sin(2 * math.pi * times_s[:, None] * hertz + phases) @ weights
        columns.append(size * (waves - start * (np.sin(phases) @ weights)))
    # Where the clip begins the camera is exactly where the photo was taken, whatever rounding says.
    return np.where(times_s[:, None] == 0.0, 0.0, np.stack(columns, axis=1))


def strength(moves: Sequence[CameraMove], times_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """[N] how strong the sway is at these times: what the moves and holds under way ask for, with soft changes."""
    changes = sorted({move.start_s for move in moves} | {move.end_s for move in moves})
    levels = [_asked(moves, time_s) for time_s in changes[:-1]]
    answer = np.full(len(times_s), levels[0] if levels else 0.0)
    for time_s, before, after in zip(changes[1:], levels[:-1], levels[1:], strict=False):
        answer += (after - before) * _settled((times_s - time_s) / SETTLING_S + 0.5)
    return answer


def carried(offsets: NDArray[np.float64], *, distance: float, lens_mm: float) -> Pose:
    """[4, 4] displacement by six offsets of the sway; through a long lens hands are held stiller."""
    turns = offsets[:3] * USUAL_LENS_MM / lens_mm
    steps = offsets[3:] * distance
    return translation(*steps) @ rotation(1, turns[0]) @ rotation(0, turns[1]) @ rotation(2, turns[2])


def _asked(moves: Sequence[CameraMove], time_s: float) -> float:
    under_way = (move for move in moves if move.start_s <= time_s < move.end_s)
    return max((move.shake for move in under_way if move.steadiness == "handheld"), default=0.0)


def _settled(share: NDArray[np.float64]) -> NDArray[np.float64]:
    """From 0 to 1 as the share goes from 0 to 1, smooth at either end."""
    share = np.clip(share, 0.0, 1.0)
    return np.asarray(share * share * (3 - 2 * share), dtype=np.float64)
