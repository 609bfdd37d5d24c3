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
animate(Photo.open(sys.argv[1]), "dolly in", seconds=float(sys.argv[2]), size="320x180", out=Path(sys.argv[3]))
"""


def peak_kib(photo: Path, seconds: int, out: Path) -> int:
    return run_measured(_SCRIPT, str(photo), str(seconds), str(out))[1]


def test_a_long_clip_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(textured(320, 180)).save(photo)
    short = peak_kib(photo, 2, tmp_path / "short.mp4")
    long = peak_kib(photo, 14, tmp_path / "long.mp4")
    # Twelve seconds more are 288 frames, 49 MB if they were kept; their sound is 5 MB and its making as much again.
    assert long - short < 25_000
