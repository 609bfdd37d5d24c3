"""What lens, shutter and finish cost a frame, and how near the motion blur comes to what a camera sees.

    python bench/optics.py PHOTO [PHOTO ...]

Prints one line of JSON: milliseconds of processor time a 1280x720 frame, medians over frames and photos.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import CameraMove, Framing, ShotPlan
from vivant.finish.look import look_of
from vivant.finish.styles import STYLES
from vivant.media import Frame, Photo, Size
from vivant.motion import CameraPath, camera_path
from vivant.motion.focus import aperture, depths_of, focus_track
from vivant.motion.framing import reach, start_window, travel
from vivant.perception.perceive import perceive
from vivant.render import SoftwareRenderer
from vivant.render.focus import Focus
from vivant.render.miniature import miniature
from vivant.render.shutter import Shutter
from vivant.render.streaks import LIGHT_OF, SRGB_OF
from vivant.scene import Scene
from vivant.scene.build import build_scene, first_frame_lens, subject_distance

SIZE, FPS, SECONDS = Size(1280, 720), 24, 2
SUB_FRAMES = 64


def main() -> None:
    """Reads the photos named and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="+", type=Path)
    photos = [Photo.open(path) for path in parser.parse_args().photos]
    figures = [{**_focus(photo), **_whip(photo), **_styles(photo)} for photo in photos]
    keys = {key for one in figures for key in one}
    medians = {key: round(float(np.median([one[key] for one in figures if key in one])), 2) for key in sorted(keys)}
    print(json.dumps({"bench": "optics", "size": str(SIZE), "photos": len(photos), **medians}))


def _plan(name: str, amount: float, unit: str, *, ease: str = "natural", pull: bool = False) -> ShotPlan:
    def move(name: str, amount: float, unit: str, ease: str = "natural", target: str | None = None) -> CameraMove:
        return CameraMove(move=name, start_s=0, end_s=SECONDS, amount=amount, unit=unit, ease=ease, target=target)  # type: ignore[arg-type]

    moves = [move(name, amount, unit, ease)]
    if pull:
        moves.append(move("rack_focus", 1.0, "distance", target="background"))
    return ShotPlan(
        seconds=SECONDS,
        camera=tuple(moves),
        framing=Framing(depth_of_field="shallow"),
    )


def _staged(photo: Photo, plan: ShotPlan) -> tuple[Scene, CameraPath, float]:
    """The scene of a photo, the path of a plan through it, and its aperture."""
    view = perceive(photo)
    size = Size(photo.rgb.shape[1], photo.rgb.shape[0])
    window = start_window(size, SIZE, "cover", view.focus)
    lens, inverse = first_frame_lens(photo, view, window, SIZE), view.depth.inverse
    distance = subject_distance(view, photo, window)
    path = camera_path(plan, fps=FPS, frame_count=SECONDS * FPS, distance=distance)
    opening = aperture(plan, lens, lens_mm=view.lens_mm, distance=distance)
    extent = reach(path, lens, nearest=1 / float(inverse.max()), farthest=1 / max(float(inverse.min()), 1e-3))
    away = max(travel(path), opening / 2)
    scene = build_scene(photo, view, window=window, frame=lens, reach=extent, travel=away, distance=distance)
    return scene, path, opening


