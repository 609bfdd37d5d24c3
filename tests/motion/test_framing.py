"""Start windows and the reach of a path."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vivant.errors import InvalidInput
from vivant.media import Size
from vivant.motion.framing import Window, reach, slid_window, start_window, subject_box
from vivant.motion.moves import rotation, translation
from vivant.motion.path import CameraPath
from vivant.perception import DepthMap, Intrinsics, View
from vivant.perception.view import Face


def test_cover_lies_inside_and_contain_around() -> None:
    photo, frame = Size(600, 400), Size(1280, 720)
    cover = start_window(photo, frame, "cover", (0.5, 0.1))
    assert (cover.x0, cover.y0, cover.width) == (0, 0, 600)
    assert cover.height == pytest.approx(337.5)
    contain = start_window(photo, frame, "contain", (0.5, 0.5))
    assert (contain.y0, contain.height) == (0, 400)
    assert contain.width == pytest.approx(400 * 16 / 9)
    assert contain.x0 == pytest.approx((600 - contain.width) / 2)


def test_strict_wants_the_very_size() -> None:
    assert start_window(Size(64, 64), Size(64, 64), "strict", (0.5, 0.5)).width == 64
    with pytest.raises(InvalidInput, match="must match the requested width and height"):
        start_window(Size(64, 66), Size(64, 64), "strict", (0.5, 0.5))


def test_reach_of_turns_and_steps_in_closed_form() -> None:
    lens = Intrinsics(focal_px=200, cx=100, cy=50, width=200, height=100)

    def path(*poses: np.ndarray) -> CameraPath:
        return CameraPath(poses=np.stack([np.eye(4), *poses]), zoom=np.ones(len(poses) + 1))

    assert reach(path(), lens, 0.5, 2) == pytest.approx((0, 0, 200, 100))
    # A step of 0.1 to the right shifts the nearest plane (0.5) by f t / z = 40 pixels.
    assert reach(path(translation(0.1, 0, 0)), lens, 0.5, 2) == pytest.approx((0, 0, 240, 100))
    # The right edge is seen at atan(100 / 200) and then 10 degrees farther.
    right = 100 + 200 * math.tan(math.atan(0.5) + math.radians(10))
    assert reach(path(rotation(1, 10)), lens, 0.5, 2)[2] == pytest.approx(right)


EVERYWHERE = (0.0, 0.0, 1000.0, 400.0)
SMALL = (480.0, 100.0, 520.0, 300.0)


def slid(seen: tuple[float, float, float, float], keep: tuple[float, float, float, float] = SMALL) -> float:
    window = Window(400, 0, 200, 400)
    found = slid_window(window, Size(1000, 400), seen, keep)
    assert (found.y0, found.width, found.height) == (0, 200, 400)
    return found.x0


def test_a_window_slides_away_from_the_border_that_a_path_crosses() -> None:
    assert slid((400, 0, 1030, 400)) == 370
    assert slid((-20, 0, 600, 400)) == 420


def test_it_slides_no_more_than_needed_and_no_more_than_is_left() -> None:
    assert slid((400, 0, 1000, 400)) == 400  # the path stays within
    assert slid((10, 0, 1060, 400)) == pytest.approx(400 - 35)  # little is left on the left: both ends lack the same
    assert slid((400, 0, 1400, 400)) == 350  # a quarter of its side at most
    assert slid((400, 0, 1003, 400)) == 400  # not worth it


def test_it_keeps_the_subject_in() -> None:
    assert slid((400, 0, 1040, 400), keep=(520, 0, 580, 400)) == pytest.approx(580 + 8 - 200)
    assert slid((400, 0, 1040, 400), keep=EVERYWHERE) == 400
    assert slid((-40, 0, 600, 400), keep=(410, 0, 470, 400)) == pytest.approx(402, abs=3)


def test_what_must_stay_is_a_face_before_the_subject_before_the_focus() -> None:
    depth = DepthMap(inverse=np.ones((10, 20), np.float32), source="given")
    bare = View(depth=depth, focus=(0.5, 0.4))
    assert subject_box(bare) == pytest.approx((0.42, 0.32, 0.58, 0.48))
    matte = np.zeros((10, 20), np.float32)
    matte[2:8, 5:15] = 1
    known = View(depth=depth, focus=(0.5, 0.4), mattes={"subject": matte})
    assert subject_box(known) == pytest.approx((0.25, 0.2, 0.75, 0.8))
    face = Face(box=(0.3, 0.2, 0.4, 0.5), score=0.9, landmarks={})
    assert subject_box(View(depth=depth, focus=(0.5, 0.4), faces=(face,))) == (0.3, 0.2, 0.4, 0.5)
