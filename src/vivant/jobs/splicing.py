"""The work at a splice: films are joined, and what is to be added is filmed from the last frame."""

from __future__ import annotations

import io
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import av
from PIL import Image

from vivant.clip import Clip
from vivant.direction import ShotPlan
from vivant.engines.engine import Progress
from vivant.errors import Cancelled
from vivant.finish.encoder import encode
from vivant.finish.joining import Reel, joined_pictures, joined_sound, last_picture
from vivant.finish.takes import joined_count, overlap_frames
from vivant.media import Photo
from vivant.storage import Assets, Splice, Video, keys

_FILMED = 0.8  # of the work at an extension; the rest is joining


def spliced(
    video: Video,
    splice: Splice,
    assets: Assets,
    out: Path,
    *,
    animate: Callable[..., Clip],
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Clip:
    """The film of a splice, written to `out`. Its plan is that of what was filmed for it, with times from the seam.

    Raises Cancelled, RenderFailed, and as `animate` does.
    """
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="vivant-") as scratch:
        folder = Path(scratch)
        reels = [
            Reel.of(assets.fetch(keys.part(video.id, number), folder / f"{number:03d}.mp4"))
            for number in range(len(splice.of))
        ]
        plan, stages, filmed = ShotPlan(seconds=video.seconds), dict[str, float](), 0.0
        if splice.added_s:
            filmed = _FILMED

            def part_of(stage: str, done: float) -> None:
                progress(stage, done * _FILMED if stage == "render" else done)

            clip = _filmed_on(video, splice, reels[-1], folder / "new.mp4", animate, part_of, cancelled)
            plan, stages = clip.plan, dict(clip.stages)
            reels.append(Reel.of(clip.path))
        for stage in ("direct", "perceive", "scene", "score"):
            progress(stage, 1.0)
        joining = time.perf_counter()
        frames = _join(
            reels, out, splice, video, lambda done: progress("render", filmed + (1 - filmed) * done), cancelled
        )
        now = time.perf_counter()
        stages |= {"join": round(now - joining, 4)}
    if not splice.added_s:
        stages |= {"fetch": round(joining - began, 4)}
    return Clip(
        path=out, size=video.size, fps=video.fps, frames=frames, audio=video.audio, plan=plan, seed=video.seed,
        stages=stages,
    )  # fmt: skip


def _filmed_on(
    video: Video,
    splice: Splice,
    last: Reel,
    out: Path,
    animate: Callable[..., Clip],
    progress: Progress,
    cancelled: Callable[[], bool],
) -> Clip:
    """The new part: the last frame is its photo, so it begins exactly where the film ended."""
    picture = io.BytesIO()
    Image.fromarray(last_picture(last)).save(picture, "PNG")
    return animate(
        Photo.open(picture.getvalue(), name="the last frame"),
        video.prompt,
        plan=ShotPlan.from_json(video.asked_plan) if video.asked_plan else None,
        loop=False,
        seconds=splice.added_s,
        size=video.size,
        model=video.model,
        seed=video.seed,
        fps=video.fps,
        fit="cover",
        audio=video.audio,
        strength=video.strength,
        out=out,
        progress=progress,
        cancelled=cancelled,
    )


def _join(
    reels: Sequence[Reel],
    out: Path,
    splice: Splice,
    video: Video,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> int:
    overlap = overlap_frames(splice.crossfade_s, video.fps)
    count = joined_count([reel.frames for reel in reels], overlap)

    def pictures() -> Iterator[av.VideoFrame]:
        for done, picture in enumerate(joined_pictures(reels, overlap), start=1):
            if cancelled():
                raise Cancelled(f"cancelled after {done - 1} of {count} frames")
            yield picture
            progress(done / count)

    sound = joined_sound(reels, overlap) if video.audio else None
    return encode(pictures(), out, size=video.size, fps=video.fps, soundtrack=sound)
