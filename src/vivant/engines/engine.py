"""The contract of an engine: a plan and a photo in, a stream of frames out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from vivant.direction.plan import ShotPlan
from vivant.media import Fit, Frame, Photo, Size, Soundtrack

Progress = Callable[[str, float], None]
"""Called with a stage's name and how much of it is done, 0..1; never falls within a stage."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One request to an engine: what to film, and how large, long and fast."""

    photo: Photo
    plan: ShotPlan
    size: Size
    fps: int
    seed: int = 0
    fit: Fit = "cover"

    @property
    def frame_count(self) -> int:
        return max(1, round(self.plan.seconds * self.fps))


@dataclass(frozen=True, kw_only=True)
class Film:
    """What an engine answers: frames to be taken one at a time, and the plan as it will really be carried out.

    soundtrack: where the engine makes its own; None leaves it to the score.
    """

    frames: Iterator[Frame]
    plan: ShotPlan
    soundtrack: Soundtrack | None = None


class Engine(Protocol):
    """Makes films. Stateless between calls but for caches. What it can do stands in the catalogue."""

    def film(self, shot: Shot, progress: Progress) -> Film:
        """The film of a shot. Analysis happens here; frames are made as they are taken."""
        ...


def no_progress(stage: str, done: float) -> None:
    """A Progress that tells nobody."""
