"""`vivant look` writes what it found at the photo's own size, and says it."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from cli.test_commands import vivant

COFFEE = Path(__file__).parents[2] / "examples" / "coffee.jpg"
pytestmark = pytest.mark.acceptance


def test_maps_and_account(tmp_path: Path) -> None:
    done = vivant("look", COFFEE, "-o", "seen", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    assert account["depth"].startswith("vivant-eyes")
    depth = cv2.imread(str(tmp_path / "seen" / "depth.png"), cv2.IMREAD_UNCHANGED)
    assert (depth.dtype, depth.shape) == (np.uint16, (400, 600))
    assert (depth.min(), depth.max()) == (0, 65535)
    names = {Path(file).stem for file in account["files"]}
    assert {"depth", "depth-colour", "confidence", *account["mattes"]} == names
    for file in account["files"]:
        assert cv2.imread(str(tmp_path / file)).shape[:2] == (400, 600)
    # The second look comes from what was kept.
    assert json.loads(vivant("look", COFFEE, "--json", cwd=tmp_path).stdout)["mattes"] == account["mattes"]


def test_without_a_folder_nothing_is_written(tmp_path: Path) -> None:
    done = vivant("look", COFFEE, cwd=tmp_path)
    assert done.stdout.startswith("depth     vivant-eyes")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_is_no_photo(tmp_path: Path) -> None:
    done = vivant("look", "none.jpg", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "vivant: none.jpg: no such file; expected a photo\n"
