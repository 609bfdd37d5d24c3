"""Languages are told clause by clause, mixed at will, and answered in kind; code knows none of them."""

from __future__ import annotations

import unicodedata

import pytest

from direction.plans import camera_line, plan_of, statuses
from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.moves import KINDS

FIVE = "static 0-0.5, dolly_in 0.5-2.5, static 2.5-3.5, pan_left 3.5-5"


@pytest.mark.parametrize(
    "prompt",
    [
        "Start static 0.5s, dolly in 2s, hold 1s, pan left 1.5s.",
        "Bắt đầu tĩnh 0,5s, dolly-in 2s, dừng 1s, pan trái 1,5s.",
        "bat dau tinh 0,5 giay, dolly vao 2 giay, dung 1 giay, lia trai 1,5 giay",
        "เริ่มนิ่ง 0.5 วินาที ดอลลี่เข้า 2 วินาที หยุด 1 วินาที แพนซ้าย 1.5 วินาที",
        "เริ่มนิ่ง๐.๕วินาทีดอลลี่เข้า๒วินาทีหยุด๑วินาทีแพนซ้าย๑.๕วินาที",
        "Bắt đầu tĩnh 0,5s, ดอลลี่เข้า 2 วินาที, hold 1s, pan trái 1,5s",
    ],
)
def test_the_same_shot_in_any_language_is_the_same_camera(prompt: str) -> None:
    assert camera_line(plan_of(prompt, 5)) == FIVE


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_may_be_typed_as_one_character_or_two(form: str) -> None:
    plan = plan_of(unicodedata.normalize(form, "Đẩy máy vào 2 giây rồi lia trái"), 4)  # type: ignore[arg-type]
    assert (camera_line(plan), plan.language) == ("dolly_in 0-2, pan_left 2-4", "vi")


@pytest.mark.parametrize(
    ("prompt", "language", "camera"),
    [
        ("แพนซ้าย 1.5 วินาที then hold", "th", "pan_left 0-1.5, static 1.5-4"),
        ("zoom vào chậm", "vi", "zoom_in 0-4"),
        ("slowly push in for 2s rồi giữ yên", "vi", "dolly_in 0-2, static 2-4"),
        ("pan left", "en", "pan_left 0-4"),
        ("กล้อง dolly in ช้าๆ", "th", "dolly_in 0-4"),
    ],
)
def test_languages_mix_within_a_clause(prompt: str, language: str, camera: str) -> None:
    plan = plan_of(prompt, 4)
    assert (plan.language, camera_line(plan)) == (language, camera)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("카메라를 왼쪽으로 이동", "Korean"),
        ("камера медленно движется влево", "Russian"),
        ("travelling avant vers la femme, lentement", "French"),
        ("die Kamera schwenkt langsam nach links", "German"),
        ("kamera bergerak ke kiri perlahan", "Indonesian"),
    ],
)
def test_a_language_that_is_not_understood_is_named(prompt: str, name: str) -> None:
    outcomes = plan_of(prompt).outcomes
    assert {(one.status, one.reason) for one in outcomes if name in one.reason} == {
        ("unsupported", f"{name} is not understood yet")
    }


def test_what_is_understood_beside_it_is_done() -> None:
    plan = plan_of("카메라를 왼쪽으로 이동, pan left")
    assert (statuses(plan), camera_line(plan)) == ("unsupported done", "pan_left 0-8")


@pytest.mark.parametrize(
    ("prompt", "status", "reason"),
    [
        ("lia trái 2 giây", "done", "máy lia sang trái 6°, 0–2 s"),
        ("không zoom", "done", "kế hoạch không có chuyển động máy đó"),
        ("giờ vàng", "unsupported", "engine scene không có kiểu ánh sáng này: giờ vàng chỉ được ghi vào kế hoạch"),
        ("แพนซ้าย 2 วินาที", "done", "กล้องแพนซ้าย 6° ช่วง 0–2 s"),
        ("ไม่ต้องซูม", "done", "แผนนี้ไม่มีการเคลื่อนกล้องแบบนั้น"),
        ("เสียงฝน", "unsupported", "เอนจิน scene ทำเสียงนี้ไม่ได้: เสียงฝน จดไว้ในแผนเท่านั้น"),
    ],
)
def test_a_clause_is_answered_in_its_own_language(prompt: str, status: str, reason: str) -> None:
    outcome = plan_of(prompt).outcomes[0]
    assert (outcome.status, outcome.reason) == (status, reason)


