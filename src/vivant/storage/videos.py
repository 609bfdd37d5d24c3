"""The videos that clients see. Every change of state is guarded in SQL, so a late writer changes nothing."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from vivant.errors import InvalidInput, NotFound
from vivant.media import Size
from vivant.storage.database import Database
from vivant.storage.schema import videos
from vivant.storage.video import UNFINISHED, Failure, NewVideo, Result, Splice, Video

Order = Literal["asc", "desc"]
MOST_PROGRESS = 99  # 100 belongs to a completed video alone


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some videos in order, and whether more follow."""

    videos: list[Video]
    has_more: bool


class Duplicate(InvalidInput):
    """`Idempotency-Key 'a1b2': already used for another request.`"""

    code = "idempotency_conflict"
    status = 409


class Videos:
    """The table of videos. `clock` answers unix seconds."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def create(self, new: NewVideo) -> Video:
        """The queued video.

        Raises Duplicate when its idempotency key is taken.
        """
        row = {name: value for name, value in vars(new).items() if name != "size"}
        row |= {"splice": new.splice.to_json() if new.splice else None}
        row |= {"width": new.size.width, "height": new.size.height}
        row |= {"status": "queued", "progress": 0, "starts": 0, "created_at": int(self._clock())}
        try:
            with self._database.writing() as connection:
                connection.execute(sa.insert(videos).values(row))
        except IntegrityError as error:
            raise Duplicate(f"Idempotency-Key {new.idempotency_key!r}: already used for another request.") from error
        return self.get(new.id)

    def get(self, video_id: str, *, tenant: str | None = None) -> Video:
        """The video of that id; with a tenant, only if it is theirs.

        Raises NotFound: `Video with id 'video_…' not found.`
        """
        theirs = () if tenant is None else (videos.c.tenant == tenant,)
        found = self._first(videos.c.id == video_id, *theirs)
        if found is None:
            raise NotFound(f"Video with id {video_id[:80]!r} not found.", param="video_id")
        return found

    def by_idempotency_key(self, key: str, *, tenant: str = "") -> Video | None:
        """The video asked for under that key, if any."""
        return self._first(videos.c.tenant == tenant, videos.c.idempotency_key == key)

    def release_key(self, video_id: str) -> None:
        """Makes the video's idempotency key free to be used for another."""
        self._change(video_id, idempotency_key=None)

    def by_fingerprint(self, fingerprint: str, *, since: float, tenant: str = "") -> Video | None:
        """The newest video asked for with that fingerprint, no earlier than `since` (unix seconds)."""
        return self._first(
            videos.c.tenant == tenant,
            videos.c.fingerprint == fingerprint,
            videos.c.created_at >= int(since),
        )

    def page(self, *, limit: int, order: Order = "desc", after: str | None = None, tenant: str = "") -> Page:
        """Up to `limit` videos, oldest or newest first, beginning behind the id `after`."""
        query = sa.select(videos).where(videos.c.tenant == tenant)
        if after is not None:
            query = query.where(videos.c.id > after if order == "asc" else videos.c.id < after)
        query = query.order_by(videos.c.id.asc() if order == "asc" else videos.c.id.desc()).limit(limit + 1)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return Page(videos=[_video(row) for row in rows[:limit]], has_more=len(rows) > limit)

    def some(self, ids: Collection[str]) -> dict[str, Video]:
        """Those of the ids that there are."""
        query = sa.select(videos).where(videos.c.id.in_(ids))
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return {row["id"]: _video(row) for row in rows}

    def queued_ids(self) -> list[str]:
        """The ids of all videos that no worker has begun, oldest first."""
        query = sa.select(videos.c.id).where(videos.c.status == "queued").order_by(videos.c.id)
        with self._database.reading() as connection:
            return list(connection.scalars(query))

    def begin(self, video_id: str) -> Video | None:
        """The video, now in progress under a fresh `run` token; None if it is finished or gone.

        Whoever began it before can no longer write to it.
        """
        begun = self._change(
            video_id,
            videos.c.status.in_(UNFINISHED),
            status="in_progress",
            run=secrets.token_hex(16),
            starts=videos.c.starts + 1,
            began_at=int(self._clock()),
        )
        return self._first(videos.c.id == video_id) if begun else None

    def wanted(self, video_id: str, run: str) -> bool:
        """Whether that run should go on."""
        query = sa.select(sa.func.count()).where(
            videos.c.id == video_id, videos.c.run == run, videos.c.status == "in_progress"
        )
        with self._database.reading() as connection:
            return bool(connection.scalar(query))

    def set_progress(self, video_id: str, run: str, progress: int) -> bool:
        """Whether the progress (0..99) was raised; it never falls."""
        capped = min(progress, MOST_PROGRESS)
        return self._change(video_id, *_held_by(run), videos.c.progress < capped, progress=capped)

    def complete(self, video_id: str, run: str, result: Result) -> bool:
        """Whether the video is now completed; False if it was finished, deleted or begun anew meanwhile."""
        return self._change(
            video_id,
            *_held_by(run),
            status="completed",
            progress=100,
            completed_at=int(self._clock()),
            **vars(result),
        )

    def fail(self, video_id: str, failure: Failure, *, run: str | None = None) -> bool:
        """Whether the video has now failed; with a `run`, only while that run holds it."""
        guard = (videos.c.status.in_(UNFINISHED),) if run is None else _held_by(run)
        return self._change(
            video_id,
            *guard,
            status="failed",
            completed_at=int(self._clock()),
            error_code=failure.code,
            error_message=failure.message,
        )

    def delete(self, video_id: str) -> bool:
        """Whether there was such a video; there is none now."""
        with self._database.writing() as connection:
            return bool(connection.execute(sa.delete(videos).where(videos.c.id == video_id)).rowcount)

    def _first(self, *conditions: sa.ColumnElement[bool]) -> Video | None:
        query = sa.select(videos).where(*conditions).order_by(videos.c.id.desc()).limit(1)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return None if row is None else _video(row)

    def _change(self, video_id: str, *guard: sa.ColumnElement[bool], **values: Any) -> bool:
        statement = sa.update(videos).where(videos.c.id == video_id, *guard).values(**values)
        with self._database.writing() as connection:
            return bool(connection.execute(statement).rowcount)


def _held_by(run: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (videos.c.run == run, videos.c.status == "in_progress")


def _video(row: sa.RowMapping) -> Video:
    columns = dict(row)
    size = Size(columns.pop("width"), columns.pop("height"))
    code, message = columns.pop("error_code"), columns.pop("error_message")
    keys = {name: columns.pop(name) for name in ("plan", "account", "video_key", "thumbnail_key", "spritesheet_key")}
    splice = columns.pop("splice")
    del columns["idempotency_key"]
    return Video(
        size=size,
        failure=Failure(code=code, message=message) if code else None,
        result=Result(**keys) if keys["video_key"] else None,
        splice=Splice.from_json(splice) if splice else None,
        **columns,
    )
