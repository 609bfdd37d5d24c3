"""Moves on a photograph: told from the encoded film to be what was asked for, there and then."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.acceptance

ROOT = Path(__file__).parent.parent.parent


def test_every_move_on_a_photograph(tmp_path: Path) -> None:
    words = ["bench/moves.py", "--photos", "examples/coffee.jpg", "--size", "480x270", "--out", str(tmp_path)]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    line = json.loads(done.stdout)
    assert line["shots"] == 21
    assert line["wrong"] == []
    assert line["turn_error_deg"]["max"] < 1
    assert line["direction_error_deg"]["max"] < 3
    assert line["beats_frames"]["max"] < 2
    assert line["held_steady"]["min"] > 0.995
    assert line["first_frame_ssim"]["min"] > 0.96
    assert line["holes"]["max"] < 0.005
    assert (tmp_path / "coffee.jpg").is_file()
