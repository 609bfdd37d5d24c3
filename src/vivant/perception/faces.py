"""Faces in a photo: where they are, and where their eyes, nose and mouth are.

Three small networks in a row, each stricter than the last: one looks at every place of the photo at several sizes,
two look again at what it proposed. Their weights come with the package `mtcnn`; the networks run here in numpy: they
are too small to need more.

Source: Zhang et al. 2016, "Joint Face Detection and Alignment Using Multi-task Cascaded Convolutional Networks".
What differs: the last network sees each face and its mirror image and both must agree, which leaves out most of the
dogs and dandelions that it takes for faces otherwise.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from vivant.perception.view import Face

LANDMARKS = ("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
"""As seen in the photo: the left eye is the one further left."""

LONG_SIDE_PX = 576
"""The photo is looked at in this size: a face is found from about 12 px of it, one fiftieth of the long side."""

_SMALLEST_PX = 24.0
_STEP = 0.709  # from one size to the next: half the area
_WINDOW_PX = 12  # what the first network sees at once, every second pixel
_PROPOSED, _LIKELY, _CERTAIN = 0.7, 0.7, 0.97

Array = NDArray[np.float32]


def find_faces(rgb: NDArray[np.uint8]) -> tuple[Face, ...]:
    """The faces in a photo [H, W, 3], largest first."""
    shrunk = min(1.0, LONG_SIDE_PX / max(rgb.shape[:2]))
    small = cv2.resize(rgb, None, fx=shrunk, fy=shrunk, interpolation=cv2.INTER_AREA) if shrunk < 1 else rgb
    picture = (small.astype(np.float32) - 127.5) / 128.0
    # The products here are so small that a second thread costs more than it brings.
    with threadpool_limits(1, user_api="blas"):
        boxes, scores, points = _certain(picture, _likely(picture, _proposed(picture)))
    side = np.array(picture.shape[1::-1], np.float32)
    found = [
        Face(
            box=_four(np.clip(box.reshape(2, 2) / side, 0.0, 1.0)),
            score=float(score),
            landmarks={name: (float(x), float(y)) for name, (x, y) in zip(LANDMARKS, face / side, strict=True)},
        )
        for box, score, face in zip(boxes, scores, points, strict=True)
    ]
    return tuple(sorted(found, key=_area, reverse=True))


def _proposed(picture: Array) -> Array:
    """[n, 4] square boxes in pixels where the first network suspects a face."""
    boxes, scores = [np.zeros((0, 4), np.float32)], [np.zeros(0, np.float32)]
    for scale in _scales(*picture.shape[:2]):
        size = (int(np.ceil(picture.shape[1] * scale)), int(np.ceil(picture.shape[0] * scale)))
        seen, rest = _trunk(cv2.resize(picture, size, interpolation=cv2.INTER_AREA)[None], "pnet", (2, 0, 0))
        face = _probability(_against(seen[0] @ rest[2][0, 0] + rest[3]))
        rows, columns = np.nonzero(face > _PROPOSED)
        corner = np.stack([columns, rows, columns, rows], axis=1).astype(np.float32) * 2
        corner[:, 2:] += _WINDOW_PX
        moved = _moved(corner, (seen[0] @ rest[0][0, 0] + rest[1])[rows, columns])
        kept = _distinct(moved, face[rows, columns], 0.5)
        boxes.append(moved[kept] / np.float32(scale))
        scores.append(face[rows, columns][kept])
    every, score = np.concatenate(boxes), np.concatenate(scores)
    return _squares(every[_distinct(every, score, 0.7)])


def _likely(picture: Array, boxes: Array) -> Array:
    """[n, 4] square boxes that the second network takes for faces too."""
    if not len(boxes):
        return boxes
    seen, rest = _trunk(_patches(picture, boxes, 24), "rnet", (3, 3, 0))
    seen, rest = _dense(seen, rest)
    score = _probability(_against(seen @ rest[2] + rest[3]))
    yes = score > _LIKELY
    moved = _moved(boxes[yes], (seen @ rest[0] + rest[1])[yes])
    return _squares(moved[_distinct(moved, score[yes], 0.7)])


def _certain(picture: Array, boxes: Array) -> tuple[Array, Array, Array]:
    """(boxes [n, 4], scores [n], points [n, 5, 2]) in pixels of what the third network takes for faces both ways."""
    if not len(boxes):
        return boxes, np.zeros(0, np.float32), np.zeros((0, 5, 2), np.float32)
    patches = _patches(picture, boxes, 48)
    half = np.float32(0.5)
    against, shift, points = _last_look(patches)
    mirrored = _last_look(patches[:, :, ::-1])
    score = _probability(half * (against + mirrored[0]))
    shift = (shift + mirrored[1][:, [2, 1, 0, 3]] * np.array([-1, 1, -1, 1], np.float32)) * half
    back = mirrored[2][:, [1, 0, 2, 4, 3]] * np.array([-1, 1], np.float32) + np.array([1, 0], np.float32)
    points = (points + back) * half
    yes = score > _CERTAIN
    boxes, score = boxes[yes], score[yes]
    points = boxes[:, None, :2] + points[yes] * (boxes[:, None, 2:] - boxes[:, None, :2])
    moved = _moved(boxes, shift[yes])
    kept = _distinct(moved, score, 0.7, of_smaller=True)
    return moved[kept], score[kept], points[kept]


def _last_look(patches: Array) -> tuple[Array, Array, Array]:
    """(log odds against a face [n], shift of its box [n, 4], points [n, 5, 2] in 0..1) of patches [n, 48, 48, 3]."""
    seen, rest = _trunk(patches, "onet", (3, 3, 2, 0))
    seen, rest = _dense(seen, rest)
    answer = seen @ rest[4] + rest[5]
    points = (seen @ rest[2] + rest[3]).reshape(-1, 2, 5).transpose(0, 2, 1)
    return _against(answer), seen @ rest[0] + rest[1], points


def _trunk(pictures: Array, network: str, pools: tuple[int, ...]) -> tuple[Array, list[Array]]:
    """What lies after the convolutions of a network, [n, h, w, channels], and the weights not used yet."""
    weights = _weights()[network]
    for layer, pool in enumerate(pools):
        kernel, bias, slope = weights[3 * layer : 3 * layer + 3]
        pictures = _prelu(_convolved(pictures, kernel), bias, slope)
        if pool:
            pictures = _pooled(pictures, pool)
    return pictures, weights[3 * len(pools) :]


def _dense(seen: Array, rest: list[Array]) -> tuple[Array, list[Array]]:
    # The weights were made where columns come before rows.
    flat = seen.transpose(0, 2, 1, 3).reshape(len(seen), -1)
    return _prelu(flat @ rest[0], rest[1], rest[2]), rest[3:]


def _convolved(pictures: Array, kernel: Array) -> Array:
    rows, columns, channels, answers = kernel.shape
    windows = sliding_window_view(pictures, (rows, columns), axis=(1, 2)).transpose(0, 1, 2, 4, 5, 3)
    n, height, width = windows.shape[:3]
    flat = np.ascontiguousarray(windows).reshape(-1, rows * columns * channels)
    return np.asarray(flat @ kernel.reshape(-1, answers), np.float32).reshape(n, height, width, answers)


def _pooled(pictures: Array, side: int) -> Array:
    """The largest of each side x side square, every second pixel; squares may hang over the far edges."""
    height, width = pictures.shape[1:3]
    rows, columns = -(-(height - side) // 2) + 1, -(-(width - side) // 2) + 1
    over = (2 * (rows - 1) + side - height, 2 * (columns - 1) + side - width)
    if any(over):
        pictures = np.pad(pictures, ((0, 0), (0, over[0]), (0, over[1]), (0, 0)), constant_values=-np.inf)
    most = pictures[:, : 2 * rows - 1 : 2, : 2 * columns - 1 : 2]
    for dy, dx in list(np.ndindex(side, side))[1:]:
        most = np.maximum(most, pictures[:, dy : dy + 2 * rows - 1 : 2, dx : dx + 2 * columns - 1 : 2])
    return most


def _prelu(values: Array, bias: Array, slope: Array) -> Array:
    """values + bias, what is below zero by `slope` of it; in place, for these arrays are where the time goes."""
    values += bias
    below = np.minimum(values, 0)
    below *= slope.reshape(-1)
    np.maximum(values, 0, out=values)
    values += below
    return values


def _against(answer: Array) -> Array:
    """Log odds that it is none, of a network's two answers: none, a face."""
    return np.asarray(answer[..., 0] - answer[..., 1], np.float32)


