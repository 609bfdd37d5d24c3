"""Storage, a queue and a studio in one process, with a pretended renderer: what jobs and API tests stand on."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from vivant.clip import Clip
from vivant.direction.plan import Outcome, ShotPlan
from vivant.errors import Cancelled
from vivant.finish.encoder import encode
from vivant.jobs import Orders
from vivant.jobs.studio import Studio
from vivant.media import Frame, Photo
from vivant.settings import Settings
from vivant.storage import Assets, Database, Files, Videos

FILM = bytes(range(256)) * 40


def photo_file(width: int = 64, height: int = 48, kind: str = "JPEG") -> bytes:
    """The bytes of a small picture."""
    grey = np.linspace(0, 255, width * height, dtype=np.uint8).reshape(height, width)
    buffer = io.BytesIO()
    Image.fromarray(grey).save(buffer, kind)
    return buffer.getvalue()


class RecordingQueue:
    """A queue that only remembers what was put in and taken out."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.withdrawn: list[str] = []

    def put(self, video_id: str) -> None:
        if video_id not in self.waiting:
            self.waiting.append(video_id)

    def withdraw(self, video_id: str) -> None:
        self.withdrawn.append(video_id)


class PretendedRenderer:
    """Writes FILM in four steps; `at_step(n)` is called before each, and may raise or change the world."""

    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.at_step: Callable[[int], None] = lambda _step: None

    def __call__(self, photo: Photo, prompt: str, **wishes: Any) -> Clip:
        self.calls.append({"photo": photo, "prompt": prompt, **wishes})
        out: Path = wishes["out"]
        wishes["progress"]("direct", 1.0)
        for step in range(4):
            self.at_step(step)
            if wishes["cancelled"]():
                raise Cancelled(f"cancelled after {step} of 4 frames")
            wishes["progress"]("render", (step + 1) / 4)
        out.write_bytes(FILM)
        frames = round(wishes["seconds"] * wishes["fps"])
        outcome = Outcome(clause=prompt, status="done", reason="pretended")
        plan = wishes["plan"] or ShotPlan(seconds=wishes["seconds"], outcomes=(outcome,))
        plan = plan.with_note("pretended")
        return Clip(
            path=out,
            size=wishes["size"],
            fps=wishes["fps"],
            frames=frames,
            audio=wishes["audio"],
            plan=plan,
            seed=wishes["seed"],
            stages={"render": 1.5},
        )


class Camera:
    """Films the middle of the photo, brighter by two levels a frame."""

    def __init__(self) -> None:
        self.photos: list[Photo] = []

    def __call__(self, photo: Photo, prompt: str, **wishes: Any) -> Clip:
        self.photos.append(photo)
        frames, size = round(wishes["seconds"] * wishes["fps"]), wishes["size"]
        begin = int(photo.rgb.mean())

        def pictures() -> Iterator[Frame]:
            for number in range(frames):
                wishes["progress"]("render", number / frames)
                yield np.full((size.height, size.width, 3), min(255, begin + 2 * number), dtype=np.uint8)

        encode(pictures(), wishes["out"], size=size, fps=wishes["fps"], soundtrack=None)
        plan = (wishes["plan"] or ShotPlan(seconds=wishes["seconds"])).with_note(prompt)
        return Clip(path=wishes["out"], size=size, fps=wishes["fps"], frames=frames, audio=False, plan=plan, seed=0)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = 1_763_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Backstage:
    """All of it over one folder."""

    def __init__(self, data: Path) -> None:
        self.settings = Settings(data=data)
        self.database = Database(self.settings.database)
        self.database.migrate()
        self.videos = Videos(self.database)
        self.assets = Assets(self.settings.assets)
        self.files = Files(self.database, self.assets)
        self.queue = RecordingQueue()
        self.orders = Orders(self.videos, self.assets, self.queue)
        self.renderer = PretendedRenderer()
        self.studio = Studio(
            self.videos,
            self.assets,
            animate=self.renderer,
            thumbnail=lambda path: b"thumbnail of %d" % path.stat().st_size,
            spritesheet=lambda path: b"spritesheet of %d" % path.stat().st_size,
        )

    def stored(self) -> list[str]:
        """The keys of everything in the asset store."""
        return self.assets.keys("videos") + self.assets.keys("files")
