"""From a photo and a prompt to a film, on one screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from vivant.clip import Clip
from vivant.direction.plan import ShotPlan
from vivant.engines.catalogue import DEFAULT_MODEL
from vivant.engines.engine import Fit, Progress, no_progress
from vivant.media import Photo, Size


def animate(
    photo: Photo,
    prompt: str,
    *,
    seconds: float = 4,
    size: Size | str = "1280x720",
    model: str = DEFAULT_MODEL,
    seed: int = 0,
    fps: int = 24,
    fit: Fit = "cover",
    audio: bool = True,
    plan: ShotPlan | None = None,
    out: Path | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Clip:
    """The film of a photo directed by a prompt (or by a plan, given in its place).

    out: where to write the MP4; without it the clip lives in a temporary folder until saved. `Clip.plan` tells
    how the shot was really carried out. `progress(stage, done)` is called as work proceeds with stages
    `direct perceive score render`; `cancelled()` is asked between frames.

    Raises InvalidInput, InvalidPhoto, OutputFailed, RenderFailed, Cancelled; nothing is left under `out`.
    """
    raise NotImplementedError
