from __future__ import annotations

import numpy as np
import pytest

from living.settings import a_face, box_mask, setting_of, shown
from living.stages import HEIGHT, WIDTH, scene_of
from vivant.living.bending import Bending, Mode
from vivant.living.bodies import bobbing, breathing, head_turn
from vivant.living.clock import Span
from vivant.living.regions import NotFound, Region
from vivant.living.waves import ripples, sways
from vivant.scene.scene import MAPS

CELLS = (HEIGHT // MAPS, WIDTH // MAPS)
CLIP = Span(start_s=0, end_s=4, seconds=4)
LOOP = Span(start_s=0, end_s=4, seconds=4, loop_s=4)


def flat(value: float) -> np.ndarray:
    return np.full(CELLS, value, np.float32)


def region(kind: str, x0: float = 0.25, y0: float = 0.25, x1: float = 0.75, y1: float = 0.75) -> Region:
    return Region(mask=setting_of().placed(box_mask(x0, y0, x1, y1)), kind=kind)


def test_a_mode_shifts_the_picture_by_its_sine() -> None:
    scene = scene_of()
    bend = Bending(scene, (Mode(across=flat(5.0), down=flat(0.0), phase=flat(0.0), hz=0.25),), span=LOOP)
    assert (shown(bend, scene, 1.0)[:, 10:-10] == scene.photo[:, 5:-15]).all()
    assert (shown(bend, scene, 3.0)[:, 10:-10] == scene.photo[:, 15:-5]).all()


def test_it_begins_as_the_picture_is_whatever_the_phase_and_a_loop_closes() -> None:
    scene = scene_of()
    bend = Bending(scene, (Mode(across=flat(3.0), down=flat(2.0), phase=flat(1.0), hz=0.6),), span=LOOP)
    assert (shown(bend, scene, 0.0) == scene.photo).all()
    assert (shown(bend, scene, 4.0) == scene.photo).all()
    assert np.allclose(bend.shift(1.7), bend.shift(5.7), atol=1e-5)


def test_what_no_mode_shifts_is_exact() -> None:
    scene = scene_of()
    across = flat(0.0)
    across[8:16, 10:20] = 4.0
    bend = Bending(scene, (Mode(across=across, down=flat(0.0), phase=flat(0.0), hz=0.25),), span=LOOP)
    changed = (shown(bend, scene, 1.0) != scene.photo).any(axis=2)
    near = np.zeros(changed.shape, bool)
    near[7 * MAPS : 17 * MAPS, 9 * MAPS : 21 * MAPS] = True
    assert changed[near].mean() > 0.4
    assert not changed[~near].any()


def test_a_pose_is_taken_held_and_left() -> None:
    span = Span(start_s=1, end_s=3, seconds=4)
    bend = Bending(scene_of(), (Mode(across=flat(4.0), down=flat(0.0), phase=flat(0.0), hz=0.0),), span=span)
    middle = {t: float(bend.shift(t)[0, 12, 20]) for t in (0.5, 1.3, 2.0, 3.5)}
    assert middle[0.5] == middle[3.5] == 0
    assert middle[2.0] == pytest.approx(-4)
    assert -4 < middle[1.3] < 0


@pytest.mark.parametrize("kind", ["ripples", "sways"])
def test_waves_are_pinned_at_the_rim_and_move_within(kind: str) -> None:
    setting, water = setting_of(), region("sea")
    modes = {"ripples": ripples, "sways": sways}[kind](setting, water, strength=1.0, seed=1)
    bend = Bending(setting.scene, modes, span=CLIP, mask=water.mask)
    most = np.max([np.hypot(mode.across, mode.down) for mode in modes], axis=0)
    assert not most[water.mask == 0].any() if kind == "ripples" else most[:4].max() == 0
    assert np.hypot(*bend.shift(1.1)).max() > 0.2


def test_neither_waves_nor_wind_fold_the_picture() -> None:
    setting, part = setting_of(), region("sea", 0, 0.3, 1, 1)
    for make in (ripples, sways):
        bend = Bending(setting.scene, make(setting, part, strength=1.0, seed=5), span=CLIP)
        for time_s in np.linspace(0, 4, 9):
            for axis, shift in enumerate(bend.shift(float(time_s))):
                assert np.abs(np.gradient(shift, axis=1 - axis)).max() / MAPS < 0.95


def test_what_moves_as_one_moves_alike_throughout() -> None:
    setting, boat = setting_of(), region("subject", 0.4, 0.4, 0.6, 0.6)
    bend = Bending(setting.scene, bobbing(setting, boat, strength=0.5, rolling=False), span=CLIP)
    down = bend.shift(0.7)[1]
    x0, y0 = bend._box[0] // MAPS, bend._box[1] // MAPS
    inside = down[10 - y0 : 14 - y0, 17 - x0 : 23 - x0]
    assert np.ptp(inside) < 1e-6
    assert abs(inside).max() > 0.1


def test_what_fills_the_picture_cannot_bob() -> None:
    with pytest.raises(NotFound, match="thing_large"):
        bobbing(setting_of(), region("subject", 0, 0, 1, 1), strength=0.5, rolling=True)


def test_a_chest_rises_below_the_face_and_the_face_stays() -> None:
    setting = setting_of(faces=(a_face(0.2),))
    (mode,) = breathing(setting, region("person", 0.1, 0, 0.9, 1), strength=0.5)
    face = setting.faces[0]
    rows = slice(int(face.box[1] / MAPS), int(face.box[3] / MAPS) - 1)
    columns = slice(int(face.box[0] / MAPS), int(face.box[2] / MAPS))
    assert np.abs(mode.down[rows, columns]).max() < 0.25 * np.abs(mode.down).max()
    assert mode.down.min() < 0


def test_a_head_turns_where_there_is_a_face_large_enough() -> None:
    (mode,) = head_turn(setting_of(faces=(a_face(0.5),)), strength=0.5, way="left", nod=False)
    assert mode.across.min() < -1
    assert mode.across.max() <= 0
    with pytest.raises(NotFound) as refused:
        head_turn(setting_of(faces=(a_face(0.2),)), strength=0.5, way="left", nod=False)
    assert (refused.value.key, refused.value.values) == ("face_small", {"width": "32", "least": "48"})
    with pytest.raises(NotFound, match="no_face"):
        head_turn(setting_of(), strength=0.5, way="left", nod=False)
