"""Photos, films and pictures as objects under keys, in a folder or a bucket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from vivant.errors import NotFound

_CHUNK_BYTES = 256 * 1024


class Gone(NotFound):
    """`videos/…/video.mp4: not in the asset store`; to whoever asks from outside, `seen` says it without the key."""

    code = "gone"
    seen = "This has been deleted meanwhile."

    def __init__(self, key: str) -> None:
        super().__init__(f"{key}: not in the asset store")


@dataclass(frozen=True, kw_only=True)
class Asset:
    """An object in the store: its key and its length in bytes."""

    key: str
    length: int


class Assets:
    """The asset store of an obstore URL: `file:///folder`, `s3://bucket/prefix`, `gs://…`, `az://…`.

    An object is seen whole or not at all. Keys are ours, never a client's.
    """

    def __init__(self, url: str) -> None:
        self._store: ObjectStore
        parts = urlsplit(url)
        if parts.scheme == "file":
            folder = Path(unquote(parts.path))
            folder.mkdir(parents=True, exist_ok=True)
            self._store = LocalStore(folder, automatic_cleanup=True)
        else:
            self._store = from_url(url)

    def put(self, key: str, content: bytes | Path) -> None:
        """Stores bytes, or a file piece by piece."""
        obstore.put(self._store, key, content)

    def copy(self, key: str, to: str) -> None:
        """Stores the same under another key; a bucket does it by itself.

        Raises Gone.
        """
        try:
            obstore.copy(self._store, key, to)
        except FileNotFoundError:
            raise Gone(key) from None

    def find(self, key: str) -> Asset:
        """What is stored under a key.

        Raises Gone: `videos/…/video.mp4: not in the asset store`.
        """
        try:
            return Asset(key=key, length=obstore.head(self._store, key)["size"])
        except FileNotFoundError:
            raise Gone(key) from None

    def read(self, key: str) -> bytes:
        """The whole object, for those known to be small.

        Raises Gone.
        """
        try:
            return bytes(obstore.get(self._store, key).bytes())
        except FileNotFoundError:
            raise Gone(key) from None

    def stream(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to but not including `end`, a piece at a time.

        The object is opened before the first piece is asked for, so a deleted one is known at once.

        Raises Gone.
        """
        asset = self.find(key)
        stop = asset.length if end is None else min(end, asset.length)
        if start >= stop:
            return iter(())
        try:
            found = obstore.get(self._store, key, options={"range": (start, stop)})
        except FileNotFoundError:
            raise Gone(key) from None
        return (bytes(piece) for piece in found.stream(min_chunk_size=_CHUNK_BYTES))

    def fetch(self, key: str, path: Path) -> Path:
        """The path, to which the object was written, a piece at a time.

        Raises Gone.
        """
        with path.open("wb") as file:
            for piece in self.stream(key):
                file.write(piece)
        return path

    def keys(self, prefix: str) -> list[str]:
        """All keys that lie under a folder-like prefix."""
        return [meta["path"] for batch in obstore.list(self._store, prefix) for meta in batch]

    def folders(self, prefix: str) -> list[str]:
        """The prefixes one level below a prefix."""
        return list(obstore.list_with_delimiter(self._store, prefix)["common_prefixes"])

    def delete(self, prefix: str) -> None:
        """Removes everything under a prefix; nothing there is no error."""
        for key in self.keys(prefix):
            try:
                obstore.delete(self._store, key)
            except FileNotFoundError:
                continue  # somebody else was quicker
