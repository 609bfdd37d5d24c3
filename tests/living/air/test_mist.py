from __future__ import annotations

import math

import numpy as np
import pytest

from living.stages import HEIGHT, WIDTH, scene_of
from vivant.living.air.mist import Mist
from vivant.living.effect import Textures
from vivant.scene.scene import Layer

BLACK = np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def misted(
    density: float, distance: float, unevenness: float = 0.0, loop_s: float | None = None, time_s: float = 1.0
):
    inverse = np.full((HEIGHT // 4, WIDTH // 4), 1 / distance, np.float32)
    scene = scene_of(inverse=inverse, photo=BLACK)
    mist = Mist(
        scene, colour=(200, 200, 200), density=density, unevenness=unevenness, low=0.0,
        start_s=0.0, end_s=9.0, seed=2, loop_s=loop_s,
    )  # fmt: skip
    textures = Textures(scene.surfaces)
    mist.repaint(textures, time_s)
    return textures[0].astype(float)


@pytest.mark.parametrize("distance", [0.5, 1.0, 2.0])
def test_light_is_lost_with_distance_as_an_exponential(distance: float) -> None:
    expected = 200 * (1 - math.exp(math.log(1 - 0.3) * distance))
    assert misted(0.3, distance).mean() == pytest.approx(expected, abs=1.0)


def test_banks_drift_and_close_in_a_loop() -> None:
    first, later, last = (misted(0.3, 1.0, 0.6, 4.0, time_s) for time_s in (0.0, 1.0, 4.0))
    assert first.std() > 3
    assert np.abs(first - later).mean() > 1
    assert np.abs(first - last).max() <= 2


def test_a_layer_in_front_is_misted_by_its_own_distance() -> None:
    near = Layer(
        rgba=np.dstack([BLACK, np.full((HEIGHT, WIDTH), 128, np.uint8)]),
        inverse=np.full((4, 4), 2.0, np.float32),
        box=(0, 0, WIDTH, HEIGHT),
    )
    far = Layer(
        rgba=np.dstack([BLACK, np.full((HEIGHT, WIDTH), 255, np.uint8)]),
        inverse=np.full((4, 4), 0.5, np.float32),
        box=(0, 0, WIDTH, HEIGHT),
    )
    scene = scene_of(photo=BLACK, layers=(far, near))
    mist = Mist(
        scene, colour=(200, 200, 200), density=0.3, unevenness=0.0, low=0.0, start_s=0, end_s=9, seed=2, loop_s=None
    )
    textures = Textures(scene.surfaces)
    mist.repaint(textures, 1.0)
    assert textures[0][..., :3].mean() == pytest.approx(200 * (1 - 0.7**2), abs=1)
    assert textures[1][..., :3].mean() == pytest.approx(200 * 128 / 255 * (1 - 0.7**0.5), abs=1)
    assert (textures[1][..., 3] == 128).all()
