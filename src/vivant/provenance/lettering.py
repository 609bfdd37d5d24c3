"""The mark's own drawing: a small frame that plays, and the name, as strokes of one width."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Stroke = list[tuple[float, float]]
"""Places along a line: x to the right, y down; 0 is the top of small letters and 1 the line they stand on."""

TOP, BOTTOM = -0.42, 1.08
"""What is drawn lies between these, strokes included."""

_STROKE = 0.17
"""Width of a stroke, in heights of a small letter."""

_FINER = 8
"""Drawn so many times larger, then brought down: edges are soft without a jagged step."""

_GAP = 0.32


def drawing(height_px: float) -> NDArray[np.float32]:
    """[h, w] in 0..1: how much of each pixel the strokes cover; `height_px` from TOP to BOTTOM, without margin."""
    unit = height_px / (BOTTOM - TOP)
    strokes, width = _strokes()
    rows, columns = math.ceil(height_px), math.ceil((width + _STROKE) * unit)
    canvas = np.zeros((rows * _FINER, columns * _FINER), np.uint8)
    thickness = max(1, round(_STROKE * unit * _FINER))
    for stroke in strokes:
        places = np.array([((x + _STROKE / 2) * unit, (y - TOP) * unit) for x, y in stroke]) * _FINER
        cv2.polylines(canvas, [np.round(places).astype(np.int32)], False, 255, thickness, cv2.LINE_AA)
    fine = cv2.resize(canvas, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(fine, dtype=np.float32) / 255.0


def _strokes() -> tuple[list[Stroke], float]:
    """Every stroke, and how far to the right the last one goes."""
    strokes, at = [], 0.0
    for letter, width in (
        (_PLAYING, 0.95),
        (_V, 0.72),
        (_I, 0.0),
        (_V, 0.72),
        (_A, 0.78),
        (_N, 0.68),
        (_T, 0.5),
    ):
        strokes += [[(at + x, y) for x, y in stroke] for stroke in letter]
        at += width + _GAP
    return strokes, at - _GAP


def _arc(x: float, y: float, rx: float, ry: float, start_deg: float, end_deg: float) -> Stroke:
    angles = np.radians(np.linspace(start_deg, end_deg, 25))
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


_PLAYING: list[Stroke] = [[(0.0, 0.0), (0.0, 1.0), (0.85, 0.5), (0.0, 0.0)]]
_V: list[Stroke] = [[(0.0, 0.0), (0.36, 1.0), (0.72, 0.0)]]
_I: list[Stroke] = [[(0.0, 0.0), (0.0, 1.0)], [(0.0, -0.33), (0.0, -0.31)]]
_A: list[Stroke] = [_arc(0.39, 0.5, 0.39, 0.5, 0, 360), [(0.78, 0.0), (0.78, 1.0)]]
_N: list[Stroke] = [[(0.0, 0.0), (0.0, 1.0)], [*_arc(0.34, 0.38, 0.34, 0.38, 180, 360), (0.68, 1.0)]]
_T: list[Stroke] = [
    [(0.16, -0.32), (0.16, 0.72), *_arc(0.44, 0.72, 0.28, 0.28, 180, 90)],
    [(0.0, 0.0), (0.48, 0.0)],
]
