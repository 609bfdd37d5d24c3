"""From a photo and what perception found in it to a scene."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Photo, Size
from vivant.motion.framing import Window
from vivant.perception import Intrinsics, View
from vivant.scene.cutting import ESTIMATED, FINE, MEASURED, Care, cuts, labels
from vivant.scene.extension import Border, extend
from vivant.scene.layering import layers_of
from vivant.scene.scene import MAPS, Layer, Scene

UNCOVERED_SPARE = 1.1
"""What lies behind is painted this much farther than the path uncovers."""

MOST_UNCOVERED = 0.3
"""But no farther than this share of the picture's width."""

MOST_REACH = 0.75
"""The border is extended by at most this share of the frame on each side; farther out the edge repeats."""


Quality = Literal["standard", "fine"]
"""`fine` cuts a picture into a layer more, and keeps depth sharper."""

_REACH_STEPS = (0.0, 1 / 16, 1 / 8, 1 / 4, 3 / 8, 1 / 2, MOST_REACH)
"""Shares of the frame by which the border is extended."""

_TRAVEL_STEP = 1.5
_LEAST_TRAVEL = 0.02

GIVEN = "given"
"""The source of a depth that somebody measured: it is taken as it is, and not smoothed."""


def first_frame_lens(photo: Photo, view: View, window: Window, size: Size) -> Intrinsics:
    """The lens of the first frame: the photo's own, centred on the window, so that rolls, zooms and dollies go
    about the middle of what is shown."""
    height, width = photo.rgb.shape[:2]
    whole = Intrinsics.of_lens(width, height, lens_mm=view.lens_mm)
    return Intrinsics(
        focal_px=whole.focal_px * size.width / window.width,
        cx=size.width / 2,
        cy=size.height / 2,
        width=size.width,
        height=size.height,
    )


def subject_distance(view: View, photo: Photo, window: Window) -> float:
    """The distance, in scene units, of the subject where the window shows one, else of what is in its middle."""
    height, width = photo.rgb.shape[:2]
    inverse = view.depth.inverse
    box = np.array([window.x0 / width, window.y0 / height, window.width / width, window.height / height])
    inside = _part(inverse, box)
    subject = view.mattes.get("subject")
    if subject is not None and subject.shape == inverse.shape:
        chosen = inside[_part(subject, box) > 0.5]
        if chosen.size > 0.01 * inside.size:
            return float(1.0 / np.median(chosen))
    middle = _part(inverse, np.array([*(box[:2] + 0.4 * box[2:]), *(0.2 * box[2:])]))
    return float(1.0 / np.median(middle))


def _part(picture: NDArray[np.float32], box: NDArray[np.float64]) -> NDArray[np.float32]:
    """The part of a picture in a box (left, top, width, height in shares of it); at least one pixel."""
    rows, columns = picture.shape
    x0, y0 = int(np.clip(box[0] * columns, 0, columns - 1)), int(np.clip(box[1] * rows, 0, rows - 1))
    x1, y1 = (int(np.clip((box[i] + box[i + 2]) * n, s + 1, n)) for i, n, s in ((0, columns, x0), (1, rows, y0)))
    return picture[y0:y1, x0:x1]


def rounded_reach(reach: tuple[float, float, float, float], frame: Intrinsics) -> tuple[float, float, float, float]:
    """The reach, on each side at the next of a few steps farther out, so that paths that look about as far share a
    scene; no farther than MOST_REACH."""
    left, top, right, bottom = reach
    beyond = (-left / frame.width, -top / frame.height, right / frame.width - 1, bottom / frame.height - 1)
    shares = [next((step for step in _REACH_STEPS if step >= share - 1e-9), MOST_REACH) for share in beyond]
    return (
        -shares[0] * frame.width,
        -shares[1] * frame.height,
        (1 + shares[2]) * frame.width,
        (1 + shares[3]) * frame.height,
    )


def rounded_travel(travel: float) -> float:
    """The travel at the next of a few steps farther; nothing stays nothing."""
    if travel <= 0:
        return 0.0
    steps = math.ceil(math.log(max(travel / _LEAST_TRAVEL, 1.0), _TRAVEL_STEP) - 1e-9)
    return float(_LEAST_TRAVEL * _TRAVEL_STEP**steps)


