"""Labels for photographs from small published networks, made once and cached.

One file per photograph, `cache/labels/<name>.npz`: `rgb` uint8 `[H, W, 3]` (at most 640 px long), `depth`
float16 relative inverse depth 0..1 (larger = nearer), `subject`, `sky` float16 0..1, all `[H, W]`.

Depth is better than a single pass of its teacher: predictions over three network sizes, mirrored and not,
on the whole photograph and on random crops are fitted to each other by scale and shift, then averaged.
Where the sky teacher is sure, inverse depth is set to the farthest value.

    python teachers.py --teachers TEACHERS --isnet isnet.onnx --cache ~/.cache/vivant-training
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
import onnxruntime

from photos import DEFAULT_CACHE, read_rgb, shrink
from regions import NO_SKY, SKY_UNSURE

LABEL_SIDE_PX = 640
CROPS_PER_PHOTO = 14
_IMAGENET_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_IMAGENET_STD = np.array([0.229, 0.224, 0.225], np.float32)


def resize(plane: np.ndarray, height: int, width: int) -> np.ndarray:
    """The plane or picture at `height` x `width`; averaged when shrinking, bilinear when growing."""
    method = cv2.INTER_AREA if height < plane.shape[0] else cv2.INTER_LINEAR
    return cv2.resize(plane, (width, height), interpolation=method)


def fit_affine(source: np.ndarray, target: np.ndarray) -> tuple[float, float]:
    """Scale and shift that bring `source` closest to `target` in least squares."""
    x, y = source.ravel().astype(np.float64), target.ravel().astype(np.float64)
    variance = x.var()
    if variance < 1e-12:
        return 0.0, float(y.mean())
    scale = ((x - x.mean()) * (y - y.mean())).mean() / variance
    return float(scale), float(y.mean() - scale * x.mean())


def session(path: Path) -> onnxruntime.InferenceSession:
    """An onnxruntime session on two threads, quiet about graph warnings."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class DepthTeacher:
    """TCMonoDepth (small) at its exported sizes. Input is RGB 0..255, output larger = nearer."""

    def __init__(self, folder: Path) -> None:
        self.sessions: dict[tuple[int, int], onnxruntime.InferenceSession] = {}
        for path in sorted(folder.glob("tcm_*.onnx")):
            height, width = (int(part) for part in path.stem.split("_")[1].split("x"))
            self.sessions[height, width] = session(path)

    def best_size(self, height: int, width: int) -> tuple[int, int]:
        """The exported size for a single pass: the moderate one closest to the photograph's shape."""
        if height > 1.15 * width:
            return 512, 320
        return (256, 256) if width < 1.15 * height else (320, 512)

    def single(self, rgb: np.ndarray, size: tuple[int, int] | None = None) -> np.ndarray:
        """One pass over uint8 RGB `[H, W, 3]`; float32 `[H, W]`, no fixed scale."""
        height, width = rgb.shape[:2]
        size = size or self.best_size(height, width)
        net = self.sessions[size]
        feed = resize(rgb, *size).astype(np.float32).transpose(2, 0, 1)[None]
        out = net.run(None, {net.get_inputs()[0].name: feed})[0][0, 0]
        return resize(out, height, width)

    def ensemble(self, rgb: np.ndarray) -> np.ndarray:
        """The mean of passes over sizes and mirrors, each fitted to the first; float32 `[H, W]`."""
        height, width = rgb.shape[:2]
        portrait = height > 1.15 * width
        sizes = [(512, 320), (256, 256)] if portrait else [(320, 512), (256, 256), (384, 640)]
        passes: list[np.ndarray] = []
        for size in sizes:
            for mirrored in (False, True):
                view = rgb[:, ::-1] if mirrored else rgb
                out = self.single(np.ascontiguousarray(view), size)
                out = out[:, ::-1] if mirrored else out
                if passes:
                    scale, shift = fit_affine(out, passes[0])
                    out = out * scale + shift
                passes.append(out)
        return np.mean(passes, axis=0)

    def label(self, rgb: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The photograph's label: whole-picture ensemble refined by crops that agree with it; 0..1."""
        height, width = rgb.shape[:2]
        base = self.ensemble(rgb)
        total, weight = base * 1.5, np.full_like(base, 1.5)
        for _ in range(CROPS_PER_PHOTO):
            share = rng.uniform(0.45, 0.8)
            ch, cw = int(height * share), int(width * share)
            y, x = int(rng.integers(0, height - ch + 1)), int(rng.integers(0, width - cw + 1))
            view = np.ascontiguousarray(rgb[y : y + ch, x : x + cw])
            if rng.random() < 0.5:
                crop = self.single(np.ascontiguousarray(view[:, ::-1]))[:, ::-1]
            else:
                crop = self.single(view)
            part = base[y : y + ch, x : x + cw]
            if np.corrcoef(crop.ravel(), part.ravel())[0, 1] < 0.6:
                continue
            scale, shift = fit_affine(crop, part)
            ramp = np.outer(np.hanning(ch + 2)[1:-1], np.hanning(cw + 2)[1:-1]).astype(np.float32)
            total[y : y + ch, x : x + cw] += (crop * scale + shift) * ramp
            weight[y : y + ch, x : x + cw] += ramp
        return normalise(total / weight)


def normalise(depth: np.ndarray) -> np.ndarray:
    """The map with its 1st and 99th percentile moved to 0.03 and 0.97, clipped to 0..1."""
    low, high = np.percentile(depth, (1, 99))
    return np.clip(0.03 + 0.94 * (depth - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)


class SubjectTeacher:
    """ISNet, general use: soft matte of the salient foreground at 1024 x 1024."""

    def __init__(self, path: Path) -> None:
        self.net = session(path)

    def __call__(self, rgb: np.ndarray) -> np.ndarray:
        feed = ((resize(rgb, 1024, 1024).astype(np.float32) - 128) / 256).transpose(2, 0, 1)[None]
        out = self.net.run([self.net.get_outputs()[0].name], {self.net.get_inputs()[0].name: feed})[0][0, 0]
        return np.clip(resize(out, *rgb.shape[:2]), 0, 1)


class SkyTeacher:
    """skyseg (u2netp) through ncnn: soft sky mask at 384 x 384, averaged over the mirror."""

    def __init__(self, folder: Path) -> None:
        import ncnn

        self.ncnn = ncnn
        self.net = ncnn.Net()
        self.net.load_param(str(folder / "skysegsmall_sim-opt-fp16.param"))
        self.net.load_model(str(folder / "skysegsmall_sim-opt-fp16.bin"))

    def _pass(self, rgb: np.ndarray) -> np.ndarray:
        feed = (resize(rgb, 384, 384).astype(np.float32) / 255 - _IMAGENET_MEAN) / _IMAGENET_STD
        extractor = self.net.create_extractor()
        extractor.input("input.1", self.ncnn.Mat(np.ascontiguousarray(feed.transpose(2, 0, 1))))
        out = np.array(extractor.extract("1959")[1]).reshape(384, 384)
        return np.clip(out, 0, 1)

    def __call__(self, rgb: np.ndarray) -> np.ndarray:
        both = 0.5 * (self._pass(rgb) + self._pass(np.ascontiguousarray(rgb[:, ::-1]))[:, ::-1])
        return resize(both.astype(np.float32), *rgb.shape[:2])


def main() -> None:
    parser = argparse.ArgumentParser(description="Cache teacher labels for every photograph.")
    parser.add_argument("--teachers", type=Path, required=True)
    parser.add_argument("--isnet", type=Path, required=True, help="the joined ISNet file")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    options = parser.parse_args()
    cache = options.cache.expanduser()
    folder = cache / "labels"
    folder.mkdir(parents=True, exist_ok=True)
    depth, subject = DepthTeacher(options.teachers), SubjectTeacher(options.isnet)
    sky = SkyTeacher(options.teachers)
    for number, path in enumerate(sorted((cache / "photos").glob("*.jpg"))):
        target = folder / f"{path.stem}.npz"
        if target.exists():
            continue
        rgb = shrink(read_rgb(path), LABEL_SIDE_PX)
        sky_mask = sky(rgb) * (path.stem not in NO_SKY)
        label = depth.label(rgb, np.random.default_rng(number))
        if path.stem not in SKY_UNSURE:
            label = label * (1 - np.clip(sky_mask * 1.5 - 0.3, 0, 1))
        planes = {"depth": label, "subject": subject(rgb), "sky": sky_mask}
        np.savez(target, rgb=rgb, **{name: plane.astype(np.float16) for name, plane in planes.items()})
        print(
            path.stem,
            rgb.shape,
            {name: round(float(plane.mean()), 3) for name, plane in planes.items()},
            flush=True,
        )


if __name__ == "__main__":
    main()
