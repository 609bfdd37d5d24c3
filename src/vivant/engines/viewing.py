"""A photo seen from one given camera: the geometry on demand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vivant.engines.staging import scene_of
from vivant.errors import InvalidInput
from vivant.media import Frame, Photo, Size
from vivant.motion import CameraPath
from vivant.motion.framing import Window
from vivant.motion.moves import translation
from vivant.perception import DepthMap, View
from vivant.render import SoftwareRenderer
from vivant.scene.build import first_frame_lens

Row = Annotated[list[float], Field(min_length=4, max_length=4)]


class Camera(BaseModel):
    """A camera as its JSON file says it.

    camera_to_world: [4, 4], x right, y down, z forward; the photo was taken from the identity, and distances are in
    scene units, where the photo's median depth is 1 (or in the units of a depth that was given). focal_px: focal
    length in pixels of the photo; default: the photo's own.
    """

    model_config = ConfigDict(extra="forbid")
    camera_to_world: Annotated[list[Row], Field(min_length=4, max_length=4)]
    focal_px: Annotated[float, Field(gt=0)] | None = None

    @classmethod
    def read(cls, path: Path) -> Camera:
        """The camera in a JSON file.

        Raises InvalidInput: `pose.json: camera_to_world: field required`.
        """
        try:
            camera = cls.model_validate(json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise InvalidInput(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from None
        except (json.JSONDecodeError, UnicodeDecodeError):
            raise InvalidInput(f"{path}: not JSON; expected an object with camera_to_world, 4 x 4") from None
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "pose"
            raise InvalidInput(f"{path}: {where}: {first['msg'].lower()}") from None
        camera.pose  # noqa: B018 (looked at for its error)
        return camera

    @property
    def pose(self) -> NDArray[np.float64]:
        """camera_to_world as [4, 4] float64.

        Raises InvalidInput where it does not turn and move rigidly.
        """
        pose = np.array(self.camera_to_world, dtype=np.float64)
        turn = pose[:3, :3]
        rigid = np.allclose(turn @ turn.T, np.eye(3), atol=1e-3) and np.linalg.det(turn) > 0
        if not np.isfinite(pose).all() or not rigid or not np.allclose(pose[3], (0, 0, 0, 1)):
            raise InvalidInput("camera_to_world: not a rigid pose; expected [R t; 0 0 0 1] with R a rotation")
        return pose


def see(
    photo: Photo,
    view: View,
    *,
    camera: Camera | None = None,
    baseline_px: float = 0.0,
    inverse: NDArray[np.float32] | None = None,
) -> Frame:
    """The photo as a camera sees it, at the photo's own size.

    inverse: [h, w] somebody's measured inverse depth over the whole photo, taken as it is, in place of the view's.
    baseline_px: a step to the right on top, so long that a point of inverse depth 1 moves left by so many pixels.

    Raises InvalidInput where the depth does not cover the photo.
    """
    height, width = photo.rgb.shape[:2]
    size = Size(width, height)
    if inverse is not None:
        view = replace(view, depth=DepthMap(inverse=checked_depth(inverse), source="given"))
    window = Window(0.0, 0.0, float(width), float(height))
    lens = first_frame_lens(photo, view, window, size)
    pose, zoom = np.eye(4), 1.0
    if camera is not None:
        pose, zoom = camera.pose, (camera.focal_px or lens.focal_px) / lens.focal_px
    pose = pose @ translation(baseline_px / lens.focal_px, 0, 0)
    path = CameraPath(poses=np.stack([np.eye(4), pose]), zoom=np.array([1.0, zoom]))
    scene = scene_of(photo, view, window=window, lens=lens, path=path, distance=1.0)
    return SoftwareRenderer(scene).frame(pose, zoom)


def checked_depth(inverse: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inverse depth, if it is one value for each place.

    Raises InvalidInput: `depth: shape (3, 4, 5); expected [height, width]`.
    """
    if inverse.ndim != 2 or min(inverse.shape) < 2:
        raise InvalidInput(f"depth: shape {inverse.shape}; expected [height, width]")
    if not np.isfinite(inverse).all() or inverse.min() < 0 or inverse.max() <= 0:
        raise InvalidInput("depth: has values that are not finite or below zero; expected inverse distances")
    return np.ascontiguousarray(inverse, dtype=np.float32)