def _probability(against: Array) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(np.clip(against, -50, 50))), np.float32)


def _scales(height: int, width: int) -> Iterator[float]:
    scale = _WINDOW_PX / _SMALLEST_PX
    while min(height, width) * scale >= _WINDOW_PX:
        yield scale
        scale *= _STEP


def _moved(boxes: Array, shift: Array) -> Array:
    """Boxes whose edges are moved by shares of their sides."""
    sides = boxes[:, 2:] - boxes[:, :2]
    return np.asarray(boxes + shift * np.concatenate([sides, sides], axis=1), np.float32)


def _squares(boxes: Array) -> Array:
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    half = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, keepdims=True, initial=0) / 2
    return np.concatenate([middle - half, middle + half], axis=1).astype(np.float32)


def _distinct(boxes: Array, scores: Array, overlap: float, *, of_smaller: bool = False) -> NDArray[np.intp]:
    """The boxes, best first, that share at most `overlap` of the union (or of the smaller) with a better one."""
    area = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    order, kept = np.argsort(-scores, kind="stable"), []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(best)
        shared = np.minimum(boxes[best, 2:], boxes[order, 2:]) - np.maximum(boxes[best, :2], boxes[order, :2])
        common = np.prod(np.maximum(shared, 0), axis=1)
        whole = np.minimum(area[best], area[order]) if of_smaller else area[best] + area[order] - common
        order = order[common <= overlap * whole]
    return np.array(kept, dtype=np.intp)


