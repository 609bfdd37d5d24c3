"""Finding what moves, where perception alone does not say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from living.settings import a_face, box_mask, setting_of, shown
from living.stages import HEIGHT, WIDTH, scene_of
from vivant.living.acts import Act, effect_of
from vivant.living.air.plume import Plume
from vivant.living.bodies import faces_in
from vivant.living.clock import Span
from vivant.living.foliage import find_foliage
from vivant.living.regions import NotFound, Region
from vivant.living.rigging import before_water
from vivant.living.setting import Setting
from vivant.perception import DepthMap, View
from vivant.scene import Scene
from vivant.scene.scene import MAPS

CELLS = (HEIGHT // MAPS, WIDTH // MAPS)


def waves(mast: bool) -> Scene:
    generator = np.random.default_rng(0)
    rows = generator.normal(0, 14, (HEIGHT // 2, WIDTH // 20)).repeat(2, axis=0).repeat(20, axis=1)
    photo = np.clip(110 + rows[..., None] + np.zeros(3), 0, 255).astype(np.uint8)
    if mast:
        photo[:, 100:104] = 30
    return scene_of(photo=photo)


def test_a_mast_before_water_is_left_out_of_it_and_waves_are_not() -> None:
    sea = Region(mask=np.ones(CELLS, np.float32), kind="sea")
    assert before_water(setting_of(waves(mast=False)), sea).mask.mean() > 0.97
    found = before_water(setting_of(waves(mast=True)), sea).mask
    assert found[:, 25].max() < 0.2
    assert found[:, :20].mean() > 0.97
    assert found[:, 30:].mean() > 0.97


def test_green_beside_leaves_is_leaves_and_green_walls_and_far_greens_are_not() -> None:
    generator = np.random.default_rng(0)
    photo = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    leafy = np.clip(
        np.array([60, 130, 40]) * generator.uniform(0.5, 1.4, (12, 20, 1)).repeat(8, 0).repeat(8, 1), 0, 255
    )
    photo[48:, :80] = leafy[48:, :80].astype(np.uint8)
    photo[:40, 120:] = (60, 130, 40)
    matte = np.zeros(CELLS, np.float32)
    matte[12:, :8] = 0.9
    found = find_foliage(setting_of(scene_of(photo=photo, mattes={"foliage": matte})))
    assert found is not None
    assert found[14:, :18].min() > 0.8
    assert found[:8].max() == 0
    assert found[:, 24:].max() == 0
    assert find_foliage(setting_of()) is None


def drink(disc: float) -> Scene:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    photo = np.full((HEIGHT, WIDTH, 3), (235, 228, 220), np.uint8)
    photo[np.hypot(x - 90, y - 60) < disc] = (120, 70, 30)
    return scene_of(photo=photo, mattes={"subject": np.ones(CELLS, np.float32)})


def plume(scene: Scene, words: str, clause: str, masks: dict[str, np.ndarray] | None = None) -> Plume:
    view = View(depth=DepthMap(inverse=np.ones((6, 10), np.float32), source="given"), focus=(85 / WIDTH, 55 / HEIGHT))
    setting = Setting(scene=scene, view=view, shown=(0, 0, 1, 1), masks=masks or {})
    span = Span(start_s=0, end_s=4, seconds=4)
    act = Act(setting=setting, words=words, clause=clause, strength=0.5, span=span, seed=1,
              kept=np.zeros(CELLS, np.float32))  # fmt: skip
    effect = effect_of(act, "rise")
    assert isinstance(effect, Plume)
    return effect


def foot(effect: Plume, scene: Scene) -> tuple[float, float, float]:
    """Where a plume's foot is in the photo, and how wide."""
    x, y = scene.lens.project(effect._foot[None])[0]
    return float(x), float(y), effect._width * scene.lens.focal_px * effect._q


def test_steam_rises_from_the_drink_and_is_as_wide() -> None:
    scene = drink(16)
    x, y, width = foot(plume(scene, "steam", "steam rises from the cup"), scene)
    assert x == pytest.approx(90, abs=4)
    assert 58 < y < 76
    assert width == pytest.approx(0.85 * 32, abs=6)


def test_smoke_rises_from_the_top_of_what_a_person_marked_and_is_refused_elsewhere() -> None:
    scene, words = drink(16), "smoke rises from the chimney"
    x, y, width = foot(plume(scene, "smoke", words, {"chimney": box_mask(0.25, 0.5, 0.375, 1.0)}), scene)
    assert (x, y) == (pytest.approx(50, abs=3), pytest.approx(50, abs=6))
    assert width == pytest.approx(18, abs=4)
    with pytest.raises(NotFound, match="no_source"):
        plume(scene, "smoke", words)


def test_hair_stirs_around_a_face_and_not_in_it() -> None:
    setting = setting_of(faces=(a_face(0.28),))
    face = setting.faces[0]
    inside = faces_in(setting)
    for name in ("left_eye", "right_eye", "nose", "mouth_left"):
        x, y = face.landmarks[name]
        assert inside[int(y / MAPS), int(x / MAPS)] == 1
    assert inside[0].max() == 0


def test_lights_flicker_where_there_are_some() -> None:
    photo = np.full((HEIGHT, WIDTH, 3), 25, np.uint8)
    act = Act(setting=setting_of(scene_of(photo=photo)), words="lights", clause="the lights flicker", strength=0.5,
              span=Span(start_s=0, end_s=4, seconds=4), seed=1, kept=np.zeros(CELLS, np.float32))  # fmt: skip
    with pytest.raises(NotFound, match="no_lamp"):
        effect_of(act, "flicker")
    photo[40:48, 80:88] = (255, 214, 130)
    scene = scene_of(photo=photo)
    lit = effect_of(replace(act, setting=setting_of(scene)), "flicker")
    moments = np.stack([shown(lit, scene, 0.9 + 0.17 * k)[50:54, 82:86].astype(float).mean() for k in range(8)])
    assert moments.std() > 0.2
