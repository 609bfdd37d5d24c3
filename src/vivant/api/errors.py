"""One envelope for every error: `{"error": {"message", "type", "param", "code"}}`, all four keys always."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from vivant.errors import InvalidInput, OutputFailed, VivantError
from vivant.storage import Gone

_KINDS = {
    "string": "a string",
    "int": "an integer",
    "float": "a number",
    "bool": "a boolean",
    "dict": "an object",
    "list": "an array",
}
_NAMES: dict[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    float: "a number",
    dict: "an object",
    list: "an array",
    bytes: "a file",
    type(None): "null",
}


class ErrorBody(BaseModel):
    """What went wrong, in one sentence, and which parameter it was, if it was one."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorReply(BaseModel):
    """The envelope of every error."""

    error: ErrorBody


REPLIES: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorReply, "description": "What is wrong with the request."},
    "5XX": {"model": ErrorReply, "description": "What the server cannot do, or not at the moment."},
}
"""The errors of any operation, as OpenAPI describes them."""


class NotAvailable(InvalidInput):
    """`POST /v1/batches: not available in this version.`"""

    code = "not_available"
    status = 501


def envelope(
    status: int,
    message: str,
    *,
    param: str | None = None,
    code: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The reply that carries an error."""
    kind = "rate_limit_exceeded" if status == 429 else "server_error" if status >= 500 else None
    body = {
        "message": _sendable(message),
        "type": kind or "invalid_request_error",
        "param": None if param is None else _sendable(param),
        "code": code,
    }
    sent = dict(headers or {})
    if status in (409, 501):
        sent["x-should-retry"] = "false"  # the clients would try these again, to no avail
    return JSONResponse({"error": body}, status_code=status, headers=sent)


def _sendable(text: str) -> str:
    """The text without halves of characters, which JSON can bring in but which cannot be sent back."""
    return text.encode("utf-8", "replace").decode()


def broken() -> Response:
    """The reply to a request that met a fault of ours; the log tells more under the request's id."""
    return envelope(500, "The server had an error while processing your request.", code="server_error")


def install(app: FastAPI) -> None:
    """Makes every error raised in `app` leave it in the envelope."""

    @app.exception_handler(VivantError)
    async def _vivant(_request: Request, error: VivantError) -> Response:
        if isinstance(error, OutputFailed):
            # Its sentence names the file that could not be written, which is nobody's business out there.
            return envelope(error.status, "The server cannot store this at the moment.", code=error.code)
        message = error.seen if isinstance(error, Gone) else error.message
        return envelope(error.status, message, param=error.param, code=error.code)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        message, code = str(error.detail), None
        if error.status_code == 404:
            message, code = f"Unknown request URL: {request.method} {request.url.path}.", "unknown_url"
        elif error.status_code == 405:
            allowed = (error.headers or {}).get("Allow", "another method")
            message, code = f"{request.method} is not allowed here; expected {allowed}.", "method_not_allowed"
        return envelope(error.status_code, message, code=code, headers=error.headers)

    @app.exception_handler(RequestValidationError)
    async def _validation(_request: Request, error: RequestValidationError) -> Response:
        problem = explain(error.errors())
        return envelope(problem.status, problem.message, param=problem.param, code=problem.code)


def explain(errors: Sequence[ErrorDetails] | Sequence[Any]) -> InvalidInput:
    """The first of pydantic's complaints as one sentence: `Unknown parameter: 'duration'.`"""
    first = errors[0]
    kind: str = first["type"]
    place = [part for part in first["loc"] if part not in ("query", "path", "body", "header")]
    param = _dotted(place)
    if kind == "extra_forbidden":
        return InvalidInput(f"Unknown parameter: '{param}'.", param=param, code="unknown_parameter")
    if kind == "missing":
        return InvalidInput(f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter")
    value = first.get("input")
    subject = kind.partition("_")[0]
    if kind.endswith("_type") and subject in _KINDS:
        return InvalidInput(
            f"Invalid type for '{param}': expected {_KINDS[subject]}, but got "
            f"{_NAMES.get(type(value), 'something else')} instead.",
            param=param,
            code="invalid_type",
        )
    reason = first["msg"].removeprefix("Value error, ")
    return InvalidInput(f"Invalid value for '{param}': {reason[0].lower()}{reason[1:]}.", param=param)


def _dotted(place: Sequence[int | str]) -> str:
    """`characters[0].id` from `("characters", 0, "id")`."""
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
