"""What is alive in a shot: the effects its plan asks for, and what of them cannot be had with its photo."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeVar

from numpy.typing import NDArray

from vivant.direction.amending import amend, lexicon_for
from vivant.direction.flashes import flash_times
from vivant.direction.plan import Action, LightChange, ShotPlan, Weather
from vivant.engines.engine import Shot
from vivant.living.conditions import conditions, ground_of
from vivant.living.effect import Effect, Sight, Textures
from vivant.living.enliven import enliven
from vivant.living.setting import Setting
from vivant.motion.framing import Window
from vivant.perception import View
from vivant.scene import Scene

Timed = TypeVar("Timed", Action, LightChange, Weather)

PACES = {"slow_motion": 0.4, "timelapse": 8.0}
"""Styles in which what moves by itself does so at another pace; camera and light keep the clip's time."""


@dataclass(frozen=True)
class Paced:
    """An Effect whose time goes at another pace."""

    effect: Effect
    pace: float

    @property
    def overlays(self) -> bool:
        return self.effect.overlays

    def repaint(self, textures: Textures, time_s: float) -> None:
        """As the effect does at its own time."""
        self.effect.repaint(textures, time_s * self.pace)

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """As the effect does at its own time."""
        self.effect.overlay(frame, sight, time_s * self.pace)


def effects_of(
    plan: ShotPlan, scene: Scene, view: View, *, window: Window, shot: Shot
) -> tuple[tuple[Effect, ...], ShotPlan]:
    """The effects of a plan in the order in which they paint, and the plan whose account says which are missing."""
    pace = next((PACES[style] for style in plan.style if style in PACES), 1.0)
    timed = paced(plan, pace)
    loop_s = timed.seconds if "loop" in plan.style else None
    flashes_s = tuple(time_s * pace for time_s in flash_times(plan))
    setting = Setting(scene=scene, view=view, shown=_shown(window, shot), masks=shot.masks)
    air = conditions(timed, scene, seed=shot.seed, loop_s=loop_s, flashes_s=flashes_s, ground=ground_of(setting))
    living = enliven(
        with_wind(timed), scene, view, shown=_shown(window, shot), seed=shot.seed, masks=shot.masks, loop_s=loop_s
    )
    for weather, reason in air.refusals:
        asked = plan.atmosphere[timed.atmosphere.index(weather)]
        plan = amend(plan, asked, "unsupported", lexicon_for(plan, asked).sentence(reason))
    for weather, lack in air.lacks:
        asked = plan.atmosphere[timed.atmosphere.index(weather)]
        plan = amend(plan, asked, "approximated", lexicon_for(plan, asked).sentence(lack))
    for refusal in living.refusals:
        about = refusal.about
        if isinstance(about, Action) and about not in timed.actions:  # what the wind was to move
            plan = _calm(plan, drifting=any(effect.overlays for effect in air.after))
            continue
        named = about if isinstance(about, str) else plan.actions[timed.actions.index(about)]
        reason = lexicon_for(plan, named).sentence(refusal.key, **refusal.values)
        plan = amend(plan, named, "unsupported", reason)
    effects = (*air.before, *living.effects, *air.after)
    return effects if pace == 1.0 else tuple(Paced(effect, pace) for effect in effects), plan


def with_wind(plan: ShotPlan) -> ShotPlan:
    """The plan in which wind, where nothing is said to sway in it, moves what leaves there are."""
    winds = [weather for weather in plan.atmosphere if weather.name == "wind"]
    if not winds or any(action.action in ("sway", "flutter", "wave") for action in plan.actions):
        return plan
    wind = winds[0]
    leaves = Action(action="sway", target="leaves", start_s=wind.start_s, end_s=wind.end_s, strength=wind.strength)
    return replace(plan, actions=(*plan.actions, leaves))


def _calm(plan: ShotPlan, *, drifting: bool) -> ShotPlan:
    """The plan whose wind has nothing to move but, maybe, what drifts in the air."""
    for wind in (weather for weather in plan.atmosphere if weather.name == "wind"):
        reason = lexicon_for(plan, wind).sentence("wind_unseen")
        plan = plan if drifting else amend(plan, wind, "unsupported", reason)
    return plan


def paced(plan: ShotPlan, pace: float) -> ShotPlan:
    """The plan with all that is not the camera's on a clock of another pace."""
    if pace == 1.0:
        return plan

    def on_clock(items: tuple[Timed, ...]) -> tuple[Timed, ...]:
        return tuple(replace(one, start_s=one.start_s * pace, end_s=one.end_s * pace) for one in items)

    return replace(
        plan,
        seconds=plan.seconds * pace,
        actions=on_clock(plan.actions),
        light=on_clock(plan.light),
        atmosphere=on_clock(plan.atmosphere),
    )


def _shown(window: Window, shot: Shot) -> tuple[float, float, float, float]:
    """The window in 0..1 of the photo."""
    height, width = shot.photo.rgb.shape[:2]
    return (
        window.x0 / width,
        window.y0 / height,
        (window.x0 + window.width) / width,
        (window.y0 + window.height) / height,
    )
