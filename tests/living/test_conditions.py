from __future__ import annotations

import numpy as np
import pytest

from living.stages import scene_of, sight_of, upper_half
from vivant.direction.flashes import flash_times
from vivant.direction.plan import LightChange, ShotPlan, Weather
from vivant.living.conditions import conditions
from vivant.living.effect import Textures
from vivant.living.names import AIR, LIGHT


def plan_of(*air: str, light: tuple[str, ...] = (), seconds: float = 6) -> ShotPlan:
    return ShotPlan(
        seconds=seconds,
        atmosphere=tuple(Weather(name=name, start_s=0, end_s=seconds) for name in air),
        light=tuple(LightChange(name=name, start_s=0, end_s=seconds) for name in light),
    )


SCENE = scene_of(inverse=np.full((24, 40), 0.3, np.float32), mattes={"sky": upper_half()})


def frame_of(plan: ShotPlan, time_s: float, loop_s: float | None = None) -> np.ndarray:
    made = conditions(plan, SCENE, seed=1, loop_s=loop_s, flashes_s=flash_times(plan))
    assert not made.refusals
    textures = Textures(SCENE.surfaces)
    effects = (*made.before, *made.after)
    for effect in effects:
        effect.repaint(textures, time_s)
    frame = textures[0].copy()
    for effect in effects:
        if effect.overlays:
            effect.overlay(frame, sight_of(SCENE), time_s)
    return frame.astype(int)


def test_a_plan_without_light_or_weather_has_no_effects() -> None:
    made = conditions(ShotPlan(seconds=4), SCENE, seed=1, loop_s=None)
    assert (made.before, made.after, made.refusals) == ((), (), ())


@pytest.mark.parametrize("name", sorted(AIR - {"wind"}))
def test_all_that_is_in_the_air_is_seen(name: str) -> None:
    time_s = flash_times(plan_of("lightning"))[0] + 0.02
    assert np.abs(frame_of(plan_of(name), time_s) - SCENE.photo).max() > 8


@pytest.mark.parametrize("name", sorted(LIGHT))
def test_every_light_is_seen(name: str) -> None:
    assert np.abs(frame_of(plan_of(light=(name,)), 3.0) - SCENE.photo).mean() > 1


@pytest.mark.parametrize("name", sorted(AIR - {"lightning", "wind"}))
def test_weather_closes_in_a_loop(name: str) -> None:
    assert np.abs(frame_of(plan_of(name), 0.0, 6.0) - frame_of(plan_of(name), 6.0, 6.0)).max() <= 3


def test_rays_need_something_to_come_from() -> None:
    dark = scene_of(photo=np.full_like(SCENE.photo, 20))
    made = conditions(plan_of("god_rays"), dark, seed=1, loop_s=None)
    assert [(one.name, reason) for one, reason in made.refusals] == [("god_rays", "no_light_source")]


def test_flashes_are_where_the_plan_has_them() -> None:
    assert flash_times(plan_of("lightning", seconds=4)) == (1.2,)
    assert len(flash_times(plan_of("lightning", seconds=8))) == 2
    later = ShotPlan(seconds=8, atmosphere=(Weather(name="lightning", start_s=3.5, end_s=8),))
    assert flash_times(later) == (3.5,)
    assert flash_times(plan_of("storm")) == ()
