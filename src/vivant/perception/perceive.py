"""One look at a photo."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.media import Photo
from vivant.perception.cache import Cache
from vivant.perception.depth import NEAR_TO_FAR, estimate_depth, normalised
from vivant.perception.faces import find_faces
from vivant.perception.horizon import find_horizon
from vivant.perception.network import Eyes, Glance, shipped_eyes
from vivant.perception.refine import Guide, snap, snap_matte, working_size
from vivant.perception.saliency import salient_point
from vivant.perception.view import DepthMap, Face, View

PRESENT = 0.02
"""A matte is kept where it covers at least this share of the photo."""

SUBJECT_SHARE = (0.01, 0.75)
"""A subject smaller or larger than this, as a share of the photo, is no subject to frame a shot by."""

_HEADROOM = 0.38
"""How far down a subject its focus lies: heads are on top."""


def perceive(photo: Photo, *, depth_model: Path | None = None, cache: Path | None = None) -> View:
    """What is in the photo; `notes` says in plain words where the depth came from.

    depth_model: an ONNX file to take depth from instead of the shipped network. cache: a folder in which views are
    kept by the photo's content; the answer is the same with and without.
    """
    eyes = shipped_eyes()
    store = Cache(cache, key=f"{photo.digest}-{eyes.name if eyes else 'none'}-{_identity(depth_model)}")
    return store.get(lambda: _look(photo, eyes, depth_model))


def _look(photo: Photo, eyes: Eyes | None, depth_model: Path | None) -> View:
    rgb = _working(photo.rgb)
    with ThreadPoolExecutor(2, thread_name_prefix="perceive") as beside:
        coming_faces = beside.submit(find_faces, rgb)
        guide = Guide.of(rgb)
        glance = eyes.look(rgb) if eyes else None
        coming_mattes = beside.submit(_mattes, glance, guide)
        depth = _depth(rgb, glance, guide, depth_model, eyes.name if eyes else "")
        horizon = find_horizon(glance.inverse, glance.sky) if glance else None
        faces, mattes = coming_faces.result(), coming_mattes.result()
    return View(
        depth=depth,
        focus=_focus(rgb, mattes.get("subject"), faces),
        mattes=mattes,
        horizon=horizon,
        faces=faces,
        lens_mm=photo.focal_35mm,
        notes=(_note(depth.source),),
    )


def _depth(
    rgb: NDArray[np.uint8], glance: Glance | None, guide: Guide, depth_model: Path | None, name: str
) -> DepthMap:
    """Depth at the working size: from the model that was named, else from our own eyes, else the guess."""
    if depth_model is not None or glance is None:
        coarse = estimate_depth(rgb, depth_model)
        if coarse.source == "geometric":
            return coarse
        relative, source, confidence = _unit(coarse.inverse), coarse.source, None
    else:
        relative, source, confidence = _unit(glance.inverse), name, glance.confidence
    if glance is not None:
        # The sky is as far as anything: a network for things on the ground need not know it.
        sky = cv2.resize(glance.sky, relative.shape[::-1], interpolation=cv2.INTER_LINEAR)
        relative = relative * (1 - np.clip(2 * sky - 0.5, 0, 1))
    snapped = snap(np.ascontiguousarray(relative, dtype=np.float32), guide)
    if confidence is not None:
        confidence = cv2.resize(confidence, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return DepthMap(inverse=normalised(snapped, NEAR_TO_FAR), source=source, confidence=confidence)


def _mattes(glance: Glance | None, guide: Guide) -> dict[str, NDArray[np.float32]]:
    """The mattes of what is there to speak of, with edges on the photo's own."""
    if glance is None:
        return {}
    seen = {"subject": glance.subject, "sky": glance.sky, **glance.regions}
    return {name: snap_matte(matte, guide) for name, matte in seen.items() if float((matte > 0.5).mean()) >= PRESENT}


def _focus(
    rgb: NDArray[np.uint8], subject: NDArray[np.float32] | None, faces: tuple[Face, ...]
) -> tuple[float, float]:
    """Where the subject is: its largest face, else the upper middle of its matte, else where the eye goes."""
    if faces:
        x0, y0, x1, y1 = max((face.box for face in faces), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
        return (x0 + x1) / 2, (y0 + y1) / 2
    if subject is not None and SUBJECT_SHARE[0] <= float((subject > 0.5).mean()) <= SUBJECT_SHARE[1]:
        rows, columns = subject.shape
        across, down = subject.sum(axis=0), subject.sum(axis=1)
        x = float((across * (np.arange(columns) + 0.5)).sum() / across.sum() / columns)
        top, bottom = (
            float(np.interp(share, np.cumsum(down) / down.sum(), np.arange(rows))) for share in (0.02, 0.98)
        )
        return x, (top + _HEADROOM * (bottom - top)) / rows
    return salient_point(rgb)


def _working(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    rows, columns = working_size(*rgb.shape[:2])
    return np.asarray(cv2.resize(rgb, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _unit(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values stretched so that their first and last percent lie at 0 and 1."""
    low, high = np.quantile(values, (0.01, 0.99))
    unit: NDArray[np.float32] = np.clip((values - low) / max(float(high - low), 1e-6), 0, 1).astype(np.float32)
    return unit


def _identity(depth_model: Path | None) -> str:
    """What tells one depth model from another, or from the same one replaced."""
    if depth_model is None or not depth_model.exists():
        return "shipped"
    state = depth_model.stat()
    return f"{depth_model.name}-{state.st_size}-{state.st_mtime_ns}"


def _note(source: str) -> str:
    if source == "geometric":
        return "depth is a geometric guess (floor, horizon and what stands out): no depth network is set"
    return f"depth comes from the network {source}"
