"""Tilt-shift: a band of the picture sharp and the rest ever softer, as a tilted lens shows a model on a table."""

from __future__ import annotations

import numpy as np

from vivant.render.focus import Focus
from vivant.render.planes import Plane
from vivant.scene import Scene

BAND, FULL = 0.10, 0.5
"""Sharp to so far above and below the middle of the band, fully soft from so far on, in shares of the height."""

MOST_PX = 9.0 / 720
"""The discs of what is fully soft have this radius, in shares of the frame's height."""


def miniature(scene: Scene) -> Focus:
    """A scene through a tilted lens, its sharp band level with the subject, or with the middle of the picture."""
    height, width = scene.photo.shape[:2]
    rows = (np.arange(height) + 0.5 - _middle(scene)) / scene.frame.height
    share = np.clip((np.abs(rows) - BAND) / (FULL - BAND), 0.0, 1.0)
    radius = (share * MOST_PX * scene.frame.height).astype(np.float32)
    soft = np.ascontiguousarray(np.broadcast_to(radius[:, None], (height, width)))
    boxes = [layer.box for layer in scene.layers] or [(0, 0, width, height)]
    planes = tuple(Plane(rgba=rgba, inverse=soft, box=box) for rgba, box in zip(scene.surfaces, boxes, strict=True))
    # The plane's "inverse distance" is the radius itself, seen through an aperture that makes one pixel of one.
    return Focus(scene, aperture=2.0 / scene.lens.focal_px, track=np.zeros(1), fps=1.0, planes=planes)


def _middle(scene: Scene) -> float:
    """The row of the scene's picture on which the band lies."""
    middle = scene.origin[1] + scene.frame.height / 2
    subject = scene.mattes.get("subject")
    if subject is None or not (subject > 0.5).any():
        return middle
    row = (float(np.nonzero(subject > 0.5)[0].mean()) + 0.5) * scene.photo.shape[0] / subject.shape[0]
    return float(np.clip(row, middle - 0.15 * scene.frame.height, middle + 0.15 * scene.frame.height))