@pytest.mark.parametrize(
    ("prompt", "camera"),
    [
        ("không di chuyển máy, khói bốc lên", "static 0-8"),
        ("đừng zoom, lia phải", "pan_right 0-8"),
        ("máy đứng yên trong khi hơi nước bốc lên", "static 0-8"),
        ("cô ấy quay sang trái", "dolly_in 0-8"),
        ("chiếc xe lùi vào gara, nâng máy", "pedestal_up 0-8"),
        ("máy bay bay qua, lia trái", "pan_left 0-8"),
        ("ไม่ต้องซูม แพนขวา", "pan_right 0-8"),
        ("กล้องนิ่งขณะที่ไอน้ำลอยขึ้น", "static 0-8"),
        ("เธอหันซ้าย ซูมออก", "zoom_out 0-8"),
        ("แพนเค้กบนโต๊ะ ยกกล้องขึ้น", "pedestal_up 0-8"),
    ],
)
def test_words_are_read_in_their_place(prompt: str, camera: str) -> None:
    assert camera_line(plan_of(prompt)) == camera


@pytest.mark.parametrize(
    ("prompt", "sounds"),
    [
        (
            "tiếng xe cộ xa xa, guitar acoustic nhẹ, tiếng chim khẽ",
            [("traffic", 0.25), ("guitar", 0.25), ("birds", 0.25)],
        ),
        ("เสียงจราจรไกลๆ กีตาร์อะคูสติกนุ่มๆ เสียงนกร้องแผ่วเบา", [("traffic", 0.25), ("guitar", 0.25), ("birds", 0.25)]),
        ("loud thunder and birds", [("thunder", 0.8), ("birds", 0.5)]),
        ("gentle waves, a distant ship horn", [("waves", 0.25), ("ship_horn", 0.25)]),
    ],
)
def test_sounds_have_levels(prompt: str, sounds: list[tuple[str, float]]) -> None:
    assert [(cue.cue, cue.level) for cue in plan_of(prompt).sound] == sounds


@pytest.mark.parametrize("language", [code for code in all_lexicons() if code != BASIC])
def test_a_lexicon_names_only_what_exists(language: str) -> None:
    lexicon, basic = all_lexicons()[language], all_lexicons()[BASIC]
    named = {move for one in lexicon.families.values() for move in (*one.sides.values(), *one.near.values())}
    named |= {one.plain for one in lexicon.families.values() if one.plain}
    assert named - {"arc"} <= KINDS.keys()

    def names(code: str) -> set[tuple[str, str]]:
        one = all_lexicons()[code]
        senses = [sense for meanings in one.words.values() for sense in meanings.values()]
        senses += [sense for found in one.phrases.values() for _, kinds in found for sense in kinds.values()]
        kinds = ("action", "light", "atmosphere", "ambience", "event", "music", "shot", "style", "depth_of_field")
        return {(sense.kind, sense.name) for sense in senses if sense.kind in kinds}

    assert names(language) <= names(BASIC)
    assert lexicon.sentences.keys() == basic.sentences.keys()
    for key, sentence in lexicon.sentences.items():
        if isinstance(sentence, str):
            assert set(_fields(sentence)) <= set(_fields(basic.sentences[key])), key


def _fields(sentence: str) -> list[str]:
    return [part.split("}")[0] for part in sentence.split("{")[1:]]


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ('Anna: "We made it to the river."', "en"),
        ('Lan: "Em về rồi đây."', "vi"),
        ('นิด: "กลับบ้านกันเถอะ"', "th"),
        ('Léa: "Elle se tourne vers la mer."', "fr"),
        ('Bob: "Xqz!"', None),
    ],
)
def test_a_line_of_dialogue_has_its_language(prompt: str, language: str | None) -> None:
    assert [line.language for line in plan_of(prompt).dialogue] == [language]


def test_a_sound_ruled_out_is_noted() -> None:
    assert plan_of("no music").outcomes[0].reason == "noted in the plan as something to avoid"
