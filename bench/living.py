"""What moves by itself, on photographs: where it moves, whether it closes, what stays still, and what it costs.

    python bench/living.py --photos FOLDER [--size 640x360] [--out out/living]

FOLDER holds the photographs that the CASES name; those that are missing are passed over. The camera stands still, so
that whatever moves is local motion. Frames are taken before encoding. Prints one JSON line:

- cases: effects x photographs that were made alive; refused: those that were not, each with the reason
- inside_over_outside: flow (dense inverse search) where the effect paints, with a margin of 4 px, over that elsewhere
- moves_px: the mean flow within, between frames a sixth of a second apart
- loop: from the last frame to the first, over the difference of the frames beside that
- held: (255 - the mean difference from frame to frame) / 255 outside the region
- first_ssim: the first frame against the scene without effects
- repeatable: whether a second build drew the same bits
- cpu_ms: processor time an effect adds to a frame of 1280x720, by effect

With --out it writes a contact sheet for each case: four frames, and how the second differs from the first.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from vivant.diagnostics.stillness import seam, ssim
from vivant.direction.plan import Action, ShotPlan
from vivant.engines.engine import Shot
from vivant.engines.staging import stage
from vivant.living.acts import Act, effect_of
from vivant.living.clock import Span
from vivant.living.effect import Effect, Textures
from vivant.living.regions import NotFound
from vivant.living.setting import Setting
from vivant.media import Photo, Size
from vivant.perception.perceive import perceive

SECONDS, FPS = 4.0, 12
APART = 2
"""Flow is measured between frames so many apart."""

CASES = (
    ("drift", "clouds", ("kodak_16.jpg", "home.jpg", "kodak_03.jpg")),
    ("flow", "river", ("kodak_14.jpg",)),
    ("ripple", "sea", ("kodak_16.jpg", "kodak_06.jpg", "kodak_11.jpg")),
    ("sway", "leaves", ("kodak_07.jpg", "dragonfly_by_bolly.jpg", "kodak_13.jpg")),
    ("bob", "boat", ("kodak_06.jpg", "kodak_11.jpg")),
    ("breathe", "she", ("astronaut.jpg", "chelsea.jpg", "coral_owl.jpg")),
    ("blink", "she", ("astronaut.jpg", "kodak_04.jpg", "kodak_15.jpg")),
    ("turn_head", "she", ("astronaut.jpg", "kodak_15.jpg")),
    ("nod", "she", ("astronaut.jpg", "kodak_15.jpg")),
    ("wink", "she", ("astronaut.jpg", "kodak_15.jpg")),
    ("hover", "flower", ("flower.jpg", "kodak_03.jpg")),
    ("swing", "flower", ("flower.jpg",)),
    ("spin", "flower", ("flower.jpg",)),
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """An effect on a photograph: its frames, and what they were measured to be."""

    effect: str
    frames: list[NDArray[np.uint8]]
    measured: dict[str, Any]


def still(path: Path, size: Size) -> Setting:
    """A photograph before a camera that stands still."""
    photo = Photo.open(path)
    view = perceive(photo)
    shot = Shot(photo=photo, plan=ShotPlan(seconds=SECONDS), size=size, fps=FPS)
    made = stage(shot, view)
    height, width = photo.rgb.shape[:2]
    window = made.window
    shown = (
        window.x0 / width,
        window.y0 / height,
        (window.x0 + window.width) / width,
        (window.y0 + window.height) / height,
    )
    return Setting(scene=made.scene, view=view, shown=shown)


def build(setting: Setting, action: Action) -> Effect:
    span = Span(start_s=action.start_s, end_s=action.end_s, seconds=SECONDS, loop_s=SECONDS)
    kept = np.zeros(setting.maps, np.float32)
    act = Act(setting=setting, words=action.target or "", clause="", strength=0.5, span=span, seed=7, kept=kept)
    return effect_of(act, action.action)


def drawn(setting: Setting, effect: Effect, time_s: float) -> NDArray[np.uint8]:
    textures = Textures(setting.scene.surfaces)
    effect.repaint(textures, time_s)
    (x, y), size = setting.scene.origin, setting.scene.size
    return textures[0][y : y + size.height, x : x + size.width, :3]


def measure(setting: Setting, action: Action) -> Case:
    effect = build(setting, action)
    frames = [drawn(setting, effect, k / FPS) for k in range(round(SECONDS * FPS))]
    again = build(setting, action)
    touched = np.max([np.abs(frame.astype(int) - frames[0]).max(axis=2) for frame in frames[::4]], axis=0) > 0
    flows = [_flow(frames[k], frames[k + APART]) for k in range(0, len(frames) - APART, APART)]
    mean = np.mean(flows, axis=0)
    region = cv2.dilate(touched.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    outside = [float(np.abs(b.astype(int) - a)[~region].mean()) for a, b in itertools.pairwise(frames)]
    # The flow that is found where nothing at all changes is the measure's own; a hundredth of a pixel is its floor.
    measured = {
        "inside_over_outside": float(mean[region].mean() / max(0.01, float(mean[~region].mean()))),
        "moves_px": float(mean[region].mean()),
        "loop": float(seam(frames)),
        "held": 1 - statistics.fmean(outside) / 255,
        "first_ssim": float(ssim(frames[0], _plain(setting))),
        "repeatable": bool((drawn(setting, again, 1.25) == frames[round(1.25 * FPS)]).all()),
    }
    return Case(effect=type(effect).__name__, frames=frames, measured=measured)


def _plain(setting: Setting) -> NDArray[np.uint8]:
    (x, y), size = setting.scene.origin, setting.scene.size
    return setting.scene.photo[y : y + size.height, x : x + size.width]


def _flow(a: NDArray[np.uint8], b: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[h, w] how far things move between two frames, in pixels, at most 640 pixels wide."""
    scale = min(1.0, 640 / a.shape[1])
    small = [
        cv2.cvtColor(cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
        for frame in (a, b)
    ]
    flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM).calc(small[0], small[1], None)
    size = np.linalg.norm(flow, axis=2).astype(np.float32) / scale
    return np.asarray(cv2.resize(size, (a.shape[1], a.shape[0])), dtype=np.float32)


