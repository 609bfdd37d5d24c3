"""The renderer for ordinary processors: inverse mapping on a coarse grid, then one pass of sampling."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.render.kernels import trace
from vivant.scene import Scene

GRID_PX = 4
"""Spacing of the rays that are traced; positions between them are interpolated. The error on a plane is below
GRID_PX^2 / (8 focal_px), a hundredth of a pixel."""

_RELIEF_PX = 4
"""Spacing of the relief's own samples."""


class SoftwareRenderer:
    """Draws a scene on the processor. Frames are independent: several threads may share one renderer."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        height, width = scene.rgb.shape[:2]
        rows, columns = max(2, height // _RELIEF_PX), max(2, width // _RELIEF_PX)
        relief = cv2.resize(scene.inverse, (columns, rows), interpolation=cv2.INTER_AREA)
        self._relief = np.ascontiguousarray(relief, dtype=np.float32)
        self._cells = (
            scene.lens.focal_px * columns / width,
            scene.lens.cx * columns / width - 0.5,
            scene.lens.focal_px * rows / height,
            scene.lens.cy * rows / height - 0.5,
        )
        self._bounds = (float(relief.max()) * 1.0001, float(relief.min()) * 0.9999)
        # One node beyond the frame on every side, at the middles of GRID_PX squares.
        size = scene.size
        self._nodes_x = (np.arange(-1, -(-size.width // GRID_PX) + 1) + 0.5) * GRID_PX
        self._nodes_y = (np.arange(-1, -(-size.height // GRID_PX) + 1) + 0.5) * GRID_PX

    def frame(self, pose: NDArray[np.float64], zoom: float) -> Frame:
        """The scene from a camera; see Renderer. At the identity it is the photo, untouched."""
        scene = self._scene
        if zoom == 1.0 and np.array_equal(pose, np.eye(4)):
            (x, y), size = scene.origin, scene.size
            return scene.rgb[y : y + size.height, x : x + size.width].copy()
        map_x, map_y = self._map(pose, zoom)
        return np.asarray(
            cv2.remap(scene.rgb, map_x, map_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
            dtype=np.uint8,
        )

    def beyond(self, pose: NDArray[np.float64], zoom: float) -> float:
        """The share of a frame that shows extended border; see Renderer."""
        x, y = self._nodes(pose, zoom)
        x0, y0, x1, y1 = self._scene.photo
        inside = (x >= x0 - 0.5) & (x <= x1 - 0.5) & (y >= y0 - 0.5) & (y <= y1 - 0.5)
        return float(1.0 - inside[1:-1, 1:-1].mean())

    def _map(self, pose: NDArray[np.float64], zoom: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """[H, W] columns and rows of the scene's picture that a frame shows."""
        size = self._scene.size
        maps = []
        for nodes in self._nodes(pose, zoom):
            rows, columns = nodes.shape
            fine = cv2.resize(
                nodes.astype(np.float32), (columns * GRID_PX, rows * GRID_PX), interpolation=cv2.INTER_LINEAR
            )
            maps.append(fine[GRID_PX : GRID_PX + size.height, GRID_PX : GRID_PX + size.width])
        return maps[0], maps[1]

    def _nodes(self, pose: NDArray[np.float64], zoom: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Columns and rows of the scene's picture, at whole pixel centres as OpenCV counts, for each node."""
        lens, frame = self._scene.lens, self._scene.frame
        grid = np.meshgrid(self._nodes_x, self._nodes_y)
        rays = frame.zoomed(zoom).directions(*grid) @ pose[:3, :3].T
        origin = np.ascontiguousarray(pose[:3, 3])
        if origin.any():
            hits = np.empty((*rays.shape[:2], 2))
            trace(np.ascontiguousarray(rays), origin, self._relief, self._cells, self._bounds, hits)
        else:
            # Turning and zooming need no depth: every ray is already seen from where the photo was taken.
            hits = rays[..., :2] / np.maximum(rays[..., 2:], 1e-6)
        return lens.focal_px * hits[..., 0] + lens.cx - 0.5, lens.focal_px * hits[..., 1] + lens.cy - 0.5
