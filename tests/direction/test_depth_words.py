"""Words for places in depth, in every language."""

from __future__ import annotations

import pytest

from vivant.direction.depth_words import place_in_depth


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("background", "background"),
        ("the mountains in the distance", "background"),
        ("hậu cảnh", "background"),
        ("ฉากหลัง", "background"),
        ("el fondo", "background"),
        ("背景", "background"),
        ("奥の木", "background"),
        ("the foreground", "foreground"),
        ("primer plano", "foreground"),
        ("tiền cảnh", "foreground"),
        ("手前の花", "foreground"),
        ("her face", "subject"),
        ("nhân vật", "subject"),
        ("主体", "subject"),
        ("the farm", None),
        ("flowers", None),
        ("", None),
    ],
)
def test_a_place_in_depth(words: str, place: str | None) -> None:
    assert place_in_depth(words) == place
