"""When lightning flashes: picture and sound read the same list."""

from __future__ import annotations

from vivant.direction.plan import ShotPlan

_USUAL = (0.3, 0.72)
"""Shares of the clip at which lightning flashes that was given no time."""

_SECOND_FROM_S = 5.0
"""A clip shorter than this has one flash of lightning that was given no time."""


def flash_times(plan: ShotPlan) -> tuple[float, ...]:
    """The seconds at which lightning flashes, in order; none where no lightning was asked for."""
    times = []
    for weather in plan.atmosphere:
        if weather.name != "lightning":
            continue
        if weather.start_s > 0:
            times.append(weather.start_s)
        else:
            shares = _USUAL if plan.seconds >= _SECOND_FROM_S else _USUAL[:1]
            times.extend(round(share * plan.seconds, 3) for share in shares)
    return tuple(sorted(set(times)))
