"""What happens besides the camera has its own times: said, inherited from an entry, or in turn."""

from __future__ import annotations

import pytest

from direction.plans import camera_line, plan_of


def actions(prompt: str) -> str:
    return ", ".join(f"{one.action} {one.start_s:.4g}-{one.end_s:.4g}" for one in plan_of(prompt).actions)


@pytest.mark.parametrize(
    ("prompt", "want"),
    [
        ("the boat bobs, then the lamp flickers", "bob 0-4, flicker 4-8"),
        ("thuyền bập bềnh, rồi đèn nhấp nháy", "bob 0-4, flicker 4-8"),
        ("เรือโคลงเคลง แล้วโคมไฟกะพริบ", "bob 0-4, flicker 4-8"),
        ("the girl blinks at 2s and smiles at 4s", "blink 2-8, smile 4-8"),
        ("the boat bobs, the lamp flickers", "bob 0-8, flicker 0-8"),
        ("push in for 3s, then she smiles", "smile 3-8"),
        ("she smiles, then the camera pushes in", "smile 0-4"),
        ("While pushing in, she smiles. Then pan left.", "smile 0-4"),
        ("pan left for 2s while the flag flutters, then hold", "flutter 0-2"),
        ("cô ấy mỉm cười ở giây thứ 3", "smile 3-8"),
        ("กล้องนิ่ง เธอยิ้มแล้วโบกมือ", "smile 0-4, wave 4-8"),
    ],
)
def test_actions(prompt: str, want: str) -> None:
    assert actions(prompt) == want


@pytest.mark.parametrize(
    ("prompt", "want"),
    [
        ("push in for 3s, then she smiles", "dolly_in 0-3, static 3-8"),
        ("she smiles, then the camera pushes in", "static 0-4, dolly_in 4-8"),
        ("While pushing in, she smiles. Then pan left.", "dolly_in 0-4, pan_left 4-8"),
        ("from 1s to 3s pan left, then hold", "static 0-1, pan_left 1-3, static 3-8"),
        (
            "from 1s to 3s the flag flutters; the camera zooms out during that time",
            "static 0-1, zoom_out 1-3, static 3-8",
        ),
        ("the camera never stops pushing in", "dolly_in 0-8"),
        ("in the last two, zoom out", "static 0-6, zoom_out 6-8"),
        ("truck right for the next 3, stay there", "truck_right 0-3, static 3-8"),
    ],
)
def test_the_camera_takes_its_turn(prompt: str, want: str) -> None:
    assert camera_line(plan_of(prompt)) == want


def test_light_and_sound_have_times() -> None:
    plan = plan_of("thunder at 4s, rain sounds from 3s to 6s. As night falls in the last 2 seconds, hold.")
    assert [(cue.cue, cue.start_s) for cue in plan.sound] == [("thunder", 4), ("rain", 3)]
    assert [(light.name, light.start_s, light.end_s) for light in plan.light] == [("night", 6, 8)]
    assert plan.actions == ()
