"""What comes out of the encoder, read back with another reader's eyes."""

from __future__ import annotations

import errno
import itertools
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from vivant.errors import OutputFailed
from vivant.finish.encoder import encode
from vivant.media import Frame, Size, written_whole

from synthetic import hiss, textured

SIZE = Size(320, 180)


def frames(count: int) -> Iterator[Frame]:
    return itertools.repeat(textured(SIZE.width, SIZE.height), count)


def test_a_clip_is_what_players_expect(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    assert encode(frames(36), path, size=SIZE, fps=24, soundtrack=hiss(1.5)) == 36
    with av.open(str(path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        codec = video.codec_context
        assert (codec.name, codec.profile, codec.pix_fmt) == ("h264", "High", "yuv420p")
        assert (codec.color_primaries, codec.color_trc, codec.colorspace, codec.color_range) == (1, 1, 1, 1)
        assert (codec.width, codec.height) == (320, 180)
        assert (video.average_rate, video.frames) == (24, 36)
        assert float(video.duration * video.time_base) == pytest.approx(1.5)
        assert (sound.codec_context.name, sound.rate, sound.codec_context.layout.name) == (
            "aac",
            48000,
            "stereo",
        )
        assert float(sound.duration * sound.time_base) == pytest.approx(1.5, abs=0.03)
    data = path.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


def test_colours_come_back(tmp_path: Path) -> None:
    """Through BT.709 limited range and back: primaries within the rounding of 8-bit YUV."""
    path = tmp_path / "colours.mp4"
    colours = np.array([[230, 30, 30], [30, 200, 40], [20, 40, 220], [128, 128, 128], [250, 250, 250], [5, 5, 5]])
    bars = np.repeat(np.repeat(colours[None].astype(np.uint8), 180, axis=0), 60, axis=1)
    bars = np.ascontiguousarray(bars[:, :320])
    encode(itertools.repeat(bars, 5), path, size=SIZE, fps=24, soundtrack=None)
    with av.open(str(path)) as container:
        back = next(container.decode(video=0)).to_ndarray(format="rgb24")
    for i, colour in enumerate(colours[:5]):
        assert np.abs(back[90, 60 * i + 30].astype(int) - colour).max() <= 4, i


def test_without_a_soundtrack_there_is_no_audio_track(tmp_path: Path) -> None:
    path = tmp_path / "silent.mp4"
    encode(frames(3), path, size=SIZE, fps=24, soundtrack=None)
    with av.open(str(path)) as container:
        assert not container.streams.audio


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "clip.mp4"
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")
    with pytest.raises(OutputFailed, match="no space left on device"), written_whole(target):
        encode(frames(200), full, size=SIZE, fps=24, soundtrack=None)
    assert list(tmp_path.iterdir()) == []


def test_an_error_while_frames_are_made_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Frame]:
        yield from frames(2)
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OutputFailed), written_whole(tmp_path / "clip.mp4") as part:
        encode(broken(), part, size=SIZE, fps=24, soundtrack=None)
    assert list(tmp_path.iterdir()) == []


def test_the_same_frames_make_the_same_file(tmp_path: Path) -> None:
    """Also where rows are no multiple of what processors read at once."""
    wide = textured(560, 300)
    frames = [np.ascontiguousarray(wide[k : 270 + k, 2 * k : 480 + 2 * k]) for k in range(20)]
    files = set()
    for _ in range(8):
        encode(iter(frames), tmp_path / "clip.mp4", size=Size(480, 270), fps=24, soundtrack=None)
        files.add((tmp_path / "clip.mp4").read_bytes())
    assert len(files) == 1
