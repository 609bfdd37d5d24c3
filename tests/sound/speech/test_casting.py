"""Every speaker has a voice of their own."""

from __future__ import annotations

import pytest

from vivant.sound.speech.casting import cast, kind_of


@pytest.mark.parametrize(
    ("speaker", "kind"),
    (
        ("the old woman", "old_woman"),
        ("An old man with a hat", "old_man"),
        ("Woman", "woman"),
        ("he", "man"),
        ("Anna", "woman"),
        ("BEN:", "man"),
        ("a little girl", "child"),
        ("narrator", "narrator"),
        ("Cô ấy", "woman"),
        ("người đàn ông", "man"),
        ("ผู้หญิง", "woman"),
        ("ผู้ชาย", "man"),
        ("老人", "old_man"),
        ("男の人が", "man"),
        ("la abuela", "old_woman"),
        ("Zxyq", None),
        ("Manfred", None),
    ),
)
def test_the_kind_is_told_by_the_words(speaker: str, kind: str | None) -> None:
    assert kind_of(speaker) == kind


def test_no_two_speakers_sound_the_same() -> None:
    speakers = ["Anna", "Sara", "Mary", "Ben", "Tom", "Zxyq", "Qwrt", "narrator", None]
    voices = cast(speakers)
    assert set(voices) == set(speakers)
    assert len({(one.pitch, one.formants) for one in voices.values()}) == len(speakers)


def test_a_speaker_keeps_the_voice() -> None:
    assert len(cast(["Anna", "Ben", "Anna", "Ben"])) == 2


def test_strangers_take_turns() -> None:
    voices = cast(["Zxyq", "Qwrt", "Vbnm"])
    assert [one.kind for one in voices.values()] == ["woman", "man", "woman"]


def test_men_are_lower_and_children_higher() -> None:
    voices = cast(["man", "woman", "child"])
    assert voices["man"].pitch < 0.7 < voices["woman"].pitch < voices["child"].pitch
    assert voices["man"].formants < voices["woman"].formants < voices["child"].formants
