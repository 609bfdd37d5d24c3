"""One plane out of focus: by the lens equation, prepared where focus moves, and anew where somebody paints on it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.render.discs import SHARP_PX, in_bands, spread_evenly, spread_out
from vivant.render.mixing import mixed
from vivant.render.planes import Plane

Picture = NDArray[np.uint8]
Box = tuple[int, int, int, int]

STILL_PX = 0.05
"""Focus that moves by less than this much of a disc's radius is the same focus."""

_RATIO = 1.5
"""Between one prepared blur and the next while focus moves: the mean of two such discs looks like one between."""

_COARSE = 2
"""What is painted anew in every frame is blurred in a picture so many times smaller, beyond _COARSE_PX of radius."""

_COARSE_PX = 2.0


class Blurring:
    """A plane as a lens shows it. aperture_px: half the aperture's diameter times the focal length in pixels; a point
    `d` of inverse distance out of focus becomes a disc of `aperture_px * d`. tolerance: so much of d counts as none.
    track: [N] inverse distances which will be in focus."""

    def __init__(self, plane: Plane, *, aperture_px: float, tolerance: float, track: NDArray[np.float64]) -> None:
        self.plane = plane
        self._size = (plane.rgba.shape[1], plane.rgba.shape[0])
        self._aperture_px, self._tolerance = aperture_px, tolerance
        ends = (float(track.min()), float(track.max()))
        x0, y0, x1, y1 = plane.box
        parts = (self.radius(end)[y0:y1, x0:x1] for end in ends)
        self.most_px: float = max((float(part.max()) for part in parts if part.size), default=0.0)
        """The radius of its largest disc over the whole track."""
        self.box = _grown(plane.box, int(np.ceil(self.most_px)) + 1, self._size)
        """Around all that is not transparent, with room for its discs."""
        self._levels: tuple[NDArray[np.float32], NDArray[np.uint8]] | None = None
        if (ends[1] - ends[0]) * aperture_px > STILL_PX and self.most_px > SHARP_PX:
            radii = [SHARP_PX, SHARP_PX * _RATIO]
            while radii[-1] < self.most_px:
                radii.append(radii[-1] * _RATIO)
            steps = np.array(radii, np.float32)
            self._levels = steps, spread_evenly(plane.rgba, steps, self.box)

    def radius(self, inverse: float) -> NDArray[np.float32]:
        """[H, W] pixels: the discs of the plane's points, focused at an inverse distance."""
        off = np.abs(self.plane.inverse - np.float32(inverse)) - np.float32(self._tolerance)
        coarse = np.maximum(off, 0) * np.float32(self._aperture_px)
        fine = cv2.resize(coarse.astype(np.float32), self._size, interpolation=cv2.INTER_LINEAR)
        return np.asarray(fine, dtype=np.float32)

    def still(self, inverse: float) -> Picture:
        """The plane's own picture, focused at an inverse distance; itself where all of it is sharp."""
        radius, (x0, y0, x1, y1) = self.radius(inverse), self.box
        part = radius[y0:y1, x0:x1]
        if part.size == 0 or float(part.max()) <= SHARP_PX:
            return self.plane.rgba
        if self._levels is None:
            return spread_out(self.plane.rgba, radius, self.box)
        out = self.plane.rgba.copy()
        radii, levels = self._levels
        target = out[y0:y1, x0:x1]
        in_bands(0, y1 - y0, lambda a, b: mixed(levels[:, a:b], radii, part[a:b], target[a:b]))
        return out

    def live(self, picture: Picture, still: Picture, inverse: float) -> Picture:
        """Another picture on the plane, focused at an inverse distance. still: the plane's own, so focused.

        Only where the two pictures differ is anything blurred anew, in half the detail where the discs are large.
        """
        changed = cv2.absdiff(picture, self.plane.rgba)
        rows = np.flatnonzero(cv2.reduce(changed, 1, cv2.REDUCE_MAX).any(axis=(1, 2)))
        columns = np.flatnonzero(cv2.reduce(changed, 0, cv2.REDUCE_MAX).any(axis=(0, 2)))
        if not len(rows):
            return still
        touched = (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
        radius, reach = self.radius(inverse), int(np.ceil(self.most_px)) + 1
        x0, y0, x1, y1 = _grown(touched, reach, self._size)
        # The blur there asks for what lies as far around once more.
        left, top, right, bottom = _grown((x0, y0, x1, y1), reach, self._size)
        source, near = picture[top:bottom, left:right], radius[top:bottom, left:right]
        out = still.copy()
        inner = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
        out[y0:y1, x0:x1] = _coarsely(source, near)[inner] if float(near.max()) > SHARP_PX else source[inner]
        return out


def _coarsely(picture: Picture, radius: NDArray[np.float32]) -> Picture:
    """A picture out of focus, nearly: large discs in a smaller picture, small ones between that and the sharp one."""
    height, width = picture.shape[:2]
    small = (max(1, width // _COARSE), max(1, height // _COARSE))
    part = cv2.resize(picture, small, interpolation=cv2.INTER_AREA)
    discs = cv2.resize(radius, small, interpolation=cv2.INTER_AREA) / _COARSE
    soft = spread_out(part, discs, (0, 0, *small))
    wide = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    out = np.empty_like(picture)
    mixed(np.stack([picture, wide]), np.array([SHARP_PX, _COARSE_PX], np.float32), radius, out)
    return out


def _grown(box: Box, more: int, size: tuple[int, int]) -> Box:
    """A box with room around it, within a picture; an empty one stays as it is."""
    x0, y0, x1, y1 = box
    if x1 <= x0 or y1 <= y0:
        return box
    return max(0, x0 - more), max(0, y0 - more), min(size[0], x1 + more), min(size[1], y1 + more)
