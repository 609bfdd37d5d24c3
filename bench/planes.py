"""A small ray caster: textured flat pieces at known places, so that every view of them is exact."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.perception import Intrinsics

OVERSAMPLED = 2
"""A view is drawn so many times larger along either side and averaged down."""

FAR = 1e6


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A parallelogram in space. corner, across, down: [3] its corner and its edges. texture: [h, w, 3]. mask: [h, w]
    float32, above 0.5 where the piece is there at all; None: everywhere."""

    corner: NDArray[np.float64]
    across: NDArray[np.float64]
    down: NDArray[np.float64]
    texture: NDArray[np.uint8]
    mask: NDArray[np.float32] | None = None


def card(
    texture: NDArray[np.uint8],
    centre: tuple[float, float, float],
    width: float,
    height: float,
    *,
    turn_deg: float = 0.0,
    lean_deg: float = 0.0,
    mask: NDArray[np.float32] | None = None,
) -> Piece:
    """A piece that faces the photo's camera, or is turned about its upright axis, or leans back."""
    turn, lean = np.deg2rad(turn_deg), np.deg2rad(lean_deg)
    across = width * np.array([np.cos(turn), 0.0, np.sin(turn)])
    down = height * np.array([0.0, np.cos(lean), -np.sin(lean)])
    return Piece(
        corner=np.array(centre) - 0.5 * (across + down), across=across, down=down, texture=texture, mask=mask
    )


def span(texture: NDArray[np.uint8], a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...]) -> Piece:
    """A piece by three corners: the first, the one across from it, and the one down from it."""
    corner = np.array(a)
    return Piece(corner=corner, across=np.array(b) - corner, down=np.array(c) - corner, texture=texture)


def cast(
    pieces: tuple[Piece, ...], lens: Intrinsics, pose: NDArray[np.float64], oversampled: int = OVERSAMPLED
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The picture [H, W, 3] seen from a pose, and the distance along the axis [H, W] at the middle of each pixel."""
    rgb, _ = _cast(pieces, lens, pose, oversampled)
    small = cv2.resize(rgb, (lens.width, lens.height), interpolation=cv2.INTER_AREA)
    _, distance = _cast(pieces, lens, pose, 1)
    return np.clip(small + 0.5, 0, 255).astype(np.uint8), distance


def uncovered(
    distance: NDArray[np.float64], lens: Intrinsics, pose: NDArray[np.float64], first: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which places of a view the photo does not show: [H, W] hidden behind something there, and beyond its border.

    distance: of the view. first: of the photo.
    """
    rays = _rays(lens, 1)
    points = (rays * distance[..., None]) @ pose[:3, :3].T + pose[:3, 3]
    seen = lens.project(points)
    beyond = (seen < 0).any(axis=-1) | (seen[..., 0] > lens.width) | (seen[..., 1] > lens.height)
    columns = np.clip(np.floor(seen[..., 0]).astype(int), 0, lens.width - 1)
    rows = np.clip(np.floor(seen[..., 1]).astype(int), 0, lens.height - 1)
    # A pixel beside an edge may show either side: only what no neighbour shows is hidden.
    farthest = cv2.dilate(first, np.ones((3, 3), np.uint8))[rows, columns]
    return (points[..., 2] > 1.03 * farthest) & ~beyond, beyond


def _rays(lens: Intrinsics, oversampled: int) -> NDArray[np.float64]:
    columns = (np.arange(lens.width * oversampled) + 0.5) / oversampled
    rows = (np.arange(lens.height * oversampled) + 0.5) / oversampled
    return lens.directions(*np.meshgrid(columns, rows))


def _cast(
    pieces: tuple[Piece, ...], lens: Intrinsics, pose: NDArray[np.float64], oversampled: int
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    rays = _rays(lens, oversampled) @ pose[:3, :3].T
    nearest = np.full(rays.shape[:2], FAR)
    picture = np.zeros((*rays.shape[:2], 3), np.float32)
    for piece in pieces:
        # corner + u across + v down = eye + t ray, so (u, v, 1) is the ray in these axes over 1 / t.
        axes = np.stack([piece.across, piece.down, piece.corner - pose[:3, 3]], axis=1)
        u, v, near = np.moveaxis(rays @ np.linalg.inv(axes).T, -1, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            u, v, distance = u / near, v / near, 1.0 / near
        hit = (near > 1e-9) & (u >= 0) & (u < 1) & (v >= 0) & (v < 1) & (distance < nearest)
        if piece.mask is not None:
            hit &= _looked_up(piece.mask, u, v) > 0.5
        if hit.any():
            picture[hit] = _textured(piece.texture, np.where(hit, u, 0.5), np.where(hit, v, 0.5), hit)[hit]
            nearest[hit] = distance[hit]
    return picture, nearest


def _textured(
    texture: NDArray[np.uint8], u: NDArray[np.float64], v: NDArray[np.float64], hit: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """The texture at (u, v), from a version of it that is about as fine as the view there."""
    height, width = texture.shape[:2]
    steps = [np.abs(np.gradient(values, axis=axis)) * n for values, n in ((u, width), (v, height)) for axis in (0, 1)]
    level = np.log2(np.maximum(np.maximum.reduce(steps), 1.0))
    deepest = int(np.ceil(np.quantile(level[hit], 0.98)))
    answer = np.zeros((*u.shape, 3), np.float32)
    coarse = texture.astype(np.float32)
    for k in range(deepest + 1):
        weight = np.clip(1.0 - np.abs(np.minimum(level, deepest) - k), 0.0, 1.0)
        answer += weight[..., None].astype(np.float32) * _looked_up(coarse, u, v)
        half = (max(1, coarse.shape[1] // 2), max(1, coarse.shape[0] // 2))
        coarse = cv2.resize(coarse, half, interpolation=cv2.INTER_AREA)
    return answer


def _looked_up(picture: NDArray[np.float32], u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float32]:
    x, y = ((part * n - 0.5).astype(np.float32) for part, n in ((u, picture.shape[1]), (v, picture.shape[0])))
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)
