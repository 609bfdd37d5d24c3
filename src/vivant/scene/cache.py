"""Scenes kept on disk by the content of their photo and all that shaped them: to direct a photo anew costs only its
frames."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.media import Photo
from vivant.media.shelf import Packed, Shelf
from vivant.motion.framing import Window
from vivant.perception import Intrinsics, View
from vivant.scene.build import Quality, build_scene, rounded_reach, rounded_travel
from vivant.scene.scene import Layer, Scene

FORMAT = "1"
"""Raise it when the code of this part builds another scene than before."""

MOST_BYTES = 2 << 30
"""What a cache holds before its least recently used scenes go."""


def kept_scene(
    photo: Photo,
    view: View,
    *,
    window: Window,
    frame: Intrinsics,
    reach: tuple[float, float, float, float],
    travel: float,
    distance: float,
    quality: Quality = "standard",
    folder: Path | None,
    most_bytes: int = MOST_BYTES,
) -> Scene:
    """What `build_scene` answers, from the folder if it holds it, kept there from now on if not.

    The scene is the same to the bit either way: reach and travel are rounded up before a scene is built, so paths
    that look about as far share one. folder: None builds it. A cache that cannot be read or written is as good as
    none.
    """

    def build() -> Scene:
        return build_scene(
            photo,
            view,
            window=window,
            frame=frame,
            reach=reach,
            travel=travel,
            distance=distance,
            quality=quality,
        )

    if folder is None:
        return build()
    shaped_by = {
        "format": FORMAT,
        "photo": photo.digest,
        "view": _digest(view),
        "window": asdict(window),
        "frame": asdict(frame),
        "reach": rounded_reach(reach, frame),
        "travel": rounded_travel(travel),
        "quality": quality,
    }
    shelf = Shelf(folder=folder, most_bytes=most_bytes)
    scene = shelf.get(json.dumps(shaped_by, sort_keys=True), lambda: packed(build()), unpacked)
    return replace(scene, distance=distance)


def _digest(view: View) -> str:
    """A name for all of a view that shapes a scene."""
    digest = hashlib.blake2b(f"{view.depth.source} {view.lens_mm}".encode())
    for name, picture in (("depth", view.depth.inverse), *sorted(view.mattes.items())):
        digest.update(f"{name} {picture.shape} {picture.dtype}".encode())
        digest.update(np.ascontiguousarray(picture).data)
    return digest.hexdigest()


def packed(scene: Scene) -> Packed:
    """The scene as named arrays."""
    about = {
        "inside": scene.inside,
        "boxes": [layer.box for layer in scene.layers],
        "lens": asdict(scene.lens),
        "frame": asdict(scene.frame),
        "origin": scene.origin,
        "distance": scene.distance,
    }
    arrays: dict[str, NDArray[Any]] = {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        "photo": scene.photo,
        "inverse": scene.inverse,
    }
    for k, layer in enumerate(scene.layers):
        arrays |= {f"rgba:{k}": layer.rgba, f"surface:{k}": layer.inverse}
    return arrays | {f"matte:{name}": matte for name, matte in scene.mattes.items()}


def unpacked(arrays: Packed) -> Scene:
    """The scene of named arrays.

    Raises KeyError or ValueError where they hold none.
    """
    about = json.loads(arrays["about"].tobytes())
    x0, y0, x1, y1 = about["inside"]
    return Scene(
        photo=arrays["photo"],
        inside=(x0, y0, x1, y1),
        layers=tuple(
            Layer(rgba=arrays[f"rgba:{k}"], inverse=arrays[f"surface:{k}"], box=tuple(box))
            for k, box in enumerate(about["boxes"])
        ),
        lens=Intrinsics(**about["lens"]),
        frame=Intrinsics(**about["frame"]),
        origin=tuple(about["origin"]),
        distance=about["distance"],
        inverse=arrays["inverse"],
        mattes={name.removeprefix("matte:"): arrays[name] for name in arrays if name.startswith("matte:")},
    )
