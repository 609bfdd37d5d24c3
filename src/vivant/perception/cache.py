"""Views kept on disk by the content of their photo."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vivant.media.shelf import Packed, Shelf
from vivant.perception.horizon import Horizon
from vivant.perception.view import DepthMap, Face, View

FORMAT = "2"
MOST_BYTES = 512 << 20
"""What a cache holds before its least recently used views go."""


class Cache:
    """A place for one view. folder: None keeps nothing.

    Maps are kept in 16 and 8 bits; `get` answers them so rounded whether or not the view was there, so that a film
    does not depend on what had been seen before.
    """

    def __init__(self, folder: Path | None, *, key: str) -> None:
        self._shelf = Shelf(folder=folder, most_bytes=MOST_BYTES)
        self._key = f"{FORMAT}-{key}"

    def get(self, look: Callable[[], View]) -> View:
        """The view that is kept, or the one that `look` answers, kept from now on. A cache that cannot be read or
        written is as good as none."""
        return self._shelf.get(self._key, lambda: _packed(look()), _unpacked)


def _packed(view: View) -> dict[str, NDArray[Any]]:
    nearest = float(view.depth.inverse.max())
    about: dict[str, Any] = {
        "source": view.depth.source,
        "focus": view.focus,
        "lens_mm": view.lens_mm,
        "notes": view.notes,
        "horizon": asdict(view.horizon) if view.horizon else None,
        "faces": [asdict(face) for face in view.faces],
        "nearest": nearest,
    }
    packed: dict[str, NDArray[Any]] = {
        "about": np.frombuffer(json.dumps(about).encode(), np.uint8),
        "inverse": np.round(view.depth.inverse / nearest * 65535).astype(np.uint16),
    }
    if view.depth.confidence is not None:
        packed["confidence"] = np.round(view.depth.confidence * 255).astype(np.uint8)
    for name, matte in view.mattes.items():
        packed[f"matte:{name}"] = np.round(matte * 255).astype(np.uint8)
    return packed


def _unpacked(packed: Packed) -> View:
    about = json.loads(packed["about"].tobytes())
    eighth = np.float32(1 / 255)
    confidence = packed.get("confidence")
    return View(
        depth=DepthMap(
            inverse=packed["inverse"].astype(np.float32) * np.float32(about["nearest"] / 65535),
            source=about["source"],
            confidence=None if confidence is None else confidence.astype(np.float32) * eighth,
        ),
        focus=tuple(about["focus"]),
        mattes={
            name.removeprefix("matte:"): matte.astype(np.float32) * eighth
            for name, matte in packed.items()
            if name.startswith("matte:")
        },
        horizon=Horizon(**about["horizon"]) if about["horizon"] else None,
        faces=tuple(_face(face) for face in about["faces"]),
        lens_mm=about["lens_mm"],
        notes=tuple(about["notes"]),
    )


def _face(kept: dict[str, Any]) -> Face:
    """A face as it was before JSON made lists of its tuples."""
    x0, y0, x1, y1 = kept["box"]
    landmarks = {name: (x, y) for name, (x, y) in kept["landmarks"].items()}
    return Face(box=(x0, y0, x1, y1), score=kept["score"], landmarks=landmarks)
