from __future__ import annotations

import numpy as np
import pytest

from living.settings import box_mask, setting_of, shown
from living.stages import HEIGHT, WIDTH, scene_of
from vivant.direction.plan import ShotPlan, Weather
from vivant.living.air.ground import WetGround
from vivant.living.conditions import conditions, ground_of
from vivant.scene import Scene
from vivant.scene.scene import MAPS

CELLS = (HEIGHT // MAPS, WIDTH // MAPS)
RAIN = ShotPlan(seconds=4, atmosphere=(Weather(name="rain", start_s=0, end_s=4),))


def floor() -> np.ndarray:
    mask = np.zeros(CELLS, np.float32)
    mask[CELLS[0] // 2 :] = 1
    return mask


def grey() -> Scene:
    inverse = np.repeat(np.linspace(0.3, 1.0, CELLS[0], dtype=np.float32)[:, None], CELLS[1], axis=1)
    photo = np.full((HEIGHT, WIDTH, 3), 120, np.uint8)
    photo[: HEIGHT // 2] = 200
    return scene_of(inverse=inverse, photo=photo)


def wet(scene: Scene, start_s: float = 0.0, loop_s: float | None = None, seed: int = 3) -> WetGround:
    return WetGround(scene, floor(), strength=0.5, start_s=start_s, end_s=9, seed=seed, loop_s=loop_s)


def test_ground_is_darker_near_and_mirrors_what_stands_beyond_it_far_off() -> None:
    scene = grey()
    ground = shown(wet(scene), scene, 1.0).astype(float).mean(axis=(1, 2))
    assert (shown(wet(scene), scene, 1.0)[: HEIGHT // 2 - MAPS] == 200).all()
    assert ground[-4:].mean() == pytest.approx(120 * 0.70 * 0.90 + 0.10 * 200, abs=8)
    far = ground[HEIGHT // 2 + MAPS : HEIGHT // 2 + 3 * MAPS].mean()
    assert far > ground[-8:].mean() + 10


def test_it_gets_wet_as_the_rain_begins() -> None:
    scene = grey()
    late = wet(scene, start_s=2.0)
    assert (shown(late, scene, 1.9) == scene.photo).all()
    levels = [shown(late, scene, t)[-8:].mean() for t in (2.3, 3.0, 5.0)]
    assert levels[0] > levels[1] > levels[2]


def test_rings_move_repeat_and_close_in_a_loop() -> None:
    scene = grey()
    looped = wet(scene, loop_s=4.0)
    assert (shown(looped, scene, 0.0) == shown(looped, scene, 4.0)).all()
    assert (shown(looped, scene, 0.0) != shown(looped, scene, 0.2)).any()
    assert (shown(looped, scene, 0.7) == shown(wet(scene, loop_s=4.0), scene, 0.7)).all()
    assert (shown(looped, scene, 0.7) != shown(wet(scene, loop_s=4.0, seed=4), scene, 0.7)).any()


def test_rings_are_smaller_and_denser_far_off() -> None:
    drops = wet(grey())._drops
    far = drops[:, 1] < HEIGHT / 8
    assert far.sum() > (~far).sum() * 0.4
    assert drops[far, 2].mean() < 0.8 * drops[~far, 2].mean()
    assert (drops[:, 3] <= 0.6).all()


def test_rain_wets_the_ground_that_a_person_marked_and_says_where_it_cannot() -> None:
    scene = grey()
    dry = conditions(RAIN, scene, seed=1, loop_s=None)
    assert dry.lacks == ((RAIN.atmosphere[0], "ground_dry"),)
    assert not any(isinstance(effect, WetGround) for effect in dry.after)
    marked = ground_of(setting_of(scene, masks={"Ground": box_mask(0, 0.5, 1, 1)}))
    rainy = conditions(RAIN, scene, seed=1, loop_s=None, ground=marked)
    assert rainy.lacks == ()
    assert sum(isinstance(effect, WetGround) for effect in rainy.after) == 1
    assert ground_of(setting_of(scene, masks={"water": box_mask(0, 0.5, 1, 1)})) is None
