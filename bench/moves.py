"""Every camera move on photographs: is it the move that was asked for, by how much, when, and what does it cost?

    python bench/moves.py [--photos FILE_OR_FOLDER ...] [--moves NAME ...] [--size 640x360] [--out out/moves]

Films are drawn by the engine, encoded and read back. Prints one JSON line:

- shots, right: moves x photos, and how many are told to be what was asked from points tracked through the film
- turn_error_deg, direction_error_deg: the recovered camera against the plan as it was carried out
- beats_frames: by how many frames moves begin and end late, in a shot of several beats
- first_frame_ssim, held_steady: the first frame against the photo, and a shot that holds still against itself
- loop_seam: from the last frame of a loop to its first, against the steps beside it
- holes, stretched: share of the worst frame beyond the scene, and of what is drawn three times its size or more

With --out it also writes a contact sheet for each photo: eight frames per move.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from PIL import Image

from vivant.diagnostics.beats import late_by
from vivant.diagnostics.camera import angle_deg, follow, recover_pose, track, turn_deg
from vivant.diagnostics.coverage import holes, stretched
from vivant.diagnostics.naming import named
from vivant.diagnostics.stillness import seam, ssim, steadiness
from vivant.direction.moves import FOCUS_MOVES, KINDS
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.engines.drawing import Drawing
from vivant.engines.engine import Shot
from vivant.engines.staging import Stage, stage
from vivant.finish.encoder import encode
from vivant.media import Frame, Photo, Size
from vivant.perception import View
from vivant.perception.perceive import perceive
from vivant.render import SoftwareRenderer
from vivant.render.renderer import SEEN_PX
from vivant.scene import Scene

FPS, SECONDS = 24, 1.5
STRIDE = 4
"""Points are followed over every so many frames: each look adds its own small error."""

EXAMPLES = Path(__file__).parent.parent / "examples"
MOVES = [name for name in KINDS if name not in FOCUS_MOVES and name != "static"]

BEATS = (("static", 0.0, 0.5), ("dolly_in", 0.5, 1.75), ("static", 1.75, 2.25), ("pan_left", 2.25, 3.25),
         ("tilt_up", 3.25, 4.25), ("static", 4.25, 4.75))  # fmt: skip
"""A shot of several beats: after a hold, before a hold, and handed over without one."""


@dataclass(frozen=True, kw_only=True)
class Options:
    size: Size
    threads: int
    views: Path | None
    depth_model: Path | None
    folder: Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", nargs="+", type=Path, default=[EXAMPLES])
    parser.add_argument("--moves", nargs="+", choices=MOVES, default=MOVES)
    parser.add_argument("--size", type=Size.parse, default=Size(640, 360))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="folder for contact sheets")
    parser.add_argument("--views", type=Path, help="folder in which what was seen in photos is kept")
    parser.add_argument("--depth-model", type=Path)
    asked = parser.parse_args()
    rows: list[dict[str, Any]] = []
    shots: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        options = Options(
            size=asked.size,
            threads=asked.threads,
            views=asked.views,
            depth_model=asked.depth_model,
            folder=Path(folder),
        )
        for path in photos_of(asked.photos):
            photo = Photo.open(path)
            view = perceive(photo, depth_model=options.depth_model, cache=options.views)
            sheets = []
            for move in asked.moves:
                row, frames = move_row(photo, view, move, options)
                rows.append({"photo": path.stem, "move": move, **row})
                sheets.append(strip(frames, f"{move}: {row['seen']}"))
            shown = [row(photo, view, options) for row in (held_row, beats_row, loop_row)]
            shots.append({"photo": path.stem, **shown[0], **shown[1], **shown[2]})
            if asked.out is not None:
                asked.out.mkdir(parents=True, exist_ok=True)
                Image.fromarray(np.vstack(sheets)).save(asked.out / f"{path.stem}.jpg", quality=88)
    print(json.dumps(report(rows, shots)))


def photos_of(paths: Iterable[Path]) -> list[Path]:
    """The photos named, and those in the folders named."""
    suffixes = {".jpg", ".jpeg", ".png", ".webp"}
    inside = [
        sorted(one for one in path.iterdir() if one.suffix in suffixes) if path.is_dir() else [path] for path in paths
    ]
    return [one for folder in inside for one in folder]


def filmed(photo: Photo, view: View, plan: ShotPlan, options: Options) -> tuple[Stage, SoftwareRenderer, list[Frame]]:
    """A plan carried out, encoded and read back."""
    shot = Shot(photo=photo, plan=plan, size=options.size, fps=FPS)
    ready = stage(shot, view)
    renderer = SoftwareRenderer(ready.scene)
    frames = Drawing(stage=ready, renderer=renderer, times_s=np.arange(len(ready.path)) / FPS).frames(options.threads)
    path = options.folder / "clip.mp4"
    encode(frames, path, size=options.size, fps=FPS, soundtrack=None)
    return ready, renderer, list(decoded(path))


def decoded(path: Path) -> Iterator[Frame]:
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield frame.to_ndarray(format="rgb24")


def move_row(photo: Photo, view: View, move: str, options: Options) -> tuple[dict[str, Any], list[Frame]]:
    """One move at its usual amount: what it is seen to be, and how far the recovered camera is from the plan's."""
    plan = ShotPlan(seconds=SECONDS, camera=(beat(move, 0.0, SECONDS),))
    ready, renderer, frames = filmed(photo, view, plan, options)
    pose, zoom = ready.path.poses[-1], float(ready.path.zoom[-1])
    tracks = track([*frames[:-1:STRIDE], frames[-1]])
    inverse = inverse_at(ready.scene, tracks.start)
    found = named(tracks, ready.lens, inverse)
    recovered = recover_pose(tracks, inverse, ready.lens, zoom)
    row = {
        "seen": found.move,
        "inliers": found.inliers,
        "tracks": len(tracks.start),
        "amount": next(one.amount for one in ready.plan.camera if one.move == move),
        **broken(ready, renderer),
        **errors(recovered, pose),
    }
    return row, frames


