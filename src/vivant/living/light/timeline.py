"""The light of a plan as keys on one timeline, and as the light that holds throughout."""

from __future__ import annotations

from collections.abc import Sequence

from vivant.direction.plan import LightChange, ShotPlan
from vivant.living.light.changes import Key
from vivant.living.light.lighting import LIGHTINGS, TIMES_OF_DAY, Lighting

_ONTO_S = 1.2
"""Seconds in which one light gives way to another, where the plan leaves them."""

_LAPSES: dict[str, tuple[str, ...]] = {
    "sunrise": ("night", "blue_hour", "sunrise", "day"),
    "day": ("sunrise", "day"),
    "golden_hour": ("golden_hour", "sunset"),
    "sunset": ("golden_hour", "sunset", "blue_hour"),
    "blue_hour": ("sunset", "blue_hour", "night"),
    "night": ("golden_hour", "sunset", "blue_hour", "night"),
}
"""What a time-lapse passes through on its way when one time of day is named."""

_DAY = ("golden_hour", "sunset", "blue_hour", "night")
"""What it passes through after the photo's own light when none is."""

_DIMMED = Lighting(
    fill=(0.10, 0.11, 0.15), sky_top=(0.10, 0.11, 0.16), sky_low=(0.12, 0.13, 0.18), saturation=0.8, lamps=0.0
)
_BRIGHTENED = Lighting(fill=(1.7, 1.58, 1.42), sky_top=(1.2, 1.2, 1.2), sky_low=(1.3, 1.28, 1.25), contrast=0.95)
_WARMED = LIGHTINGS["warm_light"]


def held(plan: ShotPlan) -> list[Lighting]:
    """The lightings that hold throughout, in order; a time of day among several is not held but passed."""
    whole = [light for light in plan.light if _whole(light, plan) and light.name in LIGHTINGS]
    passing = set(_passing(plan))
    return [LIGHTINGS[light.name] for light in whole if light.name not in passing]


def keys(plan: ShotPlan) -> list[Key]:
    """The changes of light, each with the time at which it begins; none where the light only holds."""
    passing = _passing(plan)
    if passing:
        return _passage(passing, plan.seconds, from_photo="timelapse" in plan.style and len(_named(plan)) < 2)
    found = []
    for light in sorted(plan.light, key=lambda one: one.start_s):
        lighting = _lighting(light)
        if lighting is None or (_whole(light, plan) and light.name in LIGHTINGS):
            continue
        found.extend(_turn(light, lighting, plan))
    return found


def _turn(light: LightChange, lighting: Lighting, plan: ShotPlan) -> list[Key]:
    """A light that comes at its time, and goes at its end if that is before the clip's."""
    length = light.end_s - light.start_s
    if light.name in ("light_dims", "light_brightens", "light_change"):
        # What grows does so over its whole time; with none given, over the middle of the clip.
        start = light.start_s if light.start_s > 0 else 0.2 * plan.seconds
        over = min(length, 0.6 * plan.seconds) if light.start_s <= 0 else min(length, _ONTO_S)
        turned = [Key(time_s=start, lighting=lighting, over_s=over)]
        if light.name == "light_change":
            turned.append(Key(time_s=start + over, lighting=None, over_s=max(0.5, plan.seconds - start - over)))
        return turned
    over = 0.0 if light.start_s <= 0 else min(_ONTO_S, length / 2)
    turned = [Key(time_s=light.start_s, lighting=lighting, over_s=over)]
    if light.end_s < plan.seconds - 0.05:
        turned.append(Key(time_s=light.end_s, lighting=None, over_s=min(_ONTO_S, plan.seconds - light.end_s)))
    return turned


def _lighting(light: LightChange) -> Lighting | None:
    changes = {"light_dims": _DIMMED, "light_brightens": _BRIGHTENED, "light_change": _WARMED}
    return changes.get(light.name, LIGHTINGS.get(light.name))


def _named(plan: ShotPlan) -> list[str]:
    """The times of day named for the whole shot: they cannot all hold, so the shot passes through them."""
    return list(
        dict.fromkeys(light.name for light in plan.light if light.name in TIMES_OF_DAY and _whole(light, plan))
    )


def _passing(plan: ShotPlan) -> tuple[str, ...]:
    named = _named(plan)
    if len(named) >= 2:
        return tuple(named)
    if "timelapse" not in plan.style or any(light.name in TIMES_OF_DAY for light in plan.light) != bool(named):
        return ()
    return _LAPSES[named[0]] if named else _DAY


def _passage(names: Sequence[str], seconds: float, *, from_photo: bool) -> list[Key]:
    """One light after another, evenly over the clip."""
    lightings: list[Lighting | None] = [LIGHTINGS[name] for name in names]
    if from_photo and names[0] not in ("night", "sunrise"):
        lightings.insert(0, None)
    step = seconds / max(1, len(lightings) - 1)
    first = Key(time_s=0.0, lighting=lightings[0], over_s=0.0)
    return [first, *(Key(time_s=k * step, lighting=one, over_s=step) for k, one in enumerate(lightings[1:]))]


def _whole(light: LightChange, plan: ShotPlan) -> bool:
    return light.start_s <= 0 and light.end_s >= plan.seconds - 0.05
