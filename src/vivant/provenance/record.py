"""The record: what was made here, from what and by whose wish, each line bound to all before it.

A line is a JSON object. `hash` is the SHA-256 of the line's other fields (as JSON with sorted names and no spaces),
`previous` the hash of the line before, 64 zeros for the first. A line changed, taken out, put in or moved breaks the
chain at that place. What no chain can show is that lines are missing at the end, so whoever cares keeps the last hash
elsewhere and asks for it when verifying.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from vivant.errors import InvalidInput, OutputFailed

Decision = Literal["made", "refused"]

BEGINNING = "0" * 64
"""What the first line says came before it."""

_TAIL_BYTES = 64 * 1024


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What happened once.

    decision: whether a film was made or refused; reason: why, where that has to be said. what: `film`, `remix`,
    `thumbnail`… key: of the client who asked, by a name that is not the key itself; None where there are none.
    signed_by: the credential's `key_id`; None where nothing was signed. Hashes are SHA-256 in hex.
    """

    what: str
    decision: Decision
    reason: str | None = None
    video: str | None = None
    key: str | None = None
    signed_by: str | None = None
    photo_sha256: str | None = None
    plan_sha256: str | None = None
    output_sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Account:
    """What verifying a record found. broken: the first line that does not follow, counted from 1; None where all do.

    lines: how many hold. last: the hash of the last of them. reason: what is wrong, where something is.
    """

    lines: int
    last: str
    broken: int | None = None
    reason: str | None = None

    @property
    def whole(self) -> bool:
        return self.broken is None and self.reason is None


def append(path: Path, entry: Entry, *, at: datetime | None = None) -> dict[str, Any]:
    """The line that was put at the end of the record, on disk by the time this returns. Any number of processes may
    append to one record.

    Raises OutputFailed: `record.jsonl: cannot be written (permission denied)`; and where the last line is no line of
    a record, since nothing can be bound to it.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(path) as file, _alone(file):
            previous = _last_hash(file, path)
            moment = (at or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            line = {"at": moment, **asdict(entry), "previous": previous}
            line["hash"] = hash_of(line)
            file.write(_text_of(line))
            file.flush()
            os.fsync(file.fileno())
            return line
    except OSError as error:
        raise OutputFailed(f"{path}: cannot be written ({(error.strerror or str(error)).lower()})") from error


def hash_of(line: dict[str, Any]) -> str:
    """SHA-256, hex, of a line's fields but `hash`."""
    bare = {name: value for name, value in line.items() if name != "hash"}
    return hashlib.sha256(json.dumps(bare, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def digest_of(path: Path) -> str:
    """SHA-256, hex, of what a file holds."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entries(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a record, in order, unverified; none where there is no record yet.

    Raises InvalidInput: `record.jsonl: line 7: not a line of a record`.
    """
    if not path.is_file():
        return
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            line = _parsed(text)
            if line is None:
                raise InvalidInput(f"{path}: line {number}: not a line of a record")
            yield line


def verify_record(path: Path, *, last: str | None = None) -> Account:
    """Whether every line follows from the one before it, up to the one whose hash is `last`, where that is given."""
    lines, previous, seen = 0, BEGINNING, last is None
    try:
        for line in entries(path):
            wrong = _wrong(line, previous)
            if wrong:
                return Account(lines=lines, last=previous, broken=lines + 1, reason=wrong)
            lines, previous = lines + 1, line["hash"]
            seen = seen or previous == last
    except InvalidInput:
        return Account(lines=lines, last=previous, broken=lines + 1, reason="it is not a line of a record")
    missing = None if seen else f"no line has the hash {last}: lines are missing at the end"
    return Account(lines=lines, last=previous, reason=missing)


def _wrong(line: dict[str, Any], previous: str) -> str | None:
    if line["previous"] != previous:
        return "it does not follow the line before it"
    return None if line["hash"] == hash_of(line) else "it was changed"


def _parsed(text: bytes) -> dict[str, Any] | None:
    """A line with its two hashes, or None; one that is written otherwise than here is none."""
    try:
        line = json.loads(text)
    except ValueError:
        return None
    whole = isinstance(line, dict) and all(isinstance(line.get(name), str) for name in ("previous", "hash"))
    return line if whole and _text_of(line) == text else None


def _text_of(line: dict[str, Any]) -> bytes:
    return json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _last_hash(file: IO[bytes], path: Path) -> str:
    """The hash of the last line, read from the end: a record may be long. Whoever calls holds the lock."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return BEGINNING
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read()
    line = _parsed(tail.splitlines(keepends=True)[-1])
    if line is None:
        raise OutputFailed(f"{path}: its last line is no line of a record; move the file aside to begin a new one")
    file.seek(0, os.SEEK_END)
    return str(line["hash"])


def _opened(path: Path) -> IO[bytes]:
    """The record, to read and to append to; new ones are nobody else's to read."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b")


if os.name == "posix":
    import fcntl

    @contextmanager
    def _alone(file: IO[bytes]) -> Iterator[None]:
        """Nobody else appends meanwhile. The lock goes with the process, however that ends."""
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
else:  # pragma: no cover

    @contextmanager
    def _alone(file: IO[bytes]) -> Iterator[None]:
        """Appending is for one process at a time where files cannot be locked like this."""
        del file
        yield
