"""From a photo and a prompt to a film, on one screen."""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from vivant.chat import advisor_of
from vivant.clip import Clip
from vivant.direction.advice import directed
from vivant.direction.check import check_plan
from vivant.direction.plan import ShotPlan
from vivant.engines.catalogue import DEFAULT_MODEL, find_model
from vivant.engines.engine import Engine, Progress, Shot, no_progress
from vivant.engines.scene import SceneEngine
from vivant.errors import Cancelled, InvalidInput
from vivant.finish.encoder import encode
from vivant.media import Fit, Frame, Photo, Size, written_whole
from vivant.perception.models import chosen_model
from vivant.settings import Settings
from vivant.sound.room_tone import room_tone

LEAST_FPS, MOST_FPS = 8, 60


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
    how the shot was really carried out. `progress(stage, done)` is called as work proceeds, with the stages
    `direct perceive scene score render`; `cancelled()` is asked between frames.

    Raises InvalidInput, InvalidPhoto, OutputFailed, RenderFailed, Cancelled; nothing is left under `out`.
    """
    known = find_model(model)
    size = known.check_size(size if isinstance(size, Size) else Size.parse(size))
    if not LEAST_FPS <= fps <= MOST_FPS:
        raise InvalidInput(f"fps={fps}: expected {LEAST_FPS} to {MOST_FPS}", param="fps")
    engine = engine_of(known.engine)
    watch = _Stopwatch(progress)

    watch.report("direct", 0.0)
    if plan is None:
        known.check_seconds(seconds)
        advisor = advisor_of(Settings())
        plan = directed(prompt, seconds=seconds, capabilities=known.capabilities, advisor=advisor)
    known.check_seconds(plan.seconds)
    check_plan(plan, known.capabilities)
    watch.report("direct", 1.0)
    shot = Shot(photo=photo, plan=plan, size=size, fps=fps, seed=seed, fit=fit)
    # Whether the clip can be written is known before anything is spent on it.
    with _destination(out) as (path, owner), written_whole(path) as part:
        film = engine.film(shot, watch.report)
        soundtrack = None
        if audio:
            watch.report("score", 0.0)
            soundtrack = film.soundtrack or room_tone(shot.frame_count / fps, seed)
            watch.report("score", 1.0)
        watch.report("render", 0.0)
        frames = _watched(film.frames, shot.frame_count, watch.report, cancelled)
        written = encode(frames, part, size=size, fps=fps, soundtrack=soundtrack)
        watch.report("render", 1.0)
    return Clip(
        path=path,
        size=size,
        fps=fps,
        frames=written,
        audio=audio,
        plan=film.plan,
        seed=seed,
        stages=watch.stages,
        owner=owner,
    )


def engine_of(name: str) -> Engine:
    """The engine of that name, under the settings in force."""
    engines: dict[str, Callable[[Settings], Engine]] = {"scene": _scene_engine}
    return engines[name](Settings())


def _scene_engine(settings: Settings) -> SceneEngine:
    return SceneEngine(depth_model=chosen_model(settings.depth_model, settings.models), views=settings.views)


def _watched(
    frames: Iterator[Frame], count: int, progress: Progress, cancelled: Callable[[], bool]
) -> Iterator[Frame]:
    for done, frame in enumerate(frames, start=1):
        if cancelled():
            raise Cancelled(f"cancelled after {done - 1} of {count} frames")
        yield frame
        progress("render", done / count)


@contextmanager
def _destination(out: Path | None) -> Iterator[tuple[Path, object | None]]:
    if out is not None:
        yield out, None
        return
    folder = _PassingFolder()
    yield folder.path / "clip.mp4", folder


class _PassingFolder:
    """A temporary folder that goes when nothing refers to this object any longer."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="vivant-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class _Stopwatch:
    """Passes progress on, and keeps the seconds each stage took, from its first report to its last."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._began: dict[str, float] = {}
        self.stages: dict[str, float] = {}

    def report(self, stage: str, done: float) -> None:
        now = time.perf_counter()
        self.stages[stage] = round(now - self._began.setdefault(stage, now), 4)
        self._progress(stage, done)
