"""Chinese as film crews and everybody else write it, and its lexicon beside the English one."""

from __future__ import annotations

import pytest

from direction.plans import camera_line, names_of, plan_of

CAMERA = {
    "向左摇镜头": "pan_left 0-8",
    "镜头缓慢向右摇": "pan_right 0-8",
    "向右缓缓摇过去": "pan_right 0-8",
    "从左往右横摇": "pan_right 0-8",
    "右摇15度": "pan_right 0-8",
    "镜头上摇": "tilt_up 0-8",
    "镜头慢慢向下摇": "tilt_down 0-8",
    "镜头顺时针旋转": "roll_cw 0-8",
    "荷兰角": "roll_cw 0-8",
    "推镜头": "dolly_in 0-8",
    "镜头缓缓推近她的脸": "dolly_in 0-8",
    "镜头慢慢靠近灯塔": "dolly_in 0-8",
    "拉镜头": "dolly_out 0-8",
    "镜头缓慢后退": "dolly_out 0-8",
    "缓缓拉远，露出整个山谷": "dolly_out 0-8",
    "向左平移": "truck_left 0-8",
    "镜头沿着书架向右移动": "truck_right 0-8",
    "横移，从右到左": "truck_left 0-8",
    "镜头上升": "pedestal_up 0-8",
    "降镜头": "pedestal_down 0-8",
    "变焦推近": "zoom_in 0-8",
    "镜头放大到窗户": "zoom_in 0-8",
    "希区柯克变焦": "dolly_zoom_in 0-8",
    "环绕雕像": "arc_ccw 0-8",
    "镜头绕着喷泉顺时针转一圈": "arc_cw 0-8",
    "摇臂上升": "pedestal_up 0-8, tilt_down 0-8",
    "固定镜头": "static 0-8",
    "镜头保持不动": "static 0-8",
    "不要移动镜头": "static 0-8",
    "不要变焦，向右摇": "pan_right 0-8",
    "静止半秒，推进两秒，停一秒，左摇1.5秒": (
        "static 0-0.5, dolly_in 0.5-2.5, static 2.5-3.5, pan_left 3.5-5, static 5-8"
    ),
    "先推近，然后向左摇": "dolly_in 0-4, pan_left 4-8",
    "一边推近一边向左摇": "dolly_in 0-8, pan_left 0-8",
    "推镜头的同时上摇": "dolly_in 0-8, tilt_up 0-8",
    "前3秒推近，最后2秒静止": "dolly_in 0-3, static 3-8",
    "第2秒到第5秒向右平移": "static 0-2, truck_right 2-5, static 5-8",
    "从3秒开始拉远": "static 0-3, dolly_out 3-8",
    "前半段左摇，后半段右摇": "pan_left 0-4, pan_right 4-8",
    "鏡頭向左搖，然後拉遠": "pan_left 0-4, dolly_out 4-8",
    "用２秒推近": "dolly_in 0-2, static 2-8",
    "两秒半的左摇": "pan_left 0-2.5, static 2.5-8",
}

TRAPS = [
    "女孩推开门",
    "一碗拉面放在桌上",
    "老人坐在摇椅上",
    "她推着婴儿车",
    "船向左转",
    "港口的起重机",
]

CONTENTS: list[tuple[str, str, list[str]]] = [
    ("女孩眨眼", "actions", ["blink"]),
    ("她转头微笑", "actions", ["turn_head", "smile"]),
    ("树叶随风摇曳", "actions", ["sway"]),
    ("烛光摇曳", "actions", ["flicker"]),
    ("猫在沙滩上奔跑", "actions", ["run"]),
    ("旗帜飘扬", "actions", ["flutter"]),
    ("黄金时刻，柔和的轮廓光", "light", ["golden_hour", "rim_light"]),
    ("夜晚，霓虹灯", "light", ["night", "neon"]),
    ("薄雾，下着小雨", "atmosphere", ["mist", "rain"]),
    ("雪花飘落", "atmosphere", ["snow"]),
    ("雨声，轻柔的吉他，远处的海鸥声", "sound", ["rain", "guitar", "gulls"]),
    ("雷声和脚步声", "sound", ["thunder", "footsteps"]),
    ("黑白，胶片颗粒", "style", ["black_and_white", "film"]),
    ("配色：琥珀、奶油、胡桃木", "palette", ["琥珀", "奶油", "胡桃木"]),
]


@pytest.mark.parametrize(("prompt", "want"), CAMERA.items(), ids=list(CAMERA))
def test_camera(prompt: str, want: str) -> None:
    assert camera_line(plan_of(prompt)) == want


@pytest.mark.parametrize("prompt", TRAPS)
def test_a_camera_word_that_is_none_leaves_the_gentle_push_in(prompt: str) -> None:
    plan = plan_of(prompt)
    assert camera_line(plan) == "dolly_in 0-8"
    assert plan.notes


@pytest.mark.parametrize(("prompt", "part", "want"), CONTENTS, ids=[row[0] for row in CONTENTS])
def test_contents(prompt: str, part: str, want: list[str]) -> None:
    assert names_of(prompt, part) == want


def test_amounts() -> None:
    assert plan_of("向左摇三十度").camera[0].amount == 30
    assert plan_of("变焦推近1.5倍").camera[0].amount == 1.5
    assert plan_of("推近一半").camera[0].amount == 0.5
    assert plan_of("推近３０％").camera[0].amount == pytest.approx(0.3)
    assert plan_of("极轻微地左摇").camera[0].amount < plan_of("左摇").camera[0].amount


def test_framing_and_constraints() -> None:
    plan = plan_of("特写，50mm，浅景深。红色杯子保持不变。不要添加人物。")
    assert (plan.framing.shot, plan.framing.lens_mm, plan.framing.depth_of_field) == ("close-up", 50, "shallow")
    assert len(plan.keep) == len(plan.exclude) == 1
    assert plan_of("手持镜头，推近").style == ("handheld",)


def test_traditional_letters_are_read_as_simplified_ones() -> None:
    pairs = {"镜头缓慢推进": "鏡頭緩慢推進", "环绕雕像，逆时针": "環繞雕像，逆時針", "变焦拉远": "變焦拉遠"}
    for simplified, traditional in pairs.items():
        rows = [
            [(one.move, one.start_s, one.end_s, one.amount) for one in plan_of(prompt).camera]
            for prompt in (simplified, traditional)
        ]
        assert rows[0] == rows[1]


def test_the_account_is_in_chinese() -> None:
    plan = plan_of("向左摇镜头")
    assert plan.language == "zh"
    assert "镜头向左摇" in plan.outcomes[0].reason


# ------------------------------------------------------------------------------------------- beside the English one
