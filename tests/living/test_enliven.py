from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import vivant.living
from living.settings import WHOLE, a_face, box_mask, setting_of, shown, view_of
from living.stages import HEIGHT, WIDTH, scene_of
from vivant.direction.languages import all_lexicons
from vivant.direction.plan import Action, Outcome, ShotPlan
from vivant.direction.references import reference
from vivant.living.acts import DEEDS, blink_times
from vivant.living.blinking import LASTS_S, Blinking
from vivant.living.clock import Span
from vivant.living.colours import colour_of
from vivant.living.effect import Textures
from vivant.living.enliven import Living, Refusal, enliven
from vivant.living.names import ACTIONS
from vivant.living.recolouring import Recoloured, oklab, srgb
from vivant.living.regions import NotFound, Region, find_region, inner
from vivant.living.spinning import Spinning
from vivant.living.things import kind_of, place_of, way_of
from vivant.living.tightening import open_sky, tightened
from vivant.scene import Scene
from vivant.scene.scene import MAPS

CELLS = (HEIGHT // MAPS, WIDTH // MAPS)


def living(*actions: Action, scene: Scene | None = None, **given: object) -> Living:
    plan = ShotPlan(seconds=4, actions=actions, keep=given.pop("keep", ()), change=given.pop("change", ()))  # type: ignore[arg-type]
    faces = given.pop("faces", ())
    return enliven(plan, scene or scene_of(), view_of(faces), shown=WHOLE, seed=1, **given)  # type: ignore[arg-type]


def act(action: str, target: str | None = None, start_s: float = 0.0) -> Action:
    return Action(action=action, target=target, start_s=start_s, end_s=4.0)


def a_scene() -> Scene:
    rows = np.arange(CELLS[0])[:, None] + np.zeros(CELLS[1])
    sky = (rows < 8).astype(np.float32)
    subject = np.zeros(CELLS, np.float32)
    subject[10:16, 16:24] = 1
    leaves = (rows >= 12).astype(np.float32) * (1 - subject)
    return scene_of(mattes={"sky": sky, "subject": subject, "foliage": leaves.astype(np.float32)})


@pytest.mark.parametrize(
    ("words", "kind"),
    [("the old oak trees", "foliage"), ("river", "river"), ("waterfall", "waterfall"), ("she", "person"),
     ("clouds", "cloud"), ("the monster", "subject"), (None, "subject"), ("treehouse", "subject"), ("水面", "water"),
     ("mây", "cloud"), ("waves", "sea")],
)  # fmt: skip
def test_words_name_kinds_of_things(words: str | None, kind: str) -> None:
    assert kind_of(words) == kind


def test_where_a_thing_stands_is_not_where_it_goes() -> None:
    assert place_of("the river on the left flows") == "left"
    assert way_of("the river on the left flows") == ""
    assert way_of("clouds drift to the left") == "left"


def test_a_mask_given_by_a_person_comes_first() -> None:
    setting = setting_of(masks={"water": box_mask(0.5, 0.5, 1.0, 1.0)})
    found = find_region(setting, "the river")
    assert found.kind == "river"
    np.testing.assert_allclose(found.mask[14:, 22:], 1.0)
    assert not found.mask[:10].any()


def test_a_mask_lies_where_the_first_frame_shows_the_photo() -> None:
    setting = setting_of()
    half = type(setting)(scene=setting.scene, view=setting.view, shown=(0.5, 0.0, 1.0, 1.0), masks={})
    placed = half.placed(box_mask(0.5, 0.0, 0.75, 1.0))
    assert placed[:, 1:18].min() == 1.0
    assert not placed[:, 22:].any()


def test_words_choose_one_of_several_parts() -> None:
    two = box_mask(0.05, 0.4, 0.3, 0.9) + box_mask(0.7, 0.4, 0.95, 0.9)
    setting = setting_of(masks={"water": two})
    found = find_region(setting, "the river", "the river on the right flows")
    assert not found.mask[:, : CELLS[1] // 2].any()
    assert found.mask[:, CELLS[1] // 2 :].max() == 1.0


def test_what_is_not_there_is_refused_with_the_reason() -> None:
    answer = living(act("flow", "river"), act("blink", "she"), act("run", "dogs"), act("sway", "leaves"))
    assert answer.effects == ()
    english = all_lexicons()["en"]
    assert [english.sentence(one.key, **one.values) for one in answer.refusals] == [
        "no water was found in the photo; mark it with --mask water=FILE",
        "no human face was found in the photo",
        "what the photo shows cannot be made to do that",
        "no leaves or grass were found in the photo; mark them with --mask foliage=FILE",
    ]


def test_a_plan_without_actions_costs_nothing() -> None:
    assert living() == Living()


@pytest.mark.parametrize(
    ("action", "target"),
    [("drift", "clouds"), ("sway", "leaves"), ("bob", "boat"), ("breathe", "cat"), ("float", "balloon")],
)
def test_every_effect_repeats_starts_as_the_photo_and_closes_in_a_loop(action: str, target: str) -> None:
    scene = a_scene()
    first, again = (living(act(action, target), scene=scene, loop_s=4.0).effects[0] for _ in range(2))
    assert (shown(first, scene, 0.0) == scene.photo).all()
    assert (shown(first, scene, 4.0) == scene.photo).all()
    assert (shown(first, scene, 1.1) != scene.photo).any()
    assert (shown(first, scene, 1.1) == shown(again, scene, 1.1)).all()


def test_what_is_asked_to_stay_stays_to_the_pixel() -> None:
    scene = a_scene()
    effect = living(act("drift", "clouds"), act("bob", "boat"), scene=scene, keep=("the sky",)).effects[1]
    moved = (shown(effect, scene, 1.2) != scene.photo).any(axis=2)
    assert moved.any()
    assert not moved[: 8 * MAPS].any()


def test_keeping_all_else_does_not_hold_what_is_asked_to_move() -> None:
    scene = a_scene()
    effect = living(act("breathe", "she"), scene=scene, keep=("everything else identical",)).effects[0]
    assert (shown(effect, scene, 1.0) != scene.photo).any()


def test_direction_words_of_the_clause_are_heard() -> None:
    scene = a_scene()
    drift = act("drift", "clouds")
    plan = ShotPlan(
        seconds=4,
        actions=(drift,),
        outcomes=(
            Outcome(clause="the clouds drift to the left", status="done", reason="", about=(reference(drift),)),
        ),
    )
    (effect,) = enliven(plan, scene, view_of(), shown=WHOLE, seed=1).effects
    textures = Textures(scene.surfaces)
    effect.repaint(textures, 0.4)
    inside = np.s_[4:20, 30:-30]
    error = {
        d: np.abs(textures[0][inside].astype(int) - np.roll(scene.photo, d, axis=1)[inside]).mean() for d in (-1, 1)
    }
    assert error[-1] < error[1]


def test_a_blink_comes_when_it_is_asked_for() -> None:
    assert blink_times(Span(start_s=2, end_s=4, seconds=4), seed=0) == (2,)
    often = blink_times(Span(start_s=0, end_s=20, seconds=20), seed=0)
    assert 4 <= len(often) <= 8
    assert blink_times(Span(start_s=3.9, end_s=4, seconds=4), seed=0)[0] + LASTS_S < 4


def test_eyes_close_and_all_else_stays() -> None:
    setting = setting_of(faces=(a_face(0.6),))
    blink = Blinking(setting, setting.faces[0], [1.0])
    scene = setting.scene
    assert (blink.closed(1.0), blink.closed(1.12), blink.closed(1.0 + LASTS_S)) == (0, 1, 0)
    assert shown(blink, scene, 0.9) is scene.photo
    changed = (shown(blink, scene, 1.12) != scene.photo).any(axis=2)
    assert changed.any()
    for name in ("nose", "mouth_left", "mouth_right"):
        x, y = setting.faces[0].landmarks[name]
        assert not changed[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3].any()


def test_small_eyes_are_refused() -> None:
    answer = living(act("blink", "she"), faces=(a_face(0.2),))
    assert answer.refusals[0].key == "eyes_small"
    assert answer.refusals[0].values == {"apart": "16", "least": "26"}


def test_a_disc_turns_and_comes_round_and_a_square_is_refused() -> None:
    y, x = np.mgrid[0 : CELLS[0], 0 : CELLS[1]]
    disc = (np.hypot(x - 20, y - 12) < 8).astype(np.float32)
    scene, span = scene_of(), Span(start_s=0, end_s=4, seconds=4, loop_s=4)
    spin = Spinning(scene, Region(mask=disc, kind="subject"), strength=0.5, clockwise=True, span=span)
    assert (shown(spin, scene, 4.0) == scene.photo).all()
    changed = (shown(spin, scene, 1.0) != scene.photo).any(axis=2)
    yy, xx = np.mgrid[0:HEIGHT, 0:WIDTH]
    assert not changed[np.hypot(xx - 82, yy - 50) > 36].any()
    long = np.zeros(CELLS, np.float32)
    long[10:14, 5:35] = 1
    with pytest.raises(NotFound, match="not_round"):
        Spinning(scene, Region(mask=long, kind="subject"), strength=0.5, clockwise=True, span=span)


def test_a_recoloured_thing_has_the_colour_and_keeps_its_shading() -> None:
    scene, mask = scene_of(), np.zeros(CELLS, np.float32)
    mask[8:16, 10:30] = 1
    effect = Recoloured(scene, Region(mask=mask, kind="subject"), (236, 96, 12))
    after, before = (oklab(p / np.float32(255)) for p in (shown(effect, scene, 0.0), scene.photo))
    inside = np.s_[36:60, 48:112]
    wanted = oklab(np.array([[[236, 96, 12]]], np.float32) / np.float32(255))[0, 0]
    hue = np.arctan2(*np.median(after[inside][..., 1:], axis=(0, 1))[::-1])
    assert hue == pytest.approx(np.arctan2(wanted[2], wanted[1]), abs=0.12)
    assert np.corrcoef(after[inside][..., 0].ravel(), before[inside][..., 0].ravel())[0, 1] > 0.95
    assert (shown(effect, scene, 0.0)[:28] == scene.photo[:28]).all()


def test_oklab_and_back() -> None:
    rgb = np.random.default_rng(0).uniform(0, 1, (50, 3)).astype(np.float32)
    np.testing.assert_allclose(srgb(oklab(rgb)), rgb, atol=2e-3)
    np.testing.assert_allclose(oklab(np.ones((1, 3), np.float32)), [[1, 0, 0]], atol=1e-3)


def test_the_last_colour_named_is_the_one_asked_for() -> None:
    assert colour_of("paint the red door blue") == (36, 84, 205)
    assert colour_of("make the cat larger") is None


def test_changes_other_than_colour_are_refused() -> None:
    answer = living(change=("make the cat larger",))
    assert answer.refusals == (Refusal(about="change:make the cat larger", key="colour_only", values={}),)


def test_a_change_of_motion_is_left_to_its_action() -> None:
    sway, words = act("sway", "leaves"), "make the leaves sway"
    said = Outcome(clause=words, status="done", reason="", about=(reference(sway), f"change:{words}"))
    plan = ShotPlan(seconds=4, actions=(sway,), change=(words,), outcomes=(said,))
    answer = enliven(plan, a_scene(), view_of(), shown=WHOLE, seed=1)
    assert (len(answer.effects), answer.refusals) == (1, ())


def test_every_reason_is_a_sentence_of_every_lexicon() -> None:
    folder = Path(vivant.living.__file__).parent
    keys = {key for source in folder.rglob("*.py") for key in re.findall(r'NotFound\(\s*"(\w+)"', source.read_text())}
    keys |= {f"no_{kind}" for kind in ("water", "cloud", "smoke", "fire", "hair", "cloth", "foliage")}
    assert {"no_thing", "face_small", "not_round"} <= keys
    assert all(key in lexicon.sentences for lexicon in all_lexicons().values() for key in keys)


def test_a_rim_fades_but_not_at_the_border_of_the_picture() -> None:
    mask = np.zeros((20, 20), np.float32)
    mask[10:] = 1
    fade = inner(mask, 4.0)
    assert fade[19, 10] == 1.0
    assert 0 < fade[10, 10] < 0.2
    assert not fade[:10].any()


def test_the_names_that_directing_reads_are_those_of_the_effects() -> None:
    assert ACTIONS == DEEDS


def test_birds_and_wires_before_the_sky_are_no_part_of_it() -> None:
    photo = np.full((HEIGHT, WIDTH, 3), (90, 150, 220), np.uint8)
    photo[40:44, 60:72] = 20
    setting = setting_of(scene_of(photo=photo))
    sky = Region(mask=np.ones(CELLS, np.float32), kind="cloud")
    assert open_sky(setting, sky).mask[10, 15:18].max() == 0
    assert open_sky(setting, sky).mask[2].min() == 1


def test_an_outline_is_brought_to_where_the_colours_change() -> None:
    photo = np.full((HEIGHT, WIDTH, 3), (40, 90, 40), np.uint8)
    photo[24:72, 40:120] = (220, 60, 40)
    loose = np.zeros(CELLS, np.float32)
    loose[5:19, 8:31] = 1
    tight = tightened(setting_of(scene_of(photo=photo)), Region(mask=loose, kind="subject")).mask > 0.5
    exact = np.zeros(CELLS, bool)
    exact[6:18, 10:30] = True
    assert (tight & exact).sum() / (tight | exact).sum() > 0.9
