"""The look of a film: its grade, grain and age, its glow and its fades, laid over finished frames."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.finish.ageing import dirt, flicker, weave
from vivant.finish.colours import colours_of
from vivant.finish.develop import FINE, ONE, Plane, dimmed, graded, grained, shifted
from vivant.finish.grade import toward
from vivant.finish.grain import STEPS, Grain
from vivant.finish.styles import STYLES, Style, together
from vivant.media import Frame, Size

FADE_S = 1.0
"""How long a fade takes, where the clip is long enough: a third of it at most."""

_GLOW_SCALE = 8
"""A glow is made in a picture so many times smaller."""


class Look:
    """What is done to each finished frame. Frames are independent, and several threads may share one look.

    Truth value: whether it does anything at all.
    """

    def __init__(self, style: Style, *, size: Size, fps: float, frame_count: int, seed: int) -> None:
        self._style, self._fps, self._count, self._seed = style, fps, frame_count, seed
        self._weave_px = style.weave * size.height / 720
        self._tone = self._saturation = None
        if style.grade:
            self._tone = np.round(style.grade.tone * 255 * FINE).astype(np.int16)
            self._saturation = np.round(style.grade.saturation * ONE).astype(np.int16)
        self._gain = _vignette(size, style.vignette) if style.vignette else None
        self._grain = Grain(levels=style.grain, size=style.grain_size, frame=size, seed=seed) if style.grain else None
        if self._grain:
            self._strength = np.round(self._grain.strength / STEPS * FINE * 64).astype(np.int16)

        self._by_planes = bool(style.grade or style.grain or style.vignette or style.weave)

    def __bool__(self) -> bool:
        return self._style != Style()

    def apply(self, frame: Frame, k: int) -> Frame:
        """Frame k [H, W, 3] with the look; the array that was given, changed in place."""
        style, seed = self._style, self._seed
        if style.glow:
            _glow(frame, style.glow)
        if style.aged:
            dirt(frame, seed, k, self._fps)
        if self._by_planes:
            planes = self._developed(list(cv2.split(frame)), k)
            cv2.merge(planes, dst=frame)
        light = self.light(k) * (flicker(seed, k, self._fps) if style.aged else 1.0)
        if light != 1.0:
            cv2.LUT(frame, _exposed(light), dst=frame)
        return frame

    def _developed(self, planes: list[Plane], k: int) -> list[Plane]:
        if self._weave_px:
            x, y = weave(self._seed, k, self._fps)
            planes = [shifted(plane, self._weave_px * x, self._weave_px * y) for plane in planes]
        if self._tone is not None and self._saturation is not None:
            graded(planes, self._tone, self._saturation)
        if self._gain is not None:
            dimmed(planes, self._gain)
        if self._grain:
            grained(planes, self._grain.noise(k), self._strength)
        return planes

    def light(self, k: int) -> float:
        """How much of its light frame k has, 0..1, in linear light: 1 but for fades."""
        length = min(FADE_S * self._fps, self._count / 3)
        shares = [1.0]
        if self._style.fade_in:
            shares.append(k / length)
        if self._style.fade_out:
            shares.append((self._count - 1 - k) / length)
        share = min(1.0, max(0.0, min(shares)))
        # Even to the eye where the light goes with the power of 2.2, and smooth where it begins and ends.
        return float((share * share * (3 - 2 * share)) ** 2.2)


def look_of(
    styles: tuple[str, ...], palette: tuple[str, ...], *, size: Size, fps: float, frame_count: int, seed: int
) -> Look:
    """The look of a plan's styles, together, and its palette's colours. Names that are not known ask for nothing."""
    style = Style()
    for name in styles:
        style = together(style, STYLES.get(name, Style()))
    colours = colours_of(palette)
    if colours:
        style = together(style, Style(grade=toward(colours)))
    return Look(style, size=size, fps=fps, frame_count=frame_count, seed=seed)


_SRGB = np.arange(256) / 255.0
_LINEAR = np.where(_SRGB <= 0.04045, _SRGB / 12.92, ((_SRGB + 0.055) / 1.055) ** 2.4)


def _exposed(light: float) -> NDArray[np.uint8]:
    """[256] levels with so much of their light, in linear light."""
    levels = np.interp(_LINEAR * light, _LINEAR, np.arange(256.0))
    return np.asarray(np.round(levels), dtype=np.uint8)


def _vignette(size: Size, amount: float) -> NDArray[np.uint8]:
    """[H, W] gain, ONE for 1: cos^4-like, 1 in the middle, `amount` of the light lost in the corners."""
    x = (np.arange(size.width) + 0.5) / size.width * 2 - 1
    y = (np.arange(size.height) + 0.5) / size.height * 2 - 1
    away = (x[None, :] ** 2 + y[:, None] ** 2) / 2
    return np.asarray(np.round(ONE * (1 - amount * away**1.5)), dtype=np.uint8)


def _glow(frame: Frame, amount: float) -> None:
    """Lays a soft picture of the frame over it, in place, by screening: only what is bright glows."""
    height, width = frame.shape[:2]
    small = (max(2, math.ceil(width / _GLOW_SCALE)), max(2, math.ceil(height / _GLOW_SCALE)))
    soft = cv2.resize(frame, small, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    soft = cv2.GaussianBlur(soft * soft, (0, 0), sigmaX=0.02 * max(small))
    wide = cv2.resize(
        (255.0 * (1.0 - amount * soft)).astype(np.uint8), (width, height), interpolation=cv2.INTER_LINEAR
    )
    # Screen: 1 - (1 - a)(1 - b).
    cv2.bitwise_not(frame, dst=frame)
    cv2.multiply(frame, wide, dst=frame, scale=1 / 255)
    cv2.bitwise_not(frame, dst=frame)
