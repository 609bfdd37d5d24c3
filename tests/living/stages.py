"""Small scenes to try effects on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from vivant.living.effect import Sight
from vivant.perception import Intrinsics
from vivant.scene.scene import MAPS, Layer, Scene

from synthetic import textured

WIDTH, HEIGHT = 160, 96


def scene_of(
    inverse: NDArray[np.float32] | None = None,
    mattes: Mapping[str, NDArray[np.float32]] | None = None,
    photo: NDArray[np.uint8] | None = None,
    *,
    layers: tuple[Layer, ...] = (),
) -> Scene:
    """A scene of 160 x 96 pixels; a wall at distance 1 where nothing else is said. Maps are a quarter of that."""
    rgb = textured(WIDTH, HEIGHT) if photo is None else photo
    lens = Intrinsics.of_lens(WIDTH, HEIGHT)
    shape = (HEIGHT // MAPS, WIDTH // MAPS)
    return Scene(
        photo=rgb,
        inside=(0, 0, WIDTH, HEIGHT),
        layers=layers,
        lens=lens,
        frame=lens,
        origin=(0, 0),
        distance=1.0,
        inverse=np.ones(shape, np.float32) if inverse is None else inverse,
        mattes=dict(mattes or {}),
    )


def sight_of(scene: Scene, pose: NDArray[np.float64] | None = None) -> Sight:
    """The scene as its photo's camera sees it."""
    return Sight(pose=np.eye(4) if pose is None else pose, lens=scene.frame, inverse=scene.inverse)


def upper_half(value: float = 1.0) -> NDArray[np.float32]:
    """[24, 40] a matte of the upper half."""
    matte = np.zeros((HEIGHT // MAPS, WIDTH // MAPS), np.float32)
    matte[: HEIGHT // MAPS // 2] = value
    return matte
