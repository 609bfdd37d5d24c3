"""A photo as a coarse net of points in space, and how much of it comes apart when a camera looks from elsewhere."""

# numba's decorators carry no types of their own.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.media import Size
from vivant.motion.framing import Window
from vivant.perception import Intrinsics, View

MESHES = 14_400
"""Meshes of the net over a frame: 160 x 90 of them, or as many in another shape."""

MOST_AROUND = 1.0
"""The net reaches so many frames beyond the first frame, as far as there is a photo."""

OPENED = 1.5
"""A mesh drawn out by more than this is no surface any longer: something behind it comes into view."""

STRETCHED = 3.0
"""A surface drawn more than so many times its size in the photo is short of detail."""

BENT = 1.4
"""Something whose one side has grown so much longer than the other has visibly lost its shape."""

LEAST_SUBJECT = 0.01
"""A subject that takes up less of the frame is not looked at for its shape."""

_NEAREST = 1e-3

Net = NDArray[np.floating[Any]]


class Exposure(NamedTuple):
    """What a frame shows that the photo does not have, each as a share, 0..1.

    uncovered: of the frame, where something behind comes into view. stretched: of the frame, where a surface is drawn
    more than STRETCHED times its size, the lens's own enlargement apart. beyond: of the frame, past the border of the
    photo, and not so in the first frame. bent: of the subject as it is seen, where it has lost its shape.
    """

    uncovered: float = 0.0
    stretched: float = 0.0
    beyond: float = 0.0
    bent: float = 0.0

    def larger(self, other: Exposure) -> Exposure:
        """The larger of each."""
        return Exposure(*map(max, self, other))

    def times(self, factor: float) -> Exposure:
        """So many times as much of each."""
        return Exposure(*(factor * share for share in self))

    def within(self, budget: Exposure) -> bool:
        """Whether none is larger than in the budget."""
        return all(share <= most + 1e-6 for share, most in zip(self, budget, strict=True))


@dataclass(frozen=True, kw_only=True)
class Relief:
    """The net: its knots in space, and its meshes between them.

    x, y: [w], [h] float32, where the knots lie in the first frame, in its pixels; all within the photo.
    inverse: [h, w] float32, inverse distance at each. subject: [h - 1, w - 1] bool, the meshes that are the subject.
    lens: of the first frame. given: the share of it that lies beyond the photo's border from the start.
    """

    x: Net
    y: Net
    inverse: Net
    subject: NDArray[np.bool_]
    lens: Intrinsics
    _knots: NDArray[np.float64] = field(init=False)
    given: float = field(init=False)

    def __post_init__(self) -> None:
        across, down = np.meshgrid(self.x, self.y)
        rays = self.lens.directions(across.astype(np.float64), down.astype(np.float64))
        object.__setattr__(self, "_knots", np.ascontiguousarray(rays / self.inverse[..., None]))
        object.__setattr__(self, "given", 0.0)
        object.__setattr__(self, "given", self.exposure(np.eye(4), 1.0).beyond)

    def exposure(self, pose: NDArray[np.float64], zoom: float) -> Exposure:
        """What the frame of a camera-to-world pose [4, 4] shows that the photo does not have, its focal length `zoom`
        times the photo's."""
        across, down = float(self.x[1] - self.x[0]), float(self.y[1] - self.y[0])
        lens = self.lens.zoomed(zoom)
        camera = (lens.focal_px, lens.cx, lens.cy, float(lens.width), float(lens.height), zoom)
        sums = _summed(self._knots, self.subject, np.ascontiguousarray(pose[:3]), camera, across, down)
        uncovered, stretched, bent, of_subject = sums
        frame = lens.width * lens.height / (across * down)
        return Exposure(
            uncovered=uncovered / frame,
            stretched=stretched / frame,
            beyond=max(0.0, self._beyond(pose, lens, math.sqrt(across * down)) - self.given),
            bent=bent / of_subject if of_subject > LEAST_SUBJECT * frame else 0.0,
        )

    def _beyond(self, pose: NDArray[np.float64], lens: Intrinsics, mesh: float) -> float:
        """The share of a frame that the outline of the photo leaves out."""
        knots = self._knots
        outline = np.concatenate([knots[0], knots[1:, -1], knots[-1, -2::-1], knots[-2:0:-1, 0]])
        seen = (outline - pose[:3, 3]) @ pose[:3, :3]
        seen[:, 2] = np.maximum(seen[:, 2], _NEAREST)
        sides = np.array([lens.width, lens.height])
        cells = np.maximum(1, np.rint(sides / mesh))
        # OpenCV's fixed point counts the middles of pixels as whole.
        points = np.rint(16 * (lens.project(seen) * cells / sides - 0.5))
        drawn = np.zeros((int(cells[1]), int(cells[0])), np.uint8)
        cv2.fillPoly(drawn, [np.clip(points, -1e6, 1e6).astype(np.int32)], (1,), shift=4)
        return 1.0 - float(drawn.mean())


