"""One file from the web: resumed where it broke off, believed only once its checksum is right."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpx

from vivant.errors import DownloadFailed, NotFound, OutputFailed, VivantError

_SHA256 = re.compile(r"[0-9a-f]{64}")

Progress = Callable[[int, int | None], None]
"""Called with (bytes there, bytes in all where known)."""


def silently(_there: int, _total: int | None) -> None:
    """A Progress nobody sees."""


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What the source says of the file: its sha256 (hex) and its bytes, where it says so."""

    sha256: str | None
    bytes: int | None


def download(
    url: str,
    target: Path,
    *,
    sha256: str | None = None,
    progress: Progress = silently,
    timeout_s: float = 30,
) -> str:
    """The sha256 (hex) of the file now at `target`, which appears there whole or not at all.

    What has come so far lies in `target` + `.part`; a later call goes on from there where the server still has the
    same version, and starts over where it has not. The checksum is the given one, else the one the source states,
    else none. Two processes must not fetch the same target at once.

    Raises DownloadFailed: `https://…/model.onnx: the connection broke; 41.3 MB are kept, run it again to go on`.
    Raises NotFound (404), OutputFailed (no space, no permission).
    """
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _client(timeout_s) as client:
            stated = _fetch(client, url, part, sha256, progress)
        found = sha256_of(part)
        _compare(url, part, found, sha256 or stated.sha256)
        part.replace(target)
        _note(part).unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(target, error) from None
    return found


def sha256_of(path: Path) -> str:
    """The sha256 of a file, hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cannot_write(target: Path, error: OSError) -> OutputFailed:
    """The error to raise where a file could not be written."""
    return OutputFailed(f"{target}: cannot be written ({(error.strerror or str(error)).lower()})")


def _client(timeout_s: float) -> httpx.Client:
    try:
        return httpx.Client(follow_redirects=True, timeout=timeout_s)
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise DownloadFailed(f"the proxy named in the environment cannot be used ({_reason(error)})") from None


def _fetch(client: httpx.Client, url: str, part: Path, sha256: str | None, progress: Progress) -> Stated:
    """What the source states of the file, once all of it lies in `part`."""
    try:
        with client.stream("GET", url, headers=_ask(url, part, sha256)) as response:
            if response.status_code != 416:
                return _receive(response, url, part, sha256, progress)
            if _bytes_in_all(response) == _there(part):
                return _stated(response)
        # What lies here is not a beginning of what lies there.
        _forget(part)
        with client.stream("GET", url, headers=_ask(url, part, sha256)) as response:
            return _receive(response, url, part, sha256, progress)
    except httpx.TimeoutException:
        raise _broken(url, part, "gave no answer in time") from None
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise _broken(url, part, f"cannot be reached ({_reason(error)})") from None
    except (httpx.NetworkError, httpx.RemoteProtocolError):
        raise _broken(url, part, "the connection broke") from None
    except (httpx.InvalidURL, httpx.RequestError) as error:
        raise DownloadFailed(f"{url}: cannot be fetched ({_reason(error)})") from None


def _ask(url: str, part: Path, sha256: str | None) -> dict[str, str]:
    """The headers of the request: for the rest, where a beginning lies here of what is known to be the same file.

    Known by its ETag, else by the checksum: should the rest be of another file after all, that will tell.
    """
    headers = {"Accept-Encoding": "identity"}
    try:
        note = json.loads(_note(part).read_text())
    except (OSError, ValueError):
        return headers
    there = _there(part)
    if there and note.get("url") == url:
        if note.get("etag"):
            headers |= {"Range": f"bytes={there}-", "If-Range": note["etag"]}
        elif sha256 is not None and note.get("sha256") == sha256:
            headers |= {"Range": f"bytes={there}-"}
    return headers


def _receive(response: httpx.Response, url: str, part: Path, sha256: str | None, progress: Progress) -> Stated:
    _check_status(response, url)
    stated = _stated(response)
    if sha256 and stated.sha256 and stated.sha256 != sha256:
        raise DownloadFailed(
            f"{url}: its source now states sha256 {stated.sha256}; expected {sha256}; nothing was fetched"
        )
    goes_on = response.status_code == 206 and _starts_at(response) == _there(part)
    there = _there(part) if goes_on else 0
    total = there + int(response.headers["Content-Length"]) if "Content-Length" in response.headers else stated.bytes
    _check_space(part, (total or 0) - there)
    with part.open("ab" if goes_on else "wb") as file:
        _write_note(part, url, response, sha256 or stated.sha256)
        there = _copy(response, file, there, total, progress)
    if stated.bytes not in (None, there):
        _forget(part)
        raise DownloadFailed(f"{url}: {there} bytes came; its source states {stated.bytes}; nothing was kept")
    return stated


def _copy(response: httpx.Response, file: BinaryIO, there: int, total: int | None, progress: Progress) -> int:
    progress(there, total)
    for chunk in response.iter_raw():
        file.write(chunk)
        there += len(chunk)
        progress(there, total)
    return there


def _check_status(response: httpx.Response, url: str) -> None:
    status = response.status_code
    if status in (200, 206):
        return
    if status in (404, 410):
        raise NotFound(f"{url}: not found there ({status})")
    if status in (401, 403, 407, 451):
        raise DownloadFailed(f"{url}: refused ({status}); fetch the file by hand and run: vivant models pull FILE")
    raise DownloadFailed(f"{url}: answered {status}; try again later")


def _stated(response: httpx.Response) -> Stated:
    """What the Hugging Face hub says on its way to the store: X-Linked-Etag is the sha256 of a large file."""
    sha256 = size = None
    for answer in (*response.history, response):
        linked = answer.headers.get("X-Linked-Etag", "").removeprefix("W/").strip('"').lower()
        if _SHA256.fullmatch(linked):
            sha256 = linked
        if answer.headers.get("X-Linked-Size", "").isdigit():
            size = int(answer.headers["X-Linked-Size"])
    return Stated(sha256=sha256, bytes=size)


def _starts_at(response: httpx.Response) -> int | None:
    found = re.match(r"bytes (\d+)-", response.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def _bytes_in_all(response: httpx.Response) -> int | None:
    found = re.fullmatch(r"bytes \*/(\d+)", response.headers.get("Content-Range", ""))
    return int(found[1]) if found else None


def _check_space(part: Path, more: int) -> None:
    free = shutil.disk_usage(part.parent).free
    if more > free:
        raise OutputFailed(f"{part.parent}: {more / 1e6:.0f} MB needed, {free / 1e6:.0f} MB free")


def _compare(url: str, part: Path, found: str, expected: str | None) -> None:
    if expected is None or found == expected:
        return
    _forget(part)
    raise DownloadFailed(f"{url}: its sha256 is {found}; expected {expected}; nothing was kept")


def _there(part: Path) -> int:
    return part.stat().st_size if part.is_file() else 0


def _note(part: Path) -> Path:
    return part.with_name(part.name + ".json")


def _write_note(part: Path, url: str, response: httpx.Response, sha256: str | None) -> None:
    # A weak ETag promises the same meaning, not the same bytes.
    etag = response.headers.get("ETag", "")
    note = {"url": url, "etag": "" if etag.startswith("W/") else etag, "sha256": sha256}
    _note(part).write_text(json.dumps(note))


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _note(part).unlink(missing_ok=True)


def _broken(url: str, part: Path, what: str) -> VivantError:
    there = _there(part)
    kept = f"; {there / 1e6:.1f} MB are kept, run it again to go on" if there else ""
    return DownloadFailed(f"{url}: {what}{kept}")


def _reason(error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return str(error).partition("\n")[0] or type(error).__name__
