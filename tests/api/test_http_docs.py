"""docs/http-api.md: its programs run, as they are written there, against a server on a port of its own."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from backstage import Backstage, Camera, RecordingQueue, photo_file
from vivant.api import create_app
from vivant.api.absent import ABSENT
from vivant.api.wire import NOT_YET, CreateVideo
from vivant.jobs.studio import Studio

TEXT = (Path(__file__).parents[2] / "docs" / "http-api.md").read_text(encoding="utf-8")
MODULES = Path(__file__).parents[1] / "acceptance" / "node" / "node_modules"
WRITTEN = "http://127.0.0.1:8000"


def program(language: str) -> str:
    """All the page's programs in one language, one after another, as a reader types them."""
    return "\n".join(re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL))


class Bench(RecordingQueue):
    """A queue with a worker of its own, in a thread."""

    def __init__(self, studio: Studio) -> None:
        super().__init__()
        self._studio = studio
        self._threads: list[threading.Thread] = []

    def put(self, video_id: str) -> None:
        if video_id not in self.waiting:
            super().put(video_id)
            self._threads.append(threading.Thread(target=self._studio.film, args=[video_id]))
            self._threads[-1].start()

    def rest(self) -> None:
        for thread in self._threads:
            thread.join(20)


@pytest.fixture
def address(stage: Backstage) -> Iterator[str]:
    bench = Bench(
        Studio(stage.videos, stage.assets, animate=Camera(), thumbnail=lambda _: b"t", spritesheet=lambda _: b"s")
    )
    app = create_app(stage.settings, queue=bench)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # so that who asks before the server stands waits for it
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(20)
    bench.rest()


def run(command: list[str], text: str, folder: Path) -> str:
    (folder / "harbour.jpg").write_bytes(photo_file())
    done = subprocess.run([*command, text], cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_commands_run(address: str, tmp_path: Path) -> None:
    text = program("sh").replace(WRITTEN, address)
    assert address in text
    told = run(["bash", "-euo", "pipefail", "-c"], text, tmp_path)
    assert "event: video.completed" in told and "True" in told
    assert (tmp_path / "harbour.mp4").read_bytes()[4:8] == b"ftyp"
    assert (tmp_path / "first-100-bytes.bin").stat().st_size == 100


def test_the_python_programs_run(address: str, tmp_path: Path) -> None:
    text = program("python").replace(WRITTEN, address)
    assert address in text
    run([sys.executable, "-c"], text, tmp_path)
    assert (tmp_path / "harbour.mp4").read_bytes()[4:8] == b"ftyp"


@pytest.mark.skipif(
    shutil.which("node") is None or not (MODULES / "openai").is_dir(), reason="Node.js or its client is not installed"
)
def test_the_javascript_program_runs(address: str, tmp_path: Path) -> None:
    text = program("js").replace(WRITTEN, address)
    assert address in text
    (tmp_path / "node_modules").symlink_to(MODULES)
    told = run(["node", "--input-type=module", "-e"], text, tmp_path)
    assert told.startswith("video_") and told.endswith(" true\n")
    assert (tmp_path / "harbour.mp4").read_bytes()[4:8] == b"ftyp"


def test_what_is_absent_is_said() -> None:
    missing = TEXT.partition("## Not here")[2].partition("## Errors")[0]
    for word in ("characters", "batches", "webhook", "provenance", *NOT_YET):
        assert word in missing
    named = ("characters", "batches", "webhook", "provenance")
    assert all(any(word in operation for word in named) for operation in ABSENT)


def test_every_parameter_of_ours_is_listed() -> None:
    for name in CreateVideo.model_fields:
        assert f"`{name}`" in TEXT or name in ("prompt", "model"), name
