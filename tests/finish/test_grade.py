"""Grades in closed form, and two one after the other as one."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.finish.grade import LUMA, Grade, grade, toward

RAMP = np.arange(256) / 255.0


def applied(one: Grade, colours: np.ndarray) -> np.ndarray:
    luma = colours @ LUMA
    tone = np.stack([np.interp(luma, RAMP, one.tone[:, c]) for c in range(3)], axis=-1)
    return tone + np.interp(luma, RAMP, one.saturation)[..., None] * (colours - luma[..., None])


def test_a_grade_of_nothing_changes_nothing() -> None:
    colours = np.random.default_rng(1).uniform(0, 1, (50, 3))
    np.testing.assert_allclose(applied(grade(), colours), colours, atol=1e-9)


def test_no_saturation_is_grey_of_the_same_luma() -> None:
    colours = np.random.default_rng(1).uniform(0, 1, (50, 3))
    out = applied(grade(saturation=0.0), colours)
    np.testing.assert_allclose(out, np.repeat((colours @ LUMA)[:, None], 3, axis=1), atol=1e-6)


@pytest.mark.parametrize("contrast", [-0.5, 0.3, 1.0])
def test_contrast_keeps_black_middle_and_white(contrast: float) -> None:
    tone = grade(contrast=contrast).tone[:, 0]
    assert tone[0] == pytest.approx(0, abs=1e-9)
    assert tone[255] == pytest.approx(1, abs=1e-9)
    assert np.interp(0.5, RAMP, tone) == pytest.approx(0.5, abs=0.003)
    assert (np.diff(tone) >= -1e-9).all(), "what is brighter stays brighter"
    assert np.sign(tone[64] - RAMP[64]) == -np.sign(contrast)


def test_a_tint_changes_no_brightness() -> None:
    tone = grade(shadows=(0.1, 0.0, -0.1), lights=(-0.05, 0.02, 0.08)).tone
    np.testing.assert_allclose(tone[20:236] @ LUMA, RAMP[20:236], atol=1e-3)
    assert tone[64, 0] > tone[64, 2]
    assert tone[200, 2] > tone[200, 0]


def test_two_grades_are_one() -> None:
    one = grade(contrast=0.2, saturation=0.8, shadows=(0.02, 0, -0.02))
    other = grade(brighter=0.1, black=0.05, saturation=0.9, lights=(0.03, 0, -0.03))
    colours = np.random.default_rng(3).uniform(0.25, 0.75, (200, 3))
    np.testing.assert_allclose(applied(one.then(other), colours), applied(other, applied(one, colours)), atol=0.006)


def test_toward_a_palette_leans_to_its_colours() -> None:
    red, blue = (0.8, 0.2, 0.2), (0.1, 0.1, 0.5)
    leaning = toward((red, blue))
    np.testing.assert_allclose(leaning.tone @ LUMA, RAMP, atol=0.01)
    at_blue, at_red = (round(float(np.dot(colour, LUMA)) * 255) for colour in (blue, red))
    assert leaning.tone[at_blue, 2] > leaning.tone[at_blue, 0] + 0.05
    assert leaning.tone[at_red, 0] > leaning.tone[at_red, 2] + 0.05
