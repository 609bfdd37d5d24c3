"""The renderer for ordinary processors: rays on a coarse grid, then one pass of sampling and compositing."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Frame
from vivant.render.composing import Colours, Places, compose_into, uneven
from vivant.render.kernels import NOWHERE, PARTS, fill_places
from vivant.render.renderer import SEEN_PX, Seen
from vivant.render.tracing import Surface, bent, grid_nodes, interpolated
from vivant.scene import Scene

Quality = Literal["standard", "fine"]

GRID_PX: dict[Quality, int] = {"standard": 8, "fine": 4}
"""Spacing of the rays that are traced; places between them are interpolated to the second order."""

SPACING_PX: dict[Quality, float] = {"standard": 1.25, "fine": 0.75}
"""Where a pixel covers more of the photo than this, it is the mean of several samplings."""

_KEPT = 4
"""Views of which the traced grids are kept: who asks for a frame often asks for what it shows too."""


class SoftwareRenderer:
    """Draws a scene on the processor. Frames are independent: several threads may share one renderer."""

    def __init__(self, scene: Scene, quality: Quality = "standard") -> None:
        self._scene = scene
        self._grid_px, self._spacing_px = GRID_PX[quality], SPACING_PX[quality]
        self._photo = Surface.of_photo(scene)
        self._layers = tuple(Surface.of_layer(scene, layer) for layer in scene.layers) or (self._photo,)
        self._photo_colours = Colours.of((_four_channels(scene.photo),))
        self._colours = Colours.of([layer.rgba for layer in scene.layers]) if scene.layers else self._photo_colours
        self._alphas = tuple(np.ascontiguousarray(layer.rgba[..., 3]) for layer in scene.layers[1:])
        self._nodes = grid_nodes((scene.size.width, scene.size.height), self._grid_px)
        self._kept = threading.local()
        # The cache holds a tracer that knows nothing of this renderer, so that both go when nobody needs them.
        layers = _Tracer(scene, self._layers, self._colours, self._nodes, self._grid_px)
        photo = _Tracer(scene, (self._photo,), self._photo_colours, self._nodes, self._grid_px)
        self._places = lru_cache(maxsize=_KEPT)(layers.places)
        self._photo_places = lru_cache(maxsize=_KEPT)(photo.places)

    def frame(
        self, pose: NDArray[np.float64], zoom: float, *, surfaces: Sequence[NDArray[np.uint8]] | None = None
    ) -> Frame:
        """The scene from a camera; see Renderer. At the identity it is the photo, untouched, unless repainted.

        Raises ValueError where a surface is not shaped as the scene's: `surface 1: (2, 2, 4); expected (9, 16, 4)`.
        """
        scene = self._scene
        own = surfaces is None or all(given is known for given, known in zip(surfaces, scene.surfaces, strict=True))
        if own and zoom == 1.0 and np.array_equal(pose, np.eye(4)):
            (x, y), size = scene.origin, scene.size
            return scene.photo[y : y + size.height, x : x + size.width].copy()
        # A camera that only turns sees the photo itself, whatever its layers.
        sheet = own and not pose[:3, 3].any()
        colours = self._photo_colours if sheet else self._colours
        if surfaces is not None and not own:
            colours = self._repainted(surfaces)
        places = self._photo_places if sheet else self._places
        drawn = compose_into(
            self._words(),
            colours,
            places(pose.tobytes(), zoom),
            grid_px=self._grid_px,
            spacing_px=self._spacing_px,
        )
        return np.asarray(cv2.cvtColor(drawn, cv2.COLOR_RGBA2RGB), dtype=np.uint8)

    def seen(self, pose: NDArray[np.float64], zoom: float) -> Seen:
        """What a frame shows; see Renderer."""
        size = self._scene.size
        shape = (-(-size.width // SEEN_PX), -(-size.height // SEEN_PX))
        grids = self._places(pose.tobytes(), zoom).hits
        x, y, inverse = (interpolated(grids[0, ..., k], self._grid_px, SEEN_PX, shape) for k in range(3))
        shown = np.zeros(x.shape, np.uint8)
        for k, (grid, alpha) in enumerate(zip(grids[1:], self._alphas, strict=True), start=1):
            mine = [interpolated(grid[..., value], self._grid_px, SEEN_PX, shape) for value in range(3)]
            rows, columns = np.rint(mine[1]).astype(int), np.rint(mine[0]).astype(int)
            there = (rows >= 0) & (rows < alpha.shape[0]) & (columns >= 0) & (columns < alpha.shape[1])
            there[there] = alpha[rows[there], columns[there]] > 127
            for whole, value in zip((x, y, inverse), mine, strict=True):
                whole[there] = value[there]
            shown[there] = k
        return Seen(x=x + np.float32(0.5), y=y + np.float32(0.5), inverse=inverse, layer=shown)

    def inverse(self, pose: NDArray[np.float64], zoom: float) -> NDArray[np.float32]:
        """1 / distance of what a frame shows; see Renderer."""
        return self.seen(pose, zoom).inverse

    def beyond(self, pose: NDArray[np.float64], zoom: float) -> float:
        """The share of a frame that shows extended border; see Renderer."""
        size = self._scene.size
        shape = (-(-size.width // self._grid_px), -(-size.height // self._grid_px))
        grid = self._places(pose.tobytes(), zoom).hits[0]
        x, y = (interpolated(grid[..., k], self._grid_px, self._grid_px, shape) for k in range(2))
        x0, y0, x1, y1 = self._scene.inside
        inside = (x >= x0 - 0.5) & (x <= x1 - 0.5) & (y >= y0 - 0.5) & (y <= y1 - 0.5)
        return float(1.0 - inside.mean())

    def places(
        self, pose: NDArray[np.float64], zoom: float, layer: int = 0
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """[H, W] columns and rows of the scene's picture, as OpenCV counts pixels, at which each pixel of a frame
        samples a layer."""
        size, places = self._scene.size, self._places(pose.tobytes(), zoom)
        x, y = np.empty((2, size.height, size.width))
        lens = self._scene.frame.zoomed(zoom)
        hits = bent(self._layers[layer].hits(pose, lens, self._nodes))
        closer = np.ascontiguousarray(places.closer[:, layer : layer + 1])
        # Squares in which this layer does not show were not traced anew for it.
        traced = closer[:, 0, 0, 0, 0] != NOWHERE
        index = np.where(places.index >= 0, places.index, -1)
        index[index >= 0] = np.where(traced[index[index >= 0]], index[index >= 0], -1)
        fill_places(hits[None], index, closer, self._grid_px, x, y)
        return x, y

    def _words(self) -> NDArray[np.uint32]:
        """[h, w] of memory that only this thread draws into: fresh memory costs as much as sampling does."""
        if not hasattr(self._kept, "words"):
            self._kept.words = np.empty((self._scene.size.height, self._scene.size.width), np.uint32)
        words: NDArray[np.uint32] = self._kept.words
        return words

    def _repainted(self, surfaces: Sequence[NDArray[np.uint8]]) -> Colours:
        for k, (given, known) in enumerate(zip(surfaces, self._scene.surfaces, strict=True)):
            if given.shape != known.shape:
                raise ValueError(f"surface {k}: {given.shape}; expected {known.shape}")
        return Colours.of([_four_channels(picture) for picture in surfaces], known=self._colours)


@dataclass(frozen=True)
class _Tracer:
    """Where frames see some surfaces of a scene, painted in some colours."""

    scene: Scene
    surfaces: tuple[Surface, ...]
    colours: Colours
    nodes: NDArray[np.float32]
    grid_px: int

    def places(self, pose_bytes: bytes, zoom: float) -> Places:
        """Where the frame of a pose, given as its 16 numbers' bytes, sees each surface."""
        pose = np.frombuffer(pose_bytes, np.float64).reshape(4, 4)
        lens = self.scene.frame.zoomed(zoom)
        hits = np.stack(
            [bent(s.hits(pose, lens, self.nodes, everywhere=k == 0)) for k, s in enumerate(self.surfaces)]
        )
        index, squares, shown = uneven(self.colours, hits)
        steps = np.arange(PARTS + 1, dtype=np.float32) * np.float32(self.grid_px / PARTS)
        corners = self.nodes[squares[:, 0], squares[:, 1]][:, None, None]
        nodes = corners + np.stack(np.meshgrid(steps, steps), axis=-1)
        closer = np.zeros((len(squares), len(self.surfaces), PARTS + 1, PARTS + 1, 7), np.float32)
        for k, surface in enumerate(self.surfaces):
            closer[~shown[k], k, ..., :3] = NOWHERE
            closer[shown[k], k, ..., :3] = surface.hits(pose, lens, nodes[shown[k]], everywhere=k == 0)
        return Places(hits=hits, index=index, closer=closer)


def _four_channels(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    if picture.shape[2] == 3:
        return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA), dtype=np.uint8)
    return np.ascontiguousarray(picture, dtype=np.uint8)
