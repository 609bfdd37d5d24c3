"""Measure a trained file and print one JSON line; baselines are the depth teacher's single pass and a plain
ramp.

Held-out photographs are those in `photos.HELD_OUT`; held-out scenes use their textures and other objects
and seeds.

    python evaluate.py --model vivant-eyes.onnx --teachers TEACHERS
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from export import DEFAULT_AREA_PX
from metrics import EDGE_STEPS, boundary_score, correlation, order_accuracy, overlap
from network import REGIONS, STRIDE
from photos import DEFAULT_CACHE, HELD_OUT
from regions import NO_SKY, photo_regions
from teachers import DepthTeacher, fit_affine, resize


class Sight:
    """A trained file, run on photographs of any shape at about `area_px` pixels."""

    def __init__(self, path: Path, area_px: int = DEFAULT_AREA_PX, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self.area_px = area_px

    def size(self, height: int, width: int) -> tuple[int, int]:
        """Height and width to feed: the photograph's shape, multiples of the stride, near the area."""
        scale = (self.area_px / (height * width)) ** 0.5
        return tuple(max(STRIDE, round(side * scale / STRIDE) * STRIDE) for side in (height, width))  # type: ignore

    def feed(self, rgb: np.ndarray) -> np.ndarray:
        small = resize(rgb, *self.size(*rgb.shape[:2])).astype(np.float32) / 255
        return np.ascontiguousarray(small.transpose(2, 0, 1)[None])

    def __call__(self, rgb: np.ndarray) -> dict[str, np.ndarray]:
        """Maps by name at the photograph's own size."""
        depth, subject, sky, regions = self.session.run(None, {"image": self.feed(rgb)})
        maps = {"depth": depth[0, 0], "subject": subject[0, 0], "sky": sky[0, 0]}
        maps |= {name: regions[0, k] for k, name in enumerate(REGIONS)}
        return {
            name: cv2.resize(plane, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
            for name, plane in maps.items()
        }


def ramp(rgb: np.ndarray) -> np.ndarray:
    """The geometric fallback: nearer towards the bottom, linearly in inverse depth."""
    return np.repeat(np.linspace(0, 1, rgb.shape[0], dtype=np.float32)[:, None], rgb.shape[1], 1)


def mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4)


def on_photos(sight: Sight, cache: Path) -> dict[str, object]:
    """Agreement with the teachers, and with ourselves mirrored and rescaled, on held-out photographs."""
    rows: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        rows.setdefault(name, []).append(value)

    for name in HELD_OUT:
        with np.load(cache / "labels" / f"{name}.npz") as stored:
            rgb, depth, subject, sky = (np.asarray(stored[key]) for key in ("rgb", "depth", "subject", "sky"))
        depth, subject, sky = (plane.astype(np.float32) for plane in (depth, subject, sky))
        ours = sight(rgb)
        for label, guess in (("", ours["depth"]), ("ramp_", ramp(rgb))):
            note(f"{label}correlation", correlation(guess, depth))
            note(f"{label}order", order_accuracy(guess, depth))
        note("matte_mae", float(np.abs(ours["subject"] - subject).mean()))
        if (subject > 0.5).mean() > 0.01:
            note("matte_iou", overlap(ours["subject"], subject))
        if name not in NO_SKY and (sky > 0.5).mean() > 0.01:
            note("sky_iou", overlap(ours["sky"], sky))
        labels, weights = photo_regions(name, rgb, subject, sky)
        for k, region in enumerate(REGIONS):
            if ((labels[k] > 0.5) & (weights[k] > 0)).mean() > 0.01:
                note(f"{region}_iou", overlap(ours[region], labels[k], weights[k]))
        mirrored = sight(np.ascontiguousarray(rgb[:, ::-1]))["depth"][:, ::-1]
        note("mirror_correlation", correlation(mirrored, ours["depth"]))
        note("mirror_mae", float(np.abs(mirrored - ours["depth"]).mean()))
        for share in (0.6, 1.5):
            other = Sight.__new__(Sight)
            other.session, other.area_px = sight.session, int(sight.area_px * share)
            guess = other(rgb)["depth"]
            scale, shift = fit_affine(guess, ours["depth"])
            note("rescale_correlation", correlation(guess, ours["depth"]))
            note("rescale_mae", float(np.abs(guess * scale + shift - ours["depth"]).mean()))
    return {name: mean(values) for name, values in rows.items()} | {"photographs": len(HELD_OUT)}


def on_synthetic(sight: Sight, teacher: DepthTeacher, cache: Path) -> dict[str, object]:
    """Against exact depth: ours, the teacher's single pass at its best size, and the ramp."""
    scores: dict[str, dict[str, list]] = {
        who: {"correlation": [], "order": [], "edges": []} for who in ("ours", "teacher", "ramp")
    }
    kinds: list[str] = []
    masks: dict[str, list[float]] = {}
    for path in sorted((cache / "synthetic-held-out").glob("*.npz")):
        with np.load(path) as stored:
            rgb, truth, kind = stored["rgb"], stored["inverse"].astype(np.float32), str(stored["recipe"])
            truths = {name: stored[name].astype(np.float32) for name in ("sky", *REGIONS)}
        truth = np.minimum(truth, np.percentile(truth, 99.5))
        ours = sight(rgb)
        kinds.append(kind)
        for who, guess in (("ours", ours["depth"]), ("teacher", teacher.single(rgb)), ("ramp", ramp(rgb))):
            scores[who]["correlation"].append(correlation(guess, truth))
            scores[who]["order"].append(order_accuracy(guess, truth))
            scores[who]["edges"].append(boundary_score(guess, truth))
        for name, mask in truths.items():
            if mask.mean() > 0.02:
                masks.setdefault(f"{name}_iou", []).append(overlap(ours[name], mask))
    result: dict[str, object] = {"scenes": len(kinds)}
    for who, rows in scores.items():
        sweep = np.mean(rows["edges"], axis=0)
        result[who] = {
            "correlation": mean(rows["correlation"]),
            "order": mean(rows["order"]),
            "boundary_f": round(float(sweep.max()), 4),
            "boundary_threshold": EDGE_STEPS[int(sweep.argmax())],
            "correlation_by_kind": {
                kind: mean([v for v, k in zip(rows["correlation"], kinds, strict=True) if k == kind])
                for kind in sorted(set(kinds))
            },
        }
    return result | {name: mean(values) for name, values in masks.items()}


def milliseconds(sight: Sight, runs: int = 15) -> float:
    """Median time of one inference at the default area, landscape 4:3."""
    image = np.random.default_rng(0).random((1, 3, *sight.size(768, 1024)), dtype=np.float32)
    times = []
    for _ in range(runs + 3):
        began = time.perf_counter()
        sight.session.run(None, {"image": image})
        times.append((time.perf_counter() - began) * 1000)
    return round(float(np.median(times[3:])), 1)


def main() -> None:
    parser = argparse.ArgumentParser(description="Print one JSON line of figures for a trained file.")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--teachers", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--area", type=int, default=DEFAULT_AREA_PX, help="pixels fed to the network")
    options = parser.parse_args()
    cache = options.cache.expanduser()
    sight, teacher = Sight(options.model, options.area), DepthTeacher(options.teachers)
    figures = {
        "photos": on_photos(sight, cache),
        "synthetic": on_synthetic(sight, teacher, cache),
        "milliseconds": milliseconds(sight),
        "size": "x".join(str(side) for side in sight.size(768, 1024)),
        "megabytes": round(options.model.stat().st_size / 1e6, 2),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
