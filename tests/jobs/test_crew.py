from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from vivant.jobs.crew import Crew


def python(program: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", program, *arguments]


def wait_until(there: Path, text: str) -> None:
    deadline = time.monotonic() + 20
    while not (there.exists() and text in there.read_text()):
        assert time.monotonic() < deadline, there.read_text() if there.exists() else "nothing"
        time.sleep(0.02)


def test_each_worker_is_started_under_its_name_and_stopped(tmp_path: Path) -> None:
    program = "import sys, time; open(sys.argv[1], 'a').write('up'); time.sleep(60)"
    crew = Crew(2, lambda name: python(program, str(tmp_path / name)))
    crew.start()
    for name in ("worker-1", "worker-2"):
        wait_until(tmp_path / name, "up")
    began = time.monotonic()
    crew.stop(grace_s=10)
    assert time.monotonic() - began < 5


def test_a_worker_that_dies_is_started_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = tmp_path / "log"
    crew = Crew(1, lambda _name: python("import sys; open(sys.argv[1], 'a').write('up ')", str(log)))
    crew.start()
    wait_until(log, "up up")
    crew.stop(grace_s=10)
    assert "worker-1 stopped (exit 0); starting it again" in caplog.text


def test_a_worker_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    deaf = "import signal, sys, time; signal.signal(15, lambda *_: None); open(sys.argv[1], 'a').write('up')"
    crew = Crew(1, lambda _name: python(f"{deaf}; time.sleep(60)", str(log)))
    crew.start()
    wait_until(log, "up")
    crew.stop(grace_s=0.2)


def test_a_worker_sees_when_its_server_has_gone(tmp_path: Path) -> None:
    log = tmp_path / "log"
    program = (
        "import sys; open(sys.argv[1], 'a').write('up '); sys.stdin.read(); open(sys.argv[1], 'a').write('gone')"
    )
    crew = Crew(1, lambda _name: python(program, str(log)))
    crew.start()
    wait_until(log, "up")
    process = crew._members[0].process
    assert process is not None and process.stdin is not None
    process.stdin.close()
    wait_until(log, "gone")
    crew.stop(grace_s=5)
