"""`/v1/plans`: a prompt directed, or a plan revised, without rendering; and the plan of a finished video."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from vivant.api.body import read_fields
from vivant.api.content import finished_result
from vivant.api.errors import explain
from vivant.api.services import Services, Use
from vivant.api.wire import MOST_PROMPT, Plain, Seconds, inlined
from vivant.direction import ShotPlan
from vivant.direction.advice import directed
from vivant.direction.given import plan_of_text, plan_of_value, published_schema
from vivant.engines.catalogue import DEFAULT_MODEL, Model, find_model
from vivant.errors import InvalidInput, NotFound
from vivant.storage import Video

DEFAULT_SECONDS = 4.0
EXAMPLE: dict[str, Any] = {"prompt": "Hold 1s, then dolly in slowly. Rain on the window.", "seconds": 6}

router = APIRouter(tags=["plans"])


class CreatePlan(BaseModel):
    """The parameters of `POST /v1/plans`."""

    model_config = ConfigDict(extra="forbid")

    prompt: Annotated[str, Field(max_length=MOST_PROMPT), Plain] = ""
    model: str = DEFAULT_MODEL
    seconds: Seconds | None = None
    plan: Any = None

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> CreatePlan:
        """The parameters in a body's fields.

        Raises InvalidInput naming the first that does not fit: `Unknown parameter: 'duration'.`
        """
        try:
            wishes = cls.model_validate(fields)
        except ValidationError as error:
            raise explain(error.errors(include_url=False)) from None
        if not wishes.prompt.strip() and wishes.plan in (None, ""):
            if "prompt" in fields:
                raise InvalidInput("Invalid value for 'prompt': blank; say what should happen.", param="prompt")
            raise InvalidInput(
                "Missing required parameter: 'prompt'.", param="prompt", code="missing_required_parameter"
            )
        return wishes


def plan_object(plan: dict[str, Any]) -> Response:
    """The reply that shows a plan."""
    return JSONResponse({"object": "plan", **plan})


def _plan_schema() -> dict[str, Any]:
    """A plan as this API shows it: the fields of a plan, and what object it is."""
    whole = inlined(ShotPlan.json_schema())
    whole["properties"] = {"object": {"const": "plan", "type": "string"}, **whole["properties"]}
    return whole


def _request_schema() -> dict[str, Any]:
    seconds = {"anyOf": [{"type": "string"}, {"type": "number"}], "default": "4"}
    properties = {
        "prompt": {
            "type": "string",
            "maxLength": MOST_PROMPT,
            "description": "What should happen; with `plan`, what should be otherwise.",
        },
        "model": {"type": "string", "default": DEFAULT_MODEL},
        "seconds": {**seconds, "description": "Length of the clip; a plan has its own."},
        "plan": _plan_schema(),
    }
    choice = [{"required": ["prompt"]}, {"required": ["plan"]}]
    return {"type": "object", "properties": properties, "anyOf": choice, "additionalProperties": False}


def _example() -> dict[str, Any]:
    capabilities = find_model(DEFAULT_MODEL).capabilities
    plan = directed(EXAMPLE["prompt"], seconds=EXAMPLE["seconds"], capabilities=capabilities)
    return {"object": "plan", **plan.to_json()}


_PLAN_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The plan.",
        "content": {"application/json": {"schema": _plan_schema(), "example": _example()}},
    }
}
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": _request_schema(),
            "examples": {
                "direct": {"summary": "Direct a prompt", "value": EXAMPLE},
                "revise": {"summary": "Revise a plan", "value": {"prompt": "same shot, slower", "plan": _example()}},
            },
        }
    },
}


@router.post("/v1/plans", response_class=JSONResponse, responses=_PLAN_REPLY, openapi_extra={"requestBody": _BODY})
async def create(request: Request, services: Use) -> Response:
    """The shot plan of a prompt; or, where a plan is sent too, that plan revised by the prompt."""
    wishes = CreatePlan.parse(await read_fields(request))
    # Directing takes milliseconds, but a language model that is asked may take seconds.
    return plan_object((await run_in_threadpool(_planned, services, wishes)).to_json())


@router.get("/v1/plans/schema", response_class=JSONResponse)
def schema() -> dict[str, Any]:
    """The JSON Schema of a plan."""
    return published_schema()


@router.get("/v1/videos/{video_id}/plan", response_class=JSONResponse, responses=_PLAN_REPLY, tags=["videos"])
def of_video(video_id: str, services: Use) -> Response:
    """The shot plan of a finished video, as it was carried out."""
    return plan_object(finished_plan(services.video(video_id)))


def finished_plan(video: Video) -> dict[str, Any]:
    """The plan that a finished video followed.

    Raises NotFound, as `finished_result` does, or where it was put together of others.
    """
    plan = finished_result(video).plan
    if plan is None:
        raise NotFound(f"Video with id {video.id!r} was put together of others: it has no plan.", code="no_plan")
    return plan


def _planned(services: Services, wishes: CreatePlan) -> ShotPlan:
    model = find_model(wishes.model)
    if wishes.plan in (None, ""):
        seconds = model.check_seconds(DEFAULT_SECONDS if wishes.seconds is None else wishes.seconds)
        return directed(wishes.prompt, seconds=seconds, capabilities=model.capabilities, advisor=services.advisor)
    plan = _given(wishes.plan, model)
    if wishes.seconds not in (None, plan.seconds):
        raise InvalidInput(
            f"Invalid value: '{wishes.seconds:g}'. The plan is {plan.seconds:g} s long; leave seconds out.",
            param="seconds",
        )
    return plan.revise(wishes.prompt, capabilities=model.capabilities) if wishes.prompt.strip() else plan


def _given(value: object, model: Model) -> ShotPlan:
    """The plan that a request brings: an object, or in a form its JSON."""
    if isinstance(value, (str, bytes)):
        plan = plan_of_text(value, model.capabilities)
    else:
        plan = plan_of_value(value, model.capabilities)
    model.check_seconds(plan.seconds)
    return plan
