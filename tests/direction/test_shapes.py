"""Prompts come in every shape: prose, entries by times, headed blocks, bullets, JSON."""

from __future__ import annotations

import json

import pytest

from direction.plans import camera_line, plan_of
from vivant.direction.shapes import as_text


@pytest.mark.parametrize(
    "prompt",
    [
        "0-2s: static\n2-5s: dolly in, steam rises\n5-8s: pan left",
        "[00:00-00:02] static. [00:02-00:05] Dolly in. Steam rises. [00:05-00:08] Pan left.",
        "Shot 1 (0–2s): static.\nShot 2 (2–5s): dolly in, steam rises.\nShot 3 (5–8s): pan left.",
        "TC 0.00-2.00 | static\nTC 2.00-5.00 | dolly in, steam rises\nTC 5.00-8.00 | pan left",
        "0–2s：固定\n2–5s: dolly in, steam rises\n5–8s: pan left",
        '{"beats": [{"time": "0-2s", "camera": "static"},'
        ' {"time": "2-5s", "camera": "dolly in", "action": "steam rises"},'
        ' {"start": 5, "end": 8, "camera": "pan_left"}]}',
        "0-2 วินาที: กล้องนิ่ง\n2-5 วินาที: ดอลลี่เข้า ไอน้ำลอยขึ้น\n5-8 วินาที: แพนซ้าย",
        "0-2 giây: máy tĩnh\n2-5 giây: đẩy vào, hơi nước bốc lên\n5-8 giây: lia trái",
    ],
)
def test_entries_by_times_are_one_timeline(prompt: str) -> None:
    plan = plan_of(prompt)
    assert camera_line(plan) == "static 0-2, dolly_in 2-5, pan_left 5-8"
    assert [(one.action, one.start_s, one.end_s) for one in plan.actions] == [("rise", 2, 5)]


def test_headed_blocks_in_any_language() -> None:
    plan = plan_of(
        "Máy quay: đẩy vào chậm\nÁnh sáng: giờ vàng\nLời thoại:\nLan: “Về thôi.”\nÂm thanh: mưa, guitar nhẹ"
    )
    assert camera_line(plan) == "dolly_in 0-8"
    assert [light.name for light in plan.light] == ["golden_hour"]
    assert [(line.speaker, line.text) for line in plan.dialogue] == [("Lan", "Về thôi.")]
    assert [(cue.cue, cue.level) for cue in plan.sound] == [("rain", 0.5), ("guitar", 0.25)]


@pytest.mark.parametrize("prompt", ["Camera: none", "Camera: still. Subject: a cat.", "Camera: none (fixed)"])
def test_what_stands_under_the_cameras_heading_is_the_cameras(prompt: str) -> None:
    assert camera_line(plan_of(prompt)) == "static 0-8"


def test_the_heading_of_pace_only_times_what_was_asked() -> None:
    plan = plan_of("Camera: tilt up\nPace: tilt starts at 1s and lasts 2s", 4)
    assert camera_line(plan) == "static 0-1, tilt_up 1-3, static 3-4"


def test_a_plan_of_our_own_is_read_back() -> None:
    plan = plan_of("hold 2s, pan left 12 degrees 3s, zoom in 1.5x; golden hour; quiet rain sounds from 1s to 4s")
    again = plan_of(json.dumps(plan.to_json()))
    assert [(m.move, m.start_s, m.end_s, m.amount) for m in again.camera] == [
        (m.move, m.start_s, m.end_s, m.amount) for m in plan.camera
    ]
    assert (again.light, again.sound) == (plan.light, plan.sound)


@pytest.mark.parametrize("prompt", ["{", '{"a": }', "[1, 2]", "{}", "[[]]", '{"a": {"a": null}}', "```json\n{}\n```"])
def test_what_is_no_object_is_read_as_it_is(prompt: str) -> None:
    assert as_text(prompt) == prompt
    assert plan_of(prompt).outcomes


def test_deep_nesting_is_no_harm() -> None:
    assert plan_of('{"a":' * 5000 + "1" + "}" * 5000).outcomes