def _focus(photo: Photo) -> dict[str, float]:
    scene, path, opening = _staged(photo, _plan("dolly_in", 0.15, "distance", pull=True))
    depths = depths_of(scene.inverse, scene.mattes.get("subject"), scene.distance)
    track = focus_track(_plan("dolly_in", 0.15, "distance", pull=True), depths, fps=FPS, frame_count=len(path))
    _repainted(Focus(scene, aperture=opening, track=track[:2], fps=FPS), 0)  # compiled, or read from the disk
    began = time.process_time()
    still = Focus(scene, aperture=opening, track=track[:1], fps=FPS, tolerance=depths.tolerance)
    surfaces = _repainted(still, 0)
    set_up = time.process_time()
    pulled = Focus(scene, aperture=opening, track=track, fps=FPS, tolerance=depths.tolerance)
    pull_set_up = time.process_time()
    for k in range(12, 36):
        _repainted(pulled, k)
    racking = time.process_time()
    plain, focused = SoftwareRenderer(scene), SoftwareRenderer(still.scene)
    return {
        "focus_set_up_ms": 1e3 * (set_up - began),
        "pull_set_up_ms": 1e3 * (pull_set_up - set_up),
        "pull_frame_ms": 1e3 * (racking - pull_set_up) / 24,
        "miniature_set_up_ms": _timed(lambda _: miniature(scene).surfaces(0.0), range(1)),
        "frame_ms": _timed(lambda k: plain.frame(path.poses[k], 1.0), range(20, 32)),
        "focused_frame_ms": _timed(lambda k: focused.frame(path.poses[k], 1.0, surfaces=surfaces), range(20, 32)),
    }


def _repainted(focus: Focus, k: int) -> list[NDArray[np.uint8]]:
    surfaces = list(focus.scene.surfaces)
    focus.repaint(surfaces, k / FPS)
    return surfaces


def _whip(photo: Photo) -> dict[str, float]:
    """A whip pan of 25 degrees: its fastest frame against the mean, in linear light, of many drawings."""
    scene, path, _ = _staged(photo, _plan("pan_right", 25, "deg", ease="snap"))
    renderer = SoftwareRenderer(scene)
    shutter = Shutter(lens=scene.frame, poses=path.poses, zoom=path.zoom)
    fastest = max(range(len(path)), key=shutter.most_px)
    shutter.frame(fastest, renderer.frame, renderer.inverse)
    times = [fastest + ((i + 0.5) / SUB_FRAMES - 0.5) / 2 for i in range(SUB_FRAMES)]
    total = sum(LIGHT_OF[renderer.frame(*shutter.camera(one))].astype(np.float64) for one in times)
    true = SRGB_OF[np.round(total / SUB_FRAMES).astype(int)]
    blurred = shutter.frame(fastest, renderer.frame, renderer.inverse)
    return {
        "whip_px": shutter.most_px(fastest),
        "whip_psnr_db": _psnr(blurred, true),
        "whip_sharp_psnr_db": _psnr(renderer.frame(*shutter.camera(float(fastest))), true),
        "whip_frame_ms": _timed(lambda k: shutter.frame(k, renderer.frame, renderer.inverse), [fastest] * 5),
        "turned_frame_ms": _timed(lambda k: renderer.frame(path.poses[k], 1.0), [fastest] * 5),
    }


def _styles(photo: Photo) -> dict[str, float]:
    scene, _, _ = _staged(photo, _plan("dolly_in", 0.1, "distance"))
    frame = SoftwareRenderer(scene).frame(np.eye(4), 1.0)
    found = {}
    for name in [*STYLES, "palette"]:
        palette = ("amber", "cream", "walnut") if name == "palette" else ()
        look = look_of((name,), palette, size=SIZE, fps=FPS, frame_count=SECONDS * FPS, seed=1)
        look.apply(frame.copy(), 4)
        copies = [frame.copy() for _ in range(9)]
        found[f"style_{name}_ms"] = _timed(lambda k, a=look, b=copies: a.apply(b[k], 4 + k), range(9))  # type: ignore[misc]
    return found


def _timed(work: Callable[[int], object], over: Iterable[int]) -> float:
    """Milliseconds of this thread's processor time, the median over calls."""
    spent = []
    for k in over:
        began = time.thread_time()
        work(k)
        spent.append(time.thread_time() - began)
    return 1e3 * float(np.median(spent))


def _psnr(one: Frame, other: Frame) -> float:
    return float(10 * np.log10(255.0**2 / np.mean((one.astype(np.float64) - other) ** 2)))


if __name__ == "__main__":
    main()
