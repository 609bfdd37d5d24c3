from __future__ import annotations

import numpy as np
import pytest

from living.stages import HEIGHT, WIDTH, scene_of, upper_half
from vivant.living.effect import Textures
from vivant.living.light.changes import CloudShadows, Flicker, Key, Lightning, Lit, Rays, within
from vivant.living.light.gain import gained
from vivant.living.light.lighting import LIGHTINGS
from vivant.living.light.relight import relief_of

SCENE = scene_of(mattes={"sky": upper_half()})
RELIEF = relief_of(SCENE)
SPAN = {"start_s": 0.0, "end_s": 8.0, "seed": 3}


def painted(effect: object, time_s: float) -> np.ndarray:
    textures = Textures(SCENE.surfaces)
    effect.repaint(textures, time_s)  # type: ignore[attr-defined]
    return textures[0].astype(int)


def test_a_light_comes_at_its_time() -> None:
    lit = Lit(SCENE.surfaces, RELIEF, [Key(time_s=2.0, lighting=LIGHTINGS["night"], over_s=1.0)])
    assert np.array_equal(painted(lit, 1.99), SCENE.photo)
    night = painted(lit, 3.0).mean()
    assert night < 0.5 * SCENE.photo.mean()
    assert painted(lit, 2.5).mean() == pytest.approx((night + SCENE.photo.mean()) / 2, abs=1.5)
    assert np.array_equal(painted(lit, 3.0), painted(lit, 7.0))


def test_a_light_in_a_loop_goes_there_and_back() -> None:
    dusk = [
        Key(time_s=0.0, lighting=LIGHTINGS["sunset"], over_s=0.0),
        Key(time_s=0.0, lighting=LIGHTINGS["night"], over_s=4.0),
    ]
    lit = Lit(SCENE.surfaces, RELIEF, dusk, loop_s=4.0)
    assert np.array_equal(painted(lit, 0.0), painted(lit, 4.0))
    assert np.array_equal(painted(lit, 1.0), painted(lit, 3.0))
    assert painted(lit, 2.0).mean() < 0.6 * painted(lit, 0.0).mean()


def lamp_scene() -> tuple[Textures, Flicker]:
    photo = np.full((HEIGHT, WIDTH, 3), 30, np.uint8)
    photo[44:52, 76:84] = (255, 230, 170)
    scene = scene_of(photo=photo)
    relief = relief_of(scene)
    assert relief.lamps.max() > 0.5
    return Textures(scene.surfaces), Flicker(relief, strength=0.8, loop_s=None, **SPAN)


def test_flicker_is_strongest_at_the_lamp() -> None:
    textures, flicker = lamp_scene()
    still = textures[0].astype(int)
    change = np.zeros(still.shape[:2])
    for k in range(12):
        moment = Textures((textures[0],))
        flicker.repaint(moment, k / 7)
        change = np.maximum(change, np.abs(moment[0].astype(int) - still).max(axis=2))
    assert change[48, 80] > 10
    assert change[2, 2] <= 4


def test_lightning_flashes_at_its_times_only() -> None:
    flash = Lightning(SCENE.surfaces, RELIEF, LIGHTINGS["lightning"], [2.0])
    assert np.array_equal(painted(flash, 1.99), SCENE.photo)
    assert painted(flash, 2.0).mean() > SCENE.photo.mean() + 20
    assert flash.brightness(2.0) == 1.0
    assert flash.brightness(4.5) < 1 / 255


def test_cloud_shadows_darken_the_ground_and_never_the_sky() -> None:
    shadows = CloudShadows(RELIEF, strength=0.8, loop_s=None, **SPAN)
    for time_s in (0.0, 3.0, 6.0):
        change = painted(shadows, time_s) - SCENE.photo
        assert np.abs(change[:32]).max() <= 1
        assert change.max() <= 1
    assert min((painted(shadows, t) - SCENE.photo)[64:].min() for t in range(9)) < -5


def test_rays_only_add_light() -> None:
    photo = SCENE.photo.copy()
    photo[4:14, 100:120] = 255
    scene = scene_of(photo=photo, mattes={"sky": upper_half()})
    rays = Rays(scene.surfaces, relief_of(scene), strength=0.8, loop_s=None, **SPAN)
    textures = Textures(scene.surfaces)
    rays.repaint(textures, 1.0)
    change = textures[0].astype(int) - photo
    assert change.min() >= -1
    assert change.max() > 8


@pytest.mark.parametrize("kind", [CloudShadows, Flicker])
def test_a_loop_ends_as_it_began(kind: type) -> None:
    effect = kind(RELIEF, strength=0.8, loop_s=4.0, **SPAN)
    assert np.abs(painted(effect, 0.0) - painted(effect, 4.0)).max() <= 1


def test_what_repeats_is_the_same_to_the_bit() -> None:
    one, two = (CloudShadows(RELIEF, strength=0.8, loop_s=None, **SPAN) for _ in range(2))
    assert np.array_equal(painted(one, 2.2), painted(two, 2.2))


def test_a_gain_of_one_is_no_change_and_others_multiply_light() -> None:
    even = np.ones((3, 4, 3), np.float32)
    assert np.array_equal(gained(SCENE.photo, even), SCENE.photo)
    half = gained(SCENE.photo, 0.5 * even).astype(float)
    bright = SCENE.photo > 60
    assert (half[bright] / SCENE.photo[bright]).mean() == pytest.approx(0.5 ** (1 / 2.2), rel=0.01)


def test_a_span_rises_inside_it() -> None:
    assert within((0.0, 4.0), 0.0) == 1.0
    assert within((1.0, 4.0), 0.99) == 0.0
    assert 0 < within((1.0, 4.0), 1.2) < 1
    assert within((1.0, 4.0), 4.1) == 0.0
