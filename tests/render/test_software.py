"""The renderer against closed forms: a plane at depth z shifts by f t / z pixels, and so on for every move."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.media import Size
from vivant.motion.framing import reach, start_window, travel
from vivant.motion.moves import rotation, translation
from vivant.motion.path import CameraPath
from vivant.perception import DepthMap, View
from vivant.render import SoftwareRenderer
from vivant.scene import Scene
from vivant.scene.build import build_scene, first_frame_lens

from synthetic import photo_of, textured

WIDTH, HEIGHT = 320, 180


def plane_scene(depth: float, pose: NDArray[np.float64], zoom: float = 1.0) -> Scene:
    """A wall of texture, parallel to the picture, at one depth."""
    return scene_of(np.full((45, 80), 1 / depth, np.float32), pose, zoom)


def scene_of(inverse: NDArray[np.float32], pose: NDArray[np.float64], zoom: float = 1.0) -> Scene:
    photo = photo_of(textured(WIDTH, HEIGHT))
    view = View(depth=DepthMap(inverse=inverse, source="exact"), focus=(0.5, 0.5))
    size = Size(WIDTH, HEIGHT)
    window = start_window(size, size, "cover", (0.5, 0.5))
    lens = first_frame_lens(photo, view, window, size)
    path = CameraPath(poses=np.stack([np.eye(4), pose]), zoom=np.array([1.0, zoom]))
    extent = reach(path, lens, nearest=1 / float(inverse.max()), farthest=1 / float(inverse.min()))
    return build_scene(photo, view, window=window, frame=lens, reach=extent, travel=travel(path), distance=1.0)


def homography_of_plane(scene: Scene, depth: float, pose: NDArray[np.float64], zoom: float) -> NDArray[np.float64]:
    """[3, 3] from pixels of the moved frame (centres at + 0.5) to those of the first, for a plane z = depth."""
    lens = scene.frame
    K = np.array([[lens.focal_px, 0, lens.cx], [0, lens.focal_px, lens.cy], [0, 0, 1]])
    moved = K.copy()
    moved[0, 0] *= zoom
    moved[1, 1] *= zoom
    R, t = pose[:3, :3], pose[:3, 3]
    # World point on the plane: X = t + s R K'^-1 p with X_z = depth, hence s = (depth - t_z) / (R K'^-1 p)_z.
    normal = np.array([0, 0, 1.0])
    return K @ (R * (depth - t[2]) + np.outer(t, normal @ R)) @ np.linalg.inv(moved)


POSES = {
    "pan_right": (rotation(1, 4), 1.0),
    "tilt_up": (rotation(0, 3), 1.0),
    "roll_cw": (rotation(2, 7), 1.0),
    "dolly_in": (translation(0, 0, 0.2), 1.0),
    "dolly_out": (translation(0, 0, -0.15), 1.0),
    "truck_right": (translation(0.08, 0, 0), 1.0),
    "pedestal_up": (translation(0, -0.05, 0), 1.0),
    "zoom_in": (np.eye(4), 1.3),
    "zoom_out": (np.eye(4), 0.85),
    "everything": (rotation(1, 2) @ translation(0.03, 0.02, 0.1) @ rotation(2, 3), 1.1),
}


@pytest.mark.parametrize("depth", [0.8, 1.0, 2.5])
@pytest.mark.parametrize("name", sorted(POSES))
def test_a_plane_moves_by_its_homography(name: str, depth: float) -> None:
    pose, zoom = POSES[name]
    scene = plane_scene(depth, pose, zoom)
    x, y = SoftwareRenderer(scene).places(pose, zoom)
    # Against the exact place of every pixel, in pixels of the first frame.
    columns, rows = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    exact = np.stack([columns, rows, np.ones_like(columns)], -1) @ homography_of_plane(scene, depth, pose, zoom).T
    exact = exact[..., :2] / exact[..., 2:]
    error = np.hypot(x + 0.5 - scene.origin[0] - exact[..., 0], y + 0.5 - scene.origin[1] - exact[..., 1])
    assert error.max() < 0.02


def test_content_goes_the_other_way() -> None:
    """Pan right and truck right move the picture left; tilt up and pedestal up move it down; in enlarges it."""
    for pose, zoom, axis, sign in [
        (rotation(1, 3), 1.0, 0, -1),
        (translation(0.05, 0, 0), 1.0, 0, -1),
        (rotation(0, 3), 1.0, 1, +1),
        (translation(0, -0.05, 0), 1.0, 1, +1),
    ]:
        scene = plane_scene(1.0, pose, zoom)
        renderer = SoftwareRenderer(scene)
        before, after = renderer.frame(np.eye(4), 1.0), renderer.frame(pose, zoom)
        shift, _ = cv2.phaseCorrelate(*(np.float32(cv2.cvtColor(f, cv2.COLOR_RGB2GRAY)) for f in (before, after)))
        assert np.sign(shift[axis]) == sign
        assert abs(shift[axis]) > 5


def test_a_truck_shifts_a_plane_by_f_t_over_z() -> None:
    pose = translation(0.1, 0, 0)
    for depth in (0.7, 1.0, 2.0):
        scene = plane_scene(depth, pose)
        renderer = SoftwareRenderer(scene)
        before, after = renderer.frame(np.eye(4), 1.0), renderer.frame(pose, 1.0)
        shift = round(scene.frame.focal_px * 0.1 / depth, 3)
        wanted = cv2.getRectSubPix(
            np.float32(cv2.cvtColor(before, cv2.COLOR_RGB2GRAY)), (120, 100), (159.5 + shift, 89.5)
        )
        got = np.float32(cv2.cvtColor(after, cv2.COLOR_RGB2GRAY))[40:140, 100:220]
        assert np.abs(wanted - got).mean() < 1.0


def test_the_identity_shows_the_photo_untouched() -> None:
    scene = plane_scene(1.0, rotation(1, 5))
    frame = SoftwareRenderer(scene).frame(np.eye(4), 1.0)
    np.testing.assert_array_equal(frame, textured(WIDTH, HEIGHT))


def test_near_things_pass_before_far_ones() -> None:
    """A near square over a far wall: after a truck the square has moved more, and hides what it passed over."""
    inverse = np.full((180, 320), 0.5, np.float32)
    inverse[60:120, 120:200] = 2.0
    pose = translation(0.05, 0, 0)
    scene = scene_of(inverse, pose)
    assert len(scene.layers) == 2
    renderer = SoftwareRenderer(scene)
    far, near = (renderer.places(pose, 1.0, layer)[0] - scene.origin[0] for layer in (0, 1))
    focal = scene.frame.focal_px
    row = 90
    near_shift, far_shift = focal * 0.05 * 2.0, focal * 0.05 * 0.5
    column = round(160 - near_shift)
    assert near[row, column] - column == pytest.approx(near_shift, abs=0.05)
    assert far[row, 20] - 20 == pytest.approx(far_shift, abs=0.05)
    # What is seen in the middle of the square is the square, and beside it the wall as it was painted.
    seen, photo = renderer.frame(pose, 1.0).astype(int), textured(WIDTH, HEIGHT).astype(int)
    shift = round(near_shift)
    assert np.abs(seen[70:110, 130 - shift : 190 - shift] - photo[70:110, 130:190]).mean() < 12


def test_beyond_measures_the_share_outside_the_photo() -> None:
    pose = translation(0.1, 0, 0)
    scene = plane_scene(1.0, pose)
    renderer = SoftwareRenderer(scene)
    assert renderer.beyond(np.eye(4), 1.0) == 0.0
    shift = scene.frame.focal_px * 0.1
    assert renderer.beyond(pose, 1.0) == pytest.approx(shift / WIDTH, abs=0.02)


def test_frames_are_the_same_bit_for_bit() -> None:
    pose = POSES["everything"][0]
    first, second = (SoftwareRenderer(plane_scene(1.0, pose)).frame(pose, 1.0) for _ in range(2))
    np.testing.assert_array_equal(first, second)
