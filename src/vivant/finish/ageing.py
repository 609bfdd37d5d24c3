"""What a projector and the years do to film: weave in the gate, flicker of the lamp, dust and scratches."""

from __future__ import annotations

import cv2
import numpy as np

from vivant.media import Frame

_SPECKS = 1.6
"""Specks of dust in a frame, on average."""


def weave(seed: int, k: int, fps: float) -> tuple[float, float]:
    """How far the film stands off in its gate at frame k, (x, y): a slow wandering and a little jitter of unit size
    in all."""
    phases = np.random.default_rng((seed, 13)).uniform(0, 2 * np.pi, (2, 3))
    time_s = k / fps
    slow = sum(np.sin(2 * np.pi * hertz * time_s + phases[:, i]) for i, hertz in enumerate((0.37, 0.91, 2.3)))
    jitter = np.random.default_rng((seed, 17, k)).standard_normal(2)
    x, y = (float(value) for value in 0.45 * slow + 0.35 * jitter)
    return x, y


def flicker(seed: int, k: int, fps: float) -> float:
    """The lamp's brightness at frame k: about 1, slowly up and down, a little from frame to frame."""
    phase = np.random.default_rng((seed, 19)).uniform(0, 2 * np.pi)
    jitter = float(np.random.default_rng((seed, 23, k)).standard_normal())
    return float(1.0 + 0.03 * np.sin(2 * np.pi * 1.7 * k / fps + phase) + 0.025 * jitter)


def dirt(frame: Frame, seed: int, k: int, fps: float) -> None:
    """Draws the dust of frame k, each speck there for one frame only, and scratches that run for a second or so."""
    generator = np.random.default_rng((seed, 29, k))
    height, width = frame.shape[:2]
    unit = height / 720
    for _ in range(int(generator.poisson(_SPECKS))):
        _speck(frame, generator, unit, width, height)
    run = int(k / fps / 1.4)
    passing = np.random.default_rng((seed, 31, run))
    for _ in range(int(passing.integers(0, 3))):
        x = passing.uniform(0.05, 0.95) * width + 1.5 * unit * float(generator.standard_normal())
        _scratch(frame, generator, round(x), max(1, round(unit)), passing.uniform(0.15, 0.4))


def _speck(frame: Frame, generator: np.random.Generator, unit: float, width: int, height: int) -> None:
    bright = generator.random() < 0.35
    colour = (235, 230, 220) if bright else (28, 24, 20)
    x, y = round(generator.uniform(0, width)), round(generator.uniform(0, height))
    if generator.random() < 0.15:
        # A hair: a few bent pieces.
        bends = np.cumsum(generator.normal(0, 7 * unit, (5, 2)), axis=0) + np.array([x, y])
        cv2.polylines(frame, [np.round(bends).astype(np.int32)], False, colour, max(1, round(unit)), cv2.LINE_AA)
        return
    axes = tuple(max(1, round(value * unit)) for value in generator.uniform(0.8, 3.2, 2))
    cv2.ellipse(frame, (x, y), axes, generator.uniform(0, 180), 0, 360, colour, -1, cv2.LINE_AA)


def _scratch(frame: Frame, generator: np.random.Generator, x: int, wide: int, strength: float) -> None:
    x = min(max(x, 0), frame.shape[1] - wide)
    top, bottom = sorted(int(value) for value in generator.uniform(-0.3, 1.3, 2) * frame.shape[0])
    strip = frame[max(0, top) : max(0, bottom), x : x + wide]
    strip[:] = (strip + (240.0 - strip) * strength).astype(np.uint8)
