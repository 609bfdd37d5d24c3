"""Takes: films as far as it matters whether they can be joined, and how long they then are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vivant.errors import InvalidInput
from vivant.media import Size


@dataclass(frozen=True, kw_only=True)
class Take:
    """A film as far as it matters whether it fits to others."""

    size: Size
    fps: int
    frames: int


def overlap_frames(crossfade_s: float, fps: int) -> int:
    """How many frames two films share where one dissolves into the other."""
    return round(crossfade_s * fps)


def joined_count(frames: Sequence[int], overlap: int) -> int:
    """How many frames films of so many have together, each sharing `overlap` with the next."""
    return sum(frames) - overlap * (len(frames) - 1)


def check_alike(takes: Sequence[Take], overlap: int) -> None:
    """Raises InvalidInput: `video 2 is 640x360 at 24 fps; expected 1280x720 at 24 fps, as video 1`."""
    first = takes[0]
    expected = f"{first.size} at {first.fps} fps"
    for number, take in enumerate(takes, start=1):
        found = f"{take.size} at {take.fps} fps"
        if found != expected:
            raise InvalidInput(f"video {number} is {found}; expected {expected}, as video 1", param="videos")
        if 2 * overlap > take.frames:  # dissolves at both its ends must not meet
            raise InvalidInput(
                f"crossfade_s={overlap / first.fps:g}: video {number} lasts {take.frames / take.fps:g} s; expected "
                "at most half of the shortest",
                param="crossfade_s",
            )
