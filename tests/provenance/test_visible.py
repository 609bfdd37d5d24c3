"""The visible mark is read on anything, moves slowly along a path of its own, and leaves the rest alone."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.diagnostics.stillness import seam, ssim, steadiness
from vivant.media import Size
from vivant.provenance.lettering import drawing
from vivant.provenance.visible import PLACES, Mark, mark_of
from vivant.settings import Settings

from synthetic import textured

HD, SMALL = Size(1280, 720), Size(320, 180)


def mark(size: Size = HD, seed: int = 1, frame_count: int = 96, **changes: object) -> Mark:
    return Mark(size=size, fps=24, frame_count=frame_count, seed=seed, **changes)  # type: ignore[arg-type]


def flat(level: int, size: Size = HD) -> NDArray[np.uint8]:
    return np.full((size.height, size.width, 3), level, np.uint8)


@pytest.mark.parametrize("level", [0, 64, 128, 192, 255])
def test_it_is_seen_on_any_ground(level: int) -> None:
    frame = mark().apply(flat(level), 0)
    changed = frame[..., 0].astype(int)[(frame != level).any(axis=2)]
    brightest, darkest = np.percentile(changed, 95), min(level, np.percentile(changed, 5))
    # Strokes against the ground, or against the shade around them.
    assert brightest - darkest >= 40
    assert 0.001 < changed.size / frame[..., 0].size < 0.006


def test_it_is_read_on_a_busy_ground() -> None:
    busy = np.random.default_rng(5).integers(0, 256, (720, 1280, 3), dtype=np.uint8)
    film = mark()
    change = film.apply(busy.copy(), 0).astype(np.float64).mean(axis=2) - busy.mean(axis=2)
    x, y = (round(one) for one in film.position(0))
    strokes = drawing(18.0)
    rows, columns = strokes.shape
    there = change[y : y + rows, x : x + columns]
    assert there[strokes > 0.9].mean() > 25
    assert np.corrcoef(there.ravel(), strokes.ravel())[0, 1] > 0.6


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", [HD, SMALL, Size(720, 1280), Size(64, 64)], ids=str)
def test_it_stays_in_its_corner(size: Size, place: str) -> None:
    film = mark(size, place=place)
    frame = film.apply(flat(128, size), 40)
    assert frame.shape == (size.height, size.width, 3)
    if size.width < 100:
        return  # too small a picture for it to fit, or to fail
    rows, columns = np.nonzero((frame != 128).any(axis=2))
    vertical, horizontal = place.split("-")
    assert (rows.mean() > size.height / 2) == (vertical == "bottom")
    assert (columns.mean() > size.width / 2) == (horizontal == "right")
    assert min(rows.min(), columns.min(), size.height - 1 - rows.max(), size.width - 1 - columns.max()) > 0


def test_its_path_closes_is_slow_and_is_the_clips_own() -> None:
    film = mark(frame_count=192)
    places = np.array([film.position(k) for k in range(193)])
    np.testing.assert_allclose(places[0], places[-1], atol=1e-9)
    speed = np.linalg.norm(np.diff(places, axis=0), axis=1).max() * 24
    assert 0.004 * 720 < speed < 0.013 * 720
    assert np.ptp(places, axis=0).max() > 10
    others = {tuple(np.round(mark(seed=seed).position(0)).astype(int)) for seed in range(8)}
    assert len(others) >= 7


@pytest.mark.parametrize("size", [HD, SMALL])
def test_a_held_shot_stays_steady_and_like_its_photo(size: Size) -> None:
    photo = textured(size.width, size.height)
    film = mark(size)
    frames = [film.apply(photo.copy(), k) for k in range(96)]
    assert steadiness(frames) >= 0.995
    assert seam(frames) <= 1.5
    if size == HD:
        assert ssim(photo, frames[0]) >= 0.985


def test_each_frame_is_a_function_of_its_number() -> None:
    photo, film = textured(320, 180), mark(SMALL)
    later = film.apply(photo.copy(), 30)
    film.apply(photo.copy(), 2)
    np.testing.assert_array_equal(later, film.apply(photo.copy(), 30))
    np.testing.assert_array_equal(later, mark(SMALL).apply(photo.copy(), 30))


def test_what_is_around_it_is_left_alone() -> None:
    photo = textured(1280, 720)
    rows, columns = np.nonzero((mark().apply(photo.copy(), 0) != photo).any(axis=2))
    assert rows.min() > 600
    assert columns.min() > 1000
    assert math.prod((np.ptp(rows), np.ptp(columns))) < 0.01 * 1280 * 720


def test_its_size_is_configurable() -> None:
    def covered(height: float) -> int:
        return int((mark(height=height).apply(flat(255), 0) < 255).any(axis=2).sum())

    assert 2.5 < covered(0.05) / covered(0.025) < 5
    # Never too small to be read.
    assert covered(0.001) == covered(0.002)


def test_strokes_are_as_wide_as_they_should_be() -> None:
    strokes = drawing(60.0)
    # A small letter is 40 px tall; the stem of the i stands 2.31 + 0.085 of that from the left.
    stem = strokes[round((0.42 + 0.5) * 40), 90:102]
    assert stem.sum() == pytest.approx(0.17 * 40, abs=0.6)


def test_settings_say_where_and_whether() -> None:
    about: dict[str, Any] = {"size": HD, "fps": 24, "frame_count": 96}
    assert mark_of(Settings(mark="off"), "a clip", **about) is None
    one, other = (mark_of(Settings(mark="top-left", mark_height=0.05), key, **about) for key in ("a clip", "another"))
    assert one is not None
    assert other is not None
    assert max(one.position(0)) < 200
    assert one.position(0) != other.position(0)
