from __future__ import annotations

import itertools

import numpy as np
import pytest

from living.settings import box_mask, setting_of, shown
from living.stages import HEIGHT, WIDTH, scene_of
from vivant.living.clock import Span
from vivant.living.currents import current
from vivant.living.flowing import Flowing, traced
from vivant.living.regions import Region
from vivant.scene.scene import MAPS

CELLS = (HEIGHT // MAPS, WIDTH // MAPS)
WHOLE_CLIP = Span(start_s=0, end_s=4, seconds=4)
LOOP = Span(start_s=0, end_s=4, seconds=4, loop_s=4)


def everywhere(x: float, y: float) -> np.ndarray:
    return np.broadcast_to(np.array([x, y], np.float32), (*CELLS, 2)).copy()


def whole() -> Region:
    return Region(mask=np.ones(CELLS, np.float32), kind="water")


def test_a_uniform_field_carries_everything_its_speed_times_the_time() -> None:
    paths = traced(everywhere(8.0, -3.0), cycle_s=2.0)
    for k, share in enumerate(np.linspace(0, 1, paths.shape[1])):
        np.testing.assert_allclose(paths[0, k, ..., 0], -16.0 * share, atol=1e-3)
        np.testing.assert_allclose(paths[1, k, ..., 1], -6.0 * share, atol=1e-3)


def test_a_turning_field_carries_round_a_circle() -> None:
    y, x = np.mgrid[0 : CELLS[0], 0 : CELLS[1]].astype(np.float32)
    middle, turn = np.array([19.5, 11.5]), np.pi / 3
    field = np.stack([-(y - middle[1]), x - middle[0]], axis=-1) * MAPS * turn
    moved = traced(field.astype(np.float32), cycle_s=1.0)[1, -1, 11, 25] / MAPS
    start = np.array([25.0, 11.0]) - middle
    cos, sin = np.cos(turn), np.sin(turn)
    end = np.array([cos * start[0] - sin * start[1], sin * start[0] + cos * start[1]])
    np.testing.assert_allclose(moved, end - start, atol=0.02)


def test_a_pattern_is_seen_the_known_distance_farther_on() -> None:
    scene = scene_of()
    flow = Flowing(scene, whole(), everywhere(40.0, 0.0), cycle_s=2.0, span=WHOLE_CLIP, seed=0)
    after = shown(flow, scene, 0.1).astype(int)
    before = scene.photo.astype(int)
    inside = slice(20, WIDTH - 20)
    error = {d: np.abs(after[:, inside] - np.roll(before, d, axis=1)[:, inside]).mean() for d in range(-8, 9)}
    assert min(error, key=lambda d: error[d]) == 4
    assert error[4] < 0.2 * error[0]


def test_at_the_start_the_picture_is_as_it_was_and_a_loop_ends_as_it_began() -> None:
    scene = scene_of()
    flow = Flowing(scene, whole(), everywhere(30.0, 5.0), cycle_s=1.1, span=LOOP, seed=3)
    assert shown(flow, scene, 0.0) is scene.photo
    assert (shown(flow, scene, 4.0) == scene.photo).all()
    assert (shown(flow, scene, 1.3) == shown(flow, scene, 5.3)).all()
    assert (shown(flow, scene, 1.3) != scene.photo).mean() > 0.5


def test_cycles_join_without_a_jump() -> None:
    scene = scene_of()
    flow = Flowing(scene, whole(), everywhere(12.0, 0.0), cycle_s=1.0, span=LOOP, seed=3)
    frames = [shown(flow, scene, k / 24).astype(float) for k in range(97)]
    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]
    assert max(steps) < 2.2 * float(np.median(steps))


def test_contrast_neither_pumps_nor_fades() -> None:
    scene = scene_of()
    flow = Flowing(scene, whole(), everywhere(20.0, 0.0), cycle_s=1.0, span=LOOP, seed=3)
    contrast = [float(shown(flow, scene, t).std()) for t in np.linspace(0, 4, 33)]
    assert min(contrast) > 0.9 * contrast[0]
    assert max(contrast) < 1.1 * contrast[0]


def test_nothing_outside_the_region_is_touched() -> None:
    scene = scene_of()
    mask = np.zeros(CELLS, np.float32)
    mask[8:16, 10:30] = 1
    field = everywhere(30, 0) * mask[..., None]
    flow = Flowing(scene, Region(mask=mask, kind="water"), field, cycle_s=1.0, span=WHOLE_CLIP, seed=0)
    changed = (shown(flow, scene, 0.4) != scene.photo).any(axis=2)
    outside = np.ones(changed.shape, bool)
    outside[8 * MAPS : 16 * MAPS, 10 * MAPS : 30 * MAPS] = False
    assert not changed[outside].any()
    assert changed[~outside].mean() > 0.2


def test_water_runs_down_its_bed_and_along_its_banks() -> None:
    setting = setting_of(masks={"water": box_mask(0.4, 0.0, 0.6, 1.0)})
    mask = setting.placed(setting.masks["water"])
    field, _ = current(setting, Region(mask=mask, kind="river"), strength=0.5, way="")
    middle = field[4:20, 18:22]
    assert (middle[..., 1] > 0).all()
    assert np.abs(middle[..., 0]).max() < 0.2 * middle[..., 1].max()
    assert not field[mask == 0].any()


@pytest.mark.parametrize(("way", "sign"), [("left", -1), ("right", 1)])
def test_clouds_drift_the_way_words_say_and_slower_toward_the_horizon(way: str, sign: int) -> None:
    setting = setting_of()
    mask = np.zeros(CELLS, np.float32)
    mask[:14] = 1
    field, _ = current(setting, Region(mask=mask, kind="cloud"), strength=0.5, way=way)
    speed = sign * field[:, 20, 0]
    assert speed[1] > speed[6] > 0
    assert not field[14:].any()
