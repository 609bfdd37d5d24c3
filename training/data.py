"""Training batches: photographs with teacher labels, photographs with pasted cut-outs, and synthetic scenes.

Every sample is a float32 stack `[3 + PLANES, H, W]`: RGB 0..1, then the planes named in `PLANES`. A weight
of 0 means that the label says nothing there, so no head ever learns from a label it should not trust.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from network import REGIONS
from photos import HELD_OUT, TEXTURE_ONLY
from regions import SKY_UNSURE, photo_regions

LABELS = ("depth", "subject", "sky", *REGIONS)
PLANES = (
    *LABELS,
    *(f"{name}_weight" for name in REGIONS),
    "depth_weight",
    "subject_weight",
    "sky_weight",
    "sharp",
)
"""`sharp` is 1 where depth edges are exact (synthetic), lower where they come from a teacher."""

SHARES = {"photo": 0.44, "pasted": 0.16, "synthetic": 0.4}
TEACHER_SHARPNESS = 0.25


def load_photo(path: Path) -> np.ndarray:
    """One cached photograph as float32 `[H, W, 3 + PLANES]`, without the four constant planes at the end."""
    with np.load(path) as stored:
        rgb = stored["rgb"]
        depth, subject, sky = (stored[name].astype(np.float32) for name in LABELS[:3])
    labels, weights = photo_regions(path.stem, rgb, subject, sky)
    return np.dstack([rgb.astype(np.float32) / 255, depth, subject, sky, *labels, *weights]).astype(
        np.float32
    )


def load_synthetic(path: Path) -> tuple[np.ndarray, float]:
    """One scene as float32 `[H, W, 3 + LABELS]` (depth: inverse depth in 1/m), and its subject weight."""
    with np.load(path) as stored:
        planes = [stored["inverse"], *(stored[name] for name in LABELS[1:])]
        rgb = stored["rgb"].astype(np.float32) / 255
        return np.dstack([rgb, *(plane.astype(np.float32) for plane in planes)]), float(
            stored["subject_known"]
        )


def with_constants(stack: np.ndarray, constants: tuple[float, ...]) -> np.ndarray:
    """The stack with planes of one value each added at the end."""
    return np.dstack([stack, np.broadcast_to(np.float32(constants), (*stack.shape[:2], len(constants)))])


def spread(depth: np.ndarray) -> np.ndarray:
    """Inverse depth moved so that its 2nd and 98th percentile lie at 0.04 and 0.96, clipped to 0..1."""
    low, high = np.percentile(depth[::2, ::2], (2, 98))
    if high - low < 1e-6:
        return np.full_like(depth, 0.5)
    return np.clip(0.04 + 0.92 * (depth - low) / (high - low), 0, 1)


def halved(stack: np.ndarray) -> np.ndarray:
    """The stack at half its size, area-averaged, so that shrinking it further does not alias."""
    rows, columns = (side // 2 for side in stack.shape[:2])
    return np.dstack(
        [
            cv2.resize(plane, (columns, rows), interpolation=cv2.INTER_AREA)
            for plane in stack.transpose(2, 0, 1)
        ]
    )


def reframe(
    stack: np.ndarray,
    height: int,
    width: int,
    rng: np.random.Generator,
    smallest: float,
    half: np.ndarray | None = None,
) -> np.ndarray:
    """A random, slightly askew, perhaps mirrored part of the stack (or its `half`) at `height` x `width`."""
    rows, columns = stack.shape[:2]
    scale = min(rows / height, columns / width) * rng.uniform(smallest, 1.0)
    ch, cw = height * scale, width * scale
    stretch = np.exp(rng.normal(0, 0.08))
    ch, cw = min(ch * stretch, rows), min(cw / stretch, columns)
    y, x = rng.uniform(0, rows - ch + 1e-6), rng.uniform(0, columns - cw + 1e-6)
    corners = np.array([[x, y], [x + cw, y], [x + cw, y + ch], [x, y + ch]])
    if rng.random() < 0.6:
        corners = corners + rng.normal(0, 0.035, (4, 2)) * [cw, ch]
        corners = np.clip(corners, 0, [columns - 1, rows - 1])
    if rng.random() < 0.5:
        corners = corners[[1, 0, 3, 2]]
    source = stack
    if half is not None and scale > 1.5:
        source, corners = half, corners / 2
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flags, border = cv2.INTER_LINEAR, cv2.BORDER_REPLICATE
    parts = [
        cv2.warpPerspective(
            np.ascontiguousarray(source[..., k : k + 4]),
            matrix,
            (width, height),
            flags=flags,
            borderMode=border,
        )
        for k in range(0, source.shape[2], 4)
    ]
    return np.dstack(parts)


def recolour(rgb: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The picture under another light, camera or film: gain, gamma, contrast, saturation, blur, noise."""
    image = rgb * rng.uniform(0.88, 1.12, 3).astype(np.float32) * rng.uniform(0.75, 1.25)
    image = np.clip(image, 0, 1) ** rng.uniform(0.75, 1.3)
    image = (image - 0.5) * rng.uniform(0.75, 1.25) + 0.5
    grey = image.mean(-1, keepdims=True)
    image = grey + (image - grey) * (0.0 if rng.random() < 0.05 else rng.uniform(0.55, 1.4))
    if rng.random() < 0.2:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.3))
    if rng.random() < 0.3:
        image = image + rng.standard_normal(image.shape, np.float32) * rng.uniform(0.005, 0.04)
    return np.clip(image, 0, 1).astype(np.float32)


