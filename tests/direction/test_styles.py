"""Styles by their words, in every language."""

from __future__ import annotations

import pytest

from vivant.direction.capabilities import Capabilities
from vivant.direction.director import direct
from vivant.direction.moves import MOVES

SCENE = Capabilities(engine="scene", moves=frozenset(MOVES))


@pytest.mark.parametrize(
    ("prompt", "styles"),
    [
        ("fade in from black, teal and orange", ("fade_in", "teal_orange")),
        ("tilt-shift miniature, slow pan right", ("tilt_shift",)),
        ("sepia, old film, fade to black", ("sepia", "old_film", "fade_out")),
        ("pastel colours", ("pastel",)),
        ("high contrast, muted colours", ("high_contrast", "muted")),
        ("warm tones", ("warm",)),
        ("35mm film, slow dolly in", ("film",)),
        ("cross dissolve", ("crossfade",)),
        ("phim cũ, màu pastel, tối dần về đen", ("old_film", "pastel", "fade_out")),
        ("hiệu ứng thu nhỏ", ("tilt_shift",)),
        ("ฟิล์มเก่า โทนซีเปีย", ("old_film", "sepia")),
        ("โทนเย็น เฟดออก", ("cool", "fade_out")),
        ("cine mudo, fundido a negro", ("old_film", "fade_out")),
        ("efecto miniatura, tonos pastel", ("tilt_shift", "pastel")),
        ("老电影，淡出", ("old_film", "fade_out")),
        ("移轴效果，高对比度", ("tilt_shift", "high_contrast")),
        ("セピア調、フェードイン", ("sepia", "fade_in")),
        ("ミニチュア風、パステル", ("tilt_shift", "pastel")),
    ],
)
def test_a_style_is_found_by_its_words(prompt: str, styles: tuple[str, ...]) -> None:
    assert direct(prompt, seconds=6, capabilities=SCENE).style == styles


def test_a_head_that_tilts_is_no_lens() -> None:
    assert direct("she tilts her head; the mountains shift in the haze", seconds=6, capabilities=SCENE).style == ()
