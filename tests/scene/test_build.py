"""The scene lies on the first frame's pixels: the photo exactly where the window says, its border around it."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.media import Photo, Size
from vivant.motion.framing import Window, start_window
from vivant.perception import DepthMap, View
from vivant.scene import Scene
from vivant.scene.build import build_scene, first_frame_lens, rounded_reach, rounded_travel, subject_distance

from synthetic import photo_of, textured


def built(photo: Photo, size: Size, fit: str, extent: tuple[float, float, float, float] | None = None) -> Scene:
    view = View(depth=DepthMap(inverse=np.ones((20, 20), np.float32), source="exact"), focus=(0.5, 0.5))
    photo_size = Size(photo.rgb.shape[1], photo.rgb.shape[0])
    window = start_window(photo_size, size, fit, view.focus)  # type: ignore[arg-type]
    lens = first_frame_lens(photo, view, window, size)
    return build_scene(
        photo,
        view,
        window=window,
        frame=lens,
        reach=extent or (0, 0, size.width, size.height),
        travel=0.1,
        distance=1.0,
    )


def first_frame(scene: Scene) -> np.ndarray:
    (x, y), size = scene.origin, scene.size
    return scene.photo[y : y + size.height, x : x + size.width]


def test_a_photo_of_the_frames_own_size_is_copied() -> None:
    rgb = textured(320, 180)
    np.testing.assert_array_equal(first_frame(built(photo_of(rgb), Size(320, 180), "cover")), rgb)


def test_a_larger_photo_is_averaged_not_sampled() -> None:
    # A checkerboard of single pixels must become grey, whatever the phase.
    board = (np.indices((400, 640)).sum(axis=0) % 2 * 255).astype(np.uint8)
    frame = first_frame(built(photo_of(np.dstack([board] * 3)), Size(160, 100), "cover"))
    assert np.abs(frame.astype(int) - 127).max() <= 3


def test_cover_uses_the_photo_beyond_the_window_before_making_anything_up() -> None:
    rgb = textured(320, 320)
    scene = built(photo_of(rgb), Size(320, 180), "cover", (0, -40, 320, 200))
    x0, y0, x1, y1 = scene.inside
    assert y1 - y0 >= 240
    above = 70 - scene.origin[1] + y0
    np.testing.assert_array_equal(scene.photo[y0:y1, x0:x1], rgb[above : above + y1 - y0])


def test_contain_shows_the_whole_photo_within_a_soft_border() -> None:
    rgb = textured(180, 180)
    scene = built(photo_of(rgb), Size(320, 180), "contain")
    frame = first_frame(scene)
    np.testing.assert_array_equal(frame[:, 70:250], rgb)
    assert frame[:, :70].std() > 0


def test_a_wild_panorama_stays_small() -> None:
    scene = built(photo_of(textured(2000, 40)), Size(320, 180), "cover")
    assert scene.photo.nbytes < 4 * 320 * 180 * 3


def test_reach_is_bounded() -> None:
    scene = built(photo_of(textured(64, 64)), Size(64, 64), "cover", (-1e6, -1e6, 1e6, 1e6))
    assert scene.photo.shape[0] < 4 * 64


def test_subject_distance_is_read_in_the_middle_of_the_window() -> None:
    inverse = np.ones((100, 100), np.float32)
    inverse[:, 60:] = 2.0
    view = View(depth=DepthMap(inverse=inverse, source="exact"), focus=(0.5, 0.5))
    photo = photo_of(textured(100, 100))
    assert subject_distance(view, photo, Window(0, 0, 40, 40)) == pytest.approx(1.0)
    assert subject_distance(view, photo, Window(60, 0, 40, 40)) == pytest.approx(0.5)


def test_a_subject_decides_the_distance_wherever_it_stands_in_the_window() -> None:
    inverse, subject = np.ones((100, 100), np.float32), np.zeros((100, 100), np.float32)
    inverse[70:90, 5:25] = 4.0
    subject[70:90, 5:25] = 1.0
    photo = photo_of(textured(100, 100))
    view = View(depth=DepthMap(inverse=inverse, source="exact"), focus=(0.5, 0.5), mattes={"subject": subject})
    assert subject_distance(view, photo, Window(0, 0, 100, 100)) == pytest.approx(0.25)
    # Out of the window it decides nothing.
    assert subject_distance(view, photo, Window(40, 0, 60, 60)) == pytest.approx(1.0)
    # A window that reaches beyond the photo is looked at where it lies on it.
    assert subject_distance(view, photo, Window(-50, 0, 200, 100)) == pytest.approx(0.25)


def test_what_a_path_needs_is_rounded_up_so_that_like_paths_share_a_scene() -> None:
    frame = built(photo_of(textured(64, 64)), Size(64, 64), "cover").frame
    assert rounded_reach((0, 0, 64, 64), frame) == (0, 0, 64, 64)
    assert rounded_reach((-1, -5, 70, 1000), frame) == (-4, -8, 72, 64 + 48)
    assert rounded_travel(0) == 0
    assert rounded_travel(0.021) == rounded_travel(0.029) >= 0.029
    for travel in (0.001, 0.05, 0.3):
        assert travel <= rounded_travel(travel) == rounded_travel(rounded_travel(travel))
        assert rounded_travel(travel) <= max(0.02, 1.5 * travel)


def test_layers_do_not_touch_the_photo_they_are_made_of() -> None:
    inverse = np.where(np.arange(160) < 80, 0.5, 1.5).astype(np.float32)[None].repeat(90, axis=0)
    rgb = textured(160, 90)
    view = View(depth=DepthMap(inverse=inverse, source="exact"), focus=(0.5, 0.5))
    window, size = Window(0, 0, 160, 90), Size(160, 90)
    lens = first_frame_lens(photo_of(rgb), view, window, size)
    scene = build_scene(
        photo_of(rgb), view, window=window, frame=lens, reach=(0, 0, 160, 90), travel=0.1, distance=1.0
    )
    assert len(scene.layers) == 2
    np.testing.assert_array_equal(first_frame(scene), rgb)