def broken(ready: Stage, renderer: SoftwareRenderer) -> dict[str, float]:
    """What of a frame is not there or stretched, at the worst of a few places along the path."""
    height, width = ready.scene.photo.shape[:2]
    last = len(ready.path) - 1
    looks = [
        renderer.seen(ready.path.poses[k], float(ready.path.zoom[k]))
        for k in (last // 3, last // 2, 2 * last // 3, last)
    ]
    return {
        "holes": max(holes(seen.x, seen.y, width, height) for seen in looks),
        "stretched": max(stretched(seen.x, seen.y, seen.layer, SEEN_PX) for seen in looks),
    }


def errors(found: np.ndarray | None, asked: np.ndarray) -> dict[str, float | None]:
    """The angle of the turn left over, and between the directions of travel."""
    if found is None:
        return {"turn_error_deg": None, "direction_error_deg": None}
    travels = float(np.linalg.norm(asked[:3, 3])) > 1e-6
    return {
        "turn_error_deg": turn_deg(np.linalg.inv(asked) @ found),
        "direction_error_deg": angle_deg(asked[:3, 3], found[:3, 3]) if travels else None,
    }


def held_row(photo: Photo, view: View, options: Options) -> dict[str, Any]:
    """A shot that holds still: its first frame against the photo, resampled another way, and its steadiness."""
    plan = ShotPlan(seconds=1.0, camera=(beat("static", 0.0, 1.0),))
    ready, _, frames = filmed(photo, view, plan, options)
    window, size = ready.window, options.size
    box = (window.x0, window.y0, window.x0 + window.width, window.y0 + window.height)
    fitted = Image.fromarray(photo.rgb).resize((size.width, size.height), Image.Resampling.LANCZOS, box=box)
    return {"first_frame_ssim": ssim(frames[0], np.asarray(fitted)), "held_steady": steadiness(frames)}


def beats_row(photo: Photo, view: View, options: Options) -> dict[str, Any]:
    """A shot of several beats: by how many frames each move begins and ends late."""
    plan = ShotPlan(seconds=BEATS[-1][2], camera=tuple(beat(*one) for one in BEATS))
    ready, _, frames = filmed(photo, view, plan, options)
    recovered = [
        recover_pose(tracks, inverse_at(ready.scene, tracks.start), ready.lens, float(zoom))
        for tracks, zoom in zip(follow(frames), ready.path.zoom, strict=True)
    ]
    late = {}
    for move, start_s, end_s in BEATS:
        if move != "static":
            late[move] = late_by(recovered, ready.path.poses, round(start_s * FPS), round(end_s * FPS))
    return {"late": late}


def loop_row(photo: Photo, view: View, options: Options) -> dict[str, Any]:
    """A shot that loops: how far its end is from its beginning."""
    plan = ShotPlan(seconds=SECONDS, camera=(beat("truck_right", 0.0, SECONDS),), style=("loop",))
    _, _, frames = filmed(photo, view, plan, options)
    return {"loop_seam": seam(frames)}


def beat(move: str, start_s: float, end_s: float) -> CameraMove:
    kind = KINDS[move]
    return CameraMove(move=move, start_s=start_s, end_s=end_s, amount=kind.amount, unit=kind.unit)


def inverse_at(scene: Scene, points: np.ndarray) -> np.ndarray:
    """[N] inverse distance of what the first frame shows at these pixels, of the layer that is seen there."""
    height, width = scene.photo.shape[:2]
    answer = np.ones(len(points))
    x = (points[:, 0] + scene.origin[0]).clip(0.5, width - 0.5)
    y = (points[:, 1] + scene.origin[1]).clip(0.5, height - 0.5)
    columns, rows = x.astype(int), y.astype(int)
    for layer in scene.layers:
        h, w = layer.inverse.shape
        map_x, map_y = (x * w / width - 0.5).astype(np.float32), (y * h / height - 0.5).astype(np.float32)
        inverse = cv2.remap(layer.inverse, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).ravel()
        answer = np.where(layer.rgba[rows, columns, 3] > 127, inverse, answer)
    return answer


def strip(frames: list[Frame], name: str) -> np.ndarray:
    """Eight frames side by side, evenly spaced, under the name of the move."""
    chosen = [frames[round(i * (len(frames) - 1) / 7)] for i in range(8)]
    width = 320
    height = round(width * frames[0].shape[0] / frames[0].shape[1])
    row = np.hstack([cv2.resize(f, (width, height), interpolation=cv2.INTER_AREA) for f in chosen])
    cv2.putText(row, name, (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 0), 2, cv2.LINE_AA)
    return row


def report(rows: list[dict[str, Any]], shots: list[dict[str, Any]]) -> dict[str, Any]:
    """The figures over all photos, and what went wrong by name."""
    late = [abs(one) for shot in shots for beats in shot["late"].values() if beats for one in beats]
    lost = [f"{shot['photo']}:{move}" for shot in shots for move, beats in shot["late"].items() if not beats]
    wrong = [f"{row['photo']}:{row['move']}={row['seen']}" for row in rows if row["seen"] != row["move"]]
    worst = max(rows, key=lambda row: row["holes"] + row["stretched"])
    return {
        "bench": "moves",
        "shots": len(rows),
        "right": len(rows) - len(wrong),
        "share": round(1 - len(wrong) / len(rows), 4),
        "turn_error_deg": spread([row["turn_error_deg"] for row in rows]),
        "direction_error_deg": spread([row["direction_error_deg"] for row in rows]),
        "beats_frames": spread(late),
        "first_frame_ssim": spread([shot["first_frame_ssim"] for shot in shots]),
        "held_steady": spread([shot["held_steady"] for shot in shots]),
        "loop_seam": spread([shot["loop_seam"] for shot in shots]),
        "holes": spread([row["holes"] for row in rows]),
        "stretched": spread([row["stretched"] for row in rows]),
        "most_broken": f"{worst['photo']}:{worst['move']}",
        "wrong": wrong,
        "beats_lost": lost,
    }


def spread(values: Iterable[float | None]) -> dict[str, float] | None:
    known = [value for value in values if value is not None]
    if not known:
        return None
    return {
        "median": round(statistics.median(known), 4),
        "min": round(min(known), 4),
        "p95": round(float(np.quantile(known, 0.95)), 4),
        "max": round(max(known), 4),
    }


if __name__ == "__main__":
    main()
