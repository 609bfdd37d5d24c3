"""The text track of a clip, read back by the container's own reader."""

from __future__ import annotations

import itertools
from pathlib import Path

import av
import numpy as np

from vivant.finish.encoder import encode
from vivant.media import Caption, Frame, Size

from synthetic import hiss

SIZE = Size(160, 90)
BLACK: Frame = np.zeros((90, 160, 3), dtype=np.uint8)


def told(path: Path) -> list[tuple[int, int, str]]:
    """The captions of a clip: start and length in milliseconds, and the text."""
    with av.open(str(path)) as container:
        packets = [one for one in container.demux(container.streams.subtitles[0]) if one.size > 2]
        return [(one.pts or 0, one.duration or 0, bytes(one)[2:].decode()) for one in packets]


def test_captions_come_back_word_for_word(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    captions = [
        Caption(start_s=0.5, end_s=1.25, text="<b>{We} & \\N\nmade it</b>"),
        Caption(start_s=1.5, end_s=2.5, text="Chúng ta phải đi · สวัสดีครับ · 行こう", speaker="Anna"),
    ]
    frames = itertools.repeat(BLACK, 72)
    encode(frames, path, size=SIZE, fps=24, soundtrack=hiss(3), captions=captions, language="vi")
    assert told(path) == [
        (500, 750, "<b>{We} & \\N\nmade it</b>"),
        (1500, 1000, "Chúng ta phải đi · สวัสดีครับ · 行こう"),
    ]
    with av.open(str(path)) as container:
        assert [stream.type for stream in container.streams] == ["video", "audio", "subtitle"]
        assert container.streams.subtitles[0].metadata["language"] == "vie"
        assert container.streams.video[0].frames == 72
        assert sum(1 for _ in container.decode(video=0)) == 72


def test_one_caption_gives_way_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    captions = [Caption(start_s=1, end_s=2, text="two"), Caption(start_s=0, end_s=1.5, text="one")]
    encode(itertools.repeat(BLACK, 48), path, size=SIZE, fps=24, soundtrack=None, captions=captions)
    assert told(path) == [(0, 1000, "one"), (1000, 1000, "two")]


def test_without_captions_there_is_no_text_track(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    encode(itertools.repeat(BLACK, 12), path, size=SIZE, fps=24, soundtrack=None)
    with av.open(str(path)) as container:
        assert not container.streams.subtitles
