"""From a photo and a prompt to a film, on one screen."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from vivant.chat import advisor_of
from vivant.clip import Clip
from vivant.direction.advice import directed
from vivant.direction.check import check_plan
from vivant.direction.plan import ShotPlan
from vivant.engines.catalogue import DEFAULT_MODEL, Model, find_model
from vivant.engines.engine import Engine, Film, Progress, Shot, check_strength, no_progress
from vivant.engines.scene import SceneEngine
from vivant.errors import Cancelled, InvalidInput
from vivant.finish.formats import FORMATS, format_of, write_film
from vivant.living.masks import mask_of
from vivant.media import Caption, Fit, Frame, Photo, Size, Soundtrack, sniff, written_whole
from vivant.perception.models import chosen_model
from vivant.provenance.credential import Credential
from vivant.provenance.keys import credential_of
from vivant.provenance.manifest import Making, Source
from vivant.provenance.record import Entry, append, digest_of
from vivant.provenance.signing import sign
from vivant.provenance.visible import mark_of
from vivant.settings import Settings
from vivant.sound.captions import web_vtt

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
    stems: Path | None = None,
    strength: float = 1.0,
    masks: Mapping[str, Photo] | None = None,
    plan: ShotPlan | None = None,
    loop: bool = False,
    out: Path | None = None,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = lambda: False,
) -> Clip:
    """The film of a photo directed by a prompt (or by a plan, given in its place).

    loop: its end leads into its beginning, as where a prompt asks for a seamless loop.
    strength: how far camera moves may go beyond what the photo shows well: 0.25 is careful, 4 practically without
    limit. masks: pictures, white where something is, by its name (`water`); they come before what is found in the
    photo. stems: a folder to write every sound into, as WAV files of its own. out: where to write the film, as .mp4,
    .webm, .gif, .webp or .avif, and beside it, as .vtt, what is said; without it the clip lives in a temporary folder
    until saved. `Clip.plan` tells how the shot was really carried out. `progress(stage, done)` is called as work
    proceeds, with the stages `direct perceive scene score render`; `cancelled()` is asked between frames.

    Raises InvalidInput, InvalidPhoto, OutputFailed, RenderFailed, Cancelled; nothing is left under `out`.
    """
    known = find_model(model)
    size = known.check_size(size if isinstance(size, Size) else Size.parse(size))
    if not LEAST_FPS <= fps <= MOST_FPS:
        raise InvalidInput(f"fps={fps}: expected {LEAST_FPS} to {MOST_FPS}", param="fps")
    check_strength(strength)
    kind = format_of(out) if out is not None else FORMATS[".mp4"]
    if stems is not None:
        _check_stems(stems, audio=audio, sounding=kind.sound, out=out)
    engine = engine_of(known.engine)
    watch = _Stopwatch(progress)

    watch.report("direct", 0.0)
    if plan is None:
        known.check_seconds(seconds)
        advisor = advisor_of(Settings())
        plan = directed(prompt, seconds=seconds, capabilities=known.capabilities, advisor=advisor)
    if loop and "loop" not in plan.style:
        plan = replace(plan, style=(*plan.style, "loop"))
    known.check_seconds(plan.seconds)
    check_plan(plan, known.capabilities)
    watch.report("direct", 1.0)
    shot = Shot(
        photo=photo,
        plan=plan,
        size=size,
        fps=fps,
        seed=seed,
        fit=fit,
        strength=strength,
        masks={name: mask_of(name, mask) for name, mask in (masks or {}).items()},
        fine=known.fine,
    )
    # Whether the clip can be written is known before anything is spent on it.
    with _destination(out) as (path, owner), written_whole(path) as part:
        settings = Settings()
        credential = credential_of(settings)
        film = engine.film(shot, watch.report)
        sound = _Sound(soundtrack=None, plan=film.plan)
        if audio and kind.sound:
            watch.report("score", 0.0)
            sound = _sound_of(film, shot, stems)
            watch.report("score", 1.0)
        watch.report("render", 0.0)
        frames = _marked(_watched(film.frames, shot.frame_count, watch.report, cancelled), shot, settings)
        written = write_film(
            frames,
            part,
            size=size,
            fps=fps,
            soundtrack=sound.soundtrack,
            captions=sound.captions,
            language=sound.language,
        )
        if credential is not None:
            sign(part, _making(shot, known, film, sound, settings, prompt), credential, title=path.name)
        watch.report("render", 1.0)
        captions = _captioned(path, sound.captions)
    if credential is not None:
        _record(path, film, shot, credential, settings)
    return Clip(
        path=path,
        size=size,
        fps=fps,
        frames=written,
        audio=audio and kind.sound,
        plan=sound.plan,
        seed=seed,
        stages=watch.stages,
        owner=owner,
        captions=captions,
    )


def _marked(frames: Iterator[Frame], shot: Shot, settings: Settings) -> Iterator[Frame]:
    """The frames with the visible mark, unless the settings leave it out."""
    key = f"{shot.photo.digest} {shot.seed}"
    mark = mark_of(settings, key, size=shot.size, fps=shot.fps, frame_count=shot.frame_count)
    return frames if mark is None else (mark.apply(frame, k) for k, frame in enumerate(frames))


def _record(path: Path, film: Film, shot: Shot, credential: Credential, settings: Settings) -> None:
    """Writes down that a signed film was made."""
    plan = json.dumps(film.plan.to_json(), ensure_ascii=False)
    made = Entry(
        what="film",
        decision="made",
        signed_by=credential.key_id,
        photo_sha256=shot.photo.digest,
        plan_sha256=hashlib.sha256(plan.encode()).hexdigest(),
        output_sha256=digest_of(path),
    )
    append(settings.record, made)


def _making(shot: Shot, model: Model, film: Film, sound: _Sound, settings: Settings, prompt: str) -> Making:
    """What the clip's manifest says of how it was made."""
    photo, original = shot.photo, shot.photo.original
    return Making(
        model=model.name,
        engine=model.engine,
        plan_json=json.dumps(sound.plan.to_json(), ensure_ascii=False),
        learned=film.networks,
        parent=Source(name=photo.name, mime=sniff(original), content=original) if original else None,
        photo_sha256=photo.digest,
        prompt=prompt if settings.sign_prompt else None,
        settings={
            "visible_mark": settings.mark,
            "seed": shot.seed,
            "fps": shot.fps,
            "size": str(shot.size),
            "seconds": shot.plan.seconds,
            "sound": sound.soundtrack is not None,
        },
    )


