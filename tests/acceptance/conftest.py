from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from live_server import ROOT, LiveServer

OLD_CLIENT = "openai==2.8.*"
NODE = Path(__file__).with_name("node")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server with one worker, shared by the tests that leave it as they found it."""
    server = LiveServer(tmp_path_factory.mktemp("served"))
    yield server
    server.close()


@pytest.fixture(scope="session")
def old_client() -> Path:
    """A folder with the oldest official Python client that is supported, installed once."""
    folder = ROOT / ".venv" / "openai-2.8"
    if not (folder / "openai").is_dir():
        if uv := shutil.which("uv"):
            install = [uv, "pip", "install", "--quiet", "--python", sys.executable]
        else:
            install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        done = subprocess.run([*install, "--target", str(part), OLD_CLIENT], capture_output=True, text=True)
        if done.returncode:
            pytest.fail(f"{OLD_CLIENT} cannot be installed: {done.stderr.strip()[-400:]}")
        part.rename(folder)
    return folder


@pytest.fixture(scope="session")
def node() -> str:
    """Node.js with the newest official JavaScript client that runs on it."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        pytest.skip("Node.js is not installed; with node and npm, the JavaScript client is tested too")
    if not (NODE / "node_modules" / "openai").is_dir():
        install = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        done = subprocess.run(install, cwd=NODE, capture_output=True, text=True)
        if done.returncode:
            pytest.skip(f"npm cannot install the JavaScript client: {done.stderr.strip()[-200:]}")
    return program
