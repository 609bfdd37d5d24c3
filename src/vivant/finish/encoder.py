"""Encoding: a stream of frames and a soundtrack become an MP4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from vivant.errors import RenderFailed
from vivant.finish.captions import CaptionTrack
from vivant.finish.planes import fill_planes
from vivant.media import Caption, Frame, Size, Soundtrack

X264 = {"preset": "veryfast", "crf": "18", "profile": "high", "x264-params": "mbtree=0"}
"""How pictures are encoded: constant quality, near enough to the eye to transparent, at what two cores can pay.

Without mbtree, whose weighing of blocks over time differs now and then from run to run: the same film is to be
the same file."""

_AAC_BITS_PER_S = 192_000
_SAMPLES_PER_FRAME = 1024


def encode(
    frames: Iterator[Frame] | Iterator[av.VideoFrame],
    path: Path,
    *,
    size: Size,
    fps: int,
    soundtrack: Soundtrack | None,
    captions: Sequence[Caption] = (),
    language: str = "und",
) -> int:
    """The number of frames written to `path`: H.264 High, yuv420p, BT.709 limited range, index in front, with
    AAC stereo where there is a soundtrack, and a text track where there are captions (`language` is theirs).

    Pictures that were decoded from a film of ours are taken as they are. Frames are taken one at a time and sound is
    written beside them, so memory does not grow with the length.

    Raises OSError as the file system does; RenderFailed where the codec refuses.
    """
    written = 0
    try:
        with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
            video = container.add_stream("libx264", rate=fps, options=X264)
            video.width, video.height, video.pix_fmt = size.width, size.height, "yuv420p"
            video.codec_context.time_base = Fraction(1, fps)
            tag_colours(video.codec_context)
            sound = _SoundWriter(container, soundtrack) if soundtrack else None
            if captions:
                CaptionTrack(container, captions, language).write()
            for frame in frames:
                picture = frame if isinstance(frame, av.VideoFrame) else picture_of(frame)
                picture.pts, picture.time_base = written, Fraction(1, fps)
                container.mux(video.encode(picture))
                written += 1
                if sound:
                    sound.write_until(written / fps)
            container.mux(video.encode(None))
            if sound:
                sound.finish()
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno:
            raise OSError(error.errno, error.strerror) from error
        raise RenderFailed(f"encoding stopped after {written} frames: {error.strerror}") from error
    return written


def picture_of(frame: Frame) -> av.VideoFrame:
    """A frame as encoders take it: yuv420p, BT.709, limited range."""
    height, width = frame.shape[:2]
    picture = av.VideoFrame(width, height, "yuv420p")
    luma, blue, red = (np.frombuffer(memoryview(p), np.uint8).reshape(-1, p.line_size) for p in picture.planes)
    fill_planes(np.ascontiguousarray(frame), luma[:, :width], blue[:, : width // 2], red[:, : width // 2])
    return picture


def tag_colours(codec: av.VideoCodecContext) -> None:
    """Players guess without these: BT.709 primaries, transfer and matrix (1 in ITU-T H.273), limited range."""
    codec.color_primaries = 1
    codec.color_trc = 1
    codec.colorspace = 1
    codec.color_range = 1


class _SoundWriter:
    """Writes a soundtrack into a container, as far as the pictures have come."""

    def __init__(self, container: av.container.OutputContainer, soundtrack: Soundtrack) -> None:
        self._container = container
        self._soundtrack = soundtrack
        self._stream = container.add_stream("aac", rate=soundtrack.rate_hz)
        self._stream.bit_rate = _AAC_BITS_PER_S
        self._stream.layout = "stereo"
        self._done = 0

    def write_until(self, time_s: float) -> None:
        samples, rate_hz = self._soundtrack.samples, self._soundtrack.rate_hz
        end = min(len(samples), round(time_s * rate_hz))
        while self._done < end:
            block = samples[self._done : min(self._done + _SAMPLES_PER_FRAME, len(samples))]
            frame = av.AudioFrame.from_ndarray(
                np.ascontiguousarray(block.T, dtype=np.float32), format="fltp", layout="stereo"
            )
            frame.sample_rate, frame.pts, frame.time_base = rate_hz, self._done, Fraction(1, rate_hz)
            self._container.mux(self._stream.encode(frame))
            self._done += len(block)

    def finish(self) -> None:
        self.write_until(self._soundtrack.seconds)
        self._container.mux(self._stream.encode(None))
