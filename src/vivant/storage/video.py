"""The values of a video's row."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any, Literal

from vivant.media import Fit, Size

Status = Literal["queued", "in_progress", "completed", "failed"]
Variant = Literal["video", "thumbnail", "spritesheet"]
Transition = Literal["cut", "crossfade"]
UNFINISHED: tuple[Status, ...] = ("queued", "in_progress")


def new_id(now_us: int | None = None, *, kind: str = "video") -> str:
    """A fresh id: `video_` and 48 hex digits, 16 of them the time in microseconds, 32 random.

    Ids sort by age, so a page of a list needs no more than the last id seen, deleted since or not.
    """
    moment = time.time_ns() // 1000 if now_us is None else now_us
    return f"{kind}_{moment:016x}{secrets.token_hex(16)}"


@dataclass(frozen=True, kw_only=True)
class Failure:
    """Why a video failed: an API code and one sentence."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Splice:
    """Of which films a video is put together.

    of: the ids of finished videos, in order; copies of their films lie under the video's own key, so they may be
    deleted meanwhile. transition, crossfade_s: how one becomes the next. added_s: seconds to be filmed from the last
    frame on and put behind; 0 where nothing is filmed. extensions: how often it was extended, this time included.
    """

    of: tuple[str, ...]
    transition: Transition = "cut"
    crossfade_s: float = 0.0
    added_s: float = 0.0
    extensions: int = 0

    def to_json(self) -> dict[str, Any]:
        return {**vars(self), "of": list(self.of)}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Splice:
        return cls(**{**value, "of": tuple(value["of"])})


@dataclass(frozen=True, kw_only=True)
class NewVideo:
    """What is known of a video when it is asked for.

    input_key: the photo's key in the asset store; for a splice, the prefix of its films. asked_plan: the plan to
    follow in place of one directed from the prompt. fingerprint: a digest of the whole request, by which a repeated
    one is recognised. tenant: whose it is; empty in open mode.
    """

    id: str
    model: str
    prompt: str
    seconds: float
    size: Size
    input_key: str
    fps: int = 24
    seed: int = 0
    fit: Fit = "cover"
    audio: bool = True
    strength: float = 1.0
    loop: bool = False
    metadata: dict[str, str] | None = None
    asked_plan: dict[str, Any] | None = None
    splice: Splice | None = None
    fingerprint: str | None = None
    idempotency_key: str | None = None
    remixed_from_video_id: str | None = None
    tenant: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a finished render leaves: its plan, the keys of what was stored, and an account of the work.

    plan: None for films that were put together of others. account: see `jobs.account`.
    """

    plan: dict[str, Any] | None
    video_key: str
    thumbnail_key: str
    spritesheet_key: str
    account: dict[str, Any] | None = None

    def key(self, variant: Variant) -> str:
        """Where that variant of the film is stored."""
        return {
            "video": self.video_key,
            "thumbnail": self.thumbnail_key,
            "spritesheet": self.spritesheet_key,
        }[variant]


@dataclass(frozen=True, kw_only=True)
class Video:
    """A video as its row tells it. Times are unix seconds; `progress` is 0..100 and never falls.

    run: the token of the render that may write to this row; any other writer is too late.
    starts: how many times a worker has begun it. began_at: when the last one did.
    """

    id: str
    status: Status
    progress: int
    model: str
    prompt: str
    seconds: float
    size: Size
    fps: int
    seed: int
    fit: Fit
    audio: bool
    created_at: int
    input_key: str
    completed_at: int | None = None
    expires_at: int | None = None
    failure: Failure | None = None
    remixed_from_video_id: str | None = None
    metadata: dict[str, str] | None = None
    fingerprint: str | None = None
    result: Result | None = None
    run: str | None = None
    starts: int = 0
    began_at: int | None = None
    tenant: str = ""
    strength: float = 1.0
    loop: bool = False
    asked_plan: dict[str, Any] | None = None
    splice: Splice | None = None

    @property
    def finished(self) -> bool:
        return self.status not in UNFINISHED
