"""Relighting a scene: gains from its depth, its sky and its subject, laid on its colours."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.light.lighting import RGB, Lighting
from vivant.scene import Scene
from vivant.scene.spreading import spread

_TO_LINEAR = np.where(
    np.arange(256) / 255 <= 0.04045, np.arange(256) / 255 / 12.92, ((np.arange(256) / 255 + 0.055) / 1.055) ** 2.4
).astype(np.float32)

_CODES = 4096
_unit = np.arange(_CODES + 1) / _CODES
_FROM_LINEAR = np.round(
    255 * np.where(_unit <= 0.0031308, 12.92 * _unit, 1.055 * np.maximum(_unit, 1e-9) ** (1 / 2.4) - 0.055)
).astype(np.uint8)

Surfaces = tuple[NDArray[np.uint8], ...]

_SMOOTH_SHARE = 0.03
"""Normals come from depth smoothed over this share of the picture's width: a network's depth is true in the large."""

_EVEN = 0.55
"""How squarely a place faces the light where its shape is not known."""

_STEEP = 3.0
"""A slope that would cross the scene's whole range of inverse depth in a third of the picture's width is a break."""

_RELIEF = 1.8
"""Depth is made this much deeper for its normals: what networks answer is flatter than the world."""


@dataclass(frozen=True, kw_only=True)
class Relief:
    """What relighting needs to know of a scene, all [h, w] at the resolution of its maps.

    normals: [h, w, 3] unit, x right, y down, z away. sky, subject: mattes. distance: 0 nearest to 1 farthest.
    height: 0 at the horizon to 1 at the top of the picture. side: -1 or +1, from where the photo's own light comes.
    lamps: places that shine. shown: for each surface of the scene, where it is what the photo shows; the others'
    light there is not its own.
    """

    normals: NDArray[np.float32]
    sky: NDArray[np.float32]
    subject: NDArray[np.float32]
    distance: NDArray[np.float32]
    height: NDArray[np.float32]
    lamps: NDArray[np.float32]
    side: float
    shown: tuple[NDArray[np.bool_], ...]


def relief_of(scene: Scene) -> Relief:
    """The relief of a scene."""
    inverse = scene.inverse
    rows, columns = inverse.shape
    nothing = np.zeros_like(inverse)
    sky, subject = scene.mattes.get("sky", nothing), scene.mattes.get("subject", nothing)
    normals = _normals(inverse, scene.lens.focal_px * columns / scene.photo.shape[1])
    low, high = float(np.quantile(inverse, 0.02)), float(np.quantile(inverse, 0.98))
    distance = np.clip((high - inverse) / max(high - low, 1e-6), 0, 1)
    distance = np.maximum(distance, sky)
    seen = np.flatnonzero((sky > 0.5).any(axis=1))
    horizon = (seen[-1] + 1) if len(seen) else rows // 2
    height = np.clip((horizon - np.arange(rows, dtype=np.float32)) / max(horizon, 1), 0, 1)
    small = cv2.resize(scene.photo, (columns, rows), interpolation=cv2.INTER_AREA)
    luma = _TO_LINEAR[small] @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    return Relief(
        normals=normals,
        sky=sky.astype(np.float32),
        subject=subject.astype(np.float32),
        distance=distance.astype(np.float32),
        height=np.repeat(height[:, None], columns, axis=1).astype(np.float32),
        lamps=_lamps(small, luma, sky),
        side=_light_side(luma, sky, normals),
        shown=_shown(scene.surfaces, (columns, rows)),
    )


def relit(surfaces: Surfaces, relief: Relief, lighting: Lighting) -> Surfaces:
    """The surfaces of a scene under a lighting; see Scene.surfaces.

    A surface is lit by what is known where it is seen, carried on behind what hides it.
    """
    gain, veil = _gains(relief, lighting)
    maps = (gain, veil, relief.lamps * np.float32(lighting.lamps))
    if len(surfaces) == 1:
        return (_laid(surfaces[0], maps, lighting),)
    return tuple(
        _laid(surface, (spread(maps[0], shown), spread(maps[1], shown), spread(maps[2], shown)), lighting)
        for surface, shown in zip(surfaces, relief.shown, strict=True)
    )


def _shown(surfaces: Surfaces, size: tuple[int, int]) -> tuple[NDArray[np.bool_], ...]:
    """Where each surface, the farthest first, is what one sees; less a rim, where maps mix both sides."""
    alphas = [
        cv2.resize(one[..., 3], size, interpolation=cv2.INTER_AREA) > 127 if one.shape[2] == 4 else None
        for one in surfaces
    ]
    seen, covered = [], np.zeros((size[1], size[0]), np.bool_)
    for alpha in reversed(alphas):
        own = ~covered if alpha is None else alpha & ~covered
        seen.append(cv2.erode(own.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(np.bool_))
        covered = covered | own
    return tuple(reversed(seen))


def _laid(
    surface: NDArray[np.uint8],
    maps: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]],
    lighting: Lighting,
) -> NDArray[np.uint8]:
    """maps: gain and veil [h, w, 3], and shine [h, w]."""
    gain, veil, shine = (np.ascontiguousarray(one) for one in maps)
    lit = np.empty_like(surface)
    _lay(surface, gain, veil, shine[..., None], lighting.contrast, lighting.saturation, _TO_LINEAR, _FROM_LINEAR, lit)
    return lit


def _gains(relief: Relief, lighting: Lighting) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What every place's light is multiplied by, and what the air and the lamps' glow add: [h, w, 3] each."""
    sky, height = relief.sky[..., None], relief.height[..., None]
    ground = _rgb(lighting.fill) + _lambert(relief, lighting, relief.side) * _rgb(lighting.key)
    ground = ground + _lambert(relief, lighting, -relief.side) * _rgb(lighting.second)
    if any(lighting.rim):
        ground = ground + _rim(relief)[..., None] * _rgb(lighting.rim)
    if lighting.vignette:
        ground = ground * (1 - lighting.vignette * _away(relief))[..., None]
    above = _rgb(lighting.sky_low) * (1 - height) + _rgb(lighting.sky_top) * height
    gain = ground * (1 - sky) + above * sky
    # Indoors there is little air to see.
    outdoors = 1.0 if (relief.sky > 0.5).mean() > 0.03 else 0.3
    thickness = outdoors * lighting.haze_amount * relief.distance[..., None] ** 2 * (1 - 0.6 * sky * height)
    veil = thickness * _rgb(lighting.haze)
    gain = gain * (1 - thickness)
    if any(lighting.glow):
        width = relief.lamps.shape[1] * 0.03
        veil = veil + cv2.GaussianBlur(relief.lamps, (0, 0), width)[..., None] * _rgb(lighting.glow)
    return gain.astype(np.float32), veil.astype(np.float32)


