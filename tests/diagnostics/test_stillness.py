"""Likeness of pictures, in cases whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.diagnostics.stillness import seam, ssim, steadiness

from synthetic import textured


def test_a_picture_is_like_itself_and_less_like_what_is_done_to_it() -> None:
    picture = textured(160, 90)
    noisy = np.clip(picture + np.random.default_rng(0).normal(0, 8, picture.shape), 0, 255).astype(np.uint8)
    noisier = np.clip(picture + np.random.default_rng(0).normal(0, 30, picture.shape), 0, 255).astype(np.uint8)
    assert ssim(picture, picture) == pytest.approx(1.0)
    assert 1.0 > ssim(picture, noisy) > ssim(picture, noisier) > 0.0
    assert ssim(picture, noisy) == pytest.approx(ssim(noisy, picture))


def test_flat_pictures_have_the_similarity_of_their_means() -> None:
    one, other = (np.full((40, 40, 3), value, np.uint8) for value in (100, 120))
    constant = (0.01 * 255) ** 2
    expected = (2 * 100 * 120 + constant) / (100**2 + 120**2 + constant)
    assert ssim(one, other) == pytest.approx(expected)


def test_steadiness_is_that_of_the_pair_that_differs_most() -> None:
    frames = [np.full((8, 8, 3), value, np.uint8) for value in (100, 101, 100, 105, 105)]
    assert steadiness(frames) == pytest.approx(250 / 255)
    assert steadiness(frames[:1]) == 1.0


def test_the_seam_of_a_loop_is_its_largest_step_or_not() -> None:
    there_and_back, there = (
        [np.full((8, 8, 3), value, np.uint8) for value in row] for row in ((0, 4, 8, 4), (0, 4, 8))
    )
    assert seam(there_and_back) == pytest.approx(1.0)
    assert seam(there) == pytest.approx(2.0)
    assert seam(there_and_back[:1] * 3) == 0.0
