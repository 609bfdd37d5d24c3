"""The stage of a shot: all that is settled before the first frame is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vivant.direction.plan import ShotPlan
from vivant.engines.engine import Shot
from vivant.media import Photo, Size
from vivant.motion import CameraPath, camera_path
from vivant.motion.focus import aperture
from vivant.motion.framing import Window, reach, slid_window, start_window, subject_box, travel
from vivant.motion.relief import Relief, relief_of
from vivant.motion.safety import Safe, how_far, safe_plan
from vivant.motion.subject import Subject, subject_of
from vivant.perception import Intrinsics, View
from vivant.perception.view import USUAL_LENS_MM
from vivant.scene import Scene
from vivant.scene.build import first_frame_lens
from vivant.scene.cache import kept_scene

LEAST_INVERSE = 1e-3
"""What is farther than this inverse distance counts as that far: infinity has no corner to be looked at."""

LOOKS, MOST_LOOKS = 12, 48
"""About so many moments of a clip, or four for each thing the camera does, are looked at to see how far is safe."""

ALIVE_TRAVEL = 0.03
"""Where things move by themselves, what they uncover is painted as for a camera that goes so far aside."""

WORTH_SLIDING = 0.04
"""Share of a frame beyond the photo's border from which the window starts elsewhere, if it can."""

WORTH_SAYING = 0.02
"""Share of a frame beyond the photo's border from which the plan mentions it."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """A shot made ready.

    window: the photo's part in the first frame. lens: of the first frame. distance: to the subject, in scene units.
    path: the camera of every frame. opening: of the lens, in scene units, 0 where all is sharp.
    scene: large enough for all that the path shows. plan: as it is carried out.
    """

    window: Window
    lens: Intrinsics
    distance: float
    path: CameraPath
    opening: float
    scene: Scene
    plan: ShotPlan


def stage(shot: Shot, view: View, *, scenes: Path | None = None) -> Stage:
    """The stage of a shot of a photo in which perception found this view.

    Its plan goes only as far as is safe, and its notes say how far the camera looks beyond the photo. scenes: a
    folder in which scenes are kept; None keeps none.
    """
    setting, safe = _settled(shot, view)
    plan = safe_plan(shot.plan, safe.shorter)
    beyond = setting.relief.given + safe.shown.beyond
    if beyond >= WORTH_SAYING:
        plan = plan.with_note(
            f"up to {beyond:.0%} of a frame lies beyond the photo's border, which is continued there"
        )
    if shot.strength != 1.0:
        plan = plan.with_note(f"strength {shot.strength:g}: camera moves may go so many times beyond what is safe")
    path, distance = setting.path(plan), setting.subject.distance
    opening = aperture(plan, setting.lens, lens_mm=view.lens_mm, distance=distance)
    # Half the opening is the parallax of the lens's rim: what it sees behind things has to be there.
    aside = max(opening / 2, ALIVE_TRAVEL if plan.actions or plan.change else 0.0)
    scene = scene_of(
        shot.photo,
        view,
        window=setting.window,
        lens=setting.lens,
        path=path,
        distance=distance,
        aside=aside,
        fine=shot.fine,
        scenes=scenes,
    )
    return Stage(
        window=setting.window,
        lens=setting.lens,
        distance=distance,
        path=path,
        opening=opening,
        scene=scene,
        plan=plan,
    )


def scene_of(
    photo: Photo,
    view: View,
    *,
    window: Window,
    lens: Intrinsics,
    path: CameraPath,
    distance: float,
    aside: float = 0.0,
    fine: bool = False,
    scenes: Path | None = None,
) -> Scene:
    """The photo's scene, as large and as deep as the path looks into it, and at least as from `aside`.

    scenes: a folder in which scenes are kept; None keeps none.
    """
    return kept_scene(
        photo,
        view,
        window=window,
        frame=lens,
        reach=_reach(path, lens, view),
        travel=max(travel(path), aside),
        distance=distance,
        quality="fine" if fine else "standard",
        folder=scenes,
    )


@dataclass(frozen=True, kw_only=True)
class _Setting:
    """Where a shot starts from: its window, and what is seen through it."""

    shot: Shot
    view: View
    window: Window
    lens: Intrinsics
    subject: Subject
    relief: Relief

    def path(self, plan: ShotPlan) -> CameraPath:
        """The camera of every frame of a plan."""
        return self._path(plan, self.shot.fps, self.shot.frame_count)

    def looks(self, plan: ShotPlan) -> CameraPath:
        """The same at a few moments, the first and the last among them."""
        fps = max(1, round(min(max(LOOKS, 4 * len(plan.camera)), MOST_LOOKS) / plan.seconds))
        return self._path(plan, fps, round(plan.seconds * fps) + 1)

    def _path(self, plan: ShotPlan, fps: int, frame_count: int) -> CameraPath:
        return camera_path(
            plan,
            fps=fps,
            frame_count=frame_count,
            distance=self.subject.distance,
            aim=self.subject.aim,
            seed=self.shot.seed,
            lens_mm=self.view.lens_mm or USUAL_LENS_MM,
        )


def _settled(shot: Shot, view: View) -> tuple[_Setting, Safe]:
    """Where a shot starts from, and how far its moves may go from there.

    Where `cover` leaves some of the photo aside and the camera would look beyond its border all the same, the window
    starts farther from that border.
    """
    photo = _size(shot.photo)
    setting = _setting_in(start_window(photo, shot.size, shot.fit, view.focus), shot, view)
    safe = how_far(shot.plan, setting.relief, setting.looks, strength=shot.strength)
    edge = any(one.lack == "edge" for one in safe.shorter)
    whole = setting.window.width >= photo.width and setting.window.height >= photo.height
    if whole or not (edge or safe.shown.beyond > WORTH_SLIDING):
        return setting, safe
    slid = _slid(setting, photo, shot.plan if edge else safe_plan(shot.plan, safe.shorter))
    if slid == setting.window:
        return setting, safe
    setting = _setting_in(slid, shot, view)
    return setting, how_far(shot.plan, setting.relief, setting.looks, strength=shot.strength)


def _slid(setting: _Setting, photo: Size, plan: ShotPlan) -> Window:
    """The window of a setting, moved where a plan would look beyond the photo."""
    window, view = setting.window, setting.view
    scale = window.width / setting.lens.width
    left, top, right, bottom = (scale * edge for edge in _reach(setting.looks(plan), setting.lens, view))
    shown = (window.x0 + left, window.y0 + top, window.x0 + right, window.y0 + bottom)
    x0, y0, x1, y1 = subject_box(view)
    keep = (x0 * photo.width, y0 * photo.height, x1 * photo.width, y1 * photo.height)
    return slid_window(window, photo, shown, keep)


def _setting_in(window: Window, shot: Shot, view: View) -> _Setting:
    photo = _size(shot.photo)
    lens = first_frame_lens(shot.photo, view, window, shot.size)
    return _Setting(
        shot=shot,
        view=view,
        window=window,
        lens=lens,
        subject=subject_of(view, photo=photo, window=window, lens=lens),
        relief=relief_of(view, photo, window, lens),
    )


def _reach(path: CameraPath, lens: Intrinsics, view: View) -> tuple[float, float, float, float]:
    inverse = view.depth.inverse
    nearest, farthest = 1 / float(inverse.max()), 1 / max(float(inverse.min()), LEAST_INVERSE)
    return reach(path, lens, nearest=nearest, farthest=farthest)


def _size(photo: Photo) -> Size:
    height, width = photo.rgb.shape[:2]
    return Size(width, height)
