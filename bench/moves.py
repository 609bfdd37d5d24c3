"""Every camera move on photographs: contact sheets to look at, and the camera recovered from the frames.

    python bench/moves.py PHOTO [PHOTO ...] [--out out/moves] [--seconds 2] [--size 640x360]

Prints one JSON line: over moves x photos, how often the move had the right sign, and the errors of the recovered
pose against the plan. The sheets hold eight frames per move.
"""

from __future__ import annotations

import argparse
import json
import statistics
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from vivant.diagnostics.camera import angle_deg, recover_pose, track, turn_deg
from vivant.direction.moves import MOVES
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.media import Frame, Photo, Size
from vivant.motion import camera_path
from vivant.motion.framing import reach, start_window, travel
from vivant.perception.perceive import perceive
from vivant.render import SoftwareRenderer
from vivant.scene import Scene
from vivant.scene.build import build_scene, first_frame_lens, subject_distance

FPS = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/moves"))
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--size", type=Size.parse, default=Size(640, 360))
    parser.add_argument("--depth-model", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for path in options.photos:
        photo = Photo.open(path)
        sheets = []
        for move in (name for name in MOVES if name != "static"):
            frames, row = film(photo, move, options)
            rows.append(row | {"photo": path.name, "move": move})
            sheets.append(strip(frames, move))
        Image.fromarray(np.vstack(sheets)).save(options.out / f"{path.stem}.jpg", quality=88)
    report(rows)


def film(photo: Photo, move: str, options: argparse.Namespace) -> tuple[list[Frame], dict[str, float | bool | None]]:
    """The frames of one move at its usual amount, and how well the camera recovered from them agrees."""
    kind = MOVES[move]
    plan = ShotPlan(
        seconds=options.seconds,
        camera=(CameraMove(move=move, start_s=0, end_s=options.seconds, amount=kind.amount, unit=kind.unit),),
    )
    view = perceive(photo, depth_model=options.depth_model)
    size = options.size
    window = start_window(Size(photo.rgb.shape[1], photo.rgb.shape[0]), size, "cover", view.focus)
    lens = first_frame_lens(photo, view, window, size)
    distance = subject_distance(view, photo, window)
    path = camera_path(plan, fps=FPS, frame_count=round(options.seconds * FPS) + 1, distance=distance)
    inverse = view.depth.inverse
    extent = reach(path, lens, nearest=1 / float(inverse.max()), farthest=1 / float(inverse.min()))
    scene = build_scene(photo, view, window=window, frame=lens, reach=extent, travel=travel(path), distance=distance)
    renderer = SoftwareRenderer(scene)
    frames = [renderer.frame(p, float(z)) for p, z in zip(path.poses, path.zoom, strict=True)]

    tracks = track(frames)
    x = (tracks.start[:, 0] + scene.origin[0] - 0.5).astype(np.float32)
    y = (tracks.start[:, 1] + scene.origin[1] - 0.5).astype(np.float32)
    inverse = seen_inverse(scene) if scene.layers else np.ones(scene.photo.shape[:2], np.float32)
    depths = cv2.remap(inverse, x, y, cv2.INTER_NEAREST).ravel().astype(float)
    pose = recover_pose(tracks, depths, lens, float(path.zoom[-1]))
    return frames, judged(pose, path.poses[-1]) | {"tracks": len(tracks.start)}


def seen_inverse(scene: Scene) -> np.ndarray:
    """[H, W] inverse distance of what is seen at each pixel of the scene's picture."""
    height, width = scene.photo.shape[:2]
    answer = np.ones((height, width), np.float32)
    for layer in scene.layers:
        inverse = cv2.resize(layer.inverse, (width, height), interpolation=cv2.INTER_LINEAR)
        answer = np.where(layer.rgba[..., 3] > 127, inverse, answer)
    return answer


def judged(pose: np.ndarray | None, asked: np.ndarray) -> dict[str, float | bool | None]:
    """The recovered pose against the asked one: angle of the turn left over, angle and length of the translation."""
    if pose is None:
        return {"right": False, "turn_error_deg": None, "direction_error_deg": None, "length_ratio": None}
    wanted, got = asked[:3, 3], pose[:3, 3]
    moves = float(np.linalg.norm(wanted)) > 1e-6
    turn_error = turn_deg(np.linalg.inv(asked) @ pose)
    direction = angle_deg(wanted, got) if moves else None
    return {
        "right": turn_error < 1 and (direction is None or direction < 15),
        "turn_error_deg": turn_error,
        "direction_error_deg": direction,
        "length_ratio": float(np.linalg.norm(got) / np.linalg.norm(wanted)) if moves else None,
    }


def strip(frames: list[Frame], name: str) -> np.ndarray:
    """Eight frames side by side, evenly spaced, under the name of the move."""
    chosen = [frames[round(i * (len(frames) - 1) / 7)] for i in range(8)]
    width = 320
    height = round(width * frames[0].shape[0] / frames[0].shape[1])
    row = np.hstack([cv2.resize(f, (width, height), interpolation=cv2.INTER_AREA) for f in chosen])
    cv2.putText(row, name, (8, 24), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 0), 2, cv2.LINE_AA)
    return row


def report(rows: list[dict[str, float | bool | None]]) -> None:
    def middle(name: str) -> float | None:
        values = [row[name] for row in rows if isinstance(row[name], float)]
        return round(statistics.median(values), 3) if values else None

    def worst(name: str) -> float | None:
        values = [row[name] for row in rows if isinstance(row[name], float)]
        return round(max(values), 3) if values else None

    wrong = [f"{row['photo']}:{row['move']}" for row in rows if not row["right"]]
    line = {
        "bench": "moves",
        "shots": len(rows),
        "right": sum(bool(row["right"]) for row in rows),
        "turn_error_deg": {"median": middle("turn_error_deg"), "max": worst("turn_error_deg")},
        "direction_error_deg": {"median": middle("direction_error_deg"), "max": worst("direction_error_deg")},
        "length_ratio": middle("length_ratio"),
        "wrong": wrong,
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
