"""Memory does not grow with the length of a clip."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from peak_memory import run_measured

from synthetic import textured

pytestmark = pytest.mark.acceptance

_SCRIPT = """
import sys
from pathlib import Path
from vivant import Photo, animate
photo, seconds, audio, out = sys.argv[1:]
animate(Photo.open(photo), "dolly in", seconds=float(seconds), size="320x180", audio=audio == "audio", out=Path(out))
"""


def peak_kib(photo: Path, seconds: int, audio: str, out: Path) -> int:
    return run_measured(_SCRIPT, str(photo), str(seconds), audio, str(out))[1]


def test_a_long_clip_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(textured(320, 180)).save(photo)
    short = peak_kib(photo, 2, "silent", tmp_path / "short.mp4")
    long = peak_kib(photo, 14, "silent", tmp_path / "long.mp4")
    # Twelve seconds more are 288 frames, 49 MB if they were kept.
    assert long - short < 25_000
    # Sound is mixed whole: 5 MB for twelve seconds, and some such arrays on the way, freed before frames are drawn.
    heard = peak_kib(photo, 14, "audio", tmp_path / "heard.mp4")
    assert heard - peak_kib(photo, 2, "audio", tmp_path / "heard_short.mp4") < 140_000
