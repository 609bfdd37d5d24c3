"""The sway of a hand: within its band, as strong as it says, never a jump, and still where it is to be still."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.handheld import HIGHEST_HZ, LOWEST_HZ, SETTLING_S, SWAY, strength, sway
from vivant.motion.path import camera_path

TIMES = np.arange(0, 40, 1 / 24)


def hold(start_s: float, end_s: float, steadiness: str, shake: float = 1.0) -> CameraMove:
    return CameraMove(
        move="static",
        start_s=start_s,
        end_s=end_s,
        amount=0,
        unit="deg",
        steadiness=steadiness,
        shake=shake,  # type: ignore[arg-type]
    )


def test_it_begins_at_nothing_and_is_as_strong_as_it_says() -> None:
    offsets = sway(TIMES, seed=1)
    np.testing.assert_array_equal(offsets[0], 0)
    np.testing.assert_allclose(offsets[TIMES > 1].std(axis=0), list(SWAY.values()), rtol=0.2)


def test_its_frequencies_lie_in_the_band() -> None:
    pan = sway(TIMES, seed=5)[:, 0]
    power = np.abs(np.fft.rfft(pan * np.hanning(len(pan)))) ** 2
    hertz = np.fft.rfftfreq(len(pan), 1 / 24)
    inside = (hertz > 0.8 * LOWEST_HZ) & (hertz < 1.2 * HIGHEST_HZ)
    assert power[inside].sum() > 0.98 * power.sum()


def test_it_is_a_function_of_the_seed_and_the_time_alone() -> None:
    np.testing.assert_array_equal(sway(TIMES[::2], seed=2), sway(TIMES, seed=2)[::2])
    assert not np.allclose(sway(TIMES, seed=2), sway(TIMES, seed=3))


def test_it_repeats_after_its_period() -> None:
    offsets = sway(np.array([0.0, 0.5, 3.999, 4.0]), seed=1, period_s=4.0)
    np.testing.assert_allclose(offsets[3], 0, atol=1e-12)
    np.testing.assert_allclose(offsets[2], 0, atol=0.01)


def test_hands_come_and_go_softly_with_what_is_asked() -> None:
    moves = [hold(0, 2, "tripod"), hold(2, 4, "handheld", 2.0), hold(4, 6, "tripod")]
    level = strength(moves, TIMES)
    assert (level[(TIMES < 2 - SETTLING_S) | (TIMES > 4 + SETTLING_S)] == 0).all()
    assert strength(moves, np.array([3.0]))[0] == pytest.approx(2.0)
    assert np.abs(np.diff(level)).max() < 0.3


def test_a_tripod_stands_exactly_and_a_hand_does_not() -> None:
    still = camera_path(ShotPlan(seconds=2, camera=(hold(0, 2, "tripod"),)), fps=24, frame_count=48)
    np.testing.assert_array_equal(still.poses, np.broadcast_to(np.eye(4), (48, 4, 4)))
    swaying = camera_path(ShotPlan(seconds=2, camera=(hold(0, 2, "handheld"),)), fps=24, frame_count=48)
    np.testing.assert_array_equal(swaying.poses[0], np.eye(4))
    assert 0.1 < np.degrees(np.abs(swaying.poses[:, 0, 2]).max()) < 1.0


def test_a_long_lens_is_held_stiller() -> None:
    plan = ShotPlan(seconds=2, camera=(hold(0, 2, "handheld"),))
    wide, tele = (camera_path(plan, fps=24, frame_count=48, lens_mm=lens_mm) for lens_mm in (35, 140))
    np.testing.assert_allclose(tele.poses[20, 0, 2], wide.poses[20, 0, 2] / 4, rtol=0.01)
