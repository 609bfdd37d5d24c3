"""Every move on a photograph: the camera recovered from tracked points is the one that was asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parent.parent.parent


def test_every_move_on_a_photograph(tmp_path: Path) -> None:
    words = ["bench/moves.py", "examples/coffee.jpg", "--size", "480x270", "--seconds", "1", "--out", str(tmp_path)]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    line = json.loads(done.stdout)
    assert line["shots"] == 18
    assert line["wrong"] == []
    assert line["turn_error_deg"]["max"] < 0.5
    assert line["direction_error_deg"]["max"] < 5
    assert (tmp_path / "coffee.jpg").is_file()
