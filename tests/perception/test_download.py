"""Downloads from a server that behaves like the real ones do: well, badly, and half."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from vivant.errors import DownloadFailed, NotFound, OutputFailed, VivantError
from vivant.perception.download import download, sha256_of

FILE = bytes(range(256)) * 4096  # 1 MiB
SHA256 = hashlib.sha256(FILE).hexdigest()


@dataclass
class Shelf:
    """What the server has, and how it behaves. `asked` keeps the Range of each request for the file."""

    url: str = ""
    data: bytes = FILE
    etag: str | None = '"one"'
    break_after: int | None = None
    stated_bytes: int | None = None
    linked_sha256: str | None = None
    linked_bytes: int | None = None
    status: int | None = None
    asked: list[str | None] = field(default_factory=list)


class Clerk(BaseHTTPRequestHandler):
    """`/file` is the file; `/hub` redirects to it as the hub does, stating size and checksum on the way."""

    protocol_version = "HTTP/1.1"
    shelf: Shelf

    def log_message(self, *_words: object) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        shelf = self.shelf
        if shelf.status is not None:
            self._answer(shelf.status, {"Content-Length": "0"})
        elif self.path == "/hub":
            stated = {"X-Linked-Etag": f'"{shelf.linked_sha256}"'} if shelf.linked_sha256 else {}
            stated |= {"X-Linked-Size": str(shelf.linked_bytes)} if shelf.linked_bytes else {}
            self._answer(302, {"Location": "/file", "Content-Length": "0", **stated})
        else:
            self._hand_over(shelf)

    def _hand_over(self, shelf: Shelf) -> None:
        wanted = self.headers.get("Range")
        shelf.asked.append(wanted)
        headers = {"ETag": shelf.etag} if shelf.etag else {}
        start = 0
        if wanted and self.headers.get("If-Range", shelf.etag) == shelf.etag:
            start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            if start >= len(shelf.data):
                self._answer(416, {"Content-Range": f"bytes */{len(shelf.data)}", "Content-Length": "0"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(shelf.data) - 1}/{len(shelf.data)}"
        rest = shelf.data[start:]
        headers["Content-Length"] = str(shelf.stated_bytes or len(rest))
        self._answer(206 if start else 200, headers)
        self.wfile.write(rest if shelf.break_after is None else rest[: shelf.break_after])
        self.close_connection = True

    def _answer(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


class Server(ThreadingHTTPServer):
    """A client that hangs up is none of its errors."""

    daemon_threads = True

    def handle_error(self, *_about: object) -> None:
        """Says nothing."""


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    shelf = Shelf()
    server = Server(("127.0.0.1", 0), type("Clerk", (Clerk,), {"shelf": shelf}))
    shelf.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield shelf
    server.shutdown()
    thread.join()
    server.server_close()


def left_over(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


def test_a_file_comes_whole_and_progress_is_told(shelf: Shelf, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    target = tmp_path / "deep" / "model.onnx"
    found = download(
        f"{shelf.url}/file", target, sha256=SHA256, progress=lambda there, total: told.append((there, total))
    )
    assert found == SHA256 == sha256_of(target)
    assert (told[0], told[-1]) == ((0, len(FILE)), (len(FILE), len(FILE)))
    assert told == sorted(told)
    assert left_over(tmp_path) == {"model.onnx"}


def test_a_broken_download_goes_on_where_it_stopped(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    shelf.break_after = 400_000
    with pytest.raises(DownloadFailed, match=r"the connection broke; 0\.4 MB are kept, run it again to go on$"):
        download(f"{shelf.url}/hub", target, sha256=SHA256)
    assert not target.exists()
    shelf.break_after = None
    assert download(f"{shelf.url}/hub", target, sha256=SHA256) == SHA256
    assert shelf.asked == [None, "bytes=400000-"]
    assert target.read_bytes() == FILE
    assert left_over(tmp_path) == {"model.onnx"}


@pytest.mark.parametrize("etag", ['"two"', None, 'W/"one"'])
def test_another_version_starts_over(shelf: Shelf, tmp_path: Path, etag: str | None) -> None:
    target = tmp_path / "model.onnx"
    shelf.etag, shelf.break_after = (etag if etag != '"two"' else '"one"'), 300_000
    with pytest.raises(DownloadFailed):
        download(f"{shelf.url}/file", target)
    shelf.etag, shelf.break_after, shelf.data = etag, None, FILE[::-1]
    download(f"{shelf.url}/file", target)
    assert target.read_bytes() == FILE[::-1]


def test_without_an_etag_the_checksum_says_what_it_is(shelf: Shelf, tmp_path: Path) -> None:
    target = tmp_path / "model.onnx"
    shelf.etag, shelf.break_after = None, 300_000
    with pytest.raises(DownloadFailed):
        download(f"{shelf.url}/file", target, sha256=SHA256)
    shelf.break_after = None
    assert download(f"{shelf.url}/file", target, sha256=SHA256) == SHA256
    assert shelf.asked == [None, "bytes=300000-"]


def test_a_beginning_of_another_address_is_not_used(shelf: Shelf, tmp_path: Path) -> None:
    shelf.break_after = 300_000
    with pytest.raises(DownloadFailed):
        download(f"{shelf.url}/file", tmp_path / "model.onnx")
    shelf.break_after = None
    download(f"{shelf.url}/hub", tmp_path / "model.onnx", sha256=SHA256)
    assert shelf.asked == [None, None]


@pytest.mark.parametrize(("kept", "asked"), [(FILE, 1), (FILE + b"!", 2)])
def test_all_of_it_there_already_is_not_fetched_again(shelf: Shelf, tmp_path: Path, kept: bytes, asked: int) -> None:
    target = tmp_path / "model.onnx"
    (tmp_path / "model.onnx.part").write_bytes(kept)
    (tmp_path / "model.onnx.part.json").write_text(f'{{"url": "{shelf.url}/file", "etag": "\\"one\\""}}')
    assert download(f"{shelf.url}/file", target, sha256=SHA256) == SHA256
    assert len(shelf.asked) == asked
    assert left_over(tmp_path) == {"model.onnx"}


def test_a_wrong_checksum_keeps_nothing(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(DownloadFailed, match=f"its sha256 is {SHA256}; expected {'0' * 64}; nothing was kept"):
        download(f"{shelf.url}/file", tmp_path / "model.onnx", sha256="0" * 64)
    assert left_over(tmp_path) == set()


def test_what_the_hub_states_is_held_against_what_came(shelf: Shelf, tmp_path: Path) -> None:
    shelf.linked_sha256, shelf.linked_bytes = SHA256, len(FILE)
    assert download(f"{shelf.url}/hub", tmp_path / "good.onnx") == SHA256
    shelf.data = FILE[::-1]
    with pytest.raises(DownloadFailed, match=f"expected {SHA256}; nothing was kept"):
        download(f"{shelf.url}/hub", tmp_path / "other.onnx")
    shelf.data = FILE[:-5]
    with pytest.raises(DownloadFailed, match=f"{len(FILE) - 5} bytes came; its source states {len(FILE)}"):
        download(f"{shelf.url}/hub", tmp_path / "short.onnx")
    assert left_over(tmp_path) == {"good.onnx"}


def test_a_hub_that_states_another_checksum_is_not_asked_for_the_bytes(shelf: Shelf, tmp_path: Path) -> None:
    shelf.linked_sha256 = SHA256
    with pytest.raises(DownloadFailed, match=f"now states sha256 {SHA256}; expected {'1' * 64}; nothing was fetched"):
        download(f"{shelf.url}/hub", tmp_path / "model.onnx", sha256="1" * 64)
    assert left_over(tmp_path) == set()


def test_a_wrong_length_is_a_broken_connection(shelf: Shelf, tmp_path: Path) -> None:
    shelf.stated_bytes = len(FILE) + 10
    with pytest.raises(DownloadFailed, match="the connection broke"):
        download(f"{shelf.url}/file", tmp_path / "model.onnx")
    assert not (tmp_path / "model.onnx").exists()


@pytest.mark.parametrize(
    ("status", "kind", "sentence"),
    [
        (404, NotFound, r"/file: not found there \(404\)$"),
        (401, DownloadFailed, r"/file: refused \(401\); fetch the file by hand and run: vivant models pull FILE$"),
        (503, DownloadFailed, r"/file: answered 503; try again later$"),
    ],
)
def test_a_refusal_is_one_sentence(
    shelf: Shelf, tmp_path: Path, status: int, kind: type[VivantError], sentence: str
) -> None:
    shelf.status = status
    with pytest.raises(kind, match=sentence) as refused:
        download(f"{shelf.url}/file", tmp_path / "model.onnx")
    assert refused.value.exit_code == 2
    assert left_over(tmp_path) == set()


def test_nobody_there_no_answer_and_no_address(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Bound and listening, but nobody serves: the connection stands and nothing comes.
    silent = Server(("127.0.0.1", 0), Clerk)
    with pytest.raises(DownloadFailed, match="gave no answer in time"):
        download(f"http://127.0.0.1:{silent.server_port}/file", tmp_path / "model.onnx", timeout_s=0.05)
    silent.server_close()
    with pytest.raises(DownloadFailed, match=r"cannot be reached \(connection refused\)"):
        download(f"http://127.0.0.1:{silent.server_port}/file", tmp_path / "model.onnx")
    with pytest.raises(DownloadFailed, match="cannot be fetched"):
        download("http://", tmp_path / "model.onnx")
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.setenv("HTTP_PROXY", "gopher://nowhere")
    with pytest.raises(DownloadFailed, match="the proxy named in the environment cannot be used"):
        download(f"{shelf.url}/file", tmp_path / "model.onnx")


def test_a_full_disk_and_a_place_that_cannot_be_written(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputFailed, match=r"cannot be written \((not a directory|file exists)\)"):
        download(f"{shelf.url}/file", tmp_path / "file" / "model.onnx")
    if (full := Path("/dev/full")).exists():
        (tmp_path / "model.onnx.part").symlink_to(full)
        with pytest.raises(OutputFailed, match=r"model\.onnx: cannot be written \(no space left on device\)"):
            download(f"{shelf.url}/file", tmp_path / "model.onnx")
        (tmp_path / "model.onnx.part").unlink()
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 1000}))
    with pytest.raises(OutputFailed, match=re.escape("1 MB needed, 0 MB free")):
        download(f"{shelf.url}/file", tmp_path / "model.onnx")
    assert not (tmp_path / "model.onnx").exists()
