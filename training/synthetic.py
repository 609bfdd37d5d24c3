"""Synthetic photographs with exact depth and masks, written as `cache/<split>/<seed>.npz`.

Each file: `rgb` uint8 `[H, W, 3]`; `inverse` float16 inverse depth (1/m, 0 for sky); bool `subject sky
foliage water`; float16 `cloud`; `subject_known` (whether the scene has an honest subject, or honestly
none).

    python synthetic.py --count 2000            # training scenes
    python synthetic.py --count 60 --held-out   # other textures, objects, seeds
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from pathlib import Path

import cv2
import numpy as np

from photos import DEFAULT_CACHE, HELD_OUT, read_rgb
from recipes import RECIPES, portrait
from render import Stage, View, photograph
from scenes import Props

HELD_OUT_SEED = 900_000
AREA_PX = 256 * 336


def make(props: Props, seed: int) -> dict[str, np.ndarray]:
    """One sample; the seed decides everything."""
    props.seed(seed)
    rng = props.rng
    recipe = list(RECIPES)[rng.choice(len(RECIPES), p=list(RECIPES.values()))]
    scene = recipe(props)
    aspect = float(rng.choice([3 / 4, 1, 4 / 3, 3 / 2, 16 / 9], p=[0.2, 0.12, 0.38, 0.2, 0.1]))
    height = round(np.sqrt(AREA_PX / aspect) / 8) * 8
    width = round(height * aspect / 8) * 8
    ahead = scene.target - scene.eye
    yaw, pitch = np.arctan2(ahead[0], ahead[2]), -np.arctan2(ahead[1], np.hypot(ahead[0], ahead[2]))
    view = View(
        height=height, width=width, position=scene.eye, pitch=float(pitch), yaw=float(yaw),
        roll=float(rng.normal(0, 0.03)), field=scene.field,
    )  # fmt: skip
    sample = photograph(Stage(scene.meshes, scene.sky, scene.light), view, rng)
    share = sample["subject"].mean()
    known = recipe is portrait and 0.02 < share < 0.85
    return {**sample, "subject_known": np.array(known), "recipe": np.array(recipe.__name__)}


def usable(sample: dict[str, np.ndarray]) -> bool:
    """Whether the picture shows something: not black, not one blank surface, not pressed against the lens."""
    grey = cv2.resize(sample["rgb"], (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32).mean(-1)
    detail = np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()
    inverse = sample["inverse"]
    return bool(detail > 3.5 and np.percentile(inverse, 50) < 20 and np.percentile(inverse, 99) < 60)


def worker(cache: Path, split: str, seeds: list[int], held_out: bool) -> None:
    """Write the samples of these seeds that do not exist yet."""
    cv2.setNumThreads(1)
    paths = sorted((cache / "photos").glob("*.jpg"))
    props = Props(cache, [read_rgb(p) for p in paths if (p.stem in HELD_OUT) == held_out], held_out=held_out)
    for seed in seeds:
        target = cache / split / f"{seed:06d}.npz"
        if target.exists():
            continue
        sample = make(props, seed)
        if not usable(sample):
            continue
        sample["inverse"] = np.minimum(sample["inverse"], 6e4).astype(np.float16)
        np.savez(target, **sample)


def main() -> None:
    parser = argparse.ArgumentParser(description="Render synthetic training scenes.")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    cache = options.cache.expanduser()
    split = "synthetic-held-out" if options.held_out else "synthetic"
    first = options.first + (HELD_OUT_SEED if options.held_out else 0)
    (cache / split).mkdir(parents=True, exist_ok=True)
    began = time.time()
    seeds = list(range(first, first + options.count))
    jobs = [
        multiprocessing.Process(
            target=worker, args=(cache, split, seeds[k :: options.workers], options.held_out)
        )
        for k in range(options.workers)
    ]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    print(
        f"{len(list((cache / split).glob('*.npz')))} scenes in {cache / split}, {time.time() - began:.0f} s"
    )


if __name__ == "__main__":
    main()