def relief_of(view: View, photo: Size, window: Window, lens: Intrinsics) -> Relief:
    """The relief of a photo of this size, seen through a lens in a window of it."""
    scale = lens.width / window.width
    mesh = math.sqrt(lens.width * lens.height / MESHES)
    x = _knots(-window.x0 * scale, (photo.width - window.x0) * scale, lens.width, mesh)
    y = _knots(-window.y0 * scale, (photo.height - window.y0) * scale, lens.height, mesh)
    places = (x / scale + window.x0) / photo.width, (y / scale + window.y0) / photo.height
    subject = view.mattes.get("subject")
    if subject is None:
        is_subject = np.zeros((len(y) - 1, len(x) - 1), np.bool_)
    else:
        is_subject = _middle(_looked_up(subject, *places)) > 0.5
    return Relief(x=x, y=y, inverse=_looked_up(view.depth.inverse, *places), subject=is_subject, lens=lens)


def _knots(first: float, last: float, side: float, mesh: float) -> Net:
    """Where the knots lie along one axis of the frame, from one edge of the photo to the other."""
    first, last = max(first, -MOST_AROUND * side), min(last, (1 + MOST_AROUND) * side)
    return np.linspace(first, last, max(2, round((last - first) / mesh) + 1), dtype=np.float32)


def _looked_up(picture: Net, x: Net, y: Net) -> Net:
    """The picture's pixels at columns x and rows y, both in 0..1 of it; not mixed, so that steps stay steps."""
    rows, columns = picture.shape
    column = np.clip((x * columns).astype(np.intp), 0, columns - 1)
    row = np.clip((y * rows).astype(np.intp), 0, rows - 1)
    return np.maximum(picture[np.ix_(row, column)], np.float32(_NEAREST))


def _middle(knots: Net) -> Net:
    """The means at the meshes."""
    return np.asarray((knots[1:, 1:] + knots[1:, :-1] + knots[:-1, 1:] + knots[:-1, :-1]) / 4, dtype=np.float32)


@njit(cache=True, nogil=True)
def _summed(
    knots: NDArray[np.float64],
    subject: NDArray[np.bool_],
    pose: NDArray[np.float64],
    camera: tuple[float, float, float, float, float, float],
    across: float,
    down: float,
) -> tuple[float, float, float, float]:
    """Of a frame, in meshes as large as the photo's: how much is uncovered, how much stretched; how much of the
    subject is bent, and how much is seen of it at all.

    knots: [h, w, 3]. subject: [h - 1, w - 1]. pose: [3, 4]. camera: focal length, cx, cy, width and height of its
    frame, and its zoom. across, down: the sides of a mesh in the first frame.
    """
    focal, cx, cy, width, height, zoom = camera
    rows, columns = knots.shape[:2]
    u, v, larger = np.empty((2, columns)), np.empty((2, columns)), np.empty((2, columns))
    uncovered = stretched = bent = of_subject = 0.0
    for row in range(rows):
        this, above = row % 2, 1 - row % 2
        for k in range(columns):
            x, y, z = knots[row, k, 0] - pose[0, 3], knots[row, k, 1] - pose[1, 3], knots[row, k, 2] - pose[2, 3]
            depth = x * pose[0, 2] + y * pose[1, 2] + z * pose[2, 2]
            if depth < _NEAREST:
                larger[this, k] = -1.0  # behind the camera
                continue
            u[this, k] = focal * (x * pose[0, 0] + y * pose[1, 0] + z * pose[2, 0]) / depth + cx
            v[this, k] = focal * (x * pose[0, 1] + y * pose[1, 1] + z * pose[2, 1]) / depth + cy
            larger[this, k] = zoom * knots[row, k, 2] / depth
        for k in range(1, columns if row else 0):
            j = k - 1
            if min(larger[this, k], larger[this, j], larger[above, k], larger[above, j]) <= 0.0:
                continue
            at_u = (u[this, k] + u[this, j] + u[above, k] + u[above, j]) / 4
            at_v = (v[this, k] + v[this, j] + v[above, k] + v[above, j]) / 4
            if not (0.0 < at_u < width and 0.0 < at_v < height):
                continue
            # How the mesh is drawn: the matrix [a b; c d] of its sides.
            a = (u[this, k] - u[this, j] + u[above, k] - u[above, j]) / (2 * across)
            b = (u[this, k] - u[above, k] + u[this, j] - u[above, j]) / (2 * down)
            c = (v[this, k] - v[this, j] + v[above, k] - v[above, j]) / (2 * across)
            d = (v[this, k] - v[above, k] + v[this, j] - v[above, j]) / (2 * down)
            area = a * d - b * c
            if area <= 0.0:  # seen from behind: something nearer hides it
                continue
            expected = (larger[this, k] + larger[this, j] + larger[above, k] + larger[above, j]) / 4
            both = a * a + b * b + c * c + d * d
            longest = math.sqrt((both + math.sqrt(max(both * both - 4 * area * area, 0.0))) / 2)
            if longest > OPENED * expected:
                uncovered += max(area - expected * expected, 0.0)
            elif longest > STRETCHED * zoom:
                stretched += area
            if subject[row - 1, j] and area <= OPENED * expected * expected:
                of_subject += area
                if longest * longest > BENT * area:
                    bent += area
    return uncovered, stretched, bent, of_subject
