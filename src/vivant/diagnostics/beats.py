"""When a move begins and ends in a film, told from the camera recovered from each of its frames."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

EARLY, LATE = 0.1, 0.9
"""Shares of a move's way at which its beginning and its end are timed: at the very ends it hardly moves."""


def late_by(
    recovered: Sequence[NDArray[np.float64] | None], planned: NDArray[np.float64], first: int, last: int
) -> tuple[float, float] | None:
    """By how many frames the beginning and the end of a move come late in the film (early where negative).

    recovered: the pose of each frame, None where there is none. planned: [N, 4, 4] the poses of the plan. first,
    last: frames of the plan between which the move lies, alone or nearly so. None where too little was recovered.
    """
    way = _vector(planned[last]) - _vector(planned[first])
    span = range(first, last + 1)
    known = [k for k in span if recovered[k] is not None]
    if len(known) < 0.7 * len(span):
        return None
    asked = _done(np.stack([_vector(planned[k]) for k in span]), way)
    found = _done(np.stack([_vector(pose) for k in known if (pose := recovered[k]) is not None]), way)
    differences = [
        _crossing(np.array(known, float), found, share) - _crossing(np.array(span, float), asked, share)
        for share in (EARLY, LATE)
    ]
    return differences[0], differences[1]


def _vector(pose: NDArray[np.float64]) -> NDArray[np.float64]:
    """[6] a pose as a turn in radians and a place."""
    return np.concatenate([cv2.Rodrigues(pose[:3, :3])[0].ravel(), pose[:3, 3]])


def _done(vectors: NDArray[np.float64], way: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much of the way each has done, from the first of them."""
    return np.asarray((vectors - vectors[0]) @ way / (way @ way), dtype=np.float64)


def _crossing(frames: NDArray[np.float64], done: NDArray[np.float64], share: float) -> float:
    """The frame, with its fraction, at which that share is first done."""
    after = int(np.argmax(done >= share))
    if after == 0:
        return float(frames[0] if done[0] >= share else frames[-1])
    part = (share - done[after - 1]) / (done[after] - done[after - 1])
    return float(frames[after - 1] + part * (frames[after] - frames[after - 1]))
