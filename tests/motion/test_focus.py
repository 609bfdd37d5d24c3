"""Where the lens is focused, from the words of a plan, in any language."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.direction.capabilities import Capabilities
from vivant.direction.director import direct
from vivant.direction.moves import MOVES
from vivant.direction.plan import CameraMove, Framing, ShotPlan
from vivant.motion.focus import FIELD_M, WIDE_OPEN, Depths, aperture, depths_of, f_number, focus_notes, focus_track
from vivant.perception import Intrinsics

DEPTHS = Depths(subject=1.0, foreground=2.0, background=0.2, tolerance=0.0)
ABLE = Capabilities(engine="scene", moves=frozenset({*MOVES, "rack_focus"}), focus=True)
FRAME = Intrinsics(focal_px=1000.0, cx=640, cy=360, width=1280, height=720)


def plan_of(
    *pulls: tuple[float, float, str | None], focus: str | None = None, depth: str | None = "shallow"
) -> ShotPlan:
    camera = tuple(
        CameraMove(move="rack_focus", start_s=start, end_s=end, amount=1.0, unit="distance", target=target)
        for start, end, target in pulls
    )
    return ShotPlan(seconds=4, camera=camera, framing=Framing(depth_of_field=depth, focus=focus))


def track_of(plan: ShotPlan) -> np.ndarray:
    return focus_track(plan, DEPTHS, fps=10, frame_count=41)


def test_focus_stays_on_the_subject() -> None:
    np.testing.assert_array_equal(track_of(plan_of()), np.ones(41))


@pytest.mark.parametrize(
    ("words", "inverse"), [("background", 0.2), ("the far mountains", 0.2), ("the foreground", 2.0), ("the cup", 1.0)]
)
def test_focus_stays_on_what_is_named(words: str, inverse: float) -> None:
    assert set(track_of(plan_of(focus=words))) == {inverse}


def test_a_pull_starts_and_ends_when_it_is_asked_to() -> None:
    track = track_of(plan_of((1.0, 3.0, "background")))
    assert set(track[:11]) == {1.0}
    assert track[20] == pytest.approx(0.6)
    np.testing.assert_allclose(track[30:], 0.2)
    steps = np.diff(track)
    assert (steps <= 1e-12).all()
    assert abs(steps[10]) < 0.3 * abs(steps).max(), "it gathers speed"


def test_a_pull_to_nowhere_in_particular_goes_to_the_other_end() -> None:
    assert track_of(plan_of((0.0, 2.0, None)))[-1] == pytest.approx(0.2)
    there_and_back = track_of(plan_of((0.0, 1.0, None), (2.0, 3.0, None)))
    np.testing.assert_allclose(there_and_back[[0, 15, 40]], [1.0, 0.2, 1.0])


def test_a_pull_to_the_subject_comes_from_the_background() -> None:
    np.testing.assert_allclose(track_of(plan_of((1.0, 2.0, "the subject")))[[0, -1]], [0.2, 1.0])


@pytest.mark.parametrize(
    "prompt",
    [
        "static camera; rack focus to the background from 1s to 3s",
        "máy đứng yên, chuyển nét ra hậu cảnh",
        "กล้องนิ่ง เปลี่ยนโฟกัสไปฉากหลัง",
        "cámara fija, cambio de foco al fondo",
        "固定镜头，焦点转移到背景",
        "フィックス。花から背景へピン送り",
    ],
)
def test_the_words_of_every_language_lead_there(prompt: str) -> None:
    plan = direct(prompt, seconds=4, capabilities=ABLE)
    track = track_of(plan)
    assert track[0] == 1.0
    assert track[-1] == pytest.approx(0.2)


def test_how_wide_the_lens_is_open() -> None:
    assert f_number(plan_of()) == WIDE_OPEN
    assert f_number(plan_of((0, 1, None), depth=None)) == WIDE_OPEN
    assert f_number(plan_of(depth="deep")) is None
    assert f_number(plan_of(depth=None)) is None
    assert aperture(plan_of(depth="deep"), FRAME, lens_mm=None, distance=1.0) == 0.0


def test_the_aperture_in_scene_units() -> None:
    """A close-up whose shorter side shows 0.45 m has its subject at 0.45 * 1000 / 720 = 0.625 m, here 2 units."""
    plan = ShotPlan(seconds=4, framing=Framing(shot="close-up", depth_of_field="shallow", lens_mm=50.0))
    metres_per_unit = FIELD_M["close-up"] * 1000 / 720 / 2.0
    assert aperture(plan, FRAME, lens_mm=28.0, distance=2.0) == pytest.approx(0.05 / WIDE_OPEN / metres_per_unit)
    assert aperture(plan_of(), FRAME, lens_mm=85.0, distance=1.0) == pytest.approx(
        85 / 35 * aperture(plan_of(), FRAME, lens_mm=None, distance=1.0)
    ), "a longer lens blurs more"


def test_what_may_be_in_focus_in_a_picture() -> None:
    inverse = np.full((40, 60), 0.3, np.float32)
    inverse[10:30, 20:40] = np.linspace(0.9, 1.1, 20, dtype=np.float32)
    inverse[36:] = 2.0
    subject = np.zeros_like(inverse)
    subject[10:30, 20:40] = 1.0
    depths = depths_of(inverse, subject, distance=5.0)
    assert depths.subject == pytest.approx(1.0, abs=0.02)
    assert depths.background == pytest.approx(0.3)
    assert depths.foreground == pytest.approx(2.0)
    assert depths.tolerance == pytest.approx(0.07, abs=0.02)
    assert depths_of(inverse, None, distance=2.0).subject == 0.5


def test_notes_say_what_a_word_was_taken_for() -> None:
    assert focus_notes(plan_of(focus="the flowers"), most_px=9) == (
        "focus: “the flowers” is taken to be the subject",
    )
    assert focus_notes(plan_of((0, 1, "background")), most_px=9) == ()
    assert "other end" in focus_notes(plan_of((0, 1, "the window")), most_px=9)[0]
    assert "nearly even" in focus_notes(plan_of(), most_px=1.0)[0]
    assert "stays so" in focus_notes(plan_of(depth="deep"), most_px=0)[0]
    assert focus_notes(plan_of(depth=None), most_px=0) == ()
