"""Looks: nothing unless asked, the same for the same seed, fades in linear light, each style what its name says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.finish.ageing import weave
from vivant.finish.develop import luma_of
from vivant.finish.look import Look, look_of
from vivant.finish.styles import STYLES, Style, together
from vivant.media import Size

from synthetic import textured

SIZE = Size(320, 180)


def look(*styles: str, palette: tuple[str, ...] = (), seed: int = 5, count: int = 96) -> Look:
    return look_of(styles, palette, size=SIZE, fps=24, frame_count=count, seed=seed)


def photo() -> NDArray[np.uint8]:
    return textured(SIZE.width, SIZE.height)


def linear(level: NDArray[np.uint8]) -> NDArray[np.float64]:
    srgb = level / 255.0
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def test_a_plan_that_asks_for_nothing_has_no_look() -> None:
    assert not look()
    assert not look("anime", "rack_focus", palette=("gibberish",))
    np.testing.assert_array_equal(look().apply(photo(), 3), photo())


@pytest.mark.parametrize("name", sorted(STYLES))
def test_every_style_does_something_to_the_same_bits(name: str) -> None:
    one = look(name)
    assert one
    frame = photo()
    out = one.apply(frame, 2)
    assert out is frame, "in place"
    assert (out != photo()).any() or name == "fade_out"
    np.testing.assert_array_equal(out, look(name).apply(photo(), 2))


def test_frames_do_not_depend_on_their_order_or_thread() -> None:
    shared = look("old_film", "fade")
    alone = [shared.apply(photo(), k) for k in range(8)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda k: shared.apply(photo(), k), reversed(range(8))))
    for one, other in zip(alone, reversed(together), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("name", ["teal_orange", "pastel", "sepia", "cinematic", "black_and_white", "dreamy"])
def test_styles_without_grain_hold_still(name: str) -> None:
    one = look(name)
    np.testing.assert_array_equal(one.apply(photo(), 3), one.apply(photo(), 40))


def test_black_and_white_is_without_colour() -> None:
    out = look("black_and_white").apply(photo(), 0).astype(int)
    assert np.ptp(out, axis=2).max() <= 1


def test_sepia_is_warm_all_over() -> None:
    out = look("sepia").apply(photo(), 0).astype(int)
    assert (out[..., 0] >= out[..., 2]).all()
    assert (
        np.abs(luma_of(list(np.moveaxis(photo(), 2, 0).copy())).astype(int) - out @ (54, 183, 19) // 256).mean() < 25
    )


def test_a_palette_leans_gently() -> None:
    out = look(palette=("amber", "kem", "胡桃木")).apply(photo(), 0).astype(int)
    warmth = (out[..., 0] - out[..., 2]).mean() - (photo()[..., 0].astype(int) - photo()[..., 2]).mean()
    assert 5 < warmth < 60


def test_fades_go_by_light() -> None:
    """From black to the picture in the first second, all pixels by the same factor of their light."""
    one = look("fade_in", "fade_out", count=96)
    assert (one.apply(photo(), 0) == 0).all()
    assert (one.apply(photo(), 95) == 0).all()
    np.testing.assert_array_equal(one.apply(photo(), 48), photo())
    lights = [one.light(k) for k in range(96)]
    assert (np.diff(lights[:25]) >= 0).all()
    assert (np.diff(lights[71:]) <= 0).all()
    white = np.full((180, 320, 3), 255, np.uint8)
    grey = np.full((180, 320, 3), 128, np.uint8)
    k = 16
    share = linear(one.apply(white, k))[0, 0, 0]
    assert share == pytest.approx(one.light(k), abs=0.006)
    assert linear(one.apply(grey, k))[0, 0, 0] == pytest.approx(share * linear(np.uint8([128]))[0], abs=0.006)


def test_a_fade_in_alone_leaves_the_end() -> None:
    one = look("fade_in")
    np.testing.assert_array_equal(one.apply(photo(), 95), photo())
    assert look("fade_out").light(0) == 1.0


def test_a_short_clip_is_not_all_fade() -> None:
    assert look("fade", count=24).light(12) == 1.0


def test_film_weaves_a_little_and_around_its_place() -> None:
    ways = np.array([weave(4, k, 24) for k in range(400)])
    assert np.abs(ways.mean(axis=0)).max() < 0.3
    assert 0.3 < ways.std() < 1.2
    assert np.abs(ways).max() < 4


def test_a_weave_moves_the_picture_by_its_distance() -> None:
    """The phase of a wave 40 pixels long says how far it has gone."""
    wave = np.exp(2j * np.pi * np.arange(320) / 40)
    picture = np.repeat(np.tile(np.round(128 + 100 * wave.real), (180, 1))[..., None], 3, axis=2).astype(np.uint8)
    one = Look(Style(weave=8.0), size=SIZE, fps=24, frame_count=48, seed=9)
    for k in (1, 7, 20):
        out = one.apply(picture.copy(), k)[90, 40:280, 0]
        gone = -np.angle((out * wave.conj()[40:280]).sum()) * 40 / (2 * np.pi)
        assert gone == pytest.approx(8.0 * 180 / 720 * weave(9, k, 24)[0], abs=0.03)


def test_styles_together_take_the_most_of_each() -> None:
    both = together(STYLES["film"], STYLES["fade_out"])
    assert both.grain == STYLES["film"].grain
    assert both.fade_out
    assert not both.fade_in
