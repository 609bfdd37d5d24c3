"""Which file a film becomes: by the ending of its name."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from vivant.errors import InvalidInput, RenderFailed
from vivant.finish.encoder import encode, picture_of, tag_colours
from vivant.media import Caption, Frame, Size, Soundtrack

_VP9 = {"crf": "24", "b": "0", "deadline": "realtime", "cpu-used": "5", "row-mt": "1"}
_OPUS_BITS_PER_S = 160_000
_OPUS_SAMPLES = 960
_AV1 = {"crf": "26", "preset": "9", "svtav1-params": "lp=2"}
_WEBP = {"quality": "82", "compression_level": "3", "loop": "0"}
_BETWEEN = {"crf": "6", "preset": "ultrafast"}
"""The copy between the two passes of a GIF: fine enough that its palette is the film's."""


@dataclass(frozen=True, kw_only=True)
class Format:
    """A kind of file. sound: whether it can carry any. what: its name, for messages."""

    suffix: str
    what: str
    sound: bool


FORMATS: dict[str, Format] = {
    one.suffix: one
    for one in (
        Format(suffix=".mp4", what="MP4", sound=True),
        Format(suffix=".webm", what="WebM", sound=True),
        Format(suffix=".gif", what="GIF", sound=False),
        Format(suffix=".webp", what="animated WebP", sound=False),
        Format(suffix=".avif", what="animated AVIF", sound=False),
    )
}
"""Ending of a name, in small letters, to the kind of file."""


def format_of(path: Path) -> Format:
    """The kind of file a path names; no ending means MP4.

    Raises InvalidInput: `clip.avi: cannot write '.avi'; expected .mp4, .webm, .gif, .webp or .avif`.
    """
    found = FORMATS.get(path.suffix.lower() or ".mp4")
    if found is None:
        *others, last = FORMATS
        raise InvalidInput(f"{path}: cannot write {path.suffix!r}; expected {', '.join(others)} or {last}")
    return found


def write_film(
    frames: Iterator[Frame],
    path: Path,
    *,
    size: Size,
    fps: int,
    soundtrack: Soundtrack | None,
    captions: Sequence[Caption] = (),
    language: str = "und",
) -> int:
    """The number of frames written to `path`, in the format its ending names; see `encoder.encode`.

    Formats of pictures loop for ever and carry neither sound nor captions. Memory does not grow with the length but
    for WebP, whose encoder keeps its compressed frames until the end.

    Raises OSError as the file system does; InvalidInput, RenderFailed.
    """
    kind = format_of(path)
    if kind.suffix == ".mp4":
        return encode(frames, path, size=size, fps=fps, soundtrack=soundtrack, captions=captions, language=language)
    writers: dict[str, Callable[[], int]] = {
        ".webm": lambda: _webm(frames, path, size, fps, soundtrack),
        ".gif": lambda: _gif(frames, path, size, fps),
        # VP8's own colours are not BT.709: WebP is given RGB.
        ".webp": lambda: _pictures(frames, path, size, fps, "webp", "libwebp_anim", "bgra", _WEBP),
        ".avif": lambda: _pictures(frames, path, size, fps, "avif", "libsvtav1", "yuv420p", _AV1),
    }
    try:
        return writers[kind.suffix]()
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno:
            raise OSError(error.errno, error.strerror) from error
        raise RenderFailed(f"writing {kind.what} stopped: {error.strerror}") from error


def _webm(frames: Iterator[Frame], path: Path, size: Size, fps: int, soundtrack: Soundtrack | None) -> int:
    """VP9 with Opus."""
    with av.open(str(path), "w", format="webm") as container:
        video = _video(container, "libvpx-vp9", size, fps, "yuv420p", _VP9)
        sound: Any = None
        if soundtrack is not None:
            sound = container.add_stream("libopus", rate=soundtrack.rate_hz)
            sound.bit_rate, sound.layout = _OPUS_BITS_PER_S, "stereo"
        written = 0
        for written, frame in enumerate(frames, start=1):
            container.mux(video.encode(_picture(frame, written - 1, fps)))
            if soundtrack is not None:
                _sound_until(container, sound, soundtrack, (written - 1) / fps, written / fps)
        container.mux(video.encode(None))
        if soundtrack is not None:
            _sound_until(container, sound, soundtrack, written / fps, soundtrack.seconds)
            container.mux(sound.encode(None))
    return written