class Samples(IterableDataset):
    """Endless batches `[B, 3 + PLANES, H, W]`; one shape per batch, about `pixels` pixels in all.

    With `small`, scenes are held in memory at half size, which is enough for pictures up to 128 x 192.
    """

    def __init__(
        self, cache: Path, shapes: tuple[tuple[int, int], ...], pixels: int, seed: int, small: bool = False
    ) -> None:
        cv2.setNumThreads(0)  # its thread pool does not survive a fork
        self.shapes, self.pixels, self.seed = shapes, pixels, seed
        skipped = set(HELD_OUT) | set(TEXTURE_ONLY)
        paths = [path for path in sorted((cache / "labels").glob("*.npz")) if path.stem not in skipped]
        stacks = [load_photo(path) for path in paths]
        self.photos = [
            (s, halved(s), float(p.stem not in SKY_UNSURE)) for s, p in zip(stacks, paths, strict=True)
        ]
        stamps = sorted((cache / "stamps").glob("*.png"))
        self.stamps = [path for number, path in enumerate(stamps) if number % 8]
        scenes = sorted((cache / "synthetic").glob("*.npz"))[:-4]  # the last few may still be being written
        self.synthetic: list[Path] | list[tuple[np.ndarray, float]] = scenes
        if small:
            loaded = (load_synthetic(path) for path in scenes)
            self.synthetic = [(halved(stack).astype(np.float16), known) for stack, known in loaded]

    def paste(self, stack: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """The stack with a photographic cut-out standing in it, as near as the place its foot touches."""
        height, width = stack.shape[:2]
        pixels = cv2.imread(str(self.stamps[rng.integers(len(self.stamps))]), cv2.IMREAD_UNCHANGED)
        tall = height * rng.uniform(0.25, 0.8)
        wide = tall * pixels.shape[1] / pixels.shape[0]
        shrink = min(1.0, 0.8 * width / wide)
        tall, wide = max(8, int(tall * shrink)), max(8, int(wide * shrink))
        pixels = cv2.resize(pixels, (wide, tall), interpolation=cv2.INTER_AREA)
        if rng.random() < 0.5:
            pixels = pixels[:, ::-1]
        foot = int(rng.uniform(max(0.45 * height, tall * 0.8), height * 1.1))
        x, y = int(rng.uniform(-0.2 * wide, width - 0.8 * wide)), foot - tall
        y0, y1, x0, x1 = max(y, 0), min(foot, height), max(x, 0), min(x + wide, width)
        if y1 - y0 < 8 or x1 - x0 < 8:
            return stack
        piece = pixels[y0 - y : y1 - y, x0 - x : x1 - x].astype(np.float32) / 255
        alpha, colour = piece[..., 3], piece[..., 2::-1] * rng.uniform(0.7, 1.15)
        place = stack[y0:y1, x0:x1]
        solid = alpha > 0.5
        if solid.sum() < 60:
            return stack
        ground = place[max(0, y1 - y0 - 6) :, :, 3]
        near = max(float(np.median(ground)), float(np.percentile(place[..., 3][solid], 90))) + 0.03
        out = stack.copy()
        place = out[y0:y1, x0:x1]
        place[..., :3] = place[..., :3] * (1 - alpha[..., None]) + np.clip(colour, 0, 1) * alpha[..., None]
        place[..., 3][solid] = near
        place[..., 5:9][solid] = 0
        alone = stack[..., 4].mean() < 0.02 and solid.mean() * piece[..., 0].size > 0.05 * height * width
        if alone:
            place[..., 4] = alpha
        else:
            out[..., 3 + PLANES.index("subject_weight")] = 0
        place[..., 3 + PLANES.index("sharp")][cv2.dilate(solid.astype(np.uint8), np.ones((5, 5))) > 0] = 1
        return out

    def one(self, height: int, width: int, rng: np.random.Generator) -> np.ndarray:
        """One sample of a random kind, `[3 + PLANES, H, W]`."""
        kind = rng.choice(list(SHARES), p=list(SHARES.values()))
        if kind == "synthetic" and self.synthetic:
            chosen = self.synthetic[rng.integers(len(self.synthetic))]
            scene, known = load_synthetic(chosen) if isinstance(chosen, Path) else chosen
            scene = scene.astype(np.float32, copy=False)
            stack = reframe(scene, height, width, rng, 0.6)
            stack = with_constants(stack, (*(1.0,) * len(REGIONS), 1.0, known, 1.0, 1.0))
        else:
            photo, half, sky_sure = self.photos[rng.integers(len(self.photos))]
            stack = reframe(photo, height, width, rng, 0.45, half)
            stack = with_constants(stack, (1.0, 1.0, sky_sure, TEACHER_SHARPNESS))
            if kind == "pasted":
                stack = self.paste(stack, rng)
        stack[..., :3] = recolour(stack[..., :3], rng)
        stack[..., 3] = spread(stack[..., 3])
        return np.ascontiguousarray(stack.transpose(2, 0, 1))

    def __iter__(self) -> Iterator[torch.Tensor]:
        info = get_worker_info()
        rng = np.random.default_rng(self.seed + (info.id if info else 0))
        while True:
            height, width = self.shapes[rng.integers(len(self.shapes))]
            batch = max(2, round(self.pixels / (height * width)))
            yield torch.from_numpy(np.stack([self.one(height, width, rng) for _ in range(batch)]))
