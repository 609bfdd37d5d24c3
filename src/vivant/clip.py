"""A finished film on disk."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from vivant.direction.plan import ShotPlan
from vivant.media import Size, written_whole


@dataclass(frozen=True, kw_only=True)
class Clip:
    """An encoded film.

    path: where the MP4 lies. frames: how many it has. stages: seconds spent in each stage of the work.
    plan: how the shot was carried out. owner: keeps a temporary folder alive for as long as the clip is. captions:
    where they lie as WebVTT, where somebody speaks.
    """

    path: Path
    size: Size
    fps: int
    frames: int
    audio: bool
    plan: ShotPlan
    seed: int
    stages: dict[str, float] = field(default_factory=dict)
    owner: object | None = field(default=None, repr=False, compare=False)
    captions: Path | None = None

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def save(self, path: str | os.PathLike[str]) -> Path:
        """The path written, whole or not at all; its captions, where it has any, beside it.

        Raises OutputFailed: `harbour.mp4: cannot be written (permission denied)`.
        """
        target = Path(path)
        with written_whole(target) as part:
            shutil.copyfile(self.path, part)
        if self.captions is not None:
            with written_whole(target.with_suffix(".vtt")) as part:
                shutil.copyfile(self.captions, part)
        return target
