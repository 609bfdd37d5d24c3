from __future__ import annotations

import numpy as np

from living.stages import scene_of
from vivant.direction import direct
from vivant.engines.catalogue import CAPABILITIES
from vivant.engines.effects import effects_of

DARK = scene_of(photo=np.full((96, 160, 3), 20, np.uint8))


def test_what_the_photo_cannot_have_is_said_in_the_language_of_the_clause() -> None:
    for words, reason in (("static, god rays", "no sky or bright window"), ("tĩnh, tia nắng", "không thấy bầu trời")):
        plan = direct(words, seconds=4, capabilities=CAPABILITIES["scene"])
        effects, amended = effects_of(plan, DARK, seed=0)
        assert effects == ()
        (refused,) = [one for one in amended.outcomes if one.status == "unsupported"]
        assert reason in refused.reason


def test_light_comes_before_weather_and_weather_is_laid_over() -> None:
    plan = direct("static, golden hour, snow", seconds=4, capabilities=CAPABILITIES["scene"])
    effects, amended = effects_of(plan, scene_of(), seed=0)
    assert {one.status for one in amended.outcomes} == {"done"}
    assert [effect.overlays for effect in effects] == [False, False, True]  # light, the veil of snow, the flakes


def test_a_plan_of_camera_moves_has_no_effects() -> None:
    plan = direct("dolly in slowly", seconds=4, capabilities=CAPABILITIES["scene"])
    assert effects_of(plan, scene_of(), seed=0) == ((), plan)
