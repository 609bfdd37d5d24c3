"""WebVTT to the letter, and where lines are broken."""

from __future__ import annotations

import itertools

import pytest

from vivant.media import Caption
from vivant.sound.captions import broken, cues, web_vtt


def said(text: str, start_s: float = 0.5, end_s: float = 2.0, speaker: str | None = None) -> Caption:
    return Caption(start_s=start_s, end_s=end_s, text=text, speaker=speaker)


def test_a_file_to_the_letter() -> None:
    captions = [
        said('Is 2 < 3 & 4 > 1?\n\n--> "yes"', 3723.0045, 3724.9996, "Dr. <Evil> & Co"),
        said("We have to go now.", 0.4, 2.0754, "Anna"),
        said("สวัสดีครับ", 2.5, 3.25),
    ]
    assert web_vtt(captions) == (
        "WEBVTT\n\n"
        "1\n00:00:00.400 --> 00:00:02.075\n<v Anna>We have to go now.\n\n"
        "2\n00:00:02.500 --> 00:00:03.250\nสวัสดีครับ\n\n"
        '3\n01:02:03.004 --> 01:02:05.000\n<v Dr. &lt;Evil&gt; &amp; Co>Is 2 &lt; 3 &amp; 4 &gt; 1? --&gt; "yes"\n'
    )


def test_no_captions_make_an_empty_file() -> None:
    assert web_vtt([]) == "WEBVTT\n"


def test_nothing_can_end_a_cue_or_begin_another() -> None:
    text = web_vtt(
        [said("one\n\nNOTE two\r\n\r\n3\n00:00:01.000 --> 00:00:02.000\nthree\x00\x1b", speaker="a\n\nb>c")]
    )
    assert text.count("\n\n") == 1
    assert text.count("-->") == 1
    assert "<v a b&gt;c>" in text
    assert not any(ord(one) < 32 and one != "\n" for one in text)


@pytest.mark.parametrize(
    ("text", "lines"),
    (
        ("Short.", ["Short."]),
        ("", []),
        ("  \n ", []),
        (
            "We have to go now, before the storm comes over the hill.",
            ["We have to go now, before the", "storm comes over the hill."],
        ),
        ("x" * 60, ["x" * 60]),
        (
            "我们现在必须马上离开这里，因为暴风雨就要来了，你听见了吗？",
            ["我们现在必须马上离开这里，因为", "暴风雨就要来了，你听见了吗？"],
        ),
    ),
)
def test_lines_are_broken_evenly(text: str, lines: list[str]) -> None:
    assert broken(text) == lines


def test_no_line_begins_with_a_mark_that_closes() -> None:
    text = "「ああ、そうか。」と彼は言った。「それじゃあ、ちょっと、もう行こう。」" * 3
    lines = broken(text)
    assert "".join(lines) == text
    assert not any(line[0] in "。、」ょゃー" for line in lines)
    assert not any(line[-1] in "「" for line in lines)


def test_thai_is_not_torn() -> None:
    """Without a dictionary its words cannot be told, so only its spaces are used, and no mark leaves its letter."""
    assert broken("สวัสดีครับ คุณสบายดีไหม") == ["สวัสดีครับ คุณสบายดีไหม"]
    assert broken("เราต้องไปเดี๋ยวนี้ก่อนที่พายุจะมา " * 2)[0] == "เราต้องไปเดี๋ยวนี้ก่อนที่พายุจะมา"


def test_long_words_are_shown_in_parts() -> None:
    text = " ".join(["word"] * 60)
    shown = cues([said(text, 1.0, 7.0, "A")])
    assert len(shown) > 2
    assert (shown[0].start_s, shown[-1].end_s) == (1.0, pytest.approx(7.0))
    assert all(a.end_s == b.start_s for a, b in itertools.pairwise(shown))
    assert all(len(one.text.split("\n")) <= 2 and one.speaker == "A" for one in shown)
    assert " ".join(one.text.replace("\n", " ") for one in shown) == text


def test_captions_without_time_are_left_out() -> None:
    assert cues([said("now", 2.0, 2.0)]) == []


def test_what_is_shown_is_shown_the_same_again() -> None:
    shown = cues([said("We have to go now, before the storm comes over the hill. " * 3), said("行こう。", 3, 4)])
    assert cues(shown) == shown
