"""Measures are read wherever they stand."""

from __future__ import annotations

import pytest

from vivant.direction.measures import find_measures
from vivant.direction.tongues import find_mixed_terms, tell_tongues
from vivant.direction.words import tokenise


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("for 2s", "length 2"),
        ("over 2 seconds", "length 2"),
        ("0,5s", "length 0.5"),
        ("2-second", "length 2"),
        ("half a second", "length 0.5"),
        ("two seconds", "length 2"),
        ("500ms", "length 0.5"),
        ("at 2s", "at 2"),
        ("at 00:02", "at 2"),
        ("from 1s to 3s", "span 1 3"),
        ("1s-3s", "span 1 3"),
        ("1-3s", "span 1 3"),
        ("between 1 and 3 seconds", "span 1 3"),
        ("0.00–2.40", "span 0 2.4"),
        ("00:01-00:03", "span 1 3"),
        ("until 3s", "until 3"),
        ("the first 2 seconds", "first 2"),
        ("the last second", "last 1"),
        ("15 degrees", "deg 15"),
        ("15°", "deg 15"),
        ("5-10 degrees", "deg 7.5"),
        ("30%", "percent 30"),
        ("30 per cent", "percent 30"),
        ("2x", "times 2"),
        ("twice", "times 2"),
        ("50mm", "mm 50"),
        ("35mm to 70mm", "mm_range 35 70"),
        ("a 6-second clip", "clip_length 6"),
        ("1280x720", "size 1280"),
        ("9:16", "size 556"),
        ("24 fps", "size 24"),
        ("f/2.8", "aperture 2.8"),
        ("an 80s look", ""),
        ("seven boats", ""),
    ],
)
def test_measures(text: str, want: str) -> None:
    tokens = tokenise(text)
    found = find_measures(tokens, find_mixed_terms(tell_tongues(text, tokens, len(tokens))))
    shown = [f"{one.kind} {one.a:g}" + (f" {one.b:g}" if one.kind in ("span", "mm_range") else "") for one in found]
    assert ", ".join(shown) == want