def _sound_until(container: Any, stream: Any, soundtrack: Soundtrack, from_s: float, until_s: float) -> None:
    rate_hz, samples = soundtrack.rate_hz, soundtrack.samples
    start, end = (min(len(samples), round(time_s * rate_hz)) for time_s in (from_s, until_s))
    for at in range(start, end, _OPUS_SAMPLES):
        block = samples[at : min(at + _OPUS_SAMPLES, end)]
        sound = av.AudioFrame.from_ndarray(np.ascontiguousarray(block.T, np.float32), format="fltp", layout="stereo")
        sound.sample_rate, sound.pts, sound.time_base = rate_hz, at, Fraction(1, rate_hz)
        container.mux(stream.encode(sound))


def _pictures(
    frames: Iterator[Frame],
    path: Path,
    size: Size,
    fps: int,
    muxer: str,
    codec: str,
    pixels: str,
    options: dict[str, str],
) -> int:
    """A file of pictures that loops for ever."""
    os.environ.setdefault("SVT_LOG", "1")  # else SVT-AV1 tells its version and settings on stderr
    with av.open(str(path), "w", format=muxer, options={"loop": "0"}) as container:
        video = _video(container, codec, size, fps, pixels, options)
        written = 0
        for written, frame in enumerate(frames, start=1):
            container.mux(video.encode(_picture(frame, written - 1, fps, rgb=pixels == "bgra")))
        container.mux(video.encode(None))
    return written


def _gif(frames: Iterator[Frame], path: Path, size: Size, fps: int) -> int:
    """Two passes, since a palette must have seen every frame: the first into a passing file beside it."""
    with tempfile.TemporaryDirectory(prefix=".vivant-", dir=path.parent) as folder:
        between = Path(folder) / "frames.mkv"
        written = 0
        with av.open(str(between), "w", format="matroska") as container:
            video = _video(container, "libx264rgb", size, fps, "rgb24", _BETWEEN)
            for written, frame in enumerate(frames, start=1):
                container.mux(video.encode(_picture(frame, written - 1, fps, rgb=True)))
            container.mux(video.encode(None))
        palette = _palette(between)
        _dithered(between, path, palette, size, fps)
    return written


def _palette(film: Path) -> Any:
    """The 256 colours that serve a whole film best, as a small picture."""
    graph = av.filter.Graph()
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        source = graph.add_buffer(template=stream, time_base=stream.time_base)
        generator = graph.add("palettegen", "stats_mode=full:reserve_transparent=0")
        sink = graph.add("buffersink")
        source.link_to(generator)
        generator.link_to(sink)
        graph.configure()
        for picture in container.decode(stream):
            source.push(picture)
        source.push(None)
    return sink.pull()


def _dithered(film: Path, path: Path, palette: Any, size: Size, fps: int) -> None:
    """Writes a film in the colours of a palette, in a pattern that stays where it is: noise would boil."""
    graph = av.filter.Graph()
    with av.open(str(film)) as container, av.open(str(path), "w", format="gif", options={"loop": "0"}) as out:
        stream = container.streams.video[0]
        source = graph.add_buffer(template=stream, time_base=stream.time_base)
        colours = graph.add_buffer(
            width=palette.width, height=palette.height, format=palette.format, time_base=stream.time_base
        )
        use = graph.add("paletteuse", "dither=bayer:bayer_scale=3:diff_mode=rectangle")
        sink = graph.add("buffersink")
        source.link_to(use, 0, 0)
        colours.link_to(use, 0, 1)
        use.link_to(sink)
        graph.configure()
        video = _video(out, "gif", size, fps, "pal8", {})
        palette.pts, palette.time_base = 0, stream.time_base
        colours.push(palette)
        colours.push(None)

        def flush() -> None:
            while True:
                try:
                    out.mux(video.encode(sink.pull()))
                except (av.error.BlockingIOError, av.error.EOFError):
                    return

        for picture in container.decode(stream):
            source.push(picture)
            flush()
        source.push(None)
        flush()
        out.mux(video.encode(None))


def _video(container: Any, codec: str, size: Size, fps: int, pixels: str, options: dict[str, str]) -> Any:
    stream = container.add_stream(codec, rate=fps, options=options)
    stream.width, stream.height, stream.pix_fmt = size.width, size.height, pixels
    stream.codec_context.time_base = Fraction(1, fps)
    if pixels.startswith("yuv"):
        tag_colours(stream.codec_context)
    return stream


def _picture(frame: Frame, at: int, fps: int, *, rgb: bool = False) -> Any:
    picture = av.VideoFrame.from_ndarray(frame, format="rgb24") if rgb else picture_of(frame)
    picture.pts, picture.time_base = at, Fraction(1, fps)
    return picture
