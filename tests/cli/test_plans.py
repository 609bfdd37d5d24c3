"""Plans on the command line: shown, saved, revised, edited by hand and carried out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from vivant.cli import animate as animate_command
from vivant.cli.app import app
from vivant.cli.plan import load_plan, save_plan
from vivant.direction import ShotPlan, direct
from vivant.direction.given import plan_text, published_schema
from vivant.engines.catalogue import find_model
from vivant.errors import InvalidInput, OutputFailed

ROOT = Path(__file__).parent.parent.parent
MODEL = find_model("sora-2")


@pytest.fixture(autouse=True)
def _nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIVANT_DIRECTOR_URL", raising=False)


def run(*words: str | Path) -> str:
    """What the command prints; its errors are raised."""
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def plan_json(*words: str | Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(run("plan", *words, "--json"))
    return value


def test_a_plan_is_saved_and_shown_again_exactly(tmp_path: Path) -> None:
    path = tmp_path / "shot.json"
    shown = run("plan", "Hold 1s, dolly in for 3s. Rain.", "--seconds", "6", "-o", path)
    assert run("plan", "--plan", path) == shown
    assert plan_json("--plan", path) == json.loads(path.read_text(encoding="utf-8"))
    again = tmp_path / "again.json"
    run("plan", "--plan", path, "-o", again)
    assert again.read_bytes() == path.read_bytes()


def test_what_is_edited_by_hand_is_kept_as_written(tmp_path: Path) -> None:
    path = tmp_path / "shot.json"
    run("plan", "pan left", "--seconds", "4", "-o", path)
    value = json.loads(path.read_text(encoding="utf-8"))
    value["camera"][0]["amount"] = 7.123456789012345
    value["camera"][0]["ease"] = "linear"
    path.write_text(json.dumps(value), encoding="utf-8")
    assert plan_json("--plan", path) == value


def test_revisions_are_carried_out_in_turn(tmp_path: Path) -> None:
    path = tmp_path / "shot.json"
    plan = plan_json("pan right 10 degrees", "--revise", "half as far", "--revise", "pan left instead", "-o", path)
    assert [(move["move"], move["amount"]) for move in plan["camera"]] == [("pan_left", 5.0)]
    assert [outcome["clause"] for outcome in plan["outcomes"]] == ["half as far", "pan left instead"]
    revised = plan_json("at night", "--plan", path)
    assert revised["camera"] == plan["camera"]
    assert revised["light"][0]["name"] == "night"


def test_the_schema_is_printed_and_published() -> None:
    printed = json.loads(run("plan", "--schema"))
    assert printed == published_schema()
    published = (ROOT / "docs" / "plan.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == printed, "vivant plan --schema > docs/plan.schema.json"
    assert set(printed["properties"]) == set(ShotPlan(seconds=1).to_json())


def test_the_file_may_come_from_the_api(tmp_path: Path) -> None:
    path = tmp_path / "shot.json"
    plan = direct("pan left", seconds=4, capabilities=MODEL.capabilities)
    path.write_text(json.dumps({"object": "plan", **plan.to_json()}), encoding="utf-8")
    assert load_plan(path, MODEL) == plan


def with_change(**changes: Any) -> str:
    return json.dumps({**direct("pan left", seconds=4, capabilities=MODEL.capabilities).to_json(), **changes})


MOVE = {"move": "pan_left", "start_s": 0, "end_s": 4, "amount": 3, "unit": "deg"}
CUE = {"cue": "rain", "kind": "ambience", "start_s": 0, "end_s": 4}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "shot.json: plan: not valid JSON"),
        ("{", "shot.json: plan: not valid JSON"),
        ("[" * 100_000, "shot.json: plan: not valid JSON"),
        ("[1]", "plan: "),
        ("{}", "plan: seconds: "),
        (with_change(second=4), "plan: second: "),
        (with_change(seconds=90), "For seconds, sora-2 takes 1 to 20"),
        (with_change(seconds=None), "plan: seconds: "),
        ('{"seconds": NaN}', "NaN is not JSON"),
        ('{"seconds": 1e999}', "plan: seconds: inf"),
        (with_change(camera=[{**MOVE, "move": "teleport"}]), "plan: camera move 'teleport': the scene engine knows"),
        (with_change(camera=[{**MOVE, "amount": 400}]), "plan: camera move 'pan_left': amount 400; expected 0 to 45"),
        (with_change(camera=[{**MOVE, "end_s": 9}]), "from 0 s to 9 s; expected 0 <= start <= end <= 4 s"),
        (with_change(camera=[{**MOVE, "ease": "bouncy"}]), "plan: camera.0.ease: "),
        (with_change(sound=[{**CUE, "level": 7}]), "plan: sound.0.level: 7; expected 0 to 1"),
        (with_change(sound=[{**CUE, "start_s": -1}]), "plan: sound.0.start_s: -1; expected 0 to 4"),
        (with_change(light=[{"name": "night", "start_s": 3, "end_s": 1}]), "plan: light.0.end_s: 1; expected 3 to 4"),
        (with_change(framing={"lens_mm": 0}), "plan: framing.lens_mm: 0"),
        (with_change(notes=["x"] * 2000), "entries; expected at most 1000"),
    ],
    ids=lambda value: value[:50],
)
def test_a_bad_file_is_one_sentence_that_names_the_field(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "shot.json"
    path.write_text(text, encoding="utf-8")
    for command in (["plan", "--plan", str(path)], ["animate", "none.jpg", "--plan", str(path)]):
        result = CliRunner().invoke(app, command)
        assert isinstance(result.exception, InvalidInput) and result.exception.exit_code == 2
        assert sentence in result.exception.message
        assert "\n" not in result.exception.message and str(path) in result.exception.message
        assert result.stdout == ""


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="none.json: cannot be read \\(no such file or directory\\)"):
        load_plan(tmp_path / "none.json", MODEL)
    with pytest.raises(InvalidInput, match="cannot be read"):
        load_plan(tmp_path, MODEL)
    (tmp_path / "large.json").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(InvalidInput, match="larger than 4 MB"):
        load_plan(tmp_path / "large.json", MODEL)
    with pytest.raises(OutputFailed, match="cannot be written"):
        save_plan(ShotPlan(seconds=4), tmp_path / "none" / "shot.json")


def test_a_plan_has_its_own_length(tmp_path: Path) -> None:
    path = tmp_path / "shot.json"
    run("plan", "pan left", "--seconds", "6", "-o", path)
    assert plan_json("--plan", path, "--seconds", "6")["seconds"] == 6
    for command in (["plan"], ["animate", "none.jpg"]):
        result = CliRunner().invoke(app, [*command, "--plan", str(path), "--seconds", "4"])
        assert isinstance(result.exception, InvalidInput)
        assert "seconds=4: the plan is 6 s long" in result.exception.message


def test_animate_carries_out_a_plan_and_a_prompt_revises_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import vivant.media
    import vivant.pipeline

    taken: list[dict[str, Any]] = []

    class Stop(Exception):
        pass

    def pretend(photo: object, prompt: str, **wishes: Any) -> None:
        taken.append({"photo": photo, "prompt": prompt, **wishes})
        raise Stop

    monkeypatch.setattr(vivant.pipeline, "animate", pretend)
    monkeypatch.setattr(vivant.media.Photo, "open", staticmethod(lambda path: path))
    plan = direct("pan right 10 degrees", seconds=6, capabilities=MODEL.capabilities)
    path = tmp_path / "shot.json"
    path.write_text(plan_text(plan), encoding="utf-8")
    assert animate_command.DEFAULT_SECONDS == 4
    for words in ([], ["half as far"]):
        result = CliRunner().invoke(app, ["animate", "a.jpg", *words, "--plan", str(path)])
        assert isinstance(result.exception, Stop)
    assert taken[0]["plan"] == plan
    assert taken[1]["plan"].camera[0].amount == 5
    CliRunner().invoke(app, ["animate", "a.jpg", "pan left"])
    assert taken[2]["plan"] is None and taken[2]["seconds"] == 4
