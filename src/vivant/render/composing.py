"""Drawing all layers of a frame in one pass, the nearest first: what is hidden is never read.

A frame is drawn in the squares of its grid. A square knows from its corners which part of each layer it shows; what
each block of a layer holds was looked at before, so layers that do not touch the square, and those behind one without
a hole, cost nothing. Within a square, places are interpolated to the second order from its corners and their
neighbours; where a surface bends too sharply for that, or hides a part of itself, the square is cut up and its parts
are traced anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.render.kernels import BLOCK_PX, SOLID, compose, find_uneven, look_over
from vivant.render.lanes import TAPS

UNEVEN_PX = 0.05
"""A square is cut up where its places might be farther off than this, in pixels of the photo."""


@dataclass(frozen=True, kw_only=True)
class Colours:
    """The colours of a scene's surfaces, ready to be drawn.

    pictures: [H, W, 4] uint8 each, premultiplied, the farthest first, which counts as opaque. blocks: [layers, rows,
    columns] uint8, what each block of BLOCK_PX pixels holds.
    """

    pictures: tuple[NDArray[np.uint8], ...]
    blocks: NDArray[np.uint8]

    @classmethod
    def of(cls, pictures: Sequence[NDArray[np.uint8]], known: Colours | None = None) -> Colours:
        """The colours of pictures; blocks of those that `known` has too are taken from there."""
        height, width = pictures[0].shape[:2]
        blocks = np.full((len(pictures), -(-height // BLOCK_PX), -(-width // BLOCK_PX)), SOLID, np.uint8)
        for k, picture in enumerate(pictures):
            if known is not None and picture is known.pictures[k]:
                blocks[k] = known.blocks[k]
            elif k:
                look_over(picture, blocks[k])
        return cls(pictures=tuple(pictures), blocks=blocks)


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where on a scene's picture the squares of a frame's grid lie, for each of its layers, the farthest first.

    hits: [layers, rows + 1, columns + 1, 7] float32 of the squares' corners: x, y and inverse distance as from
    `Surface.hits`, and the second differences of x and y across, and down. index: [rows, columns] int32, which of
    `closer` takes the place of a square; -1 for none. closer: [n, layers, PARTS + 1, PARTS + 1, 7], the corners of
    its parts, between which places run straight.
    """

    hits: NDArray[np.float32]
    index: NDArray[np.int32]
    closer: NDArray[np.float32]


def uneven(
    colours: Colours, hits: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.bool_]]:
    """The index of a frame's Places, [n, 2] the row and column of each square that is to be cut up, and [layers, n]
    which layers may show in it: those that do in it or beside it, and the farthest."""
    index = np.empty((hits.shape[1] - 1, hits.shape[2] - 1), np.int32)
    shows = np.zeros((len(hits), *index.shape), np.uint8)
    find_uneven(hits, colours.blocks, UNEVEN_PX, np.empty(len(hits), np.int64), index, shows)
    squares = np.argwhere(index >= 0)
    around = np.stack([cv2.dilate(layer, np.ones((3, 3), np.uint8)) for layer in shows])
    around[0] = 1
    return index, squares, around[:, squares[:, 0], squares[:, 1]] > 0


def compose_into(
    words: NDArray[np.uint32], colours: Colours, places: Places, *, grid_px: int, spacing_px: float
) -> NDArray[np.uint8]:
    """[h, w, 4] uint8: a frame (its fourth channel means nothing), drawn into `words` [h, w].

    spacing_px: places that are sampled lie at most so far apart on the photo; a pixel that covers more of it is the
    mean of several.
    """
    height, width = colours.pictures[0].shape[:2]
    addresses = np.array([picture.ctypes.data for picture in colours.pictures], np.int64)
    sizes = (grid_px, float(spacing_px))
    scratch = np.empty(len(addresses), np.int64), np.empty((grid_px, grid_px, 4), np.float32)
    extent, taps = (width, height), TAPS.ctypes.data
    grid, index, closer = places.hits, places.index, places.closer
    compose(addresses, extent, taps, grid, index, closer, colours.blocks, sizes, scratch, words)
    return words.view(np.uint8).reshape(*words.shape, 4)
