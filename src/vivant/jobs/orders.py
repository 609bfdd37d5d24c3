"""Accepting, cancelling and deleting videos: the one place where rows, photos and the queue meet."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from vivant.jobs.queue import WorkQueue
from vivant.media import Fit, Size
from vivant.storage import Assets, Failure, NewVideo, Splice, Video, Videos, keys
from vivant.storage.video import new_id
from vivant.storage.videos import Duplicate

RETRY_WINDOW_S = 600
KEY_LIFE_S = 24 * 3600
"""How long an Idempotency-Key stands for the video that was made under it."""

_INPUTS = ("photo", "films")
CANCELLED = Failure(code="cancelled", message="The video was cancelled.")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a client asks for.

    photo: the file's bytes, known to be a photo that can be animated; None where none is filmed. films: keys of the
    films that a splice is put together of. asked_plan: the plan to follow, in place of one directed from the prompt.
    """

    photo: bytes | None = field(repr=False, default=None)
    prompt: str
    model: str
    seconds: float
    size: Size
    fps: int = 24
    seed: int = 0
    fit: Fit = "cover"
    audio: bool = True
    strength: float = 1.0
    loop: bool = False
    metadata: dict[str, str] | None = None
    asked_plan: dict[str, Any] | None = field(repr=False, default=None)
    remixed_from_video_id: str | None = None
    splice: Splice | None = None
    films: tuple[str, ...] = field(repr=False, default=())

    @property
    def fingerprint(self) -> str:
        """SHA-256, hex, of everything asked for."""
        wishes = {name: value for name, value in vars(self).items() if name not in _INPUTS}
        wishes |= {"size": asdict(self.size), "splice": self.splice.to_json() if self.splice else None}
        wishes |= {"photo": hashlib.sha256(self.photo or b"").hexdigest()}
        return hashlib.sha256(json.dumps(wishes, sort_keys=True).encode()).hexdigest()


class Orders:
    """Takes orders for videos and takes them back."""

    def __init__(
        self, videos: Videos, assets: Assets, queue: WorkQueue, clock: Callable[[], float] = time.time
    ) -> None:
        self._videos = videos
        self._assets = assets
        self._queue = queue
        self._clock = clock

    def place(self, order: Order, *, key: str | None = None, retried: bool = False, tenant: str = "") -> Video:
        """The queued video; the one already there where the order is known to be a repetition.

        key: the client's Idempotency-Key. retried: the client says that it sent this before. tenant: who asks; what
        others asked for is no repetition.

        Raises Duplicate: `Idempotency-Key 'a1b2': already used for another request.`
        """
        fingerprint = order.fingerprint
        known = self._known(fingerprint, key, retried, tenant)
        if known is not None:
            if known.status == "queued":
                self._queue.put(known.id)  # the first attempt may have died before it came to this
            return known
        video_id = new_id()
        wishes = {name: value for name, value in vars(order).items() if name not in _INPUTS}
        try:
            video = self._videos.create(
                NewVideo(
                    id=video_id,
                    input_key=self._stored(video_id, order),
                    fingerprint=fingerprint,
                    idempotency_key=key,
                    tenant=tenant,
                    **wishes,
                )
            )
            self._queue.put(video_id)
        except Duplicate:
            self._forget(video_id)
            known = self._known(fingerprint, key, retried, tenant)  # two at once under one key: the other was quicker
            if known is None:
                raise
            return known
        except BaseException:
            self._forget(video_id)
            raise
        return video

    def cancel(self, video_id: str, *, tenant: str = "") -> Video:
        """The video, failed with code `cancelled`; as it is where it was finished already.

        Raises NotFound.
        """
        self._videos.get(video_id, tenant=tenant)
        if self._videos.fail(video_id, CANCELLED):
            self._queue.withdraw(video_id)
        return self._videos.get(video_id)

    def delete(self, video_id: str, *, tenant: str = "") -> None:
        """Removes the video and all its files; a render on its way stops between two frames.

        Raises NotFound.
        """
        video = self._videos.get(video_id, tenant=tenant)
        self._forget(video_id)
        if not video.finished:
            self._queue.withdraw(video_id)

    def resume(self) -> int:
        """How many videos wait. Each is in the queue now, even if a process died before it put it there."""
        waiting = self._videos.queued_ids()
        for video_id in waiting:
            self._queue.put(video_id)
        return len(waiting)

    def _known(self, fingerprint: str, key: str | None, retried: bool, tenant: str) -> Video | None:
        if key is not None:
            known = self._videos.by_idempotency_key(key, tenant=tenant)
            if known is not None and known.created_at <= self._clock() - KEY_LIFE_S:
                self._videos.release_key(known.id)
                return None
            if known is not None and known.fingerprint != fingerprint:
                raise Duplicate(f"Idempotency-Key {key[:80]!r}: already used for another request.")
            return known
        if retried:
            return self._videos.by_fingerprint(fingerprint, since=self._clock() - RETRY_WINDOW_S, tenant=tenant)
        return None

    def _stored(self, video_id: str, order: Order) -> str:
        """Where that of which the video is to be made now lies: its own, whatever becomes of where it came from."""
        if order.photo is not None:
            self._assets.put(keys.photo(video_id), order.photo)
            return keys.photo(video_id)
        for number, film in enumerate(order.films):
            self._assets.copy(film, keys.part(video_id, number))
        return keys.parts(video_id)

    def _forget(self, video_id: str) -> None:
        self._videos.delete(video_id)
        self._assets.delete(keys.video(video_id))
