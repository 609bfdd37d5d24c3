from __future__ import annotations

import numpy as np
import pytest

from living.stages import HEIGHT, WIDTH, scene_of, sight_of
from vivant.living.air.plume import SMOKE, STEAM, Plume, Vapour

BLACK = np.zeros((HEIGHT, WIDTH, 3), np.uint8)


def rising(
    vapour: Vapour, inverse: float = 1.0, before: float | None = None, loop_s: float | None = None
) -> np.ndarray:
    scene = scene_of(inverse=np.full((HEIGHT // 4, WIDTH // 4), inverse, np.float32))
    plume = Plume(
        scene, vapour, foot=(80.0, 80.0), width_px=16.0, light=(1.0, 1.0, 1.0), strength=0.6,
        start_s=0.0, end_s=9.0, seed=5, loop_s=loop_s,
    )  # fmt: skip
    sight = sight_of(scene if before is None else scene_of(inverse=np.full_like(scene.inverse, before)))
    frames = []
    for time_s in (0.0, 1.0, 4.0):
        frame = BLACK.copy()
        plume.overlay(frame, sight, time_s)
        frames.append(frame.astype(int))
    return np.stack(frames)


@pytest.mark.parametrize("vapour", [STEAM, SMOKE])
def test_a_plume_stands_over_its_foot_and_moves(vapour: Vapour) -> None:
    first, later, _ = rising(vapour)
    assert first.max() > 25
    weight = first.sum(axis=2)
    assert weight[84:].sum() == 0
    assert (weight.sum(axis=0) * np.arange(WIDTH)).sum() / weight.sum() == pytest.approx(80, abs=14)
    assert np.abs(first - later).max() > 8


def test_it_is_hidden_by_what_stands_before_it() -> None:
    assert rising(STEAM, before=3.0).max() == 0


def test_it_closes_in_a_loop() -> None:
    first, _, last = rising(STEAM, loop_s=4.0)
    assert np.abs(first - last).max() <= 2
