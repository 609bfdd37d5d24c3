"""Colour grading: how bright each grey becomes, in which colour, and how much of a picture's own colour stays.

A grade is a function of a pixel's luma alone: colour' = tone[luma] + saturation[luma] * (colour - luma). That is
enough for curves, tints of shadows and lights, black and white and palettes; it keeps hues where they are, and two
grades one after the other are again one (but for rounding).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LUMA = (0.2126, 0.7152, 0.0722)
"""BT.709 weights of red, green and blue."""

Colour = tuple[float, float, float]
"""Red, green and blue in 0..1, sRGB."""

_GREY: NDArray[np.float64] = np.arange(256) / 255.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Grade:
    """tone: [256, 3] what each grey becomes, 0..1. saturation: [256] what is left of the colour over it, 1 for
    all."""

    tone: NDArray[np.float64]
    saturation: NDArray[np.float64]

    def then(self, other: Grade) -> Grade:
        """This grade and the other after it, as one."""
        luma = np.clip(self.tone @ LUMA, 0.0, 1.0)
        tone = np.stack([np.interp(luma, _GREY, other.tone[:, c]) for c in range(3)], axis=1)
        kept = np.interp(luma, _GREY, other.saturation)
        return Grade(tone=tone + kept[:, None] * (self.tone - luma[:, None]), saturation=self.saturation * kept)


def grade(
    *,
    contrast: float = 0.0,
    brighter: float = 0.0,
    black: float = 0.0,
    white: float = 1.0,
    saturation: float = 1.0,
    shadows: Colour = (0.0, 0.0, 0.0),
    lights: Colour = (0.0, 0.0, 0.0),
) -> Grade:
    """A grade of the usual controls; with none of them, every picture stays as it is.

    contrast: -1..1, more or less of an S-shaped curve about the middle. brighter: -1..1, the middle greys. black,
    white: what these two become. saturation: a factor. shadows, lights: what is added to red, green and blue there.
    """
    curve = _GREY ** (2.0**-brighter)
    curve = curve + contrast * 0.5 * np.sin(2 * np.pi * curve) / np.pi * -1.0
    curve = black + (white - black) * curve
    dark, light = (1.0 - _GREY) ** 2 * 4 * _GREY, _GREY**2 * 4 * (1.0 - _GREY)
    tint = dark[:, None] * np.array(shadows) + light[:, None] * np.array(lights)
    # A tint changes the colour only: its own brightness is taken out.
    tone = curve[:, None] + tint - (tint @ LUMA)[:, None]
    # More colour near black and white would only clip.
    room = np.clip(np.minimum(_GREY, 1.0 - _GREY) * 6.0, 0.0, 1.0)
    kept = saturation if saturation <= 1.0 else 1.0 + (saturation - 1.0) * room
    return Grade(tone=np.clip(tone, 0.0, 1.0), saturation=np.full(256, 1.0) * kept)


def toward(palette: tuple[Colour, ...], *, amount: float = 0.26) -> Grade:
    """A grade that leans toward some colours: each grey to the colour of the palette that is as bright as it, and
    what lies between them between; brightness stays."""
    colours = sorted((np.array(colour) for colour in palette), key=lambda colour: float(colour @ LUMA))
    at = np.array([0.0, *(float(colour @ LUMA) for colour in colours), 1.0])
    chroma = np.array([(0, 0, 0), *(colour - colour @ LUMA for colour in colours), (0, 0, 0)])
    at = np.maximum.accumulate(at + np.arange(len(at)) * 1e-6)
    leaning = np.stack([np.interp(_GREY, at, chroma[:, c]) for c in range(3)], axis=1)
    return Grade(
        tone=np.clip(_GREY[:, None] + amount * leaning, 0.0, 1.0), saturation=np.full(256, 1.0 - 0.5 * amount)
    )
