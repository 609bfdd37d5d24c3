"""Scripts without spaces are cut into the words of a lexicon, and never inside a letter and its marks."""

from __future__ import annotations

import pytest

from vivant.direction.runs import cut_run
from vivant.direction.words import tokenise


def cut(text: str, language: str = "th") -> list[str]:
    (token,) = tokenise(text)
    words = cut_run(token, language, 1000)
    assert "".join(word.lower for word in words) == text
    assert [text[word.start : word.end] for word in words] == [word.lower for word in words]
    return [word.lower for word in words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("แพนซ้ายแล้วซูมเข้า", ["แพน", "ซ้าย", "แล้ว", "ซูม", "เข้า"]),
        ("ไม่ต้องซูม", ["ไม่ต้อง", "ซูม"]),
        ("กขคฆง", ["กขคฆง"]),
        ("แพนด้า", ["แพนด้า"]),
    ],
)
def test_known_words_are_found(text: str, words: list[str]) -> None:
    assert cut(text) == words


def test_long_runs_are_cut_in_pieces_without_losing_a_letter() -> None:
    cut("แมวกขค" * 60)


def test_at_most_so_many() -> None:
    (token,) = tokenise("แพนซ้าย" * 50)
    assert len(cut_run(token, "th", 7)) == 7
