"""Stills of a clip."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vivant.finish.encoder import encode
from vivant.finish.poster import contact_sheet, spritesheet, thumbnail
from vivant.media import Size


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Sixty grey frames, each brighter than the one before."""
    path = tmp_path / "clip.mp4"
    ramp = (np.full((120, 160, 3), 4 * k, np.uint8) for k in range(60))
    encode(ramp, path, size=Size(160, 120), fps=24, soundtrack=None)
    return path


def test_the_thumbnail_is_the_first_frame_as_webp(clip: Path) -> None:
    picture = Image.open(io.BytesIO(thumbnail(clip)))
    assert (picture.format, picture.size) == ("WEBP", (160, 120))
    assert np.asarray(picture.convert("L")).mean() < 4


def test_the_sprite_sheet_is_25_frames_in_reading_order(clip: Path) -> None:
    picture = Image.open(io.BytesIO(spritesheet(clip)))
    assert (picture.format, picture.size) == ("JPEG", (800, 600))
    grey = np.asarray(picture.convert("L"), dtype=float)
    tiles = [grey[120 * r : 120 * r + 120, 160 * c : 160 * c + 160].mean() for r in range(5) for c in range(5)]
    assert all(b > a for a, b in itertools.pairwise(tiles))
    assert tiles[0] < 4
    assert tiles[-1] == pytest.approx(236, abs=4)


def test_a_clip_of_fewer_frames_than_tiles_repeats_them(tmp_path: Path) -> None:
    path = tmp_path / "short.mp4"
    encode(iter([np.full((64, 64, 3), 90, np.uint8)] * 3), path, size=Size(64, 64), fps=24, soundtrack=None)
    sheet = contact_sheet(path, 4, 2, 64)
    assert np.asarray(sheet).min() > 60
