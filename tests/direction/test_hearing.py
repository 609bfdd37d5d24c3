"""Words about music, its instruments and how it feels; and lines that somebody says."""

from __future__ import annotations

import pytest

from direction.plans import plan_of
from vivant.direction.languages import all_lexicons
from vivant.sound.music import NAMES
from vivant.sound.music.moods import MOODS


def heard(prompt: str) -> list[tuple[str, str | None]]:
    return [(cue.cue, cue.mood) for cue in plan_of(prompt).sound if cue.kind == "music"]


@pytest.mark.parametrize(
    ("prompt", "music"),
    (
        ("melancholic piano", [("piano", "sad")]),
        ("upbeat acoustic guitar", [("guitar", "happy")]),
        ("sad piano and strings", [("piano", "sad"), ("strings", "sad")]),
        ("dreamy synth pads, a music box", [("pad", "dreamy"), ("music_box", None)]),
        ("tense music, soft harp", [("music", "tense"), ("harp", None)]),
        ("epic orchestral music", [("music", "epic")]),
        ("soft acoustic guitar", [("guitar", None)]),
        ("a sad woman walks, piano music", [("piano", None)]),
        ("nhạc piano buồn", [("piano", "sad")]),
        ("guitar acoustic nhẹ", [("guitar", None)]),
        ("เปียโนเศร้า", [("piano", "sad")]),
        ("กีตาร์อะคูสติกนุ่มๆ", [("guitar", None)]),
        ("欢快的吉他声", [("guitar", "happy")]),
        ("切ないピアノ曲", [("piano", "sad")]),
        ("guitarra alegre", [("guitar", "happy")]),
    ),
)
def test_music_and_how_it_feels(prompt: str, music: list[tuple[str, str | None]]) -> None:
    assert heard(prompt) == music


def test_a_feeling_of_the_music_is_no_style() -> None:
    assert plan_of("dreamy piano music").style == ()
    assert plan_of("dreamy, piano music").style == ("dreamy",)


def test_a_mood_does_not_change_who_is_seen() -> None:
    plan = plan_of("the happy dog runs")
    assert [(one.action, one.target) for one in plan.actions] == [("run", "happy dog")]


@pytest.mark.parametrize("language", all_lexicons())
def test_every_mood_that_words_name_can_be_played(language: str) -> None:
    moods = set(all_lexicons()[language].moods.values())
    assert moods == {"calm", "happy", "sad", "tense", "dreamy", "warm", "epic"} <= set(MOODS)


def test_every_kind_of_music_but_one_can_be_played() -> None:
    """A saxophone we cannot make sound like one."""
    named = {sense.name for lexicon in all_lexicons().values() for senses in lexicon.words.values()
             if (sense := senses.get("music"))}  # fmt: skip
    assert named - NAMES == {"saxophone"}


@pytest.mark.parametrize(
    ("prompt", "lines"),
    (
        ('"Stop!" he shouts', [("Stop!", 0.0)]),
        ('A woman says "We have to go now." at 2s', [("We have to go now.", 2.0)]),
        ("男の人が「行こう」と言う", [("行こう", 0.0)]),
        ("老人说：“我们走吧。”", [("我们走吧。", 0.0)]),
        ('a sign with the text "Open"', []),
        ('zoom in on the "Open" sign', []),
    ),
)
def test_lines_that_somebody_says(prompt: str, lines: list[tuple[str, float]]) -> None:
    assert [(line.text, line.start_s) for line in plan_of(prompt).dialogue] == lines


@pytest.mark.parametrize(
    ("prompt", "manner"),
    (
        ('She whispers "I love you"', "whisper"),
        ('he shouts "Stop!"', "shout"),
        ('He says "whispers are loud"', None),
        ('Cô ấy thì thầm "Em yêu anh"', "whisper"),
        ("男の人が「行こう」と叫ぶ", "shout"),
        ('Ella susurra "Te quiero"', "whisper"),
    ),
)
def test_how_a_line_is_spoken(prompt: str, manner: str | None) -> None:
    assert [line.manner for line in plan_of(prompt).dialogue] == [manner]


@pytest.mark.parametrize(
    ("prompt", "lines"),
    (
        ('Anna says "Hi there." Ben says "Hello."', [("Anna", "Hi there."), ("Ben", "Hello.")]),
        ('Anna: "Hi." Ben: "Hello."', [("Anna", "Hi."), ("Ben", "Hello.")]),
        ('She says "Wait" and he shouts "Stop!"', [("She", "Wait"), ("he", "Stop!")]),
        ('"We should go," she says, and he replies, "Not yet."', [("she", "We should go,"), ("he", "Not yet.")]),
        ('Cô ấy nói "Đi thôi." Anh ấy đáp "Chưa."', [("Cô ấy", "Đi thôi."), ("Anh ấy", "Chưa.")]),
        ("她说：“走吧。”他回答：“还没。”", [("她", "走吧。"), ("他", "还没。")]),
        ('dolly in as she says "Come closer", then pan left', [("she", "Come closer")]),
        ('A man replies "Not yet." Soft piano', [("man", "Not yet.")]),
        ('"Narrated words"', [(None, "Narrated words")]),
    ),
)
def test_several_lines_have_their_speakers(prompt: str, lines: list[tuple[str | None, str]]) -> None:
    assert [(line.speaker, line.text) for line in plan_of(prompt).dialogue] == lines


def test_what_follows_a_line_is_not_part_of_it() -> None:
    plan = plan_of('A man replies "Not yet." Soft piano, slow pan left')
    assert [cue.cue for cue in plan.sound] == ["piano"]
    assert [move.move for move in plan.camera] == ["pan_left"]
    assert plan_of('A woman says "We have to go now." at 2s').dialogue[0].start_s == 2


def test_speaking_is_no_movement_where_there_is_a_line() -> None:
    assert plan_of('She whispers "I love you"').actions == ()
    assert [one.action for one in plan_of("the woman talks").actions] == ["speak"]
