"""Memory does not grow with the length of a clip."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from synthetic import textured

pytestmark = pytest.mark.acceptance

_SCRIPT = """
import resource, sys
from pathlib import Path
from vivant import Photo, animate
animate(Photo.open(sys.argv[1]), "dolly in", seconds=float(sys.argv[2]), size="320x180", out=Path(sys.argv[3]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak_kib(photo: Path, seconds: int, out: Path) -> int:
    words = [sys.executable, "-c", _SCRIPT, str(photo), str(seconds), str(out)]
    return int(subprocess.run(words, capture_output=True, text=True, check=True, timeout=120).stdout)


def test_a_long_clip_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(textured(320, 180)).save(photo)
    short = peak_kib(photo, 2, tmp_path / "short.mp4")
    long = peak_kib(photo, 14, tmp_path / "long.mp4")
    # Twelve seconds more are 288 frames, 49 MB if they were kept; their sound is 5 MB and its making as much again.
    assert long - short < 25_000