def _lambert(relief: Relief, lighting: Lighting, side: float) -> NDArray[np.float32]:
    """[h, w, 1]: how squarely each place faces a key light, soft at the terminator, 1 for what faces it."""
    level = lighting.low
    to_light = np.array([side * (0.35 + 0.6 * level), -(1.15 - level), 0.9 * (2 * lighting.behind - 1)])
    to_light = (to_light / np.linalg.norm(to_light)).astype(np.float32)
    facing = np.clip((relief.normals @ to_light + 0.35) / 1.35, 0, 1)
    # The shape of what is far is guesswork: it is lit evenly.
    trusted = np.clip(1.1 * (1 - relief.distance) + relief.subject, 0, 1)
    return np.asarray(_EVEN + (facing - _EVEN) * trusted, dtype=np.float32)[..., None]


def _rim(relief: Relief) -> NDArray[np.float32]:
    """The inner edge of the subject on the side of the light, 0..1."""
    width = max(2, round(relief.subject.shape[1] * 0.012))
    shifted = np.roll(relief.subject, (round(0.6 * width), round(-relief.side * width)), axis=(0, 1))
    edge = np.clip(relief.subject - cv2.GaussianBlur(shifted, (0, 0), width * 0.6), 0, 1) * relief.subject
    return np.asarray(np.clip(1.6 * edge, 0, 1), dtype=np.float32)


def _away(relief: Relief) -> NDArray[np.float32]:
    """0 at the subject (or the middle) to 1 at the picture's far corners."""
    rows, columns = relief.subject.shape
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    weight = relief.subject + 1e-3 if relief.subject.max() > 0.5 else np.ones_like(relief.subject)
    cx, cy = float((x * weight).sum() / weight.sum()), float((y * weight).sum() / weight.sum())
    far = np.hypot((x - cx) / columns, (y - cy) / rows)
    return np.asarray(np.clip((far - 0.15) / 0.5, 0, 1) ** 1.5, dtype=np.float32)


def _normals(inverse: NDArray[np.float32], focal_px: float) -> NDArray[np.float32]:
    """Unit normals toward the camera's side, from the depth map's slopes.

    Slopes are averaged with little weight where depth breaks (normalised convolution, Knutsson and Westin 1993): a
    silhouette is no surface, and light on it would shine past the subject.
    """
    fine = cv2.GaussianBlur(inverse, (0, 0), 1.0)
    slope_x = cv2.Sobel(fine, cv2.CV_32F, 1, 0, ksize=3, scale=1 / 8)
    slope_y = cv2.Sobel(fine, cv2.CV_32F, 0, 1, ksize=3, scale=1 / 8)
    steep = np.hypot(slope_x, slope_y) * inverse.shape[1] / max(float(np.ptp(inverse)), 1e-6)
    weight = np.exp(-((steep / _STEEP) ** 2))
    around = (0, 0), max(1.0, _SMOOTH_SHARE * inverse.shape[1])
    # Where all around is broken, nothing is known: flat.
    total = cv2.GaussianBlur(weight, *around) + 0.05
    scale = focal_px * _RELIEF
    slope_x = cv2.GaussianBlur(weight * slope_x, *around) / total * scale
    slope_y = cv2.GaussianBlur(weight * slope_y, *around) / total * scale
    # Over a surface of inverse depth q(x, y) the normal lies along (q_x, q_y, q), here turned to face us.
    normals = np.stack([-slope_x, -slope_y, -inverse], axis=-1)
    return np.asarray(normals / np.linalg.norm(normals, axis=-1, keepdims=True), dtype=np.float32)


