"""The extended border: the picture itself untouched, no seam, softer outward."""

from __future__ import annotations

import cv2
import numpy as np

from vivant.scene.extension import Border, extend

from synthetic import textured


def test_the_picture_is_untouched_and_the_border_has_the_asked_widths() -> None:
    rgb = textured(120, 80)
    out = extend(rgb, Border.of(80, 120, (10, 20, 30, 0)))
    assert out.shape == (100, 160, 3)
    np.testing.assert_array_equal(out[20:, 10:130], rgb)
    assert extend(rgb, Border.of(80, 120, (0, 0, 0, 0))) is rgb


def test_there_is_no_seam_and_detail_falls_outward() -> None:
    rgb = textured(200, 200)
    out = extend(rgb, Border.of(200, 200, (0, 0, 80, 0))).astype(float)
    columns = np.abs(np.diff(out, axis=1)).mean(axis=(0, 2))
    assert columns[199] < 1.5 * columns[150:199].mean()
    detail = np.abs(cv2.Laplacian(out, cv2.CV_64F)).mean(axis=(0, 2))
    assert detail[270:].mean() < 0.3 * detail[100:190].mean()


def test_a_border_wider_than_the_picture_is_filled() -> None:
    out = extend(textured(16, 16), Border.of(16, 16, (50, 50, 50, 50)))
    assert out.shape == (116, 116, 3)
    assert out.min() > 0


def test_a_subject_that_stands_free_of_the_edge_is_not_seen_twice() -> None:
    subject = np.zeros((100, 200), np.float32)
    subject[30:90, 150:180] = 1.0
    border = Border.of(100, 200, (0, 0, 100, 0), subject)
    assert border.around(subject)[:, 200:].max() == 0
    # One that the edge cuts goes on.
    subject[30:90, 150:200] = 1.0
    assert Border.of(100, 200, (0, 0, 100, 0), subject).around(subject)[60, 200:240].min() == 1


def test_depth_goes_on_as_the_picture_does() -> None:
    rgb = textured(60, 40)
    border = Border.of(40, 60, (20, 10, 30, 15))
    ramp = rgb[..., 0].astype(np.float32)
    np.testing.assert_array_equal(border.around(ramp), border.around(rgb)[..., 0])


def test_a_wide_surround_shows_nothing_twice() -> None:
    """Letterboxed, a picture of stripes is surrounded by their mean, not by more stripes."""
    stripes = np.zeros((40, 120, 3), np.uint8)
    stripes[:, ::8] = 255
    stripes[:, 1::8] = 255
    wide = extend(stripes, Border.of(40, 120, (0, 40, 0, 40)))
    assert wide[45].std() > 80
    assert wide[4].std() < 12
    narrow = extend(stripes, Border.of(40, 120, (0, 6, 0, 6)))
    assert narrow[1].std() > 40
