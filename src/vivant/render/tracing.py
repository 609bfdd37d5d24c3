"""Where on the photo the rays of a moved camera land: one surface at a time, on a coarse grid."""

# numba's decorators carry no types of their own.
# mypy: disallow-untyped-decorators=False

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.perception import Intrinsics
from vivant.render.kernels import NOWHERE
from vivant.scene import Scene
from vivant.scene.scene import Layer

STEP_PX = 8.0
"""Depths tried along a ray lie so far apart on the photo: a surface is smooth over more than that."""

MOST_STEPS = 64
REFINEMENTS = 6
SURE_PX = 0.002
"""A crossing is known well enough once a refinement moves it by less."""

SPARE_PX = 64.0
"""Rays are followed so far beyond a layer's box: squares of the grid reach into it, and repainted, it may grow."""

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


@dataclass(frozen=True, kw_only=True)
class Surface:
    """A surface ready to be met by rays.

    inverse: [h, w] float32 inverse distance over the scene's extent. bounds: its largest and smallest. lens: of the
    scene's picture. box: x0, y0, x1, y1 around what is not transparent.
    """

    inverse: NDArray[np.float32]
    bounds: tuple[float, float]
    lens: Intrinsics
    box: tuple[float, float, float, float]

    @classmethod
    def of_layer(cls, scene: Scene, layer: Layer) -> Surface:
        """A layer's surface."""
        x0, y0, x1, y1 = layer.box
        return cls._of(scene, layer.inverse, (x0, y0, x1, y1))

    @classmethod
    def of_photo(cls, scene: Scene) -> Surface:
        """The photo as one sheet: what a camera that only turns sees, at any depth."""
        return cls._of(scene, scene.inverse, EVERYWHERE)

    @classmethod
    def _of(cls, scene: Scene, inverse: NDArray[np.float32], box: tuple[float, float, float, float]) -> Surface:
        inverse = np.ascontiguousarray(inverse, dtype=np.float32)
        bounds = float(inverse.max()) * 1.0001, float(inverse.min()) * 0.9999
        return cls(inverse=inverse, bounds=bounds, lens=scene.lens, box=box)

    def hits(
        self, pose: NDArray[np.float64], lens: Intrinsics, nodes: NDArray[np.float32], *, everywhere: bool = True
    ) -> NDArray[np.float32]:
        """[..., 3] where the rays through places of a frame, [..., 2] in its pixels, meet the surface.

        Column and row of the scene's picture as OpenCV counts them, and 1 / distance along the moved camera's axis.
        lens: of the frame. everywhere: also far from the surface's box; else rays there are NOWHERE.
        """
        x0, y0, x1, y1 = EVERYWHERE if everywhere else self.box
        met = np.empty((*nodes.shape[:-1], 3), np.float32)
        _trace(
            np.ascontiguousarray(pose[:3, :3]),
            np.ascontiguousarray(pose[:3, 3]),
            (float(lens.focal_px), float(lens.cx), float(lens.cy)),
            (float(self.lens.focal_px), float(self.lens.cx), float(self.lens.cy)),
            self.inverse,
            (self.inverse.shape[1] / self.lens.width, self.inverse.shape[0] / self.lens.height),
            self.bounds,
            (x0 - SPARE_PX, y0 - SPARE_PX, x1 + SPARE_PX, y1 + SPARE_PX),
            nodes.reshape(-1, 2),
            met.reshape(-1, 3),
        )
        return met


