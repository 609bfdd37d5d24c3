"""The contract of an engine: a plan and a photo in, a stream of frames out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import ShotPlan
from vivant.errors import InvalidInput
from vivant.media import Fit, Frame, Photo, Size, Soundtrack
from vivant.sound.listening import Listening

Progress = Callable[[str, float], None]
"""Called with a stage's name and how much of it is done, 0..1; never falls within a stage."""

LEAST_STRENGTH, MOST_STRENGTH = 0.25, 4.0
"""Factors on what camera moves may show that the photo does not have."""


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One request to an engine: what to film, and how large, long and fast.

    strength: how far camera moves may go beyond what the photo shows well; 1 is the engine's own judgement.
    masks: [h, w] in 0..1 over the whole photo, by the name of what they mark (`water`); they come before what is
    found. fine: finer depth, layers and sampling, at a price in time.
    """

    photo: Photo
    plan: ShotPlan
    size: Size
    fps: int
    seed: int = 0
    fit: Fit = "cover"
    strength: float = 1.0
    fine: bool = False
    masks: Mapping[str, NDArray[np.float32]] = field(default_factory=dict)

    @property
    def frame_count(self) -> int:
        return max(1, round(self.plan.seconds * self.fps))


@dataclass(frozen=True, kw_only=True)
class Film:
    """What an engine answers: frames to be taken one at a time, and the plan as it will really be carried out.

    soundtrack: where the engine makes its own; None leaves it to the score. listening: what the scene sounds like,
    for the score. networks: the names of those that had a part in the picture.
    """

    frames: Iterator[Frame]
    plan: ShotPlan
    soundtrack: Soundtrack | None = None
    networks: tuple[str, ...] = ()
    listening: Listening = field(default_factory=Listening)


class Engine(Protocol):
    """Makes films. Stateless between calls but for caches. What it can do stands in the catalogue."""

    def film(self, shot: Shot, progress: Progress) -> Film:
        """The film of a shot. Analysis happens here; frames are made as they are taken."""
        ...


def check_strength(strength: float) -> float:
    """The strength, if a shot can have it.

    Raises InvalidInput: `strength=9: expected 0.25 (careful) to 4 (practically without limit)`.
    """
    if not LEAST_STRENGTH <= strength <= MOST_STRENGTH:  # also where it is not a number
        raise InvalidInput(
            f"strength={strength:g}: expected {LEAST_STRENGTH:g} (careful) to {MOST_STRENGTH:g} "
            "(practically without limit)",
            param="strength",
        )
    return strength


def no_progress(stage: str, done: float) -> None:
    """A Progress that tells nobody."""
