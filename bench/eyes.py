"""What perception sees: a picture sheet to look at, how steady it is, and how long it takes.

    python bench/eyes.py PHOTO [PHOTO ...] [--out out/eyes]

Prints one JSON line: milliseconds of the network (photo and mirror image) and of a whole look (refined to the
photo's edges, faces and horizon too), medians over the photos; how much depth differs, as a share of its range, when
the photo is mirrored or given at another size; megabytes of the weights. The sheet shows for each photo: itself with
faces, focus and horizon, depth, and the mattes as tints (subject red, sky blue, water cyan, foliage green, cloud
white).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from vivant.media import Photo
from vivant.perception import View
from vivant.perception.network import WEIGHTS, shipped_eyes
from vivant.perception.perceive import perceive

TILE_PX = 300
TINTS = {
    "subject": (255, 40, 40),
    "sky": (40, 80, 255),
    "water": (0, 230, 230),
    "foliage": (40, 220, 40),
    "cloud": (255, 255, 255),
}
SIZES = (0.5, 0.75, 1.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/eyes"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    eyes = shipped_eyes()
    if eyes is None:
        parser.error("this build has no network of its own")
    rows, network_ms, look_ms, mirrored, sizes = [], [], [], [], []
    for path in options.photos:
        photo = Photo.open(path)
        network_ms.append(milliseconds(lambda photo=photo: eyes.look(photo.rgb)))
        look_ms.append(milliseconds(lambda photo=photo: perceive(photo)))
        view = perceive(photo)
        rows.append(row(photo, view))
        mirrored.append(apart(view, perceive(turned(photo))))
        sizes += [apart(view, perceive(resized(photo, scale)), mirrored=False) for scale in SIZES]
    for start in range(0, len(rows), 12):
        Image.fromarray(np.vstack(rows[start : start + 12])).save(options.out / f"sheet-{start // 12}.png")
    line = {
        "bench": "eyes",
        "photos": len(rows),
        "network_ms": round(statistics.median(network_ms), 1),
        "look_ms": round(statistics.median(look_ms), 1),
        "mirrored": round(statistics.mean(mirrored), 4),
        "other_sizes": round(statistics.mean(sizes), 4),
        "weights_mb": round(WEIGHTS.stat().st_size / 1e6, 2),
    }
    print(json.dumps(line))


def milliseconds(work: Callable[[], Any], times: int = 3) -> float:
    """The median time of some work, after one run to warm up."""
    work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def turned(photo: Photo) -> Photo:
    return replace(photo, rgb=np.ascontiguousarray(photo.rgb[:, ::-1]))


def resized(photo: Photo, scale: float) -> Photo:
    return replace(photo, rgb=cv2.resize(photo.rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def unit(view: View) -> np.ndarray:
    """[192, 256] inverse depth in 0..1."""
    inverse = cv2.resize(view.depth.inverse, (256, 192), interpolation=cv2.INTER_AREA)
    return (inverse - inverse.min()) / max(float(np.ptp(inverse)), 1e-6)


def apart(one: View, other: View, *, mirrored: bool = True) -> float:
    """The mean difference of two depths, as a share of their range."""
    second = unit(other)[:, ::-1] if mirrored else unit(other)
    return float(np.abs(unit(one) - second).mean())


def row(photo: Photo, view: View) -> np.ndarray:
    """The photo, its depth and its mattes side by side."""
    height = TILE_PX
    width = round(height * photo.rgb.shape[1] / photo.rgb.shape[0])
    seen = cv2.resize(photo.rgb, (width, height), interpolation=cv2.INTER_AREA)
    inverse = cv2.resize(view.depth.inverse, (width, height), interpolation=cv2.INTER_LINEAR)
    grey = np.round(255 * (inverse - inverse.min()) / np.ptp(inverse)).astype(np.uint8)
    depth = cv2.cvtColor(cv2.applyColorMap(grey, cv2.COLORMAP_INFERNO), cv2.COLOR_BGR2RGB)
    tinted = (cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY)[..., None] * 0.6).repeat(3, axis=2)
    for name, matte in view.mattes.items():
        alpha = cv2.resize(matte, (width, height), interpolation=cv2.INTER_LINEAR)[..., None] * 0.6
        tinted = tinted * (1 - alpha) + alpha * np.array(TINTS.get(name, (255, 0, 255)), float)
    marked = seen.copy()
    for face in view.faces:
        x0, y0, x1, y1 = (round(v * s) for v, s in zip(face.box, (width, height, width, height), strict=True))
        cv2.rectangle(marked, (x0, y0), (x1, y1), (255, 255, 0), 2)
    if view.horizon:
        ends = [(0, round(view.horizon.left * height)), (width, round(view.horizon.right * height))]
        cv2.line(marked, ends[0], ends[1], (0, 255, 255), 2)
    cv2.circle(marked, (round(view.focus[0] * width), round(view.focus[1] * height)), 6, (255, 0, 255), -1)
    tiles = np.hstack([marked, depth, tinted.astype(np.uint8)])
    canvas = np.zeros((height, 3 * 535, 3), np.uint8)
    canvas[:, : min(tiles.shape[1], canvas.shape[1])] = tiles[:, : canvas.shape[1]]
    return canvas


if __name__ == "__main__":
    main()
