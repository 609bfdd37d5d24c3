"""Where the subject stands, in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.media import Size
from vivant.motion.framing import Window
from vivant.motion.subject import subject_of
from vivant.perception import DepthMap, Intrinsics, View

LENS = Intrinsics(focal_px=100, cx=50, cy=50, width=100, height=100)
PHOTO = Size(200, 100)


def view(subject: bool) -> View:
    """A near thing on the right of a photo whose left is at 1 and whose right is at 2."""
    inverse = np.ones((100, 200), np.float32)
    inverse[:, 100:] = 0.5
    inverse[40:80, 150:190] = 4.0
    matte = np.zeros_like(inverse)
    matte[40:80, 150:190] = 1.0
    mattes = {"subject": matte} if subject else {}
    return View(depth=DepthMap(inverse=inverse, source="given"), focus=(0.85, 0.5), mattes=mattes)


def test_the_subject_is_aimed_at_where_the_window_shows_it() -> None:
    found = subject_of(view(True), photo=PHOTO, window=Window(100, 0, 100, 100), lens=LENS)
    assert found.distance == pytest.approx(0.25)
    # At 170 of the photo, 70 of the window: 20 pixels right of the middle of a lens of 100.
    assert found.aim == pytest.approx((0.2, 0.0))


def test_its_face_beyond_the_window_is_looked_for_at_the_border() -> None:
    found = subject_of(view(True), photo=PHOTO, window=Window(65, 0, 100, 100), lens=LENS)
    assert found.aim == pytest.approx((0.5, 0.0))


@pytest.mark.parametrize("window", [Window(0, 0, 100, 100), Window(20, 0, 100, 100)])
def test_without_a_subject_it_is_what_is_in_the_middle(window: Window) -> None:
    for subject in (False, True):
        found = subject_of(view(subject), photo=PHOTO, window=window, lens=LENS)
        assert (found.distance, found.aim) == (pytest.approx(1.0), (0.0, 0.0))
