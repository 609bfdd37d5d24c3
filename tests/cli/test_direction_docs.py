"""docs/direction.md: its programs, commands, plans and requests work as they are written there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from backstage import Backstage
from vivant.api import create_app
from vivant.cli.app import app
from vivant.direction import ShotPlan
from vivant.direction.wish_words import wish_words
from vivant.settings import Settings

TEXT = (Path(__file__).parent.parent.parent / "docs" / "direction.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIVANT_DIRECTOR_URL", raising=False)
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("vivant plan ")]
    assert len(lines) == 4
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0, line
        assert "✓" in result.stdout


def test_the_programs_run() -> None:
    for program in blocks("python"):
        exec(compile(program, "direction.md", "exec"), {})


def test_the_plans_and_requests_are_taken(tmp_path: Path) -> None:
    stage = Backstage(tmp_path)
    examples = [json.loads(block) for block in blocks("json")]
    assert len(examples) == 3
    with TestClient(create_app(stage.settings, queue=stage.queue)) as client:
        for example in examples:
            reply = client.post("/v1/plans", json=example if "prompt" in example else {"plan": example})
            assert reply.status_code == 200, reply.text
    stage.database.close()


def test_every_field_and_setting_is_told_of() -> None:
    for name in ShotPlan(seconds=1).to_json():
        assert f"`{name}`" in TEXT
    for name in Settings.model_fields:
        if name.startswith("director"):
            assert f"`VIVANT_{name.upper()}`" in TEXT


@pytest.mark.parametrize(
    ("words", "factor"), [("slower", 0.6), ("a bit slower", 0.8), ("much slower", 0.36), ("faster", 1.5)]
)
def test_the_factors_are_those_of_the_lexicon(words: str, factor: float) -> None:
    found = [
        phrase.name for phrase in wish_words().phrases if phrase.op == "scale" and phrase.pattern.fullmatch(words)
    ]
    assert found == [str(factor)]
    assert f"*{words}*".lower() in TEXT.lower()
