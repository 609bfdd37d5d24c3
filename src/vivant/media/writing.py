"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vivant.errors import OutputFailed


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """A scratch path beside `target`, renamed to it when the block ends well.

    On any failure the scratch file is removed and `target` is as it was.

    Raises OutputFailed for every OSError inside: `clip.mp4: cannot be written (no space left on device)`.
    """
    if target.is_dir():
        raise OutputFailed(f"{target}: is a folder; expected the name of a file to write")
    part = target.with_name(f".{target.stem}.{os.getpid()}.part{target.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        yield part
        part.replace(target)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputFailed(f"{target}: cannot be written ({reason})") from error
    finally:
        # The folder itself may be what could not be made or entered.
        if part.parent.is_dir() and os.access(part.parent, os.W_OK):
            part.unlink(missing_ok=True)
