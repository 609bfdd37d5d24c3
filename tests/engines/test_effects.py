from __future__ import annotations

import numpy as np

from living.stages import HEIGHT, WIDTH, scene_of
from vivant.direction import ShotPlan, direct
from vivant.engines.catalogue import CAPABILITIES
from vivant.engines.effects import Paced, effects_of, paced
from vivant.engines.engine import Shot
from vivant.living.effect import Effect, Textures
from vivant.media import Size
from vivant.motion.framing import Window
from vivant.perception import DepthMap, View
from vivant.scene import Scene

from synthetic import photo_of

DARK = scene_of(photo=np.full((HEIGHT, WIDTH, 3), 20, np.uint8))
VIEW = View(depth=DepthMap(inverse=np.ones((24, 40), np.float32), source="test"), focus=(0.5, 0.5))


def plan_of(words: str, seconds: float = 4) -> ShotPlan:
    return direct(words, seconds=seconds, capabilities=CAPABILITIES["scene"])


def made(plan: ShotPlan, scene: Scene, **more: object) -> tuple[tuple[Effect, ...], ShotPlan]:
    shot = Shot(photo=photo_of(scene.photo), plan=plan, size=Size(WIDTH, HEIGHT), fps=8, **more)  # type: ignore[arg-type]
    return effects_of(plan, scene, VIEW, window=Window(0, 0, WIDTH, HEIGHT), shot=shot)


def test_what_the_photo_cannot_have_is_said_in_the_language_of_the_clause() -> None:
    for words, reason in (("static, god rays", "no sky or bright window"), ("tĩnh, tia nắng", "không thấy bầu trời")):
        effects, amended = made(plan_of(words), DARK)
        assert effects == ()
        (refused,) = [one for one in amended.outcomes if one.status == "unsupported"]
        assert reason in refused.reason


def test_light_comes_before_weather_and_weather_is_laid_over() -> None:
    effects, amended = made(plan_of("static, golden hour, snow"), scene_of())
    assert {one.status for one in amended.outcomes} == {"done"}
    assert [effect.overlays for effect in effects] == [False, False, True]  # light, the veil of snow, the flakes


def test_a_plan_of_camera_moves_has_no_effects() -> None:
    plan = plan_of("dolly in slowly")
    assert made(plan, scene_of()) == ((), plan)


def test_what_is_not_found_is_refused_and_a_mask_is_believed() -> None:
    plan = plan_of("static. The river flows.")
    effects, refused = made(plan, DARK)
    assert effects == ()
    assert "unsupported" in {one.status for one in refused.outcomes}
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    mask[HEIGHT // 2 :] = 1.0
    effects, believed = made(plan, scene_of(), masks={"water": mask})
    assert len(effects) == 1
    assert {one.status for one in believed.outcomes} == {"done"}


def test_slow_motion_slows_what_is_alive_and_leaves_the_light_its_time() -> None:
    plan = plan_of("static, snow from 2s, the light dims at 2s, slow motion")
    timed = paced(plan, 0.4)
    assert timed.atmosphere[0].start_s == 0.8
    assert timed.camera == plan.camera
    effects, _ = made(plan, scene_of())
    assert effects
    assert all(isinstance(effect, Paced) for effect in effects)
    seen = []
    for time_s in (1.9, 3.9):
        textures = Textures(scene_of().surfaces)
        effects[0].repaint(textures, time_s)
        seen.append(float(textures[0].mean()))
    assert seen[1] < 0.7 * seen[0]


def test_wind_moves_leaves_or_says_that_there_are_none() -> None:
    _, calm = made(plan_of("static, windy"), DARK)
    assert [one.status for one in calm.outcomes if "wind" in one.clause] == ["unsupported"]
    _, snowing = made(plan_of("static, windy, snow"), scene_of())
    assert {one.status for one in snowing.outcomes} == {"done"}  # it drives the snow
    leaves = scene_of(mattes={"foliage": np.ones((24, 40), np.float32)})
    effects, swaying = made(plan_of("static, windy"), leaves)
    assert len(effects) == 1
    assert {one.status for one in swaying.outcomes} == {"done"}
