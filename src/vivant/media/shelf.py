"""Arrays kept in a folder under the name of what they were made from: the same answer, sooner."""

from __future__ import annotations

import hashlib
import os
import time
import uuid
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Thing = TypeVar("Thing")
Packed = Mapping[str, NDArray[Any]]

_LEFT_BEHIND_S = 3600.0
"""A part file this old was left by a process that died."""


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """A folder of packed arrays, one file a key. folder: None keeps nothing. most_bytes: what it holds before the
    least recently used go.

    Several processes may share one: files appear whole, a file that cannot be read is made anew, and a folder that
    cannot be written is as good as none.
    """

    folder: Path | None
    most_bytes: int

    def get(self, key: str, make: Callable[[], Packed], unpack: Callable[[Packed], Thing]) -> Thing:
        """What is kept under the key, or what `make` answers, kept from now on; unpacked either way.

        `unpack` answers the thing, or raises KeyError or ValueError where a file does not hold one.
        """
        if self.folder is None:
            return unpack(make())
        path = self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:40]}.npz"
        if path.is_file():
            try:
                with path.open("rb") as file, np.load(file, allow_pickle=False) as packed:
                    thing = unpack(dict(packed))
                os.utime(path)
                return thing
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
        made = make()
        self._keep(path, made)
        return unpack(made)

    def _keep(self, path: Path, packed: Packed) -> None:
        part = path.with_name(f"{path.stem}.{uuid.uuid4().hex}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                np.savez(file, allow_pickle=False, **packed)
            part.replace(path)
            self._prune(path.parent)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _prune(self, folder: Path) -> None:
        held = 0
        for _, size, path in sorted(_files(folder, "*.npz"), reverse=True):
            held += size
            if held > self.most_bytes:
                path.unlink(missing_ok=True)
        for used, _, path in _files(folder, "*.part"):
            if used < (time.time() - _LEFT_BEHIND_S) * 1e9:
                path.unlink(missing_ok=True)


def _files(folder: Path, pattern: str) -> list[tuple[int, int, Path]]:
    """(last used in ns, bytes, path) of each file that is still there."""
    found = []
    for path in folder.glob(pattern):
        # Somebody else may be pruning too.
        with suppress(FileNotFoundError):
            about = path.stat()
            found.append((about.st_mtime_ns, about.st_size, path))
    return found
