"""Japanese as film crews and everybody else write it, and its lexicon beside the English one."""

from __future__ import annotations

import pytest

from direction.plans import camera_line, names_of, plan_of

CAMERA = {
    "左にパン": "pan_left 0-8",
    "カメラがゆっくりと右へパンする": "pan_right 0-8",
    "左から右へゆっくりパン": "pan_right 0-8",
    "右に15度パンする": "pan_right 0-8",
    "カメラを左に振る": "pan_left 0-8",
    "ティルトアップ": "tilt_up 0-8",
    "ゆっくり下にチルト": "tilt_down 0-8",
    "カメラが空を見上げる": "tilt_up 0-8",
    "カメラを反時計回りに回転": "roll_ccw 0-8",
    "ダッチアングル": "roll_cw 0-8",
    "ドリーイン": "dolly_in 0-8",
    "カメラが彼女の顔にゆっくり寄る": "dolly_in 0-8",
    "ゆっくりと近づく": "dolly_in 0-8",
    "プルバック": "dolly_out 0-8",
    "カメラが引いて谷全体が見える": "dolly_out 0-8",
    "後ろに下がる": "dolly_out 0-8",
    "左にスライド": "truck_left 0-8",
    "カメラが右に移動する": "truck_right 0-8",
    "右へ横移動": "truck_right 0-8",
    "カメラが上昇する": "pedestal_up 0-8",
    "カメラを下げる": "pedestal_down 0-8",
    "ゆっくりズームイン": "zoom_in 0-8",
    "ズームアウトしてください": "zoom_out 0-8",
    "めまいショット": "dolly_zoom_in 0-8",
    "像の周りをぐるっと回り込む": "arc_ccw 0-8",
    "噴水の周りを時計回りに回る": "arc_cw 0-8",
    "クレーンアップ": "pedestal_up 0-8, tilt_down 0-8",
    "カメラは固定": "static 0-8",
    "フィックス": "static 0-8",
    "カメラは動かさないでください": "static 0-8",
    "ズームなし、右にパン": "pan_right 0-8",
    "0.5秒静止、2秒かけてドリーイン、1秒止まる、左に1.5秒パン": (
        "static 0-0.5, dolly_in 0.5-2.5, static 2.5-3.5, pan_left 3.5-5, static 5-8"
    ),
    "寄ってから、左にパン": "dolly_in 0-4, pan_left 4-8",
    "ズームインしながら左にパン": "zoom_in 0-8, pan_left 0-8",
    "右にパン、その後ズームアウト": "pan_right 0-4, zoom_out 4-8",
    "最初の3秒はドリーイン、最後の2秒は静止": "dolly_in 0-3, static 3-8",
    "2秒から5秒まで右へトラック": "static 0-2, truck_right 2-5, static 5-8",
    "3秒後に引く": "static 0-3, dolly_out 3-8",
    "前半は左にパン、後半は右にパン": "pan_left 0-4, pan_right 4-8",
    "２秒間ドリーイン": "dolly_in 0-2, static 2-8",
    "二秒半かけて左にパン": "pan_left 0-2.5, static 2.5-8",
}

TRAPS = [
    "焼きたてのパンとバター",
    "フライパンで卵を焼く",
    "赤いトラックが道路を走る",
    "港のクレーン",
    "パンダが笹を食べる",
    "女の子がドアを押す",
]

CONTENTS: list[tuple[str, str, list[str]]] = [
    ("猫が瞬きする", "actions", ["blink"]),
    ("彼女が微笑む", "actions", ["smile"]),
    ("木の葉が風に揺れる", "actions", ["sway"]),
    ("ろうそくの炎が揺らめく", "actions", ["flicker"]),
    ("犬が砂浜を走る", "actions", ["run"]),
    ("旗がはためく", "actions", ["flutter"]),
    ("ゴールデンアワー、柔らかいリムライト", "light", ["golden_hour", "rim_light"]),
    ("夜、ネオン", "light", ["night", "neon"]),
    ("薄い霧、小雨", "atmosphere", ["mist", "rain"]),
    ("雪が降る", "atmosphere", ["snow"]),
    ("雨音、静かなギター、遠くのカモメの声", "sound", ["rain", "guitar", "gulls"]),
    ("雷鳴と足音", "sound", ["thunder", "footsteps"]),
    ("モノクロ、フィルムグレイン", "style", ["black_and_white", "film"]),
    ("パレット：琥珀色、クリーム、胡桃色", "palette", ["琥珀色", "クリーム", "胡桃色"]),
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
    assert plan_of("左に三十度パン").camera[0].amount == 30
    assert plan_of("1.5倍にズームイン").camera[0].amount == 1.5
    assert plan_of("半分まで寄る").camera[0].amount == 0.5
    assert plan_of("３０％ドリーイン").camera[0].amount == pytest.approx(0.3)
    assert plan_of("ごくわずかに左にパン").camera[0].amount < plan_of("左にパン").camera[0].amount


def test_framing_and_constraints() -> None:
    plan = plan_of("クローズアップ、50mm、浅い被写界深度。赤いカップはそのまま変えないで。人物は追加しない。")
    assert (plan.framing.shot, plan.framing.lens_mm, plan.framing.depth_of_field) == ("close-up", 50, "shallow")
    assert len(plan.keep) + len(plan.exclude) == 2
    assert plan_of("手持ちカメラ、ドリーイン").style == ("handheld",)


def test_the_account_is_in_japanese() -> None:
    plan = plan_of("左にパン")
    assert plan.language == "ja"
    assert "カメラが左にパンします" in plan.outcomes[0].reason


# ------------------------------------------------------------------------------------------- beside the English one