def _patches(picture: Array, boxes: Array, side: int) -> Array:
    """[n, side, side, 3] what lies in square boxes, black where they hang over the photo's edge."""
    height, width = picture.shape[:2]
    patches = np.zeros((len(boxes), side, side, 3), np.float32)
    for patch, box in zip(patches, boxes, strict=True):
        x0, y0 = np.floor(box[:2]).astype(int)
        x1, y1 = np.maximum(np.ceil(box[2:]).astype(int), (x0 + 1, y0 + 1))
        inside = picture[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
        if inside.size:
            over = (max(-y0, 0), max(y1 - height, 0), max(-x0, 0), max(x1 - width, 0))
            whole = cv2.copyMakeBorder(inside, *map(int, over), cv2.BORDER_CONSTANT)
            patch[:] = cv2.resize(whole, (side, side), interpolation=cv2.INTER_AREA)
    return patches


def _four(corners: NDArray[np.floating]) -> tuple[float, float, float, float]:
    (x0, y0), (x1, y1) = corners.tolist()
    return x0, y0, x1, y1


def _area(face: Face) -> float:
    x0, y0, x1, y1 = face.box
    return (x1 - x0) * (y1 - y0)


@cache
def _weights() -> dict[str, list[Array]]:
    # Looked up, not imported: importing mtcnn would want TensorFlow.
    package = importlib.util.find_spec("mtcnn")
    assert package is not None and package.origin is not None
    load = importlib.import_module("joblib").load
    folder = Path(package.origin).parent / "assets" / "weights"
    return {name: load(folder / f"{name}.lz4") for name in ("pnet", "rnet", "onet")}
