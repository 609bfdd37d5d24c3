"""Joining: films of one size and one rate become a single one, cut or dissolved into each other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from vivant.errors import RenderFailed
from vivant.finish.takes import Take, joined_count
from vivant.media import Frame, Size, Soundtrack
from vivant.media.soundtrack import RATE_HZ

_Planes = NDArray[np.uint8]
_Samples = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Reel(Take):
    """A film to be joined: where it lies, and whether it sounds."""

    path: Path
    sounds: bool

    @classmethod
    def of(cls, path: Path) -> Reel:
        """What the file tells of itself. Raises RenderFailed: `part 003.mp4: cannot be read (…)`."""
        try:
            with av.open(str(path)) as container:
                video = container.streams.video[0]
                size = Size(video.codec_context.width, video.codec_context.height)
                rate = video.average_rate or 0
                sounds = bool(container.streams.audio)
                return cls(path=path, size=size, fps=round(rate), frames=video.frames, sounds=sounds)
        except (av.error.FFmpegError, IndexError) as error:
            raise RenderFailed(f"part {path.name}: cannot be read ({error})") from error


def joined_pictures(reels: Sequence[Reel], overlap: int) -> Iterator[av.VideoFrame]:
    """The pictures of the films one after another; `overlap` of them belong to two, the first fading into the second.

    Pictures stay as they are stored (luma and colour), so that nothing is lost to conversions. No more than `overlap`
    of them are held at a time.
    """
    held: deque[_Planes] = deque()
    for number, reel in enumerate(reels):
        fading, held = held, deque()
        keeps = overlap if number < len(reels) - 1 else 0
        length = len(fading)
        for at, planes in enumerate(_pictures(reel)):
            if fading:
                planes = _mixed(fading.popleft(), planes, (at + 1) / (length + 1))
            held.append(planes)
            if len(held) > keeps:
                yield av.VideoFrame.from_ndarray(held.popleft(), format="yuv420p")
    assert not held


def joined_sound(reels: Sequence[Reel], overlap: int) -> Soundtrack | None:
    """The sound of the films one after another, each as long as its pictures; None where all are silent.

    Where pictures dissolve, sounds cross at equal power: what has nothing in common stays as loud as it was.
    """
    if not any(reel.sounds for reel in reels):
        return None
    total = joined_count([reel.frames for reel in reels], overlap)
    fps = reels[0].fps
    track = np.zeros((_samples(total, fps), 2), dtype=np.float32)
    frame = 0
    for number, reel in enumerate(reels):
        begin, end = _samples(frame, fps), _samples(frame + reel.frames, fps)
        sound = _sound(reel, end - begin)
        if overlap and number > 0:
            _fade(sound, _samples(overlap, fps))
        if overlap and number < len(reels) - 1:
            _fade(sound[::-1], _samples(overlap, fps))
        track[begin:end] += sound
        frame += reel.frames - overlap
    return Soundtrack(samples=np.clip(track, -1.0, 1.0))


def last_picture(reel: Reel) -> Frame:
    """The last frame of a film."""
    with av.open(str(reel.path)) as container:
        stream = container.streams.video[0]
        container.seek(container.duration or 0)  # to the key frame before it
        for picture in container.decode(stream):
            last = picture
        return last.to_ndarray(format="rgb24").astype(np.uint8, copy=False)


def _pictures(reel: Reel) -> Iterator[_Planes]:
    with av.open(str(reel.path)) as container:
        for picture in container.decode(container.streams.video[0]):
            planes: _Planes = picture.to_ndarray(format="yuv420p").astype(np.uint8, copy=False)
            yield planes


def _mixed(old: _Planes, new: _Planes, share: float) -> _Planes:
    mixed = old.astype(np.float32)
    mixed += (new.astype(np.float32) - mixed) * np.float32(share)
    return np.rint(mixed).astype(np.uint8)


def _sound(reel: Reel, count: int) -> _Samples:
    """[count, 2] the sound of a film, silence where it has none."""
    samples = np.zeros((count, 2), dtype=np.float32)
    if not reel.sounds:
        return samples
    with av.open(str(reel.path)) as container:
        stream = container.streams.audio[0]
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=RATE_HZ)
        at = 0
        for block in container.decode(stream):
            for part in resampler.resample(block):
                piece = part.to_ndarray().T[: count - at]
                samples[at : at + len(piece)] = piece
                at += len(piece)
    return samples


def _fade(samples: _Samples, count: int) -> None:
    """Lets the first `count` samples swell in, in place."""
    gain = np.sin(np.linspace(0, np.pi / 2, count, endpoint=False, dtype=np.float32))
    samples[:count] *= gain[:, None]


def _samples(frames: int, fps: int) -> int:
    return round(frames * RATE_HZ / fps)
