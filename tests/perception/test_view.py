"""The lens: the one place that knows where a pixel is."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.perception import Intrinsics


def test_the_middle_of_the_picture_is_straight_ahead() -> None:
    lens = Intrinsics.of_lens(640, 480, lens_mm=50)
    np.testing.assert_allclose(lens.directions(np.array(320.0), np.array(240.0)), (0, 0, 1))
    # 50 mm over a full-frame diagonal of 43.27 mm.
    assert lens.focal_px == pytest.approx(800 * 50 / 43.2666, rel=1e-4)


def test_projecting_undoes_directions_at_any_depth() -> None:
    lens = Intrinsics(focal_px=500, cx=310, cy=250, width=640, height=480)
    xs, ys = np.array([0.5, 100, 639.5]), np.array([0.5, 300, 479.5])
    points = lens.directions(xs, ys) * np.array([[1.0], [2.0], [7.0]])
    np.testing.assert_allclose(lens.project(points), np.stack([xs, ys], -1))


def test_a_window_sees_the_same_rays() -> None:
    lens = Intrinsics.of_lens(640, 480)
    part = lens.window(100, 50, 2.0, 400, 300)
    # Pixel (150, 80) of the whole is ((150 - 100) * 2, (80 - 50) * 2) of the part.
    np.testing.assert_allclose(
        part.directions(np.array(100.0), np.array(60.0)), lens.directions(np.array(150.0), np.array(80.0))
    )
