"""The renderer against closed forms: a plane at depth z shifts by f t / z pixels, and so on for every move."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

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
from vivant.render.software import Quality
from vivant.render.tracing import Surface
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


def test_given_colours_are_shown_even_at_the_identity() -> None:
    scene = plane_scene(1.0, translation(0.05, 0, 0))
    renderer, eye = SoftwareRenderer(scene), np.eye(4)
    np.testing.assert_array_equal(renderer.frame(eye, 1.0, surfaces=scene.surfaces), textured(WIDTH, HEIGHT))
    painted = np.full_like(scene.layers[0].rgba, 255)
    painted[..., 1] = 40
    frame = renderer.frame(eye, 1.0, surfaces=(painted,))
    assert np.all(frame == (255, 40, 255))


def test_a_scene_without_layers_is_repainted_as_its_photo() -> None:
    pose = rotation(1, 3)
    scene = plane_scene(1.0, pose)
    assert not scene.layers
    renderer = SoftwareRenderer(scene)
    darker = (scene.photo // 2).astype(np.uint8)
    own, given = renderer.frame(pose, 1.0), renderer.frame(pose, 1.0, surfaces=(darker,))
    assert np.abs(own.astype(int) // 2 - given).max() <= 2
    start = renderer.frame(np.eye(4), 1.0, surfaces=(darker,))
    np.testing.assert_array_equal(start, textured(WIDTH, HEIGHT) // 2)


def test_colours_of_another_shape_are_refused() -> None:
    scene = plane_scene(1.0, rotation(1, 3))
    with pytest.raises(ValueError, match=r"surface 0: \(2, 2, 3\); expected \("):
        SoftwareRenderer(scene).frame(np.eye(4), 1.0, surfaces=(np.zeros((2, 2, 3), np.uint8),))


@pytest.mark.parametrize("name", ["dolly_in", "truck_right", "pan_right", "everything"])
def test_what_is_seen_of_a_plane(name: str) -> None:
    """Its place on the photo by the homography, and its distance along the moved camera's axis."""
    depth, (pose, zoom) = 1.6, POSES[name]
    scene = plane_scene(depth, pose, zoom)
    seen = SoftwareRenderer(scene).seen(pose, zoom)
    assert seen.x.shape == seen.inverse.shape == (HEIGHT // 4, WIDTH // 4)
    columns, rows = np.meshgrid(np.arange(WIDTH // 4) * 4 + 2.0, np.arange(HEIGHT // 4) * 4 + 2.0)
    exact = np.stack([columns, rows, np.ones_like(columns)], -1) @ homography_of_plane(scene, depth, pose, zoom).T
    exact = exact[..., :2] / exact[..., 2:]
    assert np.abs(seen.x - scene.origin[0] - exact[..., 0]).max() < 0.05
    assert np.abs(seen.y - scene.origin[1] - exact[..., 1]).max() < 0.05
    # Points of the plane, in the moved camera's coordinates.
    points = depth * scene.frame.directions(exact[..., 0], exact[..., 1])
    distance = ((points - pose[:3, 3]) @ pose[:3, :3])[..., 2]
    np.testing.assert_allclose(seen.inverse, 1 / distance, rtol=2e-3)


def test_what_is_seen_is_the_nearest_layer() -> None:
    inverse = np.full((180, 320), 0.5, np.float32)
    inverse[60:120, 120:200] = 2.0
    pose = translation(0.05, 0, 0)
    renderer = SoftwareRenderer(scene_of(inverse, pose))
    seen = renderer.seen(np.eye(4), 1.0)
    assert seen.layer[22, 40] == 1 and seen.layer[5, 5] == 0
    assert seen.inverse[22, 40] == pytest.approx(2.0, abs=0.1)
    assert seen.inverse[5, 5] == pytest.approx(0.5, abs=0.05)
    np.testing.assert_array_equal(renderer.inverse(np.eye(4), 1.0), seen.inverse)


def slanted(rows: int = 45, columns: int = 80) -> NDArray[np.float32]:
    return np.broadcast_to(np.linspace(0.6, 1.8, columns, dtype=np.float32), (rows, columns)).copy()


def rolling(rows: int = 45, columns: int = 80) -> NDArray[np.float32]:
    """Hills that rise and fall over half of the picture."""
    x, y = np.meshgrid(np.linspace(0, 4 * np.pi, columns), np.linspace(0, 2 * np.pi, rows))
    return (1.0 + 0.15 * np.sin(x) * np.cos(y)).astype(np.float32)


@pytest.mark.parametrize("quality", ["standard", "fine"])
@pytest.mark.parametrize("relief", [slanted, rolling])
@pytest.mark.parametrize("name", ["dolly_in", "truck_right", "everything"])
def test_between_the_rays_places_are_right_too(
    name: str, relief: Callable[[], NDArray[np.float32]], quality: Quality
) -> None:
    """Against a ray traced through the middle of every single pixel."""
    pose, zoom = POSES[name]
    scene = scene_of(relief(), pose, zoom)
    assert len(scene.layers) == 1
    x, y = SoftwareRenderer(scene, quality).places(pose, zoom)
    middles = np.stack(np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5), axis=-1).astype(np.float32)
    exact = Surface.of_layer(scene, scene.layers[0]).hits(pose, scene.frame.zoomed(zoom), middles)
    assert np.hypot(x - exact[..., 0], y - exact[..., 1]).max() < 0.05


def test_flat_colours_stay_exactly_flat() -> None:
    pose, zoom = POSES["everything"]
    scene = plane_scene(1.0, pose, zoom)
    renderer = SoftwareRenderer(scene)
    for level in (0, 1, 127, 128, 254, 255):
        flat = np.full_like(scene.layers[0].rgba, level)
        assert np.all(renderer.frame(pose, zoom, surfaces=(flat,)) == level)


def test_a_ramp_is_sampled_between_its_pixels() -> None:
    """A cubic passes through straight lines: a truck by any part of a pixel moves a ramp by just that."""
    for part in (0.1, 0.25, 0.5, 0.7):
        scene = plane_scene(1.0, translation(0.01, 0, 0))
        pose = translation((2 + part) / scene.frame.focal_px, 0, 0)
        ramp = np.full_like(scene.layers[0].rgba, 255)
        # Ten levels a pixel, so that a level is a tenth of one.
        ramp[..., :3] = np.clip((np.arange(ramp.shape[1]) - scene.origin[0] - 100) * 10, 0, 255)[None, :, None]
        row = SoftwareRenderer(scene).frame(pose, 1.0, surfaces=(ramp,))[90, :, 0].astype(float)
        columns = np.arange(102, 120)
        np.testing.assert_allclose(row[columns], (columns + 2 + part - 100) * 10, atol=1.0)


def test_no_fringe_along_an_edge() -> None:
    """A layer of one colour over a wall of the same: its soft rim, cubic overshoot and all, does not show."""
    inverse = np.full((180, 320), 0.5, np.float32)
    inverse[60:120, 120:200] = 2.0
    pose = translation(0.03, 0.01, 0)
    scene = scene_of(inverse, pose)
    for level in (60, 200, 255):
        surfaces = []
        for layer in scene.layers:
            alpha = layer.rgba[..., 3:].astype(float)
            surfaces.append(np.dstack([alpha / 255 * level + 0.5] * 3 + [alpha]).astype(np.uint8))
        frame = SoftwareRenderer(scene).frame(pose, 1.0, surfaces=surfaces).astype(int)
        assert np.abs(frame - level).max() <= 2


def test_threads_do_not_matter() -> None:
    pose, zoom = POSES["everything"]
    scene = plane_scene(1.0, pose, zoom)
    poses = [pose, POSES["truck_right"][0], pose, POSES["dolly_in"][0]] * 2
    alone = [SoftwareRenderer(scene).frame(p, zoom) for p in poses]
    shared = SoftwareRenderer(scene)
    with ThreadPoolExecutor(4) as pool:
        for one, other in zip(alone, pool.map(lambda p: shared.frame(p, zoom), poses), strict=True):
            np.testing.assert_array_equal(one, other)


def test_what_gets_smaller_does_not_glitter() -> None:
    """Stripes a pixel wide, seen from twice as far, are grey, however the camera stands."""
    pose = translation(0.003, 0, -1.0)
    scene = plane_scene(1.0, pose)
    striped = np.full_like(scene.layers[0].rgba, 255)
    striped[:, ::2, :3] = 0
    frame = SoftwareRenderer(scene).frame(pose, 1.0, surfaces=(striped,))[40:-40, 80:-80].astype(float)
    assert abs(frame.mean() - 127.5) < 3
    assert frame.std() < 12


def test_a_pull_back_is_nearer_to_what_a_sensor_would_see() -> None:
    """Against 64 samplings a pixel: finer quality comes nearer than the usual one."""
    pose = translation(0.002, 0.001, -0.12)
    scene = plane_scene(1.0, pose)
    noise = np.random.default_rng(5).integers(0, 256, scene.layers[0].rgba.shape).astype(np.uint8)
    noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7))
    noise[..., 3] = 255
    inner = np.arange(WIDTH * 8) / 8 + 1 / 16, np.arange(HEIGHT * 8) / 8 + 1 / 16
    nodes = np.stack(np.meshgrid(*inner), axis=-1).astype(np.float32)
    hits = Surface.of_layer(scene, scene.layers[0]).hits(pose, scene.frame, nodes)
    large = cv2.remap(noise[..., :3].astype(np.float32), hits[..., 0], hits[..., 1], cv2.INTER_CUBIC)
    wanted = cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    errors = {}
    for quality in ("standard", "fine"):
        frame = SoftwareRenderer(scene, quality).frame(pose, 1.0, surfaces=(noise,)).astype(float)
        errors[quality] = np.sqrt(np.mean((frame - wanted)[8:-8, 8:-8] ** 2))
    assert errors["fine"] < 1.0
    assert 2 * errors["fine"] < errors["standard"] < 4.0