@dataclass(frozen=True, kw_only=True)
class _Sound:
    """What goes into a clip beside its pictures."""

    soundtrack: Soundtrack | None
    plan: ShotPlan
    captions: tuple[Caption, ...] = ()

    @property
    def language(self) -> str:
        """Of what is said."""
        return next((line.language for line in self.plan.dialogue if line.language), self.plan.language)


def _check_stems(stems: Path, *, audio: bool, sounding: bool, out: Path | None) -> None:
    """Nothing for a folder that stems can come into.

    Raises InvalidInput: `stems='parts': expected a clip with sound; a .gif has none`.
    """
    if not sounding and out is not None:
        raise InvalidInput(f"stems='{stems}': expected a clip with sound; a {out.suffix} has none", param="stems")
    if not audio:
        raise InvalidInput(f"stems='{stems}': expected a clip with sound; this one is made without", param="stems")


def _sound_of(film: Film, shot: Shot, stems: Path | None) -> _Sound:
    if film.soundtrack is not None:
        return _Sound(soundtrack=film.soundtrack, plan=film.plan)
    # Filters and voices take a moment to load, which a clip without sound need not wait for.
    from vivant.sound.score import score
    from vivant.sound.stems import write_stems

    made = score(film.plan, seconds=shot.frame_count / shot.fps, seed=shot.seed, scene=film.listening)
    if stems is not None:
        write_stems(made, stems)
    return _Sound(soundtrack=made.soundtrack, plan=made.plan, captions=made.captions)


def _captioned(path: Path, captions: Sequence[Caption]) -> Path | None:
    """Where the captions were written as WebVTT, beside the clip; None where nothing is said."""
    if not captions:
        return None
    target = path.with_suffix(".vtt")
    with written_whole(target) as part:
        part.write_text(web_vtt(captions), encoding="utf-8")
    return target


def engine_of(name: str) -> Engine:
    """The engine of that name, under the settings in force."""
    engines: dict[str, Callable[[Settings], Engine]] = {"scene": _scene_engine}
    return engines[name](Settings())


def _scene_engine(settings: Settings) -> SceneEngine:
    return SceneEngine(
        depth_model=chosen_model(settings.depth_model, settings.models), views=settings.views, scenes=settings.scenes
    )


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
