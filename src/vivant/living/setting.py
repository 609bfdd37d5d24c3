"""What effects are built in: a scene, what perception found in its photo, and where one lies in the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.perception import View
from vivant.perception.view import Face
from vivant.scene import Scene
from vivant.scene.scene import MAPS

Map = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A scene with its view.

    shown: x0, y0, x1, y1 in 0..1 of the photo (it may reach beyond): the part of it in the first frame. masks:
    [h, w] float32 in 0..1 over the whole photo, by the name of what they mark, as a person gave them.
    """

    scene: Scene
    view: View
    shown: tuple[float, float, float, float]
    masks: Mapping[str, Map] = field(default_factory=dict)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of the scene's picture."""
        return self.scene.photo.shape[0], self.scene.photo.shape[1]

    @property
    def maps(self) -> tuple[int, int]:
        """(height, width) of its maps."""
        return self.scene.inverse.shape[0], self.scene.inverse.shape[1]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The scene's pixel (centres at + 0.5) of a place in 0..1 of the photo."""
        x0, y0, x1, y1 = self.shown
        size, origin = self.scene.size, self.scene.origin
        return (
            (x - x0) / (x1 - x0) * size.width + origin[0],
            (y - y0) / (y1 - y0) * size.height + origin[1],
        )

    def placed(self, picture: Map) -> Map:
        """A map of the whole photo as a map of the scene; nothing lies beyond the photo."""
        rows, columns = self.maps
        left, top = self.at(0.0, 0.0)
        right, bottom = self.at(1.0, 1.0)
        height, width = picture.shape
        across, down = (right - left) / width / MAPS, (bottom - top) / height / MAPS
        # Pixel centres lie at + 0.5 here and at whole numbers in OpenCV.
        to_map = np.array([[across, 0, left / MAPS + 0.5 * across - 0.5], [0, down, top / MAPS + 0.5 * down - 0.5]])
        shrink = max(1.0, 1 / max(across, 1e-6))
        soft = cv2.blur(picture, (max(1, round(shrink)),) * 2)
        moved = cv2.warpAffine(soft, to_map, (columns, rows), flags=cv2.INTER_LINEAR)
        return np.clip(np.asarray(moved, dtype=np.float32), 0.0, 1.0)

    def matte(self, name: str) -> Map:
        """A matte of perception over the scene; zero where it found none."""
        found = self.scene.mattes.get(name)
        return np.zeros(self.maps, np.float32) if found is None else found

    @property
    def small(self) -> NDArray[np.uint8]:
        """The scene's picture at the resolution of its maps."""
        rows, columns = self.maps
        return np.asarray(cv2.resize(self.scene.photo, (columns, rows), interpolation=cv2.INTER_AREA), np.uint8)

    @property
    def faces(self) -> tuple[Face, ...]:
        """The faces, in pixels of the scene instead of 0..1 of the photo; without those whose eyes or nose the first
        frame does not show."""
        placed = []
        for face in self.view.faces:
            x0, y0 = self.at(face.box[0], face.box[1])
            x1, y1 = self.at(face.box[2], face.box[3])
            landmarks = {name: self.at(*place) for name, place in face.landmarks.items()}
            if not all(self._in_frame(*landmarks[name]) for name in ("left_eye", "right_eye", "nose")):
                continue
            placed.append(Face(box=(x0, y0, x1, y1), score=face.score, landmarks=landmarks))
        return tuple(placed)

    def _in_frame(self, x: float, y: float) -> bool:
        (left, top), size = self.scene.origin, self.scene.size
        return left <= x <= left + size.width and top <= y <= top + size.height
