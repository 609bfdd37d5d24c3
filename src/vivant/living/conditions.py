"""Light and weather: what a plan says of them becomes effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import LightChange, ShotPlan, Weather
from vivant.living.air.ground import WetGround
from vivant.living.air.kinds import KINDS
from vivant.living.air.mist import Mist
from vivant.living.air.particles import Particles
from vivant.living.effect import Effect
from vivant.living.light.changes import CloudShadows, Lightning, Lit, Rays
from vivant.living.light.lighting import LIGHTINGS, Lighting
from vivant.living.light.relight import Relief, Surfaces, relief_of, relit
from vivant.living.light.timeline import held, keys
from vivant.living.setting import Setting
from vivant.scene import Scene

_VEILS = {"rain": 0.10, "snow": 0.07, "storm": 0.16}
"""How much of what lies at the median distance is lost in the air that goes with a kind of weather."""

_STORM_WIND = 0.55

_LEAST_RAYS = 0.02
"""Rays fainter than this on average are none: the photo shows nothing that they could come from."""


_GROUNDS = frozenset({"ground", "floor", "street", "road", "pavement"})
"""Names of masks that mark what rain falls on."""


class Span(TypedDict):
    """What every effect is told of its time and chance."""

    start_s: float
    end_s: float
    seed: int
    loop_s: float | None


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Effects of light and weather. before: laid on the photo before anything in it moves. after: on what has moved.
    refusals: what was asked for and cannot be had with this photo, each with the lexicon's sentence that says why.
    lacks: what is done without a part of it, likewise."""

    before: tuple[Effect, ...] = ()
    after: tuple[Effect, ...] = ()
    refusals: tuple[tuple[Weather, str], ...] = ()
    lacks: tuple[tuple[Weather, str], ...] = ()


def conditions(
    plan: ShotPlan,
    scene: Scene,
    *,
    seed: int,
    loop_s: float | None,
    flashes_s: Sequence[float] = (),
    ground: NDArray[np.float32] | None = None,
) -> Conditions:
    """The light and weather of a plan for a scene.

    loop_s: the period in which all must return, or None. flashes_s: when lightning flashes.
    ground: [h, w] in 0..1, a map of the scene: the floor that rain wets, where a person marked it (see `ground_of`);
    a floor and a wall look too much alike to tell them apart unasked.
    """
    if not (plan.light or plan.atmosphere or "timelapse" in plan.style):
        return Conditions()
    relief = relief_of(scene)
    lit, surfaces = _light(plan, scene, relief, loop_s)
    build = _Builder(plan, scene, relief, surfaces, seed, loop_s, ground)
    for light in plan.light:
        if light.name == "cloud_shadows":
            build.cloud_shadows(light)
    for weather in plan.atmosphere:
        build.weather(weather)
    build.lightning(flashes_s)
    return Conditions(
        before=(lit,) if lit is not None else (),
        after=tuple(build.effects),
        refusals=tuple(build.refusals),
        lacks=tuple(build.lacks),
    )


def ground_of(setting: Setting) -> NDArray[np.float32] | None:
    """The ground as a person marked it, [h, w] in 0..1, a map of the scene; None where nobody did."""
    marked = next((mask for name, mask in setting.masks.items() if name.lower() in _GROUNDS), None)
    placed = None if marked is None else setting.placed(marked)
    return placed if placed is not None and (placed > 0.5).any() else None


def _light(plan: ShotPlan, scene: Scene, relief: Relief, loop_s: float | None) -> tuple[Effect | None, Surfaces]:
    """The effect of the plan's light, if it changes anything, and the surfaces as they are at the start."""
    base, throughout, changes = scene.surfaces, (*held(plan), *_of_weather(plan)), keys(plan)
    if not throughout and not changes:
        return None, base
    for lighting in throughout:
        base = relit(base, relief, lighting)
    lit = Lit(base, relief, changes, loop_s=loop_s)
    return lit, lit.first


def _of_weather(plan: ShotPlan) -> list[Lighting]:
    """The light that goes with the weather at the start."""
    names = {"storm": "storm", "clouds": "overcast"}
    return [LIGHTINGS[names[one.name]] for one in plan.atmosphere if one.name in names and one.start_s <= 0]


