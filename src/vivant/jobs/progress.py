"""One number for the progress of a video, from the progress of its stages."""

from __future__ import annotations

import time
from collections.abc import Callable

WEIGHTS = {"direct": 1, "perceive": 8, "scene": 6, "score": 4, "render": 80}
"""How much of a job each stage is, in percent: what it takes on two cores at 1280x720, rounded."""

LEAST_GAP_S = 0.25


class StageProgress:
    """Turns `(stage, done)` into whole percents, 0..99, told on as they grow, at most 4 times a second."""

    def __init__(self, tell: Callable[[int], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._done: dict[str, float] = {}
        self._told = 0
        self._told_at = float("-inf")

    def __call__(self, stage: str, done: float) -> None:
        self._done[stage] = max(self._done.get(stage, 0.0), min(done, 1.0))
        percent = min(99, int(sum(WEIGHTS.get(name, 0) * part for name, part in self._done.items())))
        now = self._clock()
        if percent > self._told and now - self._told_at >= LEAST_GAP_S:
            self._told, self._told_at = percent, now
            self._tell(percent)


class Watch:
    """Answers whether to stop, asking `wanted` at most 4 times a second."""

    def __init__(self, wanted: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        self._wanted = wanted
        self._clock = clock
        self._asked_at = clock()
        self._stop = False

    def __call__(self) -> bool:
        now = self._clock()
        if not self._stop and now - self._asked_at >= LEAST_GAP_S:
            self._asked_at = now
            self._stop = not self._wanted()
        return self._stop
