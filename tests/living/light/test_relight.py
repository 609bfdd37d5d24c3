from __future__ import annotations

import numpy as np
import pytest

from living.stages import HEIGHT, WIDTH, scene_of, upper_half
from vivant.living.light.lighting import LIGHTINGS, Lighting
from vivant.living.light.relight import relief_of, relit

GREY = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)


def linear(code: float) -> float:
    unit = code / 255
    return unit / 12.92 if unit <= 0.04045 else ((unit + 0.055) / 1.055) ** 2.4


def test_a_neutral_lighting_changes_nothing() -> None:
    scene = scene_of()
    (lit,) = relit(scene.surfaces, relief_of(scene), Lighting())
    # What is very bright is rolled off and the tables have 4096 steps: within a code below the shoulder.
    dark = scene.photo.max(axis=2) < 220
    assert np.abs(lit.astype(int) - scene.photo)[dark].max() <= 1


def test_fill_multiplies_linear_light() -> None:
    scene = scene_of(photo=GREY)
    (lit,) = relit(scene.surfaces, relief_of(scene), Lighting(fill=(0.5, 0.5, 0.5)))
    assert linear(float(lit.mean())) == pytest.approx(0.5 * linear(128), rel=0.02)


def test_the_sky_has_its_own_light() -> None:
    scene = scene_of(photo=GREY, mattes={"sky": upper_half()})
    (lit,) = relit(scene.surfaces, relief_of(scene), Lighting(sky_top=(0.3, 0.3, 0.3), sky_low=(0.3, 0.3, 0.3)))
    assert linear(float(lit[5].mean())) == pytest.approx(0.3 * linear(128), rel=0.03)
    assert np.abs(lit[-10].astype(int) - 128).max() <= 1


def test_what_faces_the_light_is_brighter() -> None:
    """A ridge along the middle: its left flank faces left, its right flank right."""
    columns = np.abs(np.linspace(-1, 1, WIDTH // 4, dtype=np.float32))
    ridge = np.repeat((1.3 - 0.5 * columns)[None], HEIGHT // 4, axis=0)
    scene = scene_of(inverse=ridge, photo=GREY)
    relief = relief_of(scene)
    assert relief.normals[12, 8, 0] < -0.2
    assert relief.normals[12, 31, 0] > 0.2
    (lit,) = relit(scene.surfaces, relief, Lighting(fill=(0.3, 0.3, 0.3), key=(1.0, 1.0, 1.0), low=1.0))
    left, right = lit[:, 20:60].mean(), lit[:, 100:140].mean()
    assert (right - left) * relief.side > 12


def test_normals_do_not_turn_at_a_silhouette() -> None:
    inverse = np.full((192, 320), 0.4, np.float32)
    inverse[:, 160:] = 1.5
    relief = relief_of(scene_of(inverse=inverse))
    assert np.abs(relief.normals[:, :, 0]).mean() < 0.02


def test_premultiplied_layers_stay_premultiplied() -> None:
    alpha = np.linspace(0, 255, WIDTH).astype(np.uint8)[None, :, None].repeat(HEIGHT, axis=0)
    layer = np.dstack([(GREY * (alpha / 255.0)).astype(np.uint8), alpha])
    relief = relief_of(scene_of(photo=GREY))
    (lit,) = relit((layer,), relief, LIGHTINGS["high_key"])
    assert (lit[..., :3] <= lit[..., 3:]).all()
    assert np.array_equal(lit[..., 3], layer[..., 3])


@pytest.mark.parametrize("name", sorted(LIGHTINGS))
def test_every_lighting_can_be_laid_and_is_seen(name: str) -> None:
    scene = scene_of(mattes={"sky": upper_half(), "subject": 1 - upper_half()})
    (lit,) = relit(scene.surfaces, relief_of(scene), LIGHTINGS[name])
    assert np.abs(lit.astype(int) - scene.photo).mean() > 2


def test_night_is_darker_than_dusk_and_dusk_than_day() -> None:
    scene = scene_of(mattes={"sky": upper_half()})
    relief = relief_of(scene)
    night, dusk, day = (relit(scene.surfaces, relief, LIGHTINGS[n])[0].mean() for n in ("night", "blue_hour", "day"))
    assert night < dusk < day