class _Builder:
    """Makes the effects of one shot's weather, one after another."""

    def __init__(
        self,
        plan: ShotPlan,
        scene: Scene,
        relief: Relief,
        surfaces: Surfaces,
        seed: int,
        loop_s: float | None,
        ground: NDArray[np.float32] | None,
    ) -> None:
        self._plan, self._scene, self._relief, self._surfaces = plan, scene, relief, surfaces
        self._seed, self._loop_s = seed, loop_s
        self._light, self._ground = _light_on_air(surfaces[0]), ground
        self.effects: list[Effect] = []
        self.refusals: list[tuple[Weather, str]] = []
        self.lacks: list[tuple[Weather, str]] = []

    def cloud_shadows(self, light: LightChange) -> None:
        shadows = CloudShadows(self._relief, strength=0.7, **self._span(light))
        self.effects.append(shadows)

    def weather(self, weather: Weather) -> None:
        name, strength = weather.name, weather.strength
        if name in ("rain", "storm"):
            self._wet(weather)
        if name in ("mist", "smoke"):
            self._mist(weather, density=0.12 + 0.5 * strength, low=0.35 if name == "mist" else 0.0)
        elif name == "storm":
            self._mist(weather, density=_VEILS[name], low=0.0)
            self._particles(weather, "rain", strength=min(1.0, 1.6 * strength), wind=_STORM_WIND)
        elif name == "god_rays":
            self._rays(weather)
        elif name in KINDS:
            if name in _VEILS:
                self._mist(weather, density=2 * strength * _VEILS[name], low=0.0)
            self._particles(weather, name, strength=strength, wind=self._wind())

    def lightning(self, flashes_s: Sequence[float]) -> None:
        if flashes_s:
            self.effects.append(Lightning(self._surfaces, self._relief, LIGHTINGS["lightning"], flashes_s))

    def _mist(self, weather: Weather, *, density: float, low: float) -> None:
        smoke = weather.name == "smoke"
        colour = _air_colour(self._surfaces[0], self._relief) * (0.72 if smoke else 1.0)
        mist = Mist(
            self._scene,
            colour=(float(colour[0]), float(colour[1]), float(colour[2])),
            density=density,
            unevenness=0.5 if smoke else 0.35,
            low=low,
            **self._span(weather),
        )
        # Mist lies on the surfaces before anything is drawn in front of them.
        self.effects.insert(0, mist)

    def _particles(self, weather: Weather, name: str, *, strength: float, wind: float) -> None:
        drawn = Particles(
            KINDS[name], self._scene.frame, light=self._light, strength=strength, wind=wind, **self._span(weather)
        )
        self.effects.append(drawn)

    def _wet(self, weather: Weather) -> None:
        if self._ground is None:
            self.lacks.append((weather, "ground_dry"))
        else:
            wet = WetGround(self._scene, self._ground, strength=weather.strength, **self._span(weather))
            self.effects.append(wet)

    def _rays(self, weather: Weather) -> None:
        rays = Rays(self._surfaces, self._relief, strength=0.4 + 0.8 * weather.strength, **self._span(weather))
        if rays.brightness < _LEAST_RAYS:
            self.refusals.append((weather, "no_light_source"))
        else:
            self.effects.append(rays)

    def _wind(self) -> float:
        blowing = [one.strength for one in self._plan.atmosphere if one.name == "wind"]
        return 0.3 * max(blowing, default=0.0)

    def _span(self, asked: Weather | LightChange) -> Span:
        return {"start_s": asked.start_s, "end_s": asked.end_s, "seed": self._seed, "loop_s": self._loop_s}


def _light_on_air(surface: NDArray[np.uint8]) -> tuple[float, float, float]:
    """How light falls on what floats in the air, 0..1 a channel: as on the picture's brighter parts."""
    bright = np.quantile(surface[::8, ::8, :3].reshape(-1, 3), 0.85, axis=0) / 255
    lit = np.clip(0.12 + 0.95 * bright, 0, 1)
    return float(lit[0]), float(lit[1]), float(lit[2])


def _air_colour(surface: NDArray[np.uint8], relief: Relief) -> NDArray[np.float64]:
    """The colour of thick air: the sky's near the horizon where there is sky, else of the brighter parts, paled."""
    rows, columns = relief.sky.shape
    small = cv2.resize(surface, (columns, rows), interpolation=cv2.INTER_AREA)[..., :3].astype(np.float64)
    low_sky = (relief.sky > 0.6) & (relief.height < 0.5)
    seen = low_sky.mean() > 0.01
    colour = small[low_sky].mean(axis=0) if seen else np.quantile(small.reshape(-1, 3), 0.8, axis=0)
    grey = colour.mean()
    return np.asarray(np.clip(0.5 * colour + 0.5 * grey + 8, 0, 245))
