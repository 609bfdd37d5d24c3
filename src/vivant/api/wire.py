"""What goes over the wire: the parameters that come in, the objects that go out."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from vivant.api.errors import NotAvailable, explain
from vivant.engines.catalogue import DEFAULT_MODEL, Model
from vivant.engines.engine import LEAST_STRENGTH, MOST_STRENGTH
from vivant.errors import InvalidInput
from vivant.media import Fit
from vivant.storage import Video
from vivant.storage.videos import Page

MOST_PROMPT = 32_000
NOT_YET = ("characters", "webhook_url")


def _plain(text: str) -> str:
    if "\x00" in text:
        raise ValueError("expected text without NUL characters")
    return text


def _number(value: object) -> object:
    """`"4"` and `4` are both four seconds; True is none."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise InvalidInput(
            "Invalid type for 'seconds': expected a number of seconds such as \"4\".",
            param="seconds",
            code="invalid_type",
        )
    try:
        return float(value)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"Invalid value: '{str(value)[:40]}'. For seconds, send a number such as \"4\".", param="seconds"
        ) from None


Plain = AfterValidator(_plain)
Seconds = Annotated[float, BeforeValidator(_number)]
Metadata = Annotated[
    dict[Annotated[str, Field(max_length=64), Plain], Annotated[str, Field(max_length=512), Plain]],
    Field(max_length=16),
]


class VideoReference(BaseModel):
    """A video, by its id."""

    model_config = ConfigDict(extra="forbid")
    id: str


def only_by_id(fields: dict[str, Any]) -> None:
    """Raises NotAvailable where the fields bring a film as a file: what is here works on videos made here."""
    if isinstance(fields.get("video"), bytes) and fields["video"]:
        raise NotAvailable("video: this version takes videos by their id; uploaded films are not available.")


def inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema with each definition where it is used, so that it can stand within another document."""
    definitions = schema.get("$defs", {})

    def put(part: Any) -> Any:
        if isinstance(part, list):
            return [put(one) for one in part]
        if not isinstance(part, dict):
            return part
        if "$ref" in part:
            return put(definitions[part["$ref"].rpartition("/")[2]])
        return {name: put(one) for name, one in part.items() if name != "$defs"}

    whole: dict[str, Any] = put(schema)
    return whole


Wishes = TypeVar("Wishes", bound=BaseModel)


def parsed(kind: type[Wishes], fields: dict[str, Any]) -> Wishes:
    """The parameters of that kind in a body's fields.

    Raises InvalidInput naming the first that does not fit: `Unknown parameter: 'duration'.`
    """
    try:
        wishes = kind.model_validate(fields)
    except ValidationError as error:
        raise explain(error.errors(include_url=False)) from None
    prompt = getattr(wishes, "prompt", None)
    if prompt is not None and not prompt.strip():
        raise InvalidInput("Invalid value for 'prompt': blank; say what should happen.", param="prompt")
    return wishes


class CreateVideo(BaseModel):
    """The parameters of `POST /v1/videos`."""

    model_config = ConfigDict(extra="forbid")

    prompt: Annotated[str, Field(min_length=1, max_length=MOST_PROMPT), Plain]
    model: str = DEFAULT_MODEL
    seconds: Seconds = 4.0
    size: str = "720x1280"
    input_reference: Any = None
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    fit: Fit = "cover"
    audio: bool = True
    fps: Annotated[int, Field(ge=8, le=60)] = 24
    strength: Annotated[
        float,
        Field(
            ge=LEAST_STRENGTH,
            le=MOST_STRENGTH,
            description="How far camera moves may go beyond what the photo shows well: 0.25 is careful, "
            "4 practically without limit.",
        ),
    ] = 1.0
    loop: Annotated[bool, Field(description="The end of the clip leads into its beginning.")] = False
    metadata: Metadata | None = None
    characters: Any = None
    remix_video_id: Any = None
    webhook_url: Any = None

    @classmethod
    def request_body(cls) -> dict[str, Any]:
        """The parameters as OpenAPI describes a body: the same fields as JSON and as a form."""
        schema = cls.model_json_schema()
        for name in NOT_YET:
            del schema["properties"][name]
        schema["properties"]["seconds"] = {"anyOf": [{"type": "string"}, {"type": "number"}], "default": "4"}
        schema["properties"]["remix_video_id"] = {
            "type": "string",
            "description": "A finished video to make again with what the prompt changes; instead of input_reference.",
        }
        del schema["required"]
        one_of = [{"required": ["prompt", "input_reference"]}, {"required": ["prompt", "remix_video_id"]}]
        schema |= {"oneOf": one_of}
        reference = {
            "type": "object",
            "properties": {
                "image_url": {"type": "string", "description": "A data URL; https where the server allows it."},
                "file_id": {"type": "string", "description": "Of a file uploaded to /v1/files."},
            },
            "oneOf": [{"required": ["image_url"]}, {"required": ["file_id"]}],
            "additionalProperties": False,
        }
        photo = {"type": "string", "format": "binary"}
        bodies = {
            "application/json": reference,
            "multipart/form-data": {"anyOf": [photo, reference]},
        }
        return {
            "required": True,
            "content": {
                kind: {"schema": {**schema, "properties": {**schema["properties"], "input_reference": accepted}}}
                for kind, accepted in bodies.items()
            },
        }

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> CreateVideo:
        """The parameters in a body's fields.

        Raises InvalidInput naming the first that does not fit: `Unknown parameter: 'duration'.`
        """
        wishes = parsed(cls, fields)
        for name in NOT_YET:
            if getattr(wishes, name) not in (None, False, "", "false", []):
                raise InvalidInput(
                    f"{name}: not available in this version.", param=name, code="unsupported_parameter"
                )
        return wishes


class ErrorObject(BaseModel):
    """Why a video failed."""

    code: str
    message: str


class VideoObject(BaseModel):
    """A video job. The first thirteen keys are the original's; the rest are ours."""

    id: str
    object: Literal["video"] = "video"
    created_at: int
    status: Literal["queued", "in_progress", "completed", "failed"]
    completed_at: int | None
    error: ErrorObject | None
    expires_at: int | None
    model: str
    progress: int
    prompt: str | None
    remixed_from_video_id: str | None
    seconds: str
    size: str
    seed: int
    fit: Fit
    audio: bool
    fps: int
    strength: float
    loop: bool
    metadata: dict[str, str] | None

    @classmethod
    def of(cls, video: Video) -> VideoObject:
        """The object that a row is shown as."""
        failure = video.failure
        return cls(
            id=video.id,
            created_at=video.created_at,
            status=video.status,
            completed_at=video.completed_at,
            error=ErrorObject(code=failure.code, message=failure.message) if failure else None,
            expires_at=video.expires_at,
            model=video.model,
            progress=video.progress,
            prompt=video.prompt or None,
            remixed_from_video_id=video.remixed_from_video_id,
            seconds=f"{video.seconds:g}",
            size=str(video.size),
            seed=video.seed,
            fit=video.fit,
            audio=video.audio,
            fps=video.fps,
            strength=video.strength,
            loop=video.loop,
            metadata=video.metadata,
        )


class VideoList(BaseModel):
    """A page of videos."""

    object: Literal["list"] = "list"
    data: list[VideoObject]
    first_id: str | None
    last_id: str | None
    has_more: bool

    @classmethod
    def of(cls, page: Page) -> VideoList:
        data = [VideoObject.of(video) for video in page.videos]
        ids = [video.id for video in data]
        return cls(
            data=data,
            first_id=ids[0] if ids else None,
            last_id=ids[-1] if ids else None,
            has_more=page.has_more,
        )


class DeletedVideo(BaseModel):
    """What is left of a deleted video."""

    id: str
    object: Literal["video.deleted"] = "video.deleted"
    deleted: Literal[True] = True


class ModelObject(BaseModel):
    """A model of the catalogue."""

    id: str
    object: Literal["model"] = "model"
    created: int
    owned_by: str = "vivant"

    @classmethod
    def of(cls, model: Model) -> ModelObject:
        return cls(id=model.name, created=model.created_at)


class ModelList(BaseModel):
    """All models of the catalogue."""

    object: Literal["list"] = "list"
    data: list[ModelObject]
