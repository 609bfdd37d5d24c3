"""When something moves: its span on the timeline, and cycles that close where a loop asks for it."""

from __future__ import annotations

import math
from dataclasses import dataclass

_RISE_S = 0.7
"""What begins or ends within a clip takes so long about it."""


@dataclass(frozen=True, kw_only=True)
class Span:
    """Between two times of a clip of `seconds`. loop_s: the period in which all must return, or None."""

    start_s: float
    end_s: float
    seconds: float
    loop_s: float | None = None

    @property
    def whole(self) -> bool:
        """Whether it fills the clip, so that it neither begins nor ends within."""
        return self.start_s <= 0.05 and self.end_s >= self.seconds - 0.05

    def presence(self, time_s: float) -> float:
        """How much of it is there, 0..1, eased in and out; wholly all the time where it fills the clip."""
        time_s = self.wrapped(time_s)
        rising = 1.0 if self.start_s <= 0.05 else _smooth((time_s - self.start_s) / self._rise_s)
        falling = 1.0 if self.end_s >= self.seconds - 0.05 else _smooth((self.end_s - time_s) / self._rise_s)
        if self.loop_s is not None and not self.whole:
            rising = _smooth((time_s - self.start_s) / self._rise_s)
            falling = _smooth((self.end_s - time_s) / self._rise_s)
        return min(rising, falling)

    def gone(self, time_s: float) -> float:
        """The integral of `presence` from the start, in seconds: how long it has moved."""
        time_s = self.wrapped(time_s)
        steps = 64
        last = min(max(time_s, self.start_s), self.end_s)
        width = (last - self.start_s) / steps
        return sum(self.presence(self.start_s + (k + 0.5) * width) for k in range(steps)) * width

    def wrapped(self, time_s: float) -> float:
        """The time within a loop's period."""
        return time_s if self.loop_s is None else math.fmod(time_s, self.loop_s)

    def cycles(self, period_s: float) -> float:
        """A period near the one given of which a whole number fills the time in which this moves, where it must be
        back where it began by the end."""
        if self.loop_s is None and self.end_s >= self.seconds - 0.05:
            return period_s
        total = (self.loop_s or self.seconds) if self.whole else self.gone(self.end_s)
        return total / max(1, round(total / period_s))

    @property
    def period_s(self) -> float:
        """The time in which modes of motion close: the loop's, else twice the clip."""
        return self.loop_s if self.loop_s is not None else 2.0 * self.seconds

    @property
    def _rise_s(self) -> float:
        return min(_RISE_S, 0.4 * max(self.end_s - self.start_s, 1e-3))


def _smooth(share: float) -> float:
    share = min(max(share, 0.0), 1.0)
    return share * share * (3 - 2 * share)
