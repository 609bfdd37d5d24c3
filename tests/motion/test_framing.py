"""Start windows and the reach of a path."""

from __future__ import annotations

import math

import numpy as np
import pytest

from vivant.errors import InvalidInput
from vivant.media import Size
from vivant.motion.framing import reach, start_window
from vivant.motion.moves import rotation, translation
from vivant.motion.path import CameraPath
from vivant.perception import Intrinsics


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
