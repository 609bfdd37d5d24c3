"""A server and workers in processes of their own, as a user starts them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from vivant.settings import Settings
from vivant.storage import Assets

ROOT = Path(__file__).resolve().parents[1]
PHOTO = ROOT / "examples" / "coffee.jpg"
START_S = 60


def vivant(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    """A running `vivant` command, its stderr to be read."""
    command = [sys.executable, "-m", "vivant.cli.app", *arguments]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, **options)


class Process:
    """A long-running `vivant` command, whose stderr is kept as it comes."""

    def __init__(self, *arguments: str) -> None:
        self.lines: list[str] = []
        self._process = vivant(*arguments)
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def log(self) -> str:
        return "".join(self.lines)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """The first match in what the process writes."""
        with self._changed:
            self._changed.wait_for(lambda: re.search(pattern, self.log) or self._process.poll() is not None, START_S)
        found = re.search(pattern, self.log)
        assert found, f"never wrote {pattern!r}:\n{self.log}"
        return found

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.wait()

    def stop(self, wish: signal.Signals = signal.SIGTERM) -> int:
        """The exit status after a polite request to stop."""
        self._process.send_signal(wish)
        status = self._process.wait(60)
        self._reader.join(10)
        return status

    def ended(self) -> bool:
        """Whether this process and all that it started have let go of its stderr."""
        self._reader.join(10)
        return not self._reader.is_alive()

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stderr:
            for line in stderr:
                with self._changed:
                    self.lines.append(line)
                    self._changed.notify_all()
        with self._changed:
            self._changed.notify_all()


class LiveServer:
    """`vivant serve` on a free port over a folder of its own."""

    def __init__(self, data: Path, *, workers: int = 1) -> None:
        self.data = data
        self.process = Process("serve", "--port", "0", "--workers", str(workers), "--data", str(data))
        self.base_url = self.process.wait_for(r"base_url=(\S+)")[1]
        self.http = httpx.Client(base_url=self.base_url, timeout=30)

    def stored(self) -> list[str]:
        """The keys of everything in the asset store."""
        return Assets(Settings(data=self.data).assets).keys("videos")

    def create(self, **wishes: str) -> str:
        """The id of a new video of the example photo, small and short unless asked otherwise."""
        fields = {"prompt": "slow push in", "seconds": "1", "size": "128x72", **wishes}
        reply = self.http.post("/videos", data=fields, files={"input_reference": PHOTO.read_bytes()})
        assert reply.status_code == 200, reply.text
        video_id: str = reply.json()["id"]
        return video_id

    def follow(
        self, video_id: str, until: Callable[[dict[str, Any]], bool], *, within_s: float = 60
    ) -> list[dict[str, Any]]:
        """The video as it was seen again and again until it was as wished."""
        deadline = time.monotonic() + within_s
        seen: list[dict[str, Any]] = []
        while time.monotonic() < deadline:
            seen.append(self.http.get(f"/videos/{video_id}").json())
            if until(seen[-1]):
                return seen
            time.sleep(0.05)
        raise AssertionError(f"not within {within_s} s: {seen[-1]}\n{self.process.log}")

    def close(self) -> int:
        self.http.close()
        return self.process.stop()


def run_client(command: list[str], server: LiveServer, out: Path, **environment: str) -> dict[str, Any]:
    """What a client program printed as JSON, run with nothing but `base_url` set."""
    wishes = {"OPENAI_BASE_URL": server.base_url, "OPENAI_API_KEY": "sk-any"}
    done = subprocess.run(
        [*command, str(PHOTO), str(out)],
        env={**os.environ, **wishes, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{server.process.log}"
    account: dict[str, Any] = json.loads(done.stdout)
    return account


def finished(video: dict[str, Any]) -> bool:
    return video["status"] in ("completed", "failed")
