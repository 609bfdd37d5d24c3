"""Motion blur against the mean of what a camera really sees while its shutter is open."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.motion.moves import rotation, translation
from vivant.perception import Intrinsics
from vivant.render.shutter import Shutter
from vivant.render.streaks import LIGHT_OF, SRGB_OF, TILE_PX, add_streaks, developed

from synthetic import textured

WIDTH, HEIGHT = 192, 112
LENS = Intrinsics(focal_px=180.0, cx=WIDTH / 2, cy=HEIGHT / 2, width=WIDTH, height=HEIGHT)
NOWHERE = np.zeros((1, 1), np.float32)


def streaked(frame: Frame, x: float, y: float) -> Frame:
    motion = np.empty((-(-frame.shape[0] // TILE_PX), -(-frame.shape[1] // TILE_PX), 2), np.float32)
    motion[:] = (x, y)
    total = np.zeros(frame.shape, np.float32)
    add_streaks(frame, motion, total)
    return developed(total, 1)


def path_of(*poses: NDArray[np.float64]) -> Shutter:
    stacked = np.stack(poses)
    return Shutter(lens=LENS, poses=stacked, zoom=np.ones(len(stacked)))


@pytest.mark.parametrize(("x", "y"), [(7.0, 0.0), (0.0, 7.0), (-7.0, 0.0)])
def test_even_motion_is_the_mean_over_a_box(x: float, y: float) -> None:
    frame = textured(WIDTH, HEIGHT)
    out = streaked(frame, x, y)
    light = LIGHT_OF[frame].astype(float)
    axis = 1 if x else 0
    mean = np.mean([np.roll(light, shift, axis) for shift in range(-3, 4)], axis=0)
    exact = SRGB_OF[np.round(mean).astype(int)]
    inner = np.s_[8:-8, 8:-8]
    assert np.abs(out[inner].astype(int) - exact[inner]).max() <= 1


def test_a_way_between_whole_pixels_counts_its_ends_by_their_part() -> None:
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    frame[:, 96] = 255
    light = LIGHT_OF[streaked(frame, 4.0, 0.0)][56, :, 0] / 65535
    np.testing.assert_allclose(light[93:100], [0, 0.125, 0.25, 0.25, 0.25, 0.125, 0], atol=0.004)


def test_no_motion_changes_nothing() -> None:
    frame = textured(WIDTH, HEIGHT)
    np.testing.assert_array_equal(streaked(frame, 0.0, 0.0), frame)


def test_a_camera_that_stands_gives_the_drawing_itself() -> None:
    frame = textured(WIDTH, HEIGHT)
    shutter = path_of(np.eye(4), np.eye(4), rotation(1, 0.2))
    assert shutter.frame(1, lambda *_: frame, lambda *_: NOWHERE) is frame


def test_the_first_frame_is_never_blurred() -> None:
    frame = textured(WIDTH, HEIGHT)
    shutter = path_of(np.eye(4), rotation(1, 10))
    assert shutter.most_px(0) > 2
    assert shutter.frame(0, lambda *_: frame, lambda *_: NOWHERE) is frame


def test_a_pan_moves_the_picture_by_its_angle() -> None:
    shutter = path_of(rotation(1, 0), rotation(1, 4), rotation(1, 8))
    moved = shutter.motion(1.0, 0.5, NOWHERE)
    rows, columns = moved.shape[0] // 2, moved.shape[1] // 2
    # The shutter is open for half of 4 degrees a frame; right turns move the picture left.
    assert moved[rows, columns, 0] == pytest.approx(-LENS.focal_px * np.radians(2.0), rel=0.01)
    assert abs(moved[rows, columns, 1]) < 0.1


def test_a_truck_moves_near_things_more() -> None:
    shutter = path_of(*(translation(0.1 * k, 0, 0) for k in range(3)))
    for inverse in (0.0, 0.5, 2.0):
        moved = shutter.motion(1.0, 0.5, np.full((28, 48), inverse, np.float32))
        np.testing.assert_allclose(moved[..., 0], -LENS.focal_px * 0.05 * inverse, atol=1e-3)


def test_a_whip_is_what_many_frames_add_up_to() -> None:
    """Against the mean, in linear light, of 64 drawings of a texture at infinity."""
    world = textured(3 * WIDTH, HEIGHT + 80, seed=4)
    shutter = path_of(*(rotation(1, 6.0 * k) for k in range(3)))

    def draw(pose: NDArray[np.float64], zoom: float) -> Frame:
        columns, rows = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
        rays = LENS.zoomed(zoom).directions(columns, rows) @ pose[:3, :3].T
        x = WIDTH / 2 + 180.0 * np.arctan2(rays[..., 0], rays[..., 2])
        y = 40 + HEIGHT / 2 + 180.0 * rays[..., 1] / np.hypot(rays[..., 0], rays[..., 2])
        x0, y0 = np.floor(x - 0.5).astype(int), np.floor(y - 0.5).astype(int)
        fx, fy = (x - 0.5 - x0)[..., None], (y - 0.5 - y0)[..., None]
        upper = world[y0, x0] * (1 - fx) + world[y0, x0 + 1] * fx
        lower = world[y0 + 1, x0] * (1 - fx) + world[y0 + 1, x0 + 1] * fx
        return np.round(upper * (1 - fy) + lower * fy).astype(np.uint8)

    cameras = [shutter.camera(1 + (i + 0.5) / 64 * 0.5 - 0.25) for i in range(64)]
    mean = np.mean([LIGHT_OF[draw(*camera)].astype(float) for camera in cameras], axis=0)
    true = SRGB_OF[np.round(mean).astype(int)].astype(float)
    got = shutter.frame(1, draw, lambda *_: NOWHERE)
    sharp = draw(*shutter.camera(1.0))
    assert shutter.most_px(1) > 8

    def psnr(frame: Frame) -> float:
        return float(10 * np.log10(255**2 / np.mean((frame - true) ** 2)))

    assert psnr(sharp) < 32
    assert psnr(got) > 45


def test_poses_between_frames_turn_evenly() -> None:
    shutter = path_of(rotation(1, 0), rotation(1, 8) @ translation(0.2, 0, 0))
    pose, zoom = shutter.camera(0.25)
    np.testing.assert_allclose(pose[:3, :3], rotation(1, 2)[:3, :3], atol=1e-9)
    assert zoom == 1.0
    np.testing.assert_allclose(shutter.camera(-3.0)[0], np.eye(4))