def _cost_ms(setting: Setting, effect: Effect) -> float:
    cv2.setNumThreads(1)
    costs = []
    for k in range(9):
        textures = Textures(setting.scene.surfaces)
        began = time.thread_time()
        effect.repaint(textures, 1.0 + 0.11 * k)
        costs.append(1e3 * (time.thread_time() - began))
    cv2.setNumThreads(-1)
    return statistics.median(costs)


def sheet(case: Case) -> NDArray[np.uint8]:
    """Four frames side by side, and four times the difference of the second from the first."""
    picked = [case.frames[k] for k in (0, len(case.frames) // 4, len(case.frames) // 2, 3 * len(case.frames) // 4)]
    apart = np.clip(4 * np.abs(picked[1].astype(int) - picked[0]), 0, 255).astype(np.uint8)
    return np.hstack(
        [cv2.resize(one, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for one in (*picked, apart)]
    )


def summary(cases: Sequence[dict[str, Any]], refused: Sequence[str]) -> dict[str, Any]:
    costs: dict[str, list[float]] = {}
    for case in cases:
        costs.setdefault(case["action"], []).append(case["cpu_ms"])
    return {
        "cases": len(cases),
        "inside_over_outside": {"min": _round(min(case["inside_over_outside"] for case in cases))},
        "moves_px": {f"{case['action']} {case['photo']}": _round(case["moves_px"]) for case in cases},
        "loop": {"max": _round(max(case["loop"] for case in cases))},
        "loops": {f"{case['action']} {case['photo']}": _round(case["loop"]) for case in cases},
        "held": {"min": round(min(case["held"] for case in cases), 5)},
        "first_ssim": {"min": _round(min(case["first_ssim"] for case in cases))},
        "repeatable": all(case["repeatable"] for case in cases),
        "cpu_ms": {action: _round(max(values)) for action, values in costs.items()},
        "weakest": sorted(
            (_round(case["inside_over_outside"]), case["action"], case["photo"]) for case in cases
        )[:4],
        "refused": list(refused),
    }  # fmt: skip


def _round(value: float) -> float:
    return float(f"{value:.3g}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    asked.add_argument("--photos", type=Path, required=True)
    asked.add_argument("--size", default="640x360")
    asked.add_argument("--out", type=Path)
    given = asked.parse_args()
    width, height = (int(side) for side in given.size.split("x"))
    done: list[dict[str, Any]] = []
    refused: list[str] = []
    for action, target, photos in CASES:
        for photo in photos:
            if not (given.photos / photo).is_file():
                continue
            setting = still(given.photos / photo, Size(width, height))
            # A single thing done at once needs no more than a part of the clip.
            start_s = 1.0 if action in ("blink", "nod", "turn_head", "wink") else 0.0
            asked_for = Action(action=action, target=target, start_s=start_s, end_s=SECONDS)
            try:
                case = measure(setting, asked_for)
            except NotFound as reason:
                refused.append(f"{action} {photo}: {reason}")
                continue
            large = still(given.photos / photo, Size(1280, 720))
            costs = {"cpu_ms": _cost_ms(large, build(large, asked_for))}
            done.append({"action": action, "photo": photo, **case.measured, **costs})
            if given.out is not None:
                given.out.mkdir(parents=True, exist_ok=True)
                Image.fromarray(sheet(case)).save(given.out / f"{action}-{Path(photo).stem}.jpg", quality=90)
    print(json.dumps(summary(done, refused)))


if __name__ == "__main__":
    main()
