"""`/v1/videos/{id}/report`: all that is known of how a video came to be."""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from vivant.api.services import Use
from vivant.api.wire import ErrorObject
from vivant.direction.advice import directed
from vivant.engines.catalogue import find_model
from vivant.media import Fit
from vivant.storage import Video

router = APIRouter(prefix="/v1/videos", tags=["videos"])


class Asked(BaseModel):
    """What was asked for."""

    prompt: str
    model: str
    seconds: str
    size: str
    fps: int
    seed: int
    fit: Fit
    audio: bool
    strength: float
    loop: bool
    remixed_from_video_id: str | None
    splice: dict[str, Any] | None = Field(description="Of which videos it was put together, and how.")


class Times(BaseModel):
    """Unix seconds; `stages_s` are seconds of work by stage. What is not known yet is null."""

    created_at: int
    began_at: int | None
    completed_at: int | None
    waited_s: int | None = Field(description="From the request to the start of the work.")
    worked_s: int | None = Field(description="From the start of the work to its end.")
    stages_s: dict[str, float] | None


class Made(BaseModel):
    """What was made."""

    version: str
    frames: int
    bytes: dict[str, int]
    sha256: str = Field(description="Of the MP4.")


class Directed(BaseModel):
    """What became of the prompt: how many clauses were done, approximated or unsupported; each, with its reason."""

    counts: dict[Literal["done", "approximated", "unsupported"], int]
    outcomes: list[dict[str, Any]]
    notes: list[str]
    final: bool = Field(description="False: as foreseen from the words, before the film was made.")


class ReportObject(BaseModel):
    """All that is known of a video; what is not known yet is null."""

    object: Literal["video.report"] = "video.report"
    id: str
    status: Literal["queued", "in_progress", "completed", "failed"]
    progress: int
    starts: int = Field(description="How many times a worker has begun it.")
    asked: Asked
    times: Times
    directed: Directed | None
    made: Made | None
    error: ErrorObject | None

    @classmethod
    def of(cls, video: Video) -> ReportObject:
        """The report that a row is shown as."""
        failure = video.failure
        return cls(
            id=video.id,
            status=video.status,
            progress=video.progress,
            starts=video.starts,
            asked=_asked(video),
            times=_times(video),
            directed=_directed(video),
            made=_made(video),
            error=ErrorObject(code=failure.code, message=failure.message) if failure else None,
        )


@router.get("/{video_id}/report")
def report(video_id: str, services: Use) -> ReportObject:
    """What was asked for, what became of it, how long each stage took, what was made; as far as it is known."""
    return ReportObject.of(services.video(video_id))


def _asked(video: Video) -> Asked:
    return Asked(
        prompt=video.prompt,
        model=video.model,
        seconds=f"{video.seconds:g}",
        size=str(video.size),
        fps=video.fps,
        seed=video.seed,
        fit=video.fit,
        audio=video.audio,
        strength=video.strength,
        loop=video.loop,
        remixed_from_video_id=video.remixed_from_video_id,
        splice=video.splice.to_json() if video.splice else None,
    )


def _times(video: Video) -> Times:
    began, ended = video.began_at, video.completed_at
    account = video.result.account if video.result else None
    return Times(
        created_at=video.created_at,
        began_at=began,
        completed_at=ended,
        waited_s=None if began is None else began - video.created_at,
        worked_s=None if began is None or ended is None else ended - began,
        stages_s=account["stages_s"] if account else None,
    )


def _made(video: Video) -> Made | None:
    account = video.result.account if video.result else None
    if account is None:
        return None
    return Made(**{name: account[name] for name in Made.model_fields})


def _directed(video: Video) -> Directed | None:
    plan = video.result.plan if video.result else _foreseen(video)
    if plan is None:
        return None
    outcomes = plan.get("outcomes", [])
    counted = Counter(outcome["status"] for outcome in outcomes)
    return Directed(
        counts={status: counted[status] for status in ("done", "approximated", "unsupported")},
        outcomes=outcomes,
        notes=plan.get("notes", []),
        final=video.result is not None,
    )


def _foreseen(video: Video) -> dict[str, Any] | None:
    """The plan that an unfinished video will follow, as far as its words tell."""
    if video.asked_plan is not None or video.splice is not None:
        return video.asked_plan
    capabilities = find_model(video.model).capabilities
    return directed(video.prompt, seconds=video.seconds, capabilities=capabilities).to_json()
