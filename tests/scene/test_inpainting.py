"""Painting: texture goes on, nothing but the hole changes, nothing but the source is copied."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.scene.inpainting import inpaint
from vivant.scene.spreading import spread

from synthetic import textured


def stripes(height: int = 120, width: int = 160) -> np.ndarray:
    """Diagonal stripes, eight pixels apart."""
    y, x = np.mgrid[:height, :width]
    value = (127 + 100 * np.sin((x + y) * 2 * np.pi / 8)).astype(np.uint8)
    return np.dstack([value, 255 - value, value // 2])


def hole(height: int = 120, width: int = 160) -> np.ndarray:
    mask = np.zeros((height, width), bool)
    mask[45:75, 60:100] = True
    return mask


def test_a_regular_texture_goes_on_through_the_hole() -> None:
    rgb, mask = stripes(), hole()
    painted = inpaint(np.where(mask[..., None], 0, rgb).astype(np.uint8), mask, ~mask)
    smooth = spread(rgb.astype(np.float32), ~mask)
    error = np.abs(painted[mask].astype(float) - rgb[mask]).mean()
    assert error < 0.45 * np.abs(smooth[mask] - rgb[mask]).mean()
    assert painted[mask].std() > 0.75 * rgb[mask].std()


def test_only_the_hole_changes_and_the_seed_decides() -> None:
    rgb, mask = textured(160, 120), hole()
    painted = inpaint(rgb, mask, ~mask, seed=3)
    np.testing.assert_array_equal(painted[~mask], rgb[~mask])
    np.testing.assert_array_equal(painted, inpaint(rgb, mask, ~mask, seed=3))


def test_what_is_no_source_is_never_copied() -> None:
    rgb, mask = textured(160, 120), hole()
    rgb[:, :50] = (255, 0, 255)
    source = ~mask
    source[:, :50] = False
    painted = inpaint(rgb, mask, source)[mask].astype(int)
    assert np.abs(painted - (255, 0, 255)).sum(axis=1).min() > 60


@pytest.mark.parametrize("case", ["no hole", "no source", "tiny source", "tiny picture"])
def test_there_is_always_an_answer(case: str) -> None:
    rgb, mask = textured(160, 120), hole()
    source = ~mask
    if case == "no hole":
        mask = np.zeros_like(mask)
    elif case == "no source":
        source = np.zeros_like(mask)
    elif case == "tiny source":
        source = np.zeros_like(mask)
        source[2, 2] = True
    else:
        rgb, mask, source = rgb[:6, :6], np.eye(6, dtype=bool), ~np.eye(6, dtype=bool)
    assert inpaint(rgb, mask, source).shape == rgb.shape
