from __future__ import annotations

import numpy as np

from living.stages import HEIGHT, WIDTH
from vivant.living.sampling import Doubled, Doubles, spread
from vivant.scene.scene import MAPS

from synthetic import textured

WHOLE = (0, 0, WIDTH, HEIGHT)
INNER = (40, 24, 120, 64)


def shift(across: float, down: float, box: tuple[int, int, int, int]) -> tuple[np.ndarray, np.ndarray]:
    cells = ((box[3] - box[1]) // MAPS, (box[2] - box[0]) // MAPS)
    return np.full(cells, across, np.float32), np.full(cells, down, np.float32)


def test_what_is_not_shifted_is_exact_and_whole_pixels_are_too() -> None:
    photo = textured(WIDTH, HEIGHT)
    source = Doubled(photo, WHOLE)
    assert (source.moved(WHOLE, *shift(0, 0, WHOLE))[..., :3] == photo).all()
    moved = source.moved(INNER, *shift(-3, 2, INNER))[..., :3]
    assert (moved == photo[26:66, 37:117]).all()


def test_half_a_pixel_is_as_sharp_as_cubic_sampling() -> None:
    photo = textured(WIDTH, HEIGHT)
    moved = Doubled(photo, WHOLE).moved(INNER, *shift(0.5, 0, INNER))[..., :3].astype(int)
    a, b, c, d = (photo[24:64, 40 + k : 120 + k].astype(int) for k in (-1, 0, 1, 2))
    assert np.abs(moved - np.clip((9 * (b + c) - a - d + 8) >> 4, 0, 255)).max() <= 1


def test_a_ramp_of_cells_is_a_ramp_of_pixels() -> None:
    cells = np.tile(np.arange(10, dtype=np.float32), (6, 1))
    pixels = spread(cells, (6 * MAPS, 10 * MAPS))
    inside = (np.arange(10 * MAPS) + 0.5) / MAPS - 0.5
    np.testing.assert_allclose(pixels[3], np.clip(inside, 0, 9), atol=1e-5)


def test_a_picture_painted_on_elsewhere_is_still_the_one_made_ready() -> None:
    photo = textured(WIDTH, HEIGHT)
    ready = Doubles((photo,), (0,), INNER)
    elsewhere, here = photo.copy(), photo.copy()
    elsewhere[:20] = 0
    here[30, 60] = 255 - here[30, 60]
    assert ready.of(0, elsewhere) is ready.of(0, photo)
    assert not ready.unchanged(0, here)
    assert ready.of(0, here) is not ready.of(0, photo)
