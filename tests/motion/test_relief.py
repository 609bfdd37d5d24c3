"""The relief of a photo: what a frame shows that the photo does not have, against closed forms."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vivant.media import Size
from vivant.motion.framing import Window
from vivant.motion.moves import rotation, translation
from vivant.motion.relief import Exposure, Relief, relief_of
from vivant.perception import DepthMap, Intrinsics, View

LENS = Intrinsics(focal_px=600, cx=320, cy=180, width=640, height=360)
NEAR, FAR = 0.5, 2.0
WHOLE = Window(0, 0, 640, 360)


def view_of(inverse: np.ndarray, subject: np.ndarray | None = None) -> View:
    mattes = {} if subject is None else {"subject": subject.astype(np.float32)}
    return View(depth=DepthMap(inverse=inverse.astype(np.float32), source="given"), focus=(0.5, 0.5), mattes=mattes)


def relief(inverse: np.ndarray, subject: np.ndarray | None = None) -> Relief:
    return relief_of(view_of(inverse, subject), Size(640, 360), WHOLE, LENS)


def strip() -> np.ndarray:
    """A near upright strip, a quarter of the frame wide, before a far wall."""
    inverse = np.full((360, 640), 1 / FAR)
    inverse[:, 240:400] = 1 / NEAR
    return inverse


def plane(distance: float = 1.0) -> np.ndarray:
    return np.full((360, 640), 1 / distance)


def test_from_where_it_was_taken_a_photo_lacks_nothing() -> None:
    assert relief(strip()).exposure(np.eye(4), 1.0) == pytest.approx(Exposure(), abs=1e-6)


@pytest.mark.parametrize("step", [0.01, 0.02, 0.05, -0.03])
def test_what_a_strip_uncovers_is_as_wide_as_parallax(step: float) -> None:
    gap_px = LENS.focal_px * abs(step) * (1 / NEAR - 1 / FAR)
    seen = relief(strip()).exposure(translation(step, 0, 0), 1.0)
    assert seen.uncovered == pytest.approx(gap_px / 640, abs=0.001)


def test_a_rising_camera_uncovers_below_nothing_of_an_upright_strip() -> None:
    assert relief(strip()).exposure(translation(0, -0.02, 0), 1.0).uncovered == pytest.approx(0, abs=1e-6)


def test_turning_and_zooming_uncover_nothing() -> None:
    for pose, zoom in ((rotation(1, 8), 1.0), (rotation(2, 20), 1.0), (np.eye(4), 3.5)):
        seen = relief(strip(), strip() > 1).exposure(pose, zoom)
        assert (seen.uncovered, seen.stretched, seen.bent) == pytest.approx((0, 0, 0), abs=1e-6)


@pytest.mark.parametrize("degrees", [3, 6, 12])
def test_a_pan_looks_beyond_the_border_by_its_angle(degrees: float) -> None:
    half = math.atan(320 / 600)
    # The photo's right edge, as the turned camera sees it, on the middle row.
    edge = 320 + 600 * math.tan(half - math.radians(degrees))
    seen = relief(plane()).exposure(rotation(1, degrees), 1.0)
    assert seen.beyond == pytest.approx(1 - edge / 640, abs=0.015)


def test_a_zoom_out_shows_the_border_all_around() -> None:
    seen = relief(plane()).exposure(np.eye(4), 1 / 1.25)
    assert seen.beyond == pytest.approx(1 - 1 / 1.25**2, abs=0.02)


def test_more_of_the_photo_beside_the_window_is_no_border() -> None:
    view = view_of(np.ones((360, 1280)))
    roomy = relief_of(view, Size(1280, 360), Window(320, 0, 640, 360), LENS)
    assert roomy.exposure(translation(0.3, 0, 0), 1.0).beyond == pytest.approx(0, abs=1e-6)
    assert relief(plane()).exposure(translation(0.3, 0, 0), 1.0).beyond == pytest.approx(0.3 * 600 / 640, abs=0.01)


def test_a_photo_contained_in_the_frame_has_its_border_in_view_from_the_start() -> None:
    contained = relief_of(view_of(plane()), Size(640, 360), Window(-160, 0, 960, 360), LENS)
    assert contained.exposure(np.eye(4), 1.0).beyond == 0.0


def test_a_push_to_a_third_of_the_way_stretches_what_is_there() -> None:
    assert relief(plane()).exposure(translation(0, 0, 0.6), 1.0).stretched == 0.0
    seen = relief(plane()).exposure(translation(0, 0, 0.7), 1.0)
    assert seen.stretched == pytest.approx(1.0, abs=0.05)
    assert seen.uncovered == pytest.approx(0.0, abs=1e-6)


def test_a_slanted_subject_bends_with_the_camera_and_a_flat_one_does_not() -> None:
    slanted = np.broadcast_to(np.linspace(0.5, 2.0, 360)[:, None], (360, 640))
    everything = np.ones((360, 640))
    bends = [relief(slanted, everything).exposure(translation(t, 0, 0), 1.0).bent for t in (0.02, 0.2, 0.8)]
    assert bends[0] == 0.0
    assert min(bends[1:]) > 0.9
    assert relief(slanted).exposure(translation(0.4, 0, 0), 1.0).bent == 0.0
    assert relief(plane(), everything).exposure(translation(0.4, 0, 0), 1.0).bent == 0.0


def test_it_does_not_depend_on_the_size_of_the_film() -> None:
    small = relief(strip())
    large = relief_of(view_of(strip()), Size(640, 360), WHOLE, LENS.window(0, 0, 2.0, 1280, 720))
    pose = translation(0.03, 0, 0) @ rotation(1, 4)
    assert small.exposure(pose, 1.0) == pytest.approx(large.exposure(pose, 1.0), abs=0.01)
