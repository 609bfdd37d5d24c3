"""The commands as a person runs them, each in its own process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from synthetic import textured

pytestmark = pytest.mark.acceptance

FAST = ("--size", "128x72", "--seconds", "1", "--fps", "12")


def vivant(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "vivant.cli.app", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "VIVANT_DATA": str(cwd / "data"), **environment},
        timeout=120,
    )


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.png"
    Image.fromarray(textured(192, 108)).save(path)
    return path


def test_animate_prints_one_line_of_json_and_nothing_else_on_stdout(photo: Path, tmp_path: Path) -> None:
    done = vivant("animate", photo, "pan right 4 degrees", *FAST, "--json", "-o", "a.mp4", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert set(account) == {"path", "seconds", "size", "frames", "fps", "wall_s", "stages", "plan", "seed"}
    assert (account["seconds"], account["size"], account["frames"], account["fps"]) == (1.0, "128x72", 12, 12)
    assert account["plan"]["camera"][0]["move"] == "pan_right"
    assert account["wall_s"] >= sum(account["stages"].values())
    assert (tmp_path / account["path"]).stat().st_size > 1000
    for stage in account["stages"]:
        assert stage in done.stderr


def test_without_json_stdout_is_the_clips_path(photo: Path, tmp_path: Path) -> None:
    done = vivant("animate", photo, "hold", *FAST, "--no-audio", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "harbour.mp4\n"
    assert (tmp_path / "harbour.mp4").is_file()


def test_plan_shows_a_timeline_and_json(tmp_path: Path) -> None:
    shown = vivant("plan", "dolly in for 3s, then she turns around", cwd=tmp_path)
    assert shown.returncode == 0
    assert "dolly_in" in shown.stdout
    assert "she turns around" in shown.stdout
    plan = json.loads(vivant("plan", "dolly in for 3s", "--seconds", "6", "--json", cwd=tmp_path).stdout)
    assert plan["seconds"] == 6
    assert plan["camera"][0]["end_s"] == 3


def test_sheet_draws_frames_of_a_clip(photo: Path, tmp_path: Path) -> None:
    assert vivant("animate", photo, "zoom in", *FAST, "-o", "a.mp4", cwd=tmp_path).returncode == 0
    done = vivant("sheet", "a.mp4", "--columns", "3", "--rows", "2", "--tile", "64", cwd=tmp_path)
    assert done.stdout == "a.png\n"
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size == (192, 72)


def test_doctor_finds_this_machine_fit(tmp_path: Path) -> None:
    done = vivant("doctor", cwd=tmp_path, COLUMNS="200")
    assert done.returncode == 0, done.stdout
    assert "libx264" in done.stdout
    missing = vivant("doctor", cwd=tmp_path, VIVANT_DEPTH_MODEL="/nowhere.onnx", COLUMNS="200")
    assert missing.returncode == 1
    assert "neither an ONNX file nor a pulled model" in missing.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("animate", "none.jpg", "hold"), "none.jpg"),
        (("animate", "harbour.png", ""), "prompt"),
        (("animate", "harbour.png", "hold", "--size", "720p"), "size='720p': expected WIDTHxHEIGHT"),
        (("animate", "harbour.png", "hold", "--seconds", "90"), "For seconds, sora-2 takes 1 to 20"),
        (("animate", "harbour.png", "hold", "--strength", "9"), "strength=9: expected 0.25 (careful) to 4"),
        (("animate", "harbour.png", "hold", "--model", "veo"), "Model 'veo' not found"),
        (("animate", "notes.txt", "hold"), "notes.txt"),
        (("animate", "harbour.png", "hold", *FAST, "-o", "notes.txt/a.mp4"), "cannot be written"),
        (("sheet", "notes.txt"), "not a video"),
        (("plan", "  "), "prompt"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
@pytest.mark.usefixtures("photo")
def test_bad_input_is_one_sentence_with_exit_code_2(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    (tmp_path / "notes.txt").write_text("not a photo")
    before = sorted(path.name for path in tmp_path.iterdir())
    done = vivant(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("vivant: ")
    assert sentence in last
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before