def build_scene(
    photo: Photo,
    view: View,
    *,
    window: Window,
    frame: Intrinsics,
    reach: tuple[float, float, float, float],
    travel: float,
    distance: float,
    quality: Quality = "standard",
) -> Scene:
    """The scene of a photo, large enough for all that a path shows.

    window: the first frame's part of the photo. reach: what the path shows, in pixels of the first frame (see
    `framing.reach`); the photo is used as far as it goes, and extended beyond. travel: how far the camera leaves its
    place (see `framing.travel`); a camera that only turns and zooms uncovers nothing and needs no layers. Both are
    rounded up in a few steps, so that the scene does not depend on a little more or less.
    """
    reach, travel = rounded_reach(reach, frame), rounded_travel(travel)
    scale = frame.width / window.width
    height, width = photo.rgb.shape[:2]
    shown = (math.floor(reach[0]) - 2, math.floor(reach[1]) - 2, math.ceil(reach[2]) + 2, math.ceil(reach[3]) + 2)
    # The part of that which the photo covers, in whole pixels of the first frame's grid.
    left, top = max(shown[0], math.floor(-window.x0 * scale)), max(shown[1], math.floor(-window.y0 * scale))
    right = min(shown[2], math.ceil((width - window.x0) * scale))
    bottom = min(shown[3], math.ceil((height - window.y0) * scale))
    placing = _Placing(window, scale, left, top, right - left, bottom - top, (width, height))
    pads = (left - shown[0], top - shown[1], shown[2] - right, shown[3] - bottom)
    placed = {name: placing.place(matte, cv2.INTER_LINEAR) for name, matte in view.mattes.items()}
    border = Border.of(placing.rows, placing.columns, pads, placed.get("subject"))
    rgb = extend(placing.place(_reduced(photo.rgb, scale), cv2.INTER_LANCZOS4), border)
    mattes = {name: border.around(matte) for name, matte in placed.items()}
    inverse = border.around(placing.place(view.depth.inverse, cv2.INTER_LINEAR))
    return Scene(
        photo=rgb,
        inside=border.inside,
        layers=_layers(
            rgb,
            inverse,
            mattes,
            frame.focal_px * travel,
            care_of(view, quality),
        )
        if travel > 0
        else (),
        lens=frame.window(shown[0], shown[1], 1.0, rgb.shape[1], rgb.shape[0]),
        frame=frame,
        origin=(-shown[0], -shown[1]),
        distance=distance,
        inverse=_map_of(inverse),
        mattes={name: _map_of(matte) for name, matte in mattes.items()},
    )


def care_of(view: View, quality: Quality) -> Care:
    """How far the view's depth is to be trusted."""
    if view.depth.source == GIVEN:
        return MEASURED
    return FINE if quality == "fine" else ESTIMATED


def _layers(
    rgb: NDArray[np.uint8],
    inverse: NDArray[np.float32],
    mattes: Mapping[str, NDArray[np.float32]],
    travel_px: float,
    care: Care,
) -> tuple[Layer, ...]:
    """travel_px: how far the camera's place moves what lies at distance 1."""
    at = cuts(inverse, care)
    label = labels(inverse, at, mattes.get("subject"), mattes.get("sky"))
    low, high = np.quantile(inverse, (0.005, 0.995))
    uncovered_px = math.ceil(UNCOVERED_SPARE * travel_px * float(high - low)) + care.edge_px
    return layers_of(rgb, inverse, label, min(uncovered_px, round(MOST_UNCOVERED * rgb.shape[1])), care=care, at=at)


def _map_of(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """A picture at the resolution of a scene's maps."""
    size = (-(-picture.shape[1] // MAPS), -(-picture.shape[0] // MAPS))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _reduced(rgb: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    """The photo averaged down where it is to be shown much smaller: resampling reads a few neighbours only."""
    if scale > 0.75:
        return rgb
    small = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), dtype=np.uint8)


@dataclass(frozen=True)
class _Placing:
    """Where a picture of the whole photo, of any resolution, falls on `columns` x `rows` pixels of the first
    frame's grid that begin at (left, top)."""

    window: Window
    scale: float
    left: int
    top: int
    columns: int
    rows: int
    photo: tuple[int, int]

    def place(self, picture: NDArray[Any], interpolation: int) -> NDArray[Any]:
        """[rows, columns, ...]: the picture resampled, its edge repeated where rounding runs past it."""
        x_per_px, y_per_px = picture.shape[1] / self.photo[0], picture.shape[0] / self.photo[1]
        # Pixel centres lie at + 0.5 here and at whole numbers in OpenCV.
        to_picture = np.array(
            [
                [
                    x_per_px / self.scale,
                    0,
                    x_per_px * (self.window.x0 + (self.left + 0.5) / self.scale) - 0.5,
                ],
                [0, y_per_px / self.scale, y_per_px * (self.window.y0 + (self.top + 0.5) / self.scale) - 0.5],
            ]
        )
        return np.asarray(
            cv2.warpAffine(
                picture,
                to_picture,
                (self.columns, self.rows),
                flags=interpolation | cv2.WARP_INVERSE_MAP,
                borderMode=cv2.BORDER_REPLICATE,
            )
        )
