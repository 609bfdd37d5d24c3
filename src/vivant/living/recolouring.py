"""A thing in another colour, its shading and its texture kept."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.living.effect import Sight, Textures
from vivant.living.regions import Region
from vivant.living.sheets import clipped, fine, sheets
from vivant.scene import Scene

_TO_CONES = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]]
)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]]
)  # fmt: skip

_OWN = 0.25
"""This part of a thing's own variation of colour stays: a uniform one looks painted on."""

_TOWARD = 0.55
"""So far the thing's mean lightness goes toward the colour's."""

Array = NDArray[np.float32]


class Recoloured:
    """An Effect: a region in another colour for the whole shot.

    In OKLab (Ottosson 2020), where lightness is even to the eye: hue becomes the colour's; chroma too, lower in deep
    shadow and highlights as it is in paint; lightness keeps all its variation about a mean that goes toward the
    colour's.
    """

    overlays = False

    def __init__(self, scene: Scene, region: Region, rgb: tuple[int, int, int]) -> None:
        self._layers = sheets(scene, region.mask)
        self._box = clipped(region.box, scene)
        self._weight = fine(region.mask, self._box)[..., None]
        self._colour = oklab(np.array([[rgb]], np.float32) / np.float32(255))[0, 0]
        x0, y0, x1, y1 = self._box
        shown = oklab(scene.photo[y0:y1, x0:x1].astype(np.float32) / np.float32(255))
        inside = shown[self._weight[..., 0] > 0.5]
        self._mean = np.median(inside.reshape(-1, 3), axis=0).astype(np.float32)
        # A surface that is the same from frame to frame is painted once.
        self._painted = {k: (scene.surfaces[k], self._paint(scene.surfaces[k])) for k in self._layers}

    def repaint(self, textures: Textures, time_s: float) -> None:  # noqa: ARG002
        x0, y0, x1, y1 = self._box
        for k in self._layers:
            picture = textures[k]
            of, painted = self._painted[k]
            if picture is not of:
                painted = self._paint(picture)
                self._painted[k] = (picture, painted)
            textures.writable(k)[y0:y1, x0:x1] = painted

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws nothing."""

    def _paint(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        x0, y0, x1, y1 = self._box
        part = picture[y0:y1, x0:x1].astype(np.float32)
        alpha = part[..., 3:] / 255 if part.shape[2] == 4 else np.ones((*part.shape[:2], 1), np.float32)
        shown = oklab(np.clip(part[..., :3] / 255 / np.maximum(alpha, 1e-3), 0, 1))
        own = shown[..., 1:] - self._mean[1:]
        light = shown[..., :1] + _TOWARD * (self._colour[0] - self._mean[0])
        # Paint in the shade has less chroma with its light, and toward white less again.
        dark = np.clip(light / max(float(self._colour[0]), 0.2), 0, 1)
        fullness = dark * np.clip((1.06 - light) / max(1.06 - float(self._colour[0]), 0.1), 0.1, 1)
        new = np.concatenate([light, self._colour[1:] * fullness + _OWN * own], axis=2).astype(np.float32)
        colours = 255 * srgb(new) * alpha
        part[..., :3] += self._weight * (colours - part[..., :3])
        return np.asarray(np.clip(part + 0.5, 0, 255), dtype=np.uint8)


def oklab(rgb: Array) -> Array:
    """[..., 3] OKLab of sRGB in 0..1."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_CONES.T) @ _TO_LAB.T, dtype=np.float32)


def srgb(lab: Array) -> Array:
    """[..., 3] sRGB in 0..1 of OKLab; what sRGB does not hold is clipped."""
    linear = ((lab @ np.linalg.inv(_TO_LAB).T) ** 3) @ np.linalg.inv(_TO_CONES).T
    linear = np.clip(linear, 0, 1)
    return np.asarray(np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055), np.float32)
