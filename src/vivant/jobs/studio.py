"""Where a video's job is done: photo out of the store, film through the pipeline, results into the store."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from vivant import pipeline
from vivant.clip import Clip
from vivant.direction import ShotPlan
from vivant.engines.engine import Progress
from vivant.errors import Cancelled, OutputFailed, VivantError
from vivant.jobs.account import account_of
from vivant.jobs.progress import StageProgress, Watch
from vivant.jobs.splicing import spliced
from vivant.media import Photo
from vivant.storage import Assets, Failure, Gone, Result, Video, Videos, keys

Ending = Literal["completed", "failed", "dropped"]
Poster = Callable[[Path], bytes]

MOST_STARTS = 10
GAVE_UP = Failure(
    code="server_error",
    message="The video could not be rendered: the server failed at it several times. Please create it again.",
)

log = logging.getLogger("vivant.jobs")


class Studio:
    """Renders videos whose rows and photos are in the store.

    animate, thumbnail, spritesheet: what makes the film and its pictures; tests give their own.
    """

    def __init__(
        self,
        videos: Videos,
        assets: Assets,
        *,
        animate: Callable[..., Clip] = pipeline.animate,
        thumbnail: Poster | None = None,
        spritesheet: Poster | None = None,
    ) -> None:
        self._videos = videos
        self._assets = assets
        self._animate = animate
        self._thumbnail = thumbnail
        self._spritesheet = spritesheet
        self._runs: dict[str, str] = {}  # of the videos that broke here and were not begun here again

    def film(self, video_id: str) -> Ending:
        """How the job ended; the row tells the same. Doing it again after any interruption is safe.

        Errors meant for people end the job as `failed`; any other is raised, for the queue to try again.
        """
        video = self._videos.begin(video_id)
        if video is None or video.run is None:
            return "dropped"
        self._runs[video_id] = video.run
        if video.starts > MOST_STARTS:
            self.give_up(video_id)
            return "failed"
        ending = self._film(video, video.run)
        del self._runs[video_id]
        return ending

    def give_up(self, video_id: str) -> None:
        """Fails a video that could not be rendered for reasons its owner cannot help; not if another has it."""
        self._videos.fail(video_id, GAVE_UP, run=self._runs.pop(video_id, None))

    def _film(self, video: Video, run: str) -> Ending:
        with tempfile.TemporaryDirectory(prefix="vivant-") as scratch:
            out = Path(scratch) / "video.mp4"
            try:
                result = self._render(video, run, out)
            except Cancelled:
                return "dropped"
            except VivantError as error:
                failure = Failure(code=error.code, message=_public(error, out))
                return "failed" if self._videos.fail(video.id, failure, run=run) else "dropped"
        return self._settle(video, run, result)

    def _render(self, video: Video, run: str, out: Path) -> Result:
        progress = StageProgress(lambda percent: self._videos.set_progress(video.id, run, percent))
        cancelled = Watch(lambda: self._videos.wanted(video.id, run))
        clip = (
            self._filmed(video, out, progress, cancelled)
            if video.splice is None
            else spliced(
                video,
                video.splice,
                self._assets,
                out,
                animate=self._animate,
                progress=progress,
                cancelled=cancelled,
            )
        )
        return self._stored(video, run, clip)

    def _filmed(self, video: Video, out: Path, progress: Progress, cancelled: Callable[[], bool]) -> Clip:
        return self._animate(
            Photo.open(self._assets.read(video.input_key), name="input_reference"),
            video.prompt,
            plan=ShotPlan.from_json(video.asked_plan) if video.asked_plan else None,
            loop=video.loop,
            seconds=video.seconds,
            size=video.size,
            model=video.model,
            seed=video.seed,
            fps=video.fps,
            fit=video.fit,
            audio=video.audio,
            strength=video.strength,
            out=out,
            progress=progress,
            cancelled=cancelled,
        )

    def _stored(self, video: Video, run: str, clip: Clip) -> Result:
        thumbnail, spritesheet = self._pictures(clip.path)
        folder = keys.run(video.id, run)
        self._assets.put(f"{folder}/video.mp4", clip.path)
        self._assets.put(f"{folder}/thumbnail.webp", thumbnail)
        self._assets.put(f"{folder}/spritesheet.jpg", spritesheet)
        return Result(
            plan=None if video.splice and not video.splice.added_s else clip.plan.to_json(),
            video_key=f"{folder}/video.mp4",
            thumbnail_key=f"{folder}/thumbnail.webp",
            spritesheet_key=f"{folder}/spritesheet.jpg",
            account=account_of(
                clip,
                {
                    "video": clip.path.stat().st_size,
                    "thumbnail": len(thumbnail),
                    "spritesheet": len(spritesheet),
                },
            ),
        )

    def _pictures(self, path: Path) -> tuple[bytes, bytes]:
        thumbnail, spritesheet = self._thumbnail, self._spritesheet
        if thumbnail is None or spritesheet is None:
            from vivant.finish import poster

            thumbnail, spritesheet = thumbnail or poster.thumbnail, spritesheet or poster.spritesheet
        return thumbnail(path), spritesheet(path)

    def _settle(self, video: Video, run: str, result: Result) -> Ending:
        """Completes the row if it is still ours; removes what then belongs to nobody."""
        if self._videos.complete(video.id, run, result):
            for stale in self._assets.folders(keys.runs(video.id)):
                if stale != keys.run(video.id, run):
                    self._assets.delete(stale)
            return "completed"
        log.info("%s: finished elsewhere or deleted meanwhile; this render is dropped", video.id)
        self._assets.delete(keys.run(video.id, run))
        return "dropped"


def _public(error: VivantError, out: Path) -> str:
    """The error's sentence without the names of this machine's folders."""
    if isinstance(error, OutputFailed):
        return error.message.replace(str(out), out.name).replace(str(out.parent), "the scratch folder")
    return error.seen if isinstance(error, Gone) else error.message
