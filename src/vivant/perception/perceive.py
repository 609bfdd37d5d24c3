"""One look at a photo."""

from __future__ import annotations

from pathlib import Path

from vivant.media import Photo
from vivant.perception.depth import estimate_depth
from vivant.perception.saliency import salient_point
from vivant.perception.view import View


def perceive(photo: Photo, *, depth_model: Path | None = None) -> View:
    """What is in the photo; `notes` says in plain words where the depth came from."""
    depth = estimate_depth(photo.rgb, depth_model)
    if depth.source == "geometric":
        note = "depth is a geometric guess (floor, horizon and what stands out): no depth network is set"
    else:
        note = f"depth comes from the network {depth.source}"
    return View(depth=depth, focus=salient_point(photo.rgb), lens_mm=photo.focal_35mm, notes=(note,))
