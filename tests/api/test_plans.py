"""Plans over HTTP: a prompt directed, a plan revised, the plan of a video; one shape for all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backstage import Backstage, photo_file
from vivant.api import create_app
from vivant.direction import ShotPlan
from vivant.settings import Settings

FIELDS = {"object", *ShotPlan(seconds=1).to_json()}


def planned(client: TestClient, **fields: Any) -> dict[str, Any]:
    reply = client.post("/v1/plans", json=fields)
    assert reply.status_code == 200, reply.text
    value: dict[str, Any] = reply.json()
    assert value["object"] == "plan" and set(value) == FIELDS
    return value


def test_a_prompt_is_directed(client: TestClient) -> None:
    plan = planned(client, prompt="Hold 1s, then dolly in. Rain.", seconds=6)
    assert [(move["move"], move["start_s"], move["end_s"]) for move in plan["camera"]] == [
        ("static", 0, 1),
        ("dolly_in", 1, 6),
    ]
    assert [outcome["status"] for outcome in plan["outcomes"]][:2] == ["done", "done"]
    assert planned(client, prompt="pan left")["seconds"] == 4
    assert planned(client, prompt="pan left", seconds="2.5", model="sora-2-pro")["seconds"] == 2.5


def test_a_plan_sent_back_is_the_same_plan(client: TestClient) -> None:
    plan = planned(client, prompt="Hold 1s, then pan left 5 degrees")
    assert planned(client, plan=plan) == plan
    without = {name: value for name, value in plan.items() if name != "object"}
    assert planned(client, plan=without, seconds=4) == plan


def test_a_plan_is_revised_by_the_prompt(client: TestClient) -> None:
    plan = planned(client, prompt="pan right 10 degrees")
    revised = planned(client, plan=plan, prompt="same shot, half as far")
    assert revised["camera"][0] == {**plan["camera"][0], "amount": 5.0}
    assert revised["change"] == ["half as far"]


def test_a_form_may_carry_a_plan_as_json(client: TestClient) -> None:
    plan = planned(client, prompt="pan right 10 degrees")
    reply = client.post("/v1/plans", data={"prompt": "pan left instead", "plan": json.dumps(plan)})
    assert reply.json()["camera"][0]["move"] == "pan_left"


@pytest.mark.parametrize(
    ("fields", "status", "param", "code", "part"),
    [
        ({}, 400, "prompt", "missing_required_parameter", "Missing required parameter: 'prompt'."),
        ({"prompt": " "}, 400, "prompt", "invalid_value", "blank"),
        ({"prompt": "x" * 32_001}, 400, "prompt", "invalid_value", "32000"),
        ({"prompt": "a\x00b"}, 400, "prompt", "invalid_value", "NUL"),
        ({"prompt": 4}, 400, "prompt", "invalid_type", "expected a string"),
        ({"prompt": "pan", "size": "1x1"}, 400, "size", "unknown_parameter", "Unknown parameter: 'size'."),
        ({"prompt": "pan", "seconds": 90}, 400, "seconds", "invalid_value", "takes 1 to 20"),
        ({"prompt": "pan", "seconds": True}, 400, "seconds", "invalid_type", "number of seconds"),
        ({"prompt": "pan", "model": "sora-3"}, 404, "model", "not_found", "Available: sora-2"),
        ({"plan": 7}, 400, "plan", "invalid_value", "plan: "),
        ({"plan": {}}, 400, "plan", "invalid_value", "plan: seconds: field required"),
        ({"plan": {"seconds": 4, "camra": []}}, 400, "plan", "invalid_value", "plan: camra: "),
        ({"plan": "{"}, 400, "plan", "invalid_value", "not valid JSON"),
        ({"plan": {"seconds": 90}}, 400, "seconds", "invalid_value", "takes 1 to 20"),
        ({"plan": {"seconds": 4}, "seconds": 6}, 400, "seconds", "invalid_value", "The plan is 4 s long"),
        ({"plan": {"seconds": 4, "sound": [{}]}}, 400, "plan", "invalid_value", "plan: sound.0.cue: field required"),
    ],
)
def test_what_is_wrong_is_named(
    client: TestClient, fields: dict[str, Any], status: int, param: str, code: str, part: str
) -> None:
    reply = client.post("/v1/plans", json=fields)
    error = reply.json()["error"]
    assert (reply.status_code, error["param"], error["code"]) == (status, param, code)
    assert error["type"] == "invalid_request_error" and part in error["message"]


def test_the_plan_of_a_video_has_the_same_shape(client: TestClient, stage: Backstage) -> None:
    wishes = {"prompt": "slow push in", "seconds": "1", "size": "128x72"}
    upload = {"input_reference": ("a.jpg", photo_file(), "image/jpeg")}
    video = client.post("/v1/videos", data=wishes, files=upload).json()
    early = client.get(f"/v1/videos/{video['id']}/plan")
    assert (early.status_code, early.json()["error"]["code"]) == (404, "video_not_ready")
    assert stage.studio.film(video["id"]) == "completed"
    plan = client.get(f"/v1/videos/{video['id']}/plan").json()
    assert plan["object"] == "plan" and set(plan) == FIELDS
    assert planned(client, plan=plan) == plan
    assert client.get("/v1/videos/video_none/plan").status_code == 404


def test_the_description_carries_the_schema_and_examples_that_are_true(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    described = paths["/v1/plans"]["post"]
    answer = described["responses"]["200"]["content"]["application/json"]
    assert set(answer["schema"]["properties"]) == FIELDS
    assert set(answer["example"]) == FIELDS
    body = described["requestBody"]["content"]["application/json"]
    assert set(body["schema"]["properties"]) == {"prompt", "model", "seconds", "plan"}
    for example in body["examples"].values():
        planned(client, **example["value"])
    of_video = paths["/v1/videos/{video_id}/plan"]["get"]["responses"]["200"]["content"]["application/json"]
    assert of_video["schema"] == answer["schema"]
    assert "$ref" not in json.dumps(answer)


def test_the_schema_is_served(client: TestClient) -> None:
    schema = client.get("/v1/plans/schema").json()
    assert set(schema["properties"]) == FIELDS - {"object"}


def test_a_language_model_that_is_not_there_is_noted(stage: Backstage) -> None:
    settings = Settings(data=stage.settings.data, director_url="http://127.0.0.1:1/v1", director_model="small")
    with TestClient(create_app(settings, queue=stage.queue)) as client:
        plan = planned(client, prompt="pan left")
    assert plan["camera"][0]["move"] == "pan_left"
    assert plan["notes"][-1] == "the language model small was not used: it could not be asked"
