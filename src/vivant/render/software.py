"""The renderer for ordinary processors: inverse mapping on a coarse grid, then one sampling a layer."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.render.kernels import lay_over, trace
from vivant.scene import Scene
from vivant.scene.scene import Layer

GRID_PX = 8
"""Spacing of the rays that are traced; positions between them are interpolated. A layer's surface is smooth, and the
error on a plane is of the order of GRID_PX^2 / (8 focal_px), a hundredth of a pixel."""

Grid = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Columns and rows of the scene's picture, as OpenCV counts pixels, at each node of the grid."""


class SoftwareRenderer:
    """Draws a scene on the processor. Frames are independent: several threads may share one renderer."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._layers = [_Traced(scene, layer) for layer in scene.layers]
        # The farthest layer is opaque: it needs no alpha.
        self._farthest = np.ascontiguousarray(scene.layers[0].rgba[..., :3]) if scene.layers else scene.photo
        # One node beyond the frame on every side, at the middles of GRID_PX squares.
        size = scene.size
        nodes_x = (np.arange(-1, -(-size.width // GRID_PX) + 1) + 0.5) * GRID_PX
        nodes_y = (np.arange(-1, -(-size.height // GRID_PX) + 1) + 0.5) * GRID_PX
        self._nodes = np.meshgrid(nodes_x, nodes_y)

    def frame(self, pose: NDArray[np.float64], zoom: float) -> Frame:
        """The scene from a camera; see Renderer. At the identity it is the photo, untouched."""
        scene = self._scene
        (x, y), size = scene.origin, scene.size
        if zoom == 1.0 and np.array_equal(pose, np.eye(4)):
            return scene.photo[y : y + size.height, x : x + size.width].copy()
        rays = self._rays(pose, zoom)
        origin = np.ascontiguousarray(pose[:3, 3])
        whole = (0, 0, size.width, size.height)
        if not origin.any() or not self._layers:
            return _sampled(scene.photo, self._turned(rays), whole)
        frame = _sampled(self._farthest, self._layers[0].hits(rays, origin), whole)
        for layer in self._layers[1:]:
            grid = layer.hits(rays, origin)
            part = _part(grid, layer.box, whole)
            if part is not None:
                x0, y0, x1, y1 = part
                lay_over(frame[y0:y1, x0:x1], _sampled(layer.rgba, grid, part))
        return frame

    def beyond(self, pose: NDArray[np.float64], zoom: float) -> float:
        """The share of a frame that shows extended border; see Renderer."""
        rays, origin = self._rays(pose, zoom), np.ascontiguousarray(pose[:3, 3])
        x, y = self._layers[0].hits(rays, origin) if origin.any() and self._layers else self._turned(rays)
        x0, y0, x1, y1 = self._scene.inside
        inside = (x >= x0 - 0.5) & (x <= x1 - 0.5) & (y >= y0 - 0.5) & (y <= y1 - 0.5)
        size, (nodes_x, nodes_y) = self._scene.size, self._nodes
        shown = (nodes_x > 0) & (nodes_x < size.width) & (nodes_y > 0) & (nodes_y < size.height)
        return float(1.0 - inside[shown].mean())

    def places(self, pose: NDArray[np.float64], zoom: float, layer: int = 0) -> Grid:
        """[H, W] columns and rows of the scene's picture at which each pixel of a frame samples a layer."""
        rays, origin, size = self._rays(pose, zoom), np.ascontiguousarray(pose[:3, 3]), self._scene.size
        grid = self._layers[layer].hits(rays, origin) if origin.any() and self._layers else self._turned(rays)
        x, y = _fine(grid, (0, 0, size.width, size.height))
        return x.astype(np.float64), y.astype(np.float64)

    def _rays(self, pose: NDArray[np.float64], zoom: float) -> NDArray[np.float64]:
        return self._scene.frame.zoomed(zoom).directions(*self._nodes) @ pose[:3, :3].T

    def _turned(self, rays: NDArray[np.float64]) -> Grid:
        """Turning and zooming need no depth: every ray is already seen from where the photo was taken."""
        lens = self._scene.lens
        seen = rays[..., :2] / np.maximum(rays[..., 2:], 1e-6)
        return lens.focal_px * seen[..., 0] + lens.cx - 0.5, lens.focal_px * seen[..., 1] + lens.cy - 0.5


class _Traced:
    """A layer ready to be met by rays."""

    def __init__(self, scene: Scene, layer: Layer) -> None:
        height, width = layer.rgba.shape[:2]
        rows, columns = layer.inverse.shape
        self._lens = scene.lens
        self._inverse = np.ascontiguousarray(layer.inverse, dtype=np.float32)
        self._cells = (
            scene.lens.focal_px * columns / width,
            scene.lens.cx * columns / width - 0.5,
            scene.lens.focal_px * rows / height,
            scene.lens.cy * rows / height - 0.5,
        )
        self._bounds = (float(self._inverse.max()) * 1.0001, float(self._inverse.min()) * 0.9999)
        self.rgba, self.box = layer.rgba, layer.box

    def hits(self, rays: NDArray[np.float64], origin: NDArray[np.float64]) -> Grid:
        """Where the rays meet this layer."""
        met = np.empty((*rays.shape[:2], 2))
        trace(np.ascontiguousarray(rays), origin, self._inverse, self._cells, self._bounds, met)
        lens = self._lens
        return lens.focal_px * met[..., 0] + lens.cx - 0.5, lens.focal_px * met[..., 1] + lens.cy - 0.5


def _part(
    grid: Grid, box: tuple[int, int, int, int], whole: tuple[int, int, int, int]
) -> tuple[int, int, int, int] | None:
    """The part of the frame, on the grid's squares, in which anything of a layer's box is seen; None if nothing."""
    x, y = grid
    seen = (
        (x > box[0] - 2 * GRID_PX)
        & (x < box[2] + 2 * GRID_PX)
        & (y > box[1] - 2 * GRID_PX)
        & (y < box[3] + 2 * GRID_PX)
    )
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if not len(rows):
        return None
    # Node n stands in the middle of the square that begins at (n - 1) * GRID_PX.
    x0, x1 = max(0, (columns[0] - 2) * GRID_PX), min(whole[2], (columns[-1] + 1) * GRID_PX)
    y0, y1 = max(0, (rows[0] - 2) * GRID_PX), min(whole[3], (rows[-1] + 1) * GRID_PX)
    return (int(x0), int(y0), int(x1), int(y1)) if x0 < x1 and y0 < y1 else None


def _fine(grid: Grid, part: tuple[int, int, int, int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The grid's columns and rows at every pixel of a part of the frame that begins on a grid square."""
    x0, y0, x1, y1 = part
    columns = slice(x0 // GRID_PX, -(-x1 // GRID_PX) + 2)
    rows = slice(y0 // GRID_PX, -(-y1 // GRID_PX) + 2)
    maps = []
    for nodes in grid:
        coarse = np.ascontiguousarray(nodes[rows, columns], dtype=np.float32)
        size = (coarse.shape[1] * GRID_PX, coarse.shape[0] * GRID_PX)
        fine = cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)
        maps.append(fine[GRID_PX : GRID_PX + y1 - y0, GRID_PX : GRID_PX + x1 - x0])
    return maps[0], maps[1]


def _sampled(picture: NDArray[np.uint8], grid: Grid, part: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    map_x, map_y = _fine(grid, part)
    return np.asarray(
        cv2.remap(picture, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
    )
