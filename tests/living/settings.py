"""Small settings to build effects in."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from living.stages import HEIGHT, WIDTH, scene_of
from vivant.living.effect import Effect, Textures
from vivant.living.setting import Setting
from vivant.perception import DepthMap, View
from vivant.perception.view import Face
from vivant.scene import Scene

WHOLE = (0.0, 0.0, 1.0, 1.0)


def setting_of(
    scene: Scene | None = None,
    *,
    masks: Mapping[str, NDArray[np.float32]] | None = None,
    faces: tuple[Face, ...] = (),
) -> Setting:
    """A setting whose scene shows the whole of its photo."""
    return Setting(scene=scene or scene_of(), view=view_of(faces), shown=WHOLE, masks=masks or {})


def view_of(faces: tuple[Face, ...] = ()) -> View:
    return View(depth=DepthMap(inverse=np.ones((6, 10), np.float32), source="given"), focus=(0.5, 0.5), faces=faces)


def box_mask(x0: float, y0: float, x1: float, y1: float) -> NDArray[np.float32]:
    """[96, 160] a rectangle, in 0..1 of the photo."""
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    mask[round(y0 * HEIGHT) : round(y1 * HEIGHT), round(x0 * WIDTH) : round(x1 * WIDTH)] = 1
    return mask


def shown(effect: Effect, scene: Scene, time_s: float) -> NDArray[np.uint8]:
    """The farthest surface as an effect leaves it."""
    textures = Textures(scene.surfaces)
    effect.repaint(textures, time_s)
    return textures[0]


def a_face(size: float = 0.5) -> Face:
    """A face in the middle of the photo, so wide in widths of the photo."""
    half, down = size / 2, size * WIDTH / HEIGHT / 2
    places = {"left_eye": (-0.5, -0.3), "right_eye": (0.5, -0.3), "nose": (0, 0.1), "mouth_left": (-0.3, 0.5),
              "mouth_right": (0.3, 0.5)}  # fmt: skip
    landmarks = {name: (0.5 + half * x, 0.5 + down * y) for name, (x, y) in places.items()}
    return Face(box=(0.5 - half, 0.5 - down, 0.5 + half, 0.5 + down), score=1.0, landmarks=landmarks)
