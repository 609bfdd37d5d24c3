"""Refining: steps land on outlines, smooth slopes stay smooth, mattes keep their soft edge."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from vivant.perception.refine import Guide, snap, snap_matte, working_size

from synthetic import textured


def scene(height: int = 360, width: int = 480) -> tuple[np.ndarray, np.ndarray]:
    """A photo of a dark textured disc before a light textured wall, and its exact inverse depth."""
    y, x = np.mgrid[:height, :width]
    disc = (x - 230) ** 2 + (y - 180) ** 2 < 90**2
    wall, thing = textured(width, height, 3) // 3 + 150, textured(width, height, 4) // 3
    rgb = np.where(disc[..., None], thing, wall).astype(np.uint8)
    return rgb, np.where(disc, 0.8, 0.2).astype(np.float32)


def test_a_step_lands_on_the_outline() -> None:
    rgb, truth = scene()
    # What a network says: a quarter of the size, blurred, and two pixels off.
    coarse = cv2.GaussianBlur(np.roll(truth, 2, axis=1), (0, 0), 5)[::4, ::4]
    snapped = snap(np.ascontiguousarray(coarse), Guide.of(rgb))
    plain = cv2.resize(coarse, (480, 360), interpolation=cv2.INTER_LINEAR)
    misplaced, before = (((depth > 0.5) != (truth > 0.5)).sum() for depth in (snapped, plain))
    assert misplaced < 0.1 * before
    assert np.abs(snapped - truth).mean() < 0.5 * np.abs(plain - truth).mean()
    between = (snapped > 0.35) & (snapped < 0.65)
    assert between.mean() < 0.15 * ((plain > 0.35) & (plain < 0.65)).mean()


def test_a_slope_without_steps_is_left_alone() -> None:
    slope = np.linspace(0, 1, 90, dtype=np.float32)[:, None].repeat(120, axis=1)
    rgb = textured(480, 360)
    snapped = snap(slope, Guide.of(rgb))
    plain = cv2.resize(slope, (480, 360), interpolation=cv2.INTER_LINEAR)
    assert np.abs(snapped - plain).max() < 0.05
    assert np.abs(np.diff(snapped, axis=0)).max() < 0.05


def test_a_matte_follows_the_photo_and_stays_soft() -> None:
    rgb, truth = scene()
    alpha = (truth > 0.5).astype(np.float32)
    coarse = cv2.GaussianBlur(alpha, (0, 0), 5)[::4, ::4]
    matte = snap_matte(np.ascontiguousarray(coarse), Guide.of(rgb))
    plain = cv2.resize(coarse, (480, 360), interpolation=cv2.INTER_LINEAR)
    assert np.abs(matte - alpha).mean() < 0.5 * np.abs(plain - alpha).mean()
    assert matte.min() >= 0
    assert matte.max() <= 1


def test_the_working_size_keeps_the_shape() -> None:
    assert working_size(3000, 4000) == (768, 1024)
    assert working_size(200, 100) == (200, 100)
    assert working_size(16, 40_000)[0] == pytest.approx(1, abs=1)
