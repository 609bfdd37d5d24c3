"""What the ear is told about a photo: only what the eyes are sure of."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Photo
from vivant.motion import CameraPath
from vivant.perception import View
from vivant.perception.view import Intrinsics
from vivant.sound.listening import Listening

_SMALL = (160, 120)
_OUTDOORS = 0.06
"""Share of the photo that is sky from which a place is outdoors for certain."""

_ROOM_SIZE, _OPEN_SIZE = 0.2, 0.5
_MOST_YAWS = 240


def listening_of(photo: Photo, view: View, path: CameraPath) -> Listening:
    """The Listening of a photo in which perception found this view, along a path.

    Water is not told from other things that shine, so it is never claimed; night only where a dark sky is seen; a
    room where neither sky nor leaves are.
    """
    hsv = cv2.cvtColor(cv2.resize(photo.rgb[..., :3], _SMALL, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2HSV)
    bright, vivid = hsv[..., 2] / np.float32(255), hsv[..., 1] / np.float32(255)
    sky, leaves = _matte(view, "sky"), _matte(view, "foliage")
    sky_share, leaf_share = float(sky.mean()), float(leaves.mean())
    outdoors = sky_share >= _OUTDOORS or leaf_share >= 0.2
    white = float(np.mean((bright > 0.75) & (vivid < 0.18) & (sky < 0.5))) / max(1 - sky_share, 0.05)
    faces = len(view.faces)
    return Listening(
        foliage=_risen(leaf_share, 0.15, 0.6),
        night=_risen(0.32 - _mean(bright, sky), 0.0, 0.15) if sky_share >= 0.1 else 0.0,
        indoor=0.0 if outdoors else _risen(_OUTDOORS - sky_share, 0.0, 0.05) * 0.7,
        snow=_risen(white, 0.35, 0.7) if sky_share >= 0.1 else 0.0,
        people=_risen(faces, 2, 8),
        size=_OPEN_SIZE + 0.45 * min(1.0, sky_share / 0.4) if outdoors else _ROOM_SIZE,
        places=_places(view, photo, leaves if leaf_share >= 0.1 else None),
        yaw_deg=yaws_deg(path),
    )


def yaws_deg(path: CameraPath) -> tuple[float, ...]:
    """Where the camera looks, in degrees to the right of the photo's axis, evenly along the path."""
    picked = np.linspace(0, len(path) - 1, min(len(path), _MOST_YAWS)).round().astype(int)
    ahead = path.poses[picked][:, :3, 2]
    return tuple(float(turn) for turn in np.degrees(np.arctan2(ahead[:, 0], ahead[:, 2])))


def _places(view: View, photo: Photo, leaves: NDArray[np.float32] | None) -> dict[str, float]:
    """Degrees to the right of the axis of what has a place of its own."""
    height, width = photo.rgb.shape[:2]
    lens = Intrinsics.of_lens(width, height, lens_mm=view.lens_mm)

    def bearing(x: float) -> float:
        return float(np.degrees(np.arctan((x - 0.5) * width / lens.focal_px)))

    places = {"subject": bearing(view.focus[0])}
    if leaves is not None:
        columns = (np.arange(leaves.shape[1]) + 0.5) / leaves.shape[1]
        places["foliage"] = bearing(float((leaves.sum(axis=0) * columns).sum() / leaves.sum()))
    if view.faces:
        places["people"] = bearing(float(np.mean([(face.box[0] + face.box[2]) / 2 for face in view.faces])))
    return places


def _matte(view: View, name: str) -> NDArray[np.float32]:
    matte = view.mattes.get(name)
    if matte is None:
        return np.zeros(_SMALL[::-1], dtype=np.float32)
    return np.asarray(cv2.resize(matte, _SMALL, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _mean(values: NDArray[np.float32], where: NDArray[np.float32]) -> float:
    return float((values * where).sum() / max(float(where.sum()), 1e-6))


def _risen(value: float, low: float, high: float) -> float:
    """0 at `low`, 1 at `high` and beyond."""
    return float(np.clip((value - low) / (high - low), 0.0, 1.0))
