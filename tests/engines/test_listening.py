"""What the ear is told of a photo: what is sure, and which way the camera looks."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.engines.listening import listening_of, yaws_deg
from vivant.motion import CameraPath, camera_path
from vivant.perception import DepthMap, View

from synthetic import photo_of

STILL = CameraPath(poses=np.tile(np.eye(4), (2, 1, 1)), zoom=np.ones(2))


def view(**mattes: NDArray[np.float32]) -> View:
    return View(
        depth=DepthMap(inverse=np.ones((12, 16), np.float32), source="given"), focus=(0.75, 0.5), mattes=mattes
    )


def upper(share: float) -> NDArray[np.float32]:
    matte = np.zeros((120, 160), np.float32)
    matte[: round(120 * share)] = 1
    return matte


def plain(value: int) -> NDArray[np.uint8]:
    return np.full((120, 160, 3), value, np.uint8)


def test_neither_sky_nor_leaves_is_a_room() -> None:
    heard = listening_of(photo_of(plain(120)), view(), STILL)
    assert heard.indoor >= 0.6 and heard.size < 0.4
    assert (heard.night, heard.snow, heard.foliage, heard.water) == (0, 0, 0, 0)


def test_a_dark_room_is_no_night_and_a_dark_sky_is() -> None:
    assert listening_of(photo_of(plain(10)), view(), STILL).night == 0
    assert listening_of(photo_of(plain(10)), view(sky=upper(0.4)), STILL).night == 1
    assert listening_of(photo_of(plain(170)), view(sky=upper(0.4)), STILL).night == 0


def test_white_ground_under_a_sky_is_snow_and_a_white_table_is_not() -> None:
    assert listening_of(photo_of(plain(235)), view(sky=upper(0.3)), STILL).snow == 1
    assert listening_of(photo_of(plain(235)), view(), STILL).snow == 0


def test_leaves_have_a_place() -> None:
    leaves = np.zeros((120, 160), np.float32)
    leaves[:, 80:] = 1
    heard = listening_of(photo_of(plain(90)), view(foliage=leaves), STILL)
    assert heard.foliage > 0.5 and heard.indoor == 0
    assert heard.places["foliage"] > 5 and heard.places["subject"] > 5


def test_yaw_is_that_of_the_camera() -> None:
    move = CameraMove(move="pan_right", start_s=0, end_s=1, amount=12, unit="deg")
    yaws = yaws_deg(camera_path(ShotPlan(seconds=1, camera=(move,)), fps=24, frame_count=25))
    assert yaws[0] == pytest.approx(0) and yaws[-1] == pytest.approx(12, abs=0.01)
    assert list(yaws) == sorted(yaws)
