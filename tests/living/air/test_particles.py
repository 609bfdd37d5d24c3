from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from living.stages import HEIGHT, WIDTH, scene_of, sight_of
from vivant.living.air.kinds import KINDS, Kind
from vivant.living.air.particles import Particles
from vivant.scene import Scene

BLACK = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
WHITE = (1.0, 1.0, 1.0)


def drawn(particles: Particles, scene: Scene, time_s: float = 1.0) -> np.ndarray:
    frame = BLACK.copy()
    particles.overlay(frame, sight_of(scene), time_s)
    return frame.astype(int)


def particles_of(
    kind: Kind, *, loop_s: float | None = None, strength: float = 0.8, start_s: float = 0.0
) -> Particles:
    return Particles(
        kind, scene_of().frame, light=WHITE, strength=strength, start_s=start_s, end_s=9, seed=4, loop_s=loop_s
    )


def test_what_lies_behind_a_thing_is_never_seen_before_it() -> None:
    """Snow no nearer than distance 2, a wall at distance 1 on the left, open air on the right."""
    inverse = np.full((HEIGHT // 4, WIDTH // 4), 1 / 50, np.float32)
    inverse[:, : WIDTH // 8] = 1.0
    snow = particles_of(replace(KINDS["snow"], nearest=2.0))
    for time_s in (0.0, 0.7, 2.1, 5.0):
        frame = drawn(snow, scene_of(inverse=inverse), time_s)
        assert frame[:, : WIDTH // 2].max() == 0
        assert frame[:, WIDTH // 2 :].max() > 10


def test_what_lies_before_everything_is_not_hidden() -> None:
    far = scene_of(inverse=np.full((HEIGHT // 4, WIDTH // 4), 1 / 50, np.float32))
    near = replace(KINDS["snow"], nearest=0.4, farthest=0.9)
    assert np.array_equal(drawn(particles_of(near), far), drawn(particles_of(near), scene_of()))


def test_a_particle_falls_as_fast_as_it_should() -> None:
    """One flake at distance 1, a tenth of the height a second: after one second 9.6 of 96 rows lower."""
    kind = Kind(count=9, nearest=0.9999, farthest=1.0001, size=0.02, fall=0.1, spread=0.0)
    particles = particles_of(kind)
    far = scene_of(inverse=np.full((HEIGHT // 4, WIDTH // 4), 1 / 50, np.float32))
    rows = []
    for time_s in (0.0, 1.0):
        weight = drawn(particles, far, time_s).sum(axis=(1, 2))
        rows.append(weight)
    shift = np.argmax(np.correlate(rows[1], rows[0], "full")) - (HEIGHT - 1)
    assert shift == pytest.approx(9.6, abs=1)


def test_a_camera_that_moves_aside_sees_parallax() -> None:
    """A step of t to the right moves a flake at distance z left by f t / z pixels."""
    kind = Kind(count=9, nearest=0.4999, farthest=0.5001, size=0.01, fall=0.0, spread=0.0)
    particles = particles_of(kind)
    scene = scene_of(inverse=np.full((HEIGHT // 4, WIDTH // 4), 1 / 50, np.float32))
    pose = np.eye(4)
    pose[0, 3] = 0.02
    frames = []
    for one in (np.eye(4), pose):
        frame = BLACK.copy()
        particles.overlay(frame, sight_of(scene, one), 0.0)
        frames.append(frame.astype(int).sum(axis=(0, 2)))
    shift = np.argmax(np.correlate(frames[0], frames[1], "full")) - (WIDTH - 1)
    assert shift == pytest.approx(scene.frame.focal_px * 0.02 / 0.5, abs=1)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_is_seen_repeats_and_loops(name: str) -> None:
    scene = scene_of(inverse=np.full((HEIGHT // 4, WIDTH // 4), 0.1, np.float32))
    one, two = (particles_of(KINDS[name], loop_s=4.0) for _ in range(2))
    assert drawn(one, scene).max() > 20
    assert np.array_equal(drawn(one, scene, 1.3), drawn(two, scene, 1.3))
    assert np.abs(drawn(one, scene, 0.5) - drawn(one, scene, 4.5)).max() <= 2
    assert not np.array_equal(drawn(one, scene, 0.5), drawn(one, scene, 1.0))


def test_nothing_falls_before_its_time() -> None:
    assert drawn(particles_of(KINDS["snow"], start_s=3.0), scene_of(), 2.9).max() == 0