def grid_nodes(size: tuple[int, int], grid_px: int) -> NDArray[np.float32]:
    """[rows + 1, columns + 1, 2] x and y of the corners of a frame's squares; size: (w, h)."""
    columns, rows = (np.arange(-(-side // grid_px) + 1) * grid_px for side in size)
    return np.stack(np.meshgrid(columns, rows), axis=-1).astype(np.float32)


def bent(hits: NDArray[np.float32]) -> NDArray[np.float32]:
    """A grid of hits [rows, columns, 3], and how it bends: [rows, columns, 7]; see composing.Places."""
    grid = np.empty((*hits.shape[:2], 7), np.float32)
    grid[..., :3] = hits
    _fill_bends(grid)
    return grid


def interpolated(
    nodes: NDArray[np.float32], grid_px: int, each_px: int, size: tuple[int, int]
) -> NDArray[np.float32]:
    """[h, w] the values between a grid's nodes at the middles of squares of `each_px` pixels; size: (w, h)."""
    values = np.empty((size[1], size[0]), np.float32)
    _interpolated(nodes, each_px / grid_px, values)
    return values


@njit(cache=True, nogil=True, fastmath=True)
def _relief(inverse: NDArray[np.float32], column: float, row: float) -> float:
    """The relief between its samples, its edge continued outward."""
    height, width = inverse.shape
    column = min(max(column, 0.0), width - 1.001)
    row = min(max(row, 0.0), height - 1.001)
    c, r = int(column), int(row)
    fc, fr = column - c, row - r
    upper = inverse[r, c] + (inverse[r, c + 1] - inverse[r, c]) * fc
    lower = inverse[r + 1, c] + (inverse[r + 1, c + 1] - inverse[r + 1, c]) * fc
    relief: float = upper + (lower - upper) * fr
    return relief


@njit(cache=True, nogil=True, fastmath=True)
def _crossing(
    inverse: NDArray[np.float32],
    start: tuple[float, float],
    slope: tuple[float, float],
    span: tuple[float, float],
    steps: int,
    sure: float,
) -> float:
    """The largest q at which a ray, in cells of `inverse` at start + q slope, is not before the relief.

    q falls over the span. The first step that is no longer in front of the relief holds the crossing, which is
    closed in on by the rule of false position.
    """
    (x, y), (ex, ey), (near, far) = start, slope, span
    q = front = near
    before = 0.0
    for k in range(steps + 1):
        q = near + (far - near) * k / steps
        over = q - _relief(inverse, x + q * ex, y + q * ey)
        if over <= 0.0:
            break
        front, before = q, over
    if q == near or over > 0.0:
        return q
    back, behind = q, over
    for _ in range(REFINEMENTS):
        last = q
        q = front + (back - front) * before / (before - behind + 1e-12)
        if abs(q - last) < sure:
            break
        over = q - _relief(inverse, x + q * ex, y + q * ey)
        if over > 0.0:
            front, before = q, over
        else:
            back, behind = q, over
    return q


@njit(cache=True, nogil=True, fastmath=True)
def _trace(
    turn: NDArray[np.float64],
    origin: NDArray[np.float64],
    eye: tuple[float, float, float],
    lens: tuple[float, float, float],
    inverse: NDArray[np.float32],
    cells: tuple[float, float],
    bounds: tuple[float, float],
    box: tuple[float, float, float, float],
    nodes: NDArray[np.float32],
    hits: NDArray[np.float32],
) -> None:
    """Fills `hits` [n, 3] for `nodes` [n, 2]; see Surface.hits.

    eye: focal length and principal point of the frame. lens: those of the scene's picture. cells: samples of
    `inverse` for a pixel of it, across and down.

    The point of a ray at inverse distance q from the photo's camera is seen by that camera at (x + q ex, y + q ey):
    a straight line, which q runs along evenly. The point lies before the relief while q exceeds the relief's inverse
    distance there. (Relief mapping, Policarpo et al. 2005, with the search in inverse depth.)
    """
    ox, oy, oz = origin[0], origin[1], origin[2]
    near, far = bounds
    if oz > 0.0:  # What the camera has passed is behind it.
        near = min(near, 0.999 / oz)
    for i in range(len(nodes)):
        u, v = (nodes[i, 0] - eye[1]) / eye[0], (nodes[i, 1] - eye[2]) / eye[0]
        rz = max(turn[2, 0] * u + turn[2, 1] * v + turn[2, 2], 1e-6)
        rx = (turn[0, 0] * u + turn[0, 1] * v + turn[0, 2]) / rz
        ry = (turn[1, 0] * u + turn[1, 1] * v + turn[1, 2]) / rz
        x, y = lens[0] * rx + lens[1], lens[0] * ry + lens[2]
        ex, ey = lens[0] * (ox - oz * rx), lens[0] * (oy - oz * ry)
        x_near, x_far, y_near, y_far = x + near * ex, x + far * ex, y + near * ey, y + far * ey
        if (
            max(x_near, x_far) < box[0]
            or min(x_near, x_far) > box[2]
            or max(y_near, y_far) < box[1]
            or min(y_near, y_far) > box[3]
        ):
            hits[i, 0] = hits[i, 1] = NOWHERE
            hits[i, 2] = 0.0
            continue
        along_px = abs(ex) + abs(ey) + 1e-9
        q = _crossing(
            inverse,
            (x * cells[0] - 0.5, y * cells[1] - 0.5),
            (ex * cells[0], ey * cells[1]),
            (near, far),
            min(int(abs(near - far) * along_px / STEP_PX) + 1, MOST_STEPS),
            SURE_PX / along_px,
        )
        hits[i, 0] = x + q * ex - 0.5
        hits[i, 1] = y + q * ey - 0.5
        hits[i, 2] = q * rz / (1.0 - q * oz)


@njit(cache=True, nogil=True, fastmath=True)
def _interpolated(nodes: NDArray[np.float32], each: float, values: NDArray[np.float32]) -> None:
    """Fills `values` with those between nodes at the middles of squares `each` as wide as the grid's."""
    rows, columns = nodes.shape
    for i in range(values.shape[0]):
        v = min((i + 0.5) * each, rows - 1.0)
        r = min(int(v), rows - 2)
        fr = np.float32(v - r)
        for j in range(values.shape[1]):
            u = min((j + 0.5) * each, columns - 1.0)
            c = min(int(u), columns - 2)
            fc = np.float32(u - c)
            upper = nodes[r, c] + (nodes[r, c + 1] - nodes[r, c]) * fc
            lower = nodes[r + 1, c] + (nodes[r + 1, c + 1] - nodes[r + 1, c]) * fc
            values[i, j] = upper + (lower - upper) * fr


@njit(cache=True, nogil=True)
def _fill_bends(hits: NDArray[np.float32]) -> None:
    """Fills [rows, columns, 3:7], the second differences of a grid's columns and rows [..., :2], across and down.

    At the border they carry on as they change beside it.
    """
    rows, columns = hits.shape[:2]
    for i in range(rows):
        for k in range(2):
            for j in range(1, columns - 1):
                hits[i, j, 3 + k] = hits[i, j - 1, k] - 2 * hits[i, j, k] + hits[i, j + 1, k]
            hits[i, 0, 3 + k] = 2 * hits[i, 1, 3 + k] - hits[i, 2, 3 + k]
            hits[i, columns - 1, 3 + k] = 2 * hits[i, columns - 2, 3 + k] - hits[i, columns - 3, 3 + k]
    for j in range(columns):
        for k in range(2):
            for i in range(1, rows - 1):
                hits[i, j, 5 + k] = hits[i - 1, j, k] - 2 * hits[i, j, k] + hits[i + 1, j, k]
            hits[0, j, 5 + k] = 2 * hits[1, j, 5 + k] - hits[2, j, 5 + k]
            hits[rows - 1, j, 5 + k] = 2 * hits[rows - 2, j, 5 + k] - hits[rows - 3, j, 5 + k]
