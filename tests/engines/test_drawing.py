"""Drawing a stage: effects paint what the camera sees and draw over the frame, in order, at the frame's time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.engines.drawing import Drawing
from vivant.engines.engine import Shot
from vivant.engines.staging import Stage, stage
from vivant.living.effect import Sight, Textures
from vivant.media import Frame, Size
from vivant.perception.perceive import perceive
from vivant.render import SoftwareRenderer

from synthetic import photo_of, textured


@dataclass
class Whitewash:
    """Paints a share of the farthest surface white, the more the later it is."""

    overlays: bool = False

    def repaint(self, textures: Textures, time_s: float) -> None:
        surface = textures.writable(0)
        surface[:] = surface + ((255 - surface.astype(float)) * min(1.0, time_s)).astype(np.uint8)

    def overlay(self, _frame: NDArray[Any], _sight: Sight, _time_s: float) -> None:
        raise AssertionError("was not to be asked")


@dataclass
class Stamp:
    """Writes a value over the upper left corner and keeps what it was shown."""

    value: int
    overlays: bool = True
    sights: list[Sight] = field(default_factory=list)

    def repaint(self, textures: Textures, time_s: float) -> None:
        pass

    def overlay(self, frame: NDArray[Any], sight: Sight, _time_s: float) -> None:
        frame[:4, :4] = self.value
        self.sights.append(sight)


@pytest.fixture(scope="module")
def made() -> Stage:
    photo = photo_of(textured(320, 180))
    moves = (CameraMove(move="truck_right", start_s=0, end_s=1, amount=0.04, unit="distance"),)
    shot = Shot(photo=photo, plan=ShotPlan(seconds=1, camera=moves), size=Size(160, 90), fps=8)
    return stage(shot, perceive(photo))


def drawing(made: Stage, *effects: Any) -> Drawing:
    times_s = np.arange(len(made.path)) / 8
    return Drawing(stage=made, renderer=SoftwareRenderer(made.scene), times_s=times_s, effects=effects)


def frames(made: Stage, *effects: Any, threads: int = 1) -> list[Frame]:
    return list(drawing(made, *effects).frames(threads))


def test_what_is_painted_is_seen_through_the_camera_at_its_time(made: Stage) -> None:
    plain, painted = frames(made), frames(made, Whitewash())
    np.testing.assert_array_equal(plain[0], painted[0])
    brighter = [float(b.mean() - a.mean()) for a, b in zip(plain, painted, strict=True)]
    assert brighter == sorted(brighter)
    assert brighter[-1] > 20


def test_painting_one_frame_leaves_the_scene_as_it_was(made: Stage) -> None:
    before = [surface.copy() for surface in made.scene.surfaces]
    frames(made, Whitewash())
    for was, now in zip(before, made.scene.surfaces, strict=True):
        np.testing.assert_array_equal(was, now)


def test_overlays_are_drawn_last_and_in_order(made: Stage) -> None:
    first, second = Stamp(10), Stamp(200)
    drawn = frames(made, first, Whitewash(), second)
    assert all((frame[:4, :4] == 200).all() for frame in drawn)
    assert len(first.sights) == len(drawn)
    sight = first.sights[-1]
    np.testing.assert_array_equal(sight.pose, made.path.poses[-1])
    assert sight.lens == made.lens
    assert sight.inverse.ndim == 2
    assert float(sight.inverse.min()) > 0


def test_threads_and_effects_together_change_nothing(made: Stage) -> None:
    np.testing.assert_array_equal(frames(made, Whitewash()), frames(made, Whitewash(), threads=3))


@dataclass
class Outlined:
    """A renderer whose layers, laid over one another, miss the photo by 30 levels in one row."""

    photo: NDArray[np.uint8]

    def frame(self, _pose: Any, _zoom: float, *, surfaces: Any = None) -> Frame:
        frame = self.photo.copy()
        if surfaces is not None:
            frame = np.maximum(frame, surfaces[0][: len(frame), : frame.shape[1], :3])
            frame[40] -= 30
        return frame


class Dots:
    """Paints two places white: one beside the row that layers miss, one in it."""

    overlays = False

    def repaint(self, textures: Textures, _time_s: float) -> None:
        textures.writable(0)[38:42, 10:20] = 255

    def overlay(self, _frame: NDArray[Any], _sight: Sight, _time_s: float) -> None:
        raise AssertionError("was not to be asked")


def test_what_does_not_change_stays_the_photo_while_the_camera_stands(made: Stage) -> None:
    photo = np.full((90, 160, 3), 100, np.uint8)
    blank = replace(made.scene, photo=np.zeros_like(made.scene.photo), layers=())
    ready = replace(made, scene=blank)
    times_s = np.arange(len(made.path)) / 8
    renderer: Any = Outlined(photo)
    frame = Drawing(stage=ready, renderer=renderer, times_s=times_s, effects=(Dots(),)).frame(0)
    assert (frame[:38] == 100).all()
    assert (frame[40, 30:] == 100).all()  # the outline is the photo's again
    assert (frame[38, 10:20] == 255).all()
    assert (frame[40, 10:20] == 225).all()  # what has changed is not given the photo's outline
