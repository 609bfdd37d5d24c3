"""The job as DBOS runs it: a durable workflow with one step, tried three times."""

from __future__ import annotations

import logging
from collections.abc import Callable

from dbos import DBOS, error

from vivant.jobs.queue import RENDER
from vivant.jobs.studio import Studio

TRIES = 3
FIRST_PAUSE_S = 0.5

log = logging.getLogger("vivant.jobs")


class Bench:
    """Knows whether a video is being worked at in this process."""

    def __init__(self) -> None:
        self.busy = False


def register(studio: Studio, bench: Bench) -> Callable[[str], str]:
    """The workflow, known to DBOS by name; to be called once, before DBOS is launched.

    Rendering, storing and completing are one step: what lies on this machine's disk is of no use to another,
    and the row is guarded, so the step may be begun anew at any moment.
    """

    @DBOS.step(name="film", retries_allowed=True, max_attempts=TRIES, interval_seconds=FIRST_PAUSE_S)
    def film(video_id: str) -> str:
        bench.busy = True
        try:
            return studio.film(video_id)
        except Exception:
            log.exception("%s: the render broke", video_id)
            raise
        finally:
            bench.busy = False

    @DBOS.step(name="give_up")
    def give_up(video_id: str) -> None:
        studio.give_up(video_id)

    # Starts are counted in the video's row; DBOS's own limit would leave the row in progress for ever.
    @DBOS.workflow(name=RENDER, max_recovery_attempts=None)
    def render_video(video_id: str) -> str:
        try:
            return film(video_id)
        except error.DBOSMaxStepRetriesExceeded:
            give_up(video_id)
            return "failed"

    return render_video
