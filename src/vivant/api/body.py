"""The fields of a request's body, however they came: JSON, multipart or urlencoded."""

from __future__ import annotations

import json
import re
from typing import Any, Never

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.types import Message, Receive

from vivant.errors import InvalidInput, TooLarge

MOST_PHOTO_BYTES = 50 * 1024 * 1024
MOST_FIELDS = 200
# A photo within JSON is a third larger than it is; what remains is for the other fields.
_MOST_JSON_BYTES = MOST_PHOTO_BYTES * 4 // 3 + 1024 * 1024
_MOST_FORM_BYTES = MOST_PHOTO_BYTES + 1024 * 1024
# Beyond the limit this much more is read and dropped, so that a client still sending can read the answer.
_MOST_DRAINED_BYTES = 64 * 1024 * 1024

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_NAME = re.compile(r"[^\[\]]+(?:\[[^\[\]]*\]){0,4}")


class Upload(bytes):
    """The content of a file that came in a form; `name` is what the client calls it."""

    name: str = ""

    @classmethod
    def of(cls, content: bytes, name: str | None) -> Upload:
        upload = cls(content)
        upload.name = name or ""
        return upload


class UnknownContentType(InvalidInput):
    """`content-type 'text/plain': expected application/json or multipart/form-data.`"""

    code = "unsupported_media_type"
    status = 415


async def read_fields(request: Request, *, file: str = "input_reference") -> dict[str, Any]:
    """The body's fields by name, nested as their names say (`video[id]`); files as Uploads.

    file: the parameter that makes a body large, for the message.

    Raises InvalidInput, TooLarge (while the body still comes in) or UnknownContentType.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _FORMS:
        return await _form_fields(request, file)
    body = await _limited(request, _MOST_JSON_BYTES, file).body()
    if kind in ("", "application/json") or kind.endswith("+json"):
        return json_fields(body)
    raise UnknownContentType(
        f"content-type {kind[:80]!r}: expected application/json or multipart/form-data.", param="content-type"
    )


def json_fields(body: bytes) -> dict[str, Any]:
    """The object that a JSON body holds.

    Raises InvalidInput: `The body is not valid JSON (Expecting value: line 1 column 1 (char 0)).`
    """
    try:
        value = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
        raise InvalidInput(f"The body is not valid JSON ({reason}).", code="invalid_json") from None
    if not isinstance(value, dict):
        raise InvalidInput("The body is JSON, but not an object of parameters.", code="invalid_json")
    return value


def nested(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields of a form, nested: `("a[b]", 1), ("c[][id]", 2)` is `{"a": {"b": 1}, "c": [{"id": 2}]}`.

    An empty field beside a nested one of the same name is dropped: some clients send both.

    Raises InvalidInput: `Invalid value for 'a[b': …`.
    """
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                f"Invalid value for {name[:80]!r}: expected a name such as video[id].", code="invalid_form"
            )
        first, *rest = name.replace("]", "").split("[")
        if rest:
            if fields.get(first) in (None, "", b""):
                fields.pop(first, None)
            _place(fields, [first, *rest], value, name)
        elif value not in ("", b"") or first not in fields:
            fields[first] = value
    return fields


async def _form_fields(request: Request, file: str) -> dict[str, Any]:
    limited = _limited(request, _MOST_FORM_BYTES, file)
    pairs: list[tuple[str, Any]] = []
    async with limited.form(max_files=10, max_fields=MOST_FIELDS, max_part_size=_MOST_FORM_BYTES) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                # Closed with the form; a body within the limit holds no file beyond it.
                pairs.append((name, Upload.of(await value.read(), value.filename)))
            else:
                pairs.append((name, value))
    return nested(pairs)


def _place(into: dict[str, Any], path: list[str], value: Any, name: str) -> None:
    key, *rest = path
    if not rest:
        into[key] = value
    elif rest[0] == "":
        items = into.setdefault(key, [])
        if not isinstance(items, list):
            _clash(name)
        if len(rest) == 1:
            items.append(value)
        else:
            inner: dict[str, Any] = {}
            _place(inner, rest[1:], value, name)
            items.append(inner)
    else:
        child = into.setdefault(key, {})
        if not isinstance(child, dict):
            _clash(name)
        _place(child, rest, value, name)


def _clash(name: str) -> Never:
    raise InvalidInput(f"Invalid value for {name[:80]!r}: sent in two forms.", code="invalid_form")


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is not JSON")


def _limited(request: Request, most_bytes: int, file: str) -> Request:
    """The same request, whose body raises TooLarge once it has grown beyond `most_bytes`."""
    return Request(request.scope, _limited_receive(request.receive, most_bytes, file))


def _limited_receive(receive: Receive, most_bytes: int, file: str) -> Receive:
    read = 0

    async def receive_some() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > most_bytes:
            while message.get("more_body") and read <= most_bytes + _MOST_DRAINED_BYTES:
                message = await receive()
                read += len(message.get("body", b""))
            raise TooLarge(
                f"The body is larger than {most_bytes >> 20} MB; {file} takes at most {MOST_PHOTO_BYTES >> 20} MB.",
                param=file,
            )
        return message

    return receive_some
