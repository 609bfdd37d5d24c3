"""Views kept on disk by the content of their photo."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
        name = hashlib.sha256(f"{FORMAT}-{key}".encode()).hexdigest()[:40]
        self._path = folder / f"{name}.npz" if folder else None

    def get(self, look: Callable[[], View]) -> View:
        """The view that is kept, or the one that `look` answers, kept from now on. A cache that cannot be read or
        written is as good as none."""
        path = self._path
        if path is not None and path.is_file():
            try:
                with path.open("rb") as file, np.load(file) as packed:
                    view = _unpacked(dict(packed))
                os.utime(path)
                return view
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                path.unlink(missing_ok=True)
        packed_now = _packed(look())
        if path is not None:
            _keep(path, packed_now)
        return _unpacked(packed_now)


def _keep(path: Path, packed: dict[str, NDArray[Any]]) -> None:
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            np.savez(file, allow_pickle=False, **packed)
        part.replace(path)
        _prune(path.parent)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    views = sorted(((p.stat().st_mtime_ns, p.stat().st_size, p) for p in folder.glob("*.npz")), reverse=True)
    held = 0
    for _, size, path in views:
        held += size
        if held > MOST_BYTES:
            path.unlink(missing_ok=True)


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


def _unpacked(packed: dict[str, NDArray[Any]]) -> View:
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
