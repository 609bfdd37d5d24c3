"""The eye goes to what stands out, and the crop keeps it."""

from __future__ import annotations

import time

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.perception.saliency import cover_window, saliency_map, salient_point


def scene(x: float, y: float, colour: tuple[int, int, int] = (210, 60, 40), size: int = 400) -> NDArray[np.uint8]:
    """A quiet grey-green wall, [size * 3 / 4, size, 3], with one disc at (x, y) in 0..1."""
    height, width = size * 3 // 4, size
    noise = np.random.default_rng(5).normal(0.0, 4.0, (height, width, 3))
    rows, columns = np.mgrid[:height, :width]
    disc = np.hypot(columns - x * width, rows - y * height) < 0.09 * width
    wall = np.where(disc[..., None], colour, (110, 125, 115)) + noise
    return np.clip(wall, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("x", "y"), [(0.5, 0.5), (0.25, 0.4), (0.75, 0.6), (0.2, 0.7)])
def test_the_point_lies_on_what_stands_out(x: float, y: float) -> None:
    found = salient_point(scene(x, y))
    assert found == pytest.approx((x, y), abs=0.09)


def test_a_face_wins_over_a_louder_coat() -> None:
    photo = scene(0.3, 0.75, (215, 20, 30))
    photo[60:130, 240:290] = (198, 152, 128)
    x, y = salient_point(photo)
    assert 0.5 < x < 0.8 and 0.15 < y < 0.5


def test_sand_everywhere_is_not_a_face() -> None:
    photo = scene(0.25, 0.5, (30, 60, 200))
    sand = np.abs(photo.astype(int) - (110, 125, 115)).sum(axis=2) < 60
    photo[sand] = (198, 160, 130)
    assert salient_point(photo)[0] == pytest.approx(0.25, abs=0.1)


def test_the_map_is_small_and_spans_0_to_1() -> None:
    attention = saliency_map(scene(0.3, 0.5))
    assert attention.shape == (120, 160) and attention.dtype == np.float32
    assert attention.min() == 0.0 and attention.max() == 1.0
    assert attention[50:70, 40:56].mean() > 4 * attention[50:70, 100:150].mean()


@pytest.mark.parametrize("shape", [(16, 16), (16, 900), (900, 16), (64, 48)])
@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_flat_photo_draws_the_eye_to_its_middle(shape: tuple[int, int], level: int) -> None:
    x, y = salient_point(np.full((*shape, 3), level, np.uint8))
    assert x == pytest.approx(0.5, abs=0.1) and 0.3 < y < 0.6


def test_the_same_photo_gives_the_same_point() -> None:
    photo = scene(0.6, 0.4)
    assert salient_point(photo) == salient_point(photo.copy())


def test_the_size_of_the_photo_hardly_matters() -> None:
    small, large = salient_point(scene(0.3, 0.6)), salient_point(scene(0.3, 0.6, size=1600))
    assert small == pytest.approx(large, abs=0.04)


def test_a_large_photo_takes_no_time() -> None:
    photo = np.tile(scene(0.5, 0.5), (10, 10, 1))
    assert max(photo.shape) == 4000
    salient_point(photo)
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        salient_point(photo)
        seconds.append(time.perf_counter() - start)
    # 17 ms on one quiet core; the rest is for neighbours.
    assert min(seconds) < 0.1


@pytest.mark.parametrize(
    ("aspect", "focus", "window"),
    [
        (16 / 9, (0.5, 0.5), (0.0, 37.5, 1200.0, 675.0)),
        (16 / 9, (0.9, 0.0), (0.0, 0.0, 1200.0, 675.0)),
        (16 / 9, (0.1, 1.0), (0.0, 75.0, 1200.0, 675.0)),
        (0.5, (0.5, 0.2), (412.5, 0.0, 375.0, 750.0)),
        (0.5, (0.25, 0.5), (112.5, 0.0, 375.0, 750.0)),
        (0.5, (0.0, 0.5), (0.0, 0.0, 375.0, 750.0)),
        (0.5, (1.0, 0.5), (825.0, 0.0, 375.0, 750.0)),
        (1.6, (0.3, 0.9), (0.0, 0.0, 1200.0, 750.0)),
    ],
)
def test_the_window_is_the_largest_around_the_focus(
    aspect: float, focus: tuple[float, float], window: tuple[float, float, float, float]
) -> None:
    assert cover_window(1200, 750, aspect, focus) == pytest.approx(window)


def test_no_window_leaves_the_photo() -> None:
    chance = np.random.default_rng(0)
    for _ in range(500):
        width, height = chance.integers(16, 5000, 2)
        aspect = float(chance.uniform(0.2, 5.0))
        x0, y0, w, h = cover_window(width, height, aspect, tuple(chance.uniform(0, 1, 2)))
        assert x0 >= 0.0 and y0 >= 0.0 and x0 + w <= width + 1e-9 and y0 + h <= height + 1e-9
        assert w / h == pytest.approx(aspect)
