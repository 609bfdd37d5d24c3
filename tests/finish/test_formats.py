from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from vivant.errors import InvalidInput
from vivant.finish.formats import FORMATS, format_of, write_film
from vivant.media import Frame, Size, Soundtrack

from synthetic import textured

SIZE = Size(160, 96)
WIDE = textured(176, 96)
COUNT = 12


def frames() -> Iterator[Frame]:
    """A picture that moves a pixel to the left in every frame."""
    for k in range(COUNT):
        yield np.ascontiguousarray(WIDE[:, k : k + 160])


def sound() -> Soundtrack:
    tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(24000) / 48000)
    return Soundtrack(samples=np.stack([tone, tone], axis=1).astype(np.float32))


def read(path: Path) -> list[Frame]:
    if path.suffix in (".webp", ".avif", ".gif"):
        with Image.open(path) as image:
            pictures = []
            for k in range(image.n_frames):
                image.seek(k)
                pictures.append(np.asarray(image.convert("RGB")))
            return pictures
    with av.open(str(path)) as container:
        return [one.to_ndarray(format="rgb24") for one in container.decode(video=0)]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_shows_every_frame_in_its_colours(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"clip{suffix}"
    assert write_film(frames(), path, size=SIZE, fps=24, soundtrack=sound()) == COUNT
    shown = read(path)
    assert len(shown) == COUNT
    for made, seen in zip(frames(), shown, strict=True):
        assert np.abs(made.astype(int) - seen).mean() < 10  # 256 colours, or half the colour resolution
        assert np.abs(made.mean(axis=(0, 1)) - seen.mean(axis=(0, 1))).max() < 3  # no cast
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".gif", ".webp"])
def test_pictures_loop_for_ever_at_their_pace(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"clip{suffix}"
    write_film(frames(), path, size=SIZE, fps=24, soundtrack=None)
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        total_ms = 0.0
        for k in range(image.n_frames):
            image.seek(k)
            image.load()
            total_ms += image.info["duration"]
    assert total_ms == pytest.approx(1000 * COUNT / 24, rel=0.05)


def test_webm_has_sound(tmp_path: Path) -> None:
    path = tmp_path / "clip.webm"
    write_film(frames(), path, size=SIZE, fps=24, soundtrack=sound())
    with av.open(str(path)) as container:
        assert [stream.codec_context.name for stream in container.streams] == ["vp9", "libopus"] or [
            stream.codec_context.name for stream in container.streams
        ] == ["vp9", "opus"]
        heard = np.concatenate([one.to_ndarray() for one in container.decode(audio=0)], axis=1)
    assert np.abs(heard).max() == pytest.approx(0.2, abs=0.05)


def test_other_endings_are_refused() -> None:
    with pytest.raises(InvalidInput, match=r"clip\.avi: cannot write '\.avi'; expected \.mp4, \.webm"):
        format_of(Path("clip.avi"))
    assert format_of(Path("clip")).suffix == ".mp4"
    assert format_of(Path("CLIP.GIF")).suffix == ".gif"
