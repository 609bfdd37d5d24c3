"""Faces: the arithmetic of the networks against its definition, and photos of people, animals and houses."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from vivant.perception import faces
from vivant.perception.faces import LANDMARKS, find_faces
from vivant.perception.view import Face

from synthetic import textured

PHOTOS = Path(__file__).parents[2].parent / "shared" / "photos"

with_photos = pytest.mark.skipif(not PHOTOS.is_dir(), reason="no photos beside the project")


def photo(name: str) -> np.ndarray:
    return cv2.cvtColor(cv2.imread(str(PHOTOS / f"{name}.jpg")), cv2.COLOR_BGR2RGB)


def middle(face: Face) -> np.ndarray:
    x0, y0, x1, y1 = face.box
    return np.array([(x0 + x1) / 2, (y0 + y1) / 2])


def test_a_convolution_is_the_sum_over_its_window() -> None:
    generator = np.random.default_rng(3)
    pictures = generator.standard_normal((2, 7, 6, 3)).astype(np.float32)
    kernel = generator.standard_normal((3, 2, 3, 4)).astype(np.float32)
    found = faces._convolved(pictures, kernel)
    assert found.shape == (2, 5, 5, 4)
    expected = np.einsum("yxc,yxco->o", pictures[1, 2:5, 3:5], kernel)
    np.testing.assert_allclose(found[1, 2, 3], expected, rtol=1e-4)


@pytest.mark.parametrize(("length", "side", "pooled"), [(22, 3, 11), (9, 3, 4), (46, 3, 23), (21, 3, 10), (8, 2, 4)])
def test_pooling_takes_the_largest_and_may_hang_over_the_edge(length: int, side: int, pooled: int) -> None:
    line = np.arange(length, dtype=np.float32)
    found = faces._pooled(np.broadcast_to(line[None, :, None, None], (1, length, length, 2)), side)
    assert found.shape == (1, pooled, pooled, 2)
    np.testing.assert_array_equal(found[0, :, 0, 0], np.minimum(2 * np.arange(pooled) + side - 1, length - 1))


def test_the_better_of_two_that_overlap_stays() -> None:
    boxes = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [20, 0, 30, 10], [22, 2, 26, 6]], np.float32)
    scores = np.array([0.8, 0.9, 0.7, 0.6], np.float32)
    assert faces._distinct(boxes, scores, 0.5).tolist() == [1, 2, 3]
    assert faces._distinct(boxes, scores, 0.5, of_smaller=True).tolist() == [1, 2]
    assert faces._distinct(boxes[:0], scores[:0], 0.5).tolist() == []


def test_patches_are_black_beyond_the_photo() -> None:
    white = np.ones((20, 30, 3), np.float32)
    half, beyond = faces._patches(white, np.array([[-10, 0, 10, 20], [40, 0, 60, 20]], np.float32), 24)
    assert half[:, :11].max() == 0
    assert half[:, 13:].min() == pytest.approx(1)
    assert beyond.max() == 0


def test_small_flat_and_busy_pictures_have_no_faces() -> None:
    for picture in (np.zeros((5, 7, 3), np.uint8), np.full((200, 300, 3), 128, np.uint8), textured(320, 200)):
        assert find_faces(picture) == ()


@with_photos
@pytest.mark.parametrize(
    ("name", "centres"),
    [
        ("astronaut", [(0.44, 0.23)]),
        ("kodak_04", [(0.5, 0.48)]),
        ("kodak_15", [(0.71, 0.41)]),
        ("kodak_12", [(0.44, 0.17), (0.37, 0.28)]),
    ],
)
def test_people_are_found_and_their_landmarks_are_in_order(name: str, centres: list[tuple[float, float]]) -> None:
    found = find_faces(photo(name))
    assert len(found) == len(centres)
    for face in found:
        assert min(np.linalg.norm(middle(face) - centre) for centre in centres) < 0.05
        assert 0.97 < face.score <= 1
        points = face.landmarks
        assert tuple(points) == LANDMARKS
        assert points["left_eye"][0] < points["right_eye"][0]
        assert points["mouth_left"][0] < points["mouth_right"][0]
        assert points["left_eye"][1] < points["nose"][1] < points["mouth_left"][1]
    assert [face.box for face in found] == [face.box for face in find_faces(photo(name))]


@with_photos
def test_a_mirrored_photo_has_mirrored_faces() -> None:
    (face,) = find_faces(photo("astronaut"))
    (mirrored,) = find_faces(np.ascontiguousarray(photo("astronaut")[:, ::-1]))
    for name, other in zip(LANDMARKS, ("right_eye", "left_eye", "nose", "mouth_right", "mouth_left"), strict=True):
        x, y = mirrored.landmarks[other]
        assert face.landmarks[name] == pytest.approx((1 - x, y), abs=0.012)


@with_photos
@pytest.mark.parametrize("name", ["chelsea", "coral_owl", "coral_pets", "friends_by_aitzol_berasategi", "kodak_08"])
def test_animals_and_houses_are_not_people(name: str) -> None:
    assert find_faces(photo(name)) == ()
