"""Accepting, cancelling and deleting videos: the one place where rows, photos and the queue meet."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from vivant.jobs.queue import WorkQueue
from vivant.media import Fit, Size
from vivant.storage import Assets, Failure, NewVideo, Video, Videos, keys
from vivant.storage.video import new_id
from vivant.storage.videos import Duplicate

RETRY_WINDOW_S = 600
CANCELLED = Failure(code="cancelled", message="The video was cancelled.")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a client asks for. `photo`: the file's bytes, known to be a photo that can be animated."""

    photo: bytes = field(repr=False)
    prompt: str
    model: str
    seconds: float
    size: Size
    fps: int = 24
    seed: int = 0
    fit: Fit = "cover"
    audio: bool = True
    metadata: dict[str, str] | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256, hex, of everything asked for."""
        wishes = {name: value for name, value in vars(self).items() if name != "photo"}
        wishes |= {"size": asdict(self.size), "photo": hashlib.sha256(self.photo).hexdigest()}
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

    def place(self, order: Order, *, key: str | None = None, retried: bool = False) -> Video:
        """The queued video; the one already there where the order is known to be a repetition.

        key: the client's Idempotency-Key. retried: the client says that it sent this before.

        Raises Duplicate: `Idempotency-Key 'a1b2': already used for another request.`
        """
        fingerprint = order.fingerprint
        known = self._known(fingerprint, key, retried)
        if known is not None:
            if known.status == "queued":
                self._queue.put(known.id)  # the first attempt may have died before it came to this
            return known
        video_id = new_id()
        wishes = {name: value for name, value in vars(order).items() if name != "photo"}
        self._assets.put(keys.photo(video_id), order.photo)
        try:
            video = self._videos.create(
                NewVideo(
                    id=video_id,
                    input_key=keys.photo(video_id),
                    fingerprint=fingerprint,
                    idempotency_key=key,
                    **wishes,
                )
            )
            self._queue.put(video_id)
        except Duplicate:
            self._forget(video_id)
            known = self._known(fingerprint, key, retried)  # two at once under one key: the other was quicker
            if known is None:
                raise
            return known
        except BaseException:
            self._forget(video_id)
            raise
        return video

    def cancel(self, video_id: str) -> Video:
        """The video, failed with code `cancelled`; as it is where it was finished already.

        Raises NotFound.
        """
        if self._videos.fail(video_id, CANCELLED):
            self._queue.withdraw(video_id)
        return self._videos.get(video_id)

    def delete(self, video_id: str) -> None:
        """Removes the video and all its files; a render on its way stops between two frames.

        Raises NotFound.
        """
        video = self._videos.get(video_id)
        self._forget(video_id)
        if not video.finished:
            self._queue.withdraw(video_id)

    def resume(self) -> int:
        """How many videos wait. Each is in the queue now, even if a process died before it put it there."""
        waiting = self._videos.queued_ids()
        for video_id in waiting:
            self._queue.put(video_id)
        return len(waiting)

    def _known(self, fingerprint: str, key: str | None, retried: bool) -> Video | None:
        if key is not None:
            known = self._videos.by_idempotency_key(key)
            if known is not None and known.fingerprint != fingerprint:
                raise Duplicate(f"Idempotency-Key {key[:80]!r}: already used for another request.")
            return known
        if retried:
            return self._videos.by_fingerprint(fingerprint, since=self._clock() - RETRY_WINDOW_S)
        return None

    def _forget(self, video_id: str) -> None:
        self._videos.delete(video_id)
        self._assets.delete(keys.video(video_id))
