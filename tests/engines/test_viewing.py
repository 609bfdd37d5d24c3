"""One view on demand: exact for planes, and honest about what it is given."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from vivant.engines.viewing import Camera, checked_depth, see
from vivant.errors import InvalidInput
from vivant.motion.moves import rotation, translation
from vivant.perception import DepthMap, View

from synthetic import photo_of, textured

PHOTO = photo_of(textured(240, 160))
PLANE = View(depth=DepthMap(inverse=np.ones((40, 60), np.float32), source="exact"), focus=(0.5, 0.5))


def test_a_baseline_moves_what_lies_at_inverse_depth_one_by_so_many_pixels() -> None:
    seen = see(PHOTO, PLANE, baseline_px=12)
    np.testing.assert_allclose(seen[:, :-30].astype(int), PHOTO.rgb[:, 12:-18].astype(int), atol=2)
    back = see(PHOTO, PLANE, baseline_px=-12)
    np.testing.assert_allclose(back[:, 30:].astype(int), PHOTO.rgb[:, 18:-12].astype(int), atol=2)


def test_somebodys_depth_is_taken_as_it_is() -> None:
    near = see(PHOTO, PLANE, baseline_px=6, inverse=np.full((20, 30), 2.0, np.float32))
    np.testing.assert_allclose(near[:, :-30].astype(int), PHOTO.rgb[:, 12:-18].astype(int), atol=2)


def test_the_identity_is_the_photo_and_a_turn_needs_no_depth() -> None:
    np.testing.assert_array_equal(see(PHOTO, PLANE, camera=Camera(camera_to_world=np.eye(4).tolist())), PHOTO.rgb)
    turned = Camera(camera_to_world=rotation(1, 3).tolist())
    far = View(depth=DepthMap(inverse=np.full((40, 60), 0.1, np.float32), source="exact"), focus=(0.5, 0.5))
    np.testing.assert_array_equal(see(PHOTO, PLANE, camera=turned), see(PHOTO, far, camera=turned))


def test_a_longer_lens_enlarges() -> None:
    lens_px = 35 / np.hypot(36, 24) * np.hypot(240, 160)
    seen = see(PHOTO, PLANE, camera=Camera(camera_to_world=np.eye(4).tolist(), focal_px=2 * lens_px))
    # Twice the size about the middle: pixel (120 + 2 d) shows what was at (120 + d).
    assert np.abs(seen[80, 20:220:4].astype(int) - PHOTO.rgb[80, 70:170:2].astype(int)).mean() < 12


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{}", "camera_to_world: field required"),
        ("hello", "not JSON"),
        (json.dumps({"camera_to_world": [[1, 0, 0]] * 4}), "camera_to_world.0"),
        (json.dumps({"camera_to_world": np.diag([2.0, 1, 1, 1]).tolist()}), "not a rigid pose"),
        (json.dumps({"camera_to_world": np.eye(4).tolist(), "focal_px": -1}), "focal_px: input should be greater"),
        (json.dumps({"camera_to_world": np.eye(4).tolist(), "lens": 1}), "lens: extra inputs"),
    ],
)
def test_a_pose_that_is_none_is_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "pose.json"
    path.write_text(text)
    with pytest.raises(InvalidInput, match=sentence):
        Camera.read(path)
    with pytest.raises(InvalidInput, match="cannot be read"):
        Camera.read(tmp_path / "none.json")


def test_a_pose_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pose.json"
    path.write_text(json.dumps({"camera_to_world": translation(0.1, 0, 0).tolist(), "focal_px": 300}))
    camera = Camera.read(path)
    np.testing.assert_array_equal(camera.pose, translation(0.1, 0, 0))
    assert camera.focal_px == 300


@pytest.mark.parametrize("inverse", [np.ones((2, 3, 4)), np.full((4, 4), np.nan), -np.ones((4, 4)), np.zeros((4, 4))])
def test_a_depth_that_is_none_is_refused(inverse: np.ndarray) -> None:
    with pytest.raises(InvalidInput, match="depth: "):
        checked_depth(inverse.astype(np.float32))
