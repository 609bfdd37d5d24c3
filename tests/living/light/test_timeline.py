from __future__ import annotations

from vivant.direction.plan import LightChange, ShotPlan
from vivant.living.light.lighting import LIGHTINGS
from vivant.living.light.timeline import held, keys


def plan_of(*lights: tuple[str, float, float], style: tuple[str, ...] = ()) -> ShotPlan:
    changes = tuple(LightChange(name=name, start_s=start, end_s=end) for name, start, end in lights)
    return ShotPlan(seconds=8, light=changes, style=style)


def test_a_light_for_the_whole_shot_is_held() -> None:
    plan = plan_of(("golden_hour", 0, 8), ("rim_light", 0, 8))
    assert held(plan) == [LIGHTINGS["golden_hour"], LIGHTINGS["rim_light"]]
    assert keys(plan) == []


def test_times_of_day_follow_one_another() -> None:
    plan = plan_of(("day", 0, 8), ("sunset", 0, 8), ("night", 0, 8))
    assert held(plan) == []
    assert [(key.time_s, key.over_s) for key in keys(plan)] == [(0, 0), (0, 4), (4, 4)]
    assert [key.lighting for key in keys(plan)] == [LIGHTINGS[name] for name in ("day", "sunset", "night")]


def test_a_light_between_two_times_comes_and_goes() -> None:
    came, went = keys(plan_of(("night", 2, 5)))
    assert (came.time_s, came.lighting) == (2, LIGHTINGS["night"])
    assert (went.time_s, went.lighting) == (5, None)


def test_a_time_lapse_passes_through_the_day() -> None:
    passage = keys(plan_of(("sunset", 0, 8), style=("timelapse",)))
    assert passage[0].lighting is None  # it begins with the photo as it is
    assert passage[-1].lighting == LIGHTINGS["blue_hour"]
    assert passage[-1].time_s + passage[-1].over_s == 8
    assert keys(plan_of(style=("timelapse",)))[-1].lighting == LIGHTINGS["night"]


def test_what_dims_does_so_over_its_time() -> None:
    (key,) = keys(plan_of(("light_dims", 3, 8)))
    assert key.time_s == 3
    assert key.lighting is not None
    assert max(key.lighting.fill) < 0.2
