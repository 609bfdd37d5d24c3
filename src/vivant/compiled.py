"""Where compiled loops are kept: before any of them is loaded, numba must be told of a folder that can be written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def keep_compiled(package: Path) -> None:
    """Points numba to a private passing folder where it would find none: read-only packages and no home to write to.

    numba itself keeps loops beside their source, else in the user's cache; with neither it refuses to load them.
    """
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path("~").expanduser() / ".cache")
    if "NUMBA_CACHE_DIR" not in os.environ and not any(map(_can_be_written, (package, home))):
        os.environ["NUMBA_CACHE_DIR"] = str(_private_folder())


def _private_folder() -> Path:
    """A folder for this user alone among the passing files; a new one where the usual one is somebody else's, since
    what lies in it is run."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"vivant-compiled-{user}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if folder.is_symlink() or status.st_mode & 0o077 or (hasattr(os, "getuid") and status.st_uid != user):
        return Path(tempfile.mkdtemp(prefix="vivant-compiled-"))
    return folder


def _can_be_written(folder: Path) -> bool:
    """Whether a folder, or the one it would be made in, can be written."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    return there is not None and os.access(there, os.W_OK | os.X_OK)