def _lamps(rgb: NDArray[np.uint8], luma: NDArray[np.float32], sky: NDArray[np.float32]) -> NDArray[np.float32]:
    """Places that shine by themselves: small, much brighter than what is around them, and not sky."""
    around = cv2.GaussianBlur(luma, (0, 0), 0.05 * luma.shape[1])
    warm = np.clip((rgb[..., 0].astype(np.float32) - rgb[..., 2]) / 64, 0, 1)
    bright = np.clip((luma - 0.35) / 0.4, 0, 1) * np.clip((luma / np.maximum(around, 0.02) - 1.8) / 2.0, 0, 1)
    lamps = bright * (0.35 + 0.65 * warm) * (1 - np.clip(4 * sky, 0, 1))
    return np.asarray(np.clip(lamps, 0, 1), dtype=np.float32)


def _light_side(luma: NDArray[np.float32], sky: NDArray[np.float32], normals: NDArray[np.float32]) -> float:
    """-1 where the photo's light comes from the left, +1 from the right: by the sky's brighter half, else by which
    way lit surfaces face."""
    columns = np.linspace(-1, 1, luma.shape[1], dtype=np.float32)[None, :]
    if (sky > 0.5).mean() > 0.05:
        weight = np.clip(sky, 0, 1)
        centre = float((columns * weight).sum() / weight.sum())
        bright = weight * luma**2
        lean = float((columns * bright).sum() / max(float(bright.sum()), 1e-6)) - centre
    else:
        facing = normals[..., 0] - normals[..., 0].mean()
        lean = float((facing * (luma - luma.mean())).mean())
    return 1.0 if lean >= 0 else -1.0


def _rgb(colour: RGB) -> NDArray[np.float32]:
    return np.array(colour, dtype=np.float32)


@njit(cache=True, nogil=True)
def _at(picture: NDArray[np.float32], y: float, x: float, k: int) -> float:
    """A map between its samples."""
    rows, columns = picture.shape[0], picture.shape[1]
    x, y = min(max(x, 0.0), columns - 1.0), min(max(y, 0.0), rows - 1.0)
    c, r = int(x), int(y)
    c1, r1 = min(c + 1, columns - 1), min(r + 1, rows - 1)
    fx, fy = x - c, y - r
    upper = picture[r, c, k] * (1 - fx) + picture[r, c1, k] * fx
    lower = picture[r1, c, k] * (1 - fx) + picture[r1, c1, k] * fx
    value: float = upper * (1 - fy) + lower * fy
    return value


@njit(cache=True, nogil=True)
def _lay(
    surface: NDArray[np.uint8],
    gain: NDArray[np.float32],
    veil: NDArray[np.float32],
    shine: NDArray[np.float32],
    contrast: float,
    saturation: float,
    to_linear: NDArray[np.float32],
    from_linear: NDArray[np.uint8],
    lit: NDArray[np.uint8],
) -> None:
    """Fills `lit` with the surface under gain and veil; where it shines it keeps its own light."""
    rows, columns, channels = surface.shape
    codes = len(from_linear) - 1
    value = np.empty(3, np.float32)
    for i in range(rows):
        y = (i + 0.5) * gain.shape[0] / rows - 0.5
        for j in range(columns):
            alpha = surface[i, j, 3] if channels == 4 else np.uint8(255)
            if channels == 4:
                lit[i, j, 3] = alpha
            if alpha == 0:
                for k in range(3):
                    lit[i, j, k] = 0
                continue
            x = (j + 0.5) * gain.shape[1] / columns - 0.5
            own = _at(shine, y, x, 0)
            luma = 0.0
            for k in range(3):
                code = min(255, (np.int32(surface[i, j, k]) * 255 + alpha // 2) // np.int32(alpha))
                base = to_linear[code]
                factor = _at(gain, y, x, k)
                value[k] = base * (factor + own * max(1.15 - factor, 0.0))
                value[k] += _at(veil, y, x, k)
                luma += value[k] * (0.2126 if k == 0 else 0.7152 if k == 1 else 0.0722)
            # Contrast turns about middle grey, in the logarithm; the eye reads ratios.
            stretch = (max(luma, 1e-5) / 0.18) ** (contrast - 1.0)
            for k in range(3):
                light = (luma + (value[k] - luma) * saturation) * stretch
                if light > 0.82:
                    light = 0.82 + 0.18 * (1.0 - np.exp(-(light - 0.82) / 0.18))
                shown = np.int32(from_linear[int(min(max(light, 0.0), 1.0) * codes + 0.5)])
                lit[i, j, k] = (shown * np.int32(alpha) + 127) // 255
