"""`/v1/files`: photos (or anything) left for later, to be named by their id."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from vivant.api.body import MOST_PHOTO_BYTES, Upload, read_fields
from vivant.api.sending import replies, sent
from vivant.api.services import Use
from vivant.errors import InvalidInput, TooLarge
from vivant.storage import File
from vivant.storage.files import FilePage, Order

MOST_FILE_BYTES = MOST_PHOTO_BYTES
MOST_PURPOSE = 64
MOST_NAME = 255

_PURPOSE = re.compile(r"[\w.:-]{1,64}", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"]")
_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file", "purpose"],
                "properties": {
                    "file": {"type": "string", "format": "binary", "description": "At most 50 MB."},
                    "purpose": {
                        "type": "string",
                        "pattern": "^[A-Za-z0-9_.:-]{1,64}$",
                        "description": "Any word; kept for you.",
                    },
                },
                "additionalProperties": False,
            }
        }
    },
}

router = APIRouter(prefix="/v1/files", tags=["files"])


class FileObject(BaseModel):
    """A file left for later."""

    id: str
    object: Literal["file"] = "file"
    bytes: int
    created_at: int
    expires_at: int | None = None
    filename: str
    purpose: str
    status: Literal["processed"] = "processed"
    status_details: str | None = None

    @classmethod
    def of(cls, file: File) -> FileObject:
        """The object that a row is shown as."""
        return cls(
            id=file.id, bytes=file.length, created_at=file.created_at, filename=file.filename, purpose=file.purpose
        )


class FileList(BaseModel):
    """A page of files."""

    object: Literal["list"] = "list"
    data: list[FileObject]
    first_id: str | None
    last_id: str | None
    has_more: bool

    @classmethod
    def of(cls, page: FilePage) -> FileList:
        data = [FileObject.of(file) for file in page.files]
        first, last = (data[0].id, data[-1].id) if data else (None, None)
        return cls(data=data, first_id=first, last_id=last, has_more=page.has_more)


class DeletedFile(BaseModel):
    """What is left of a deleted file."""

    id: str
    object: Literal["file"] = "file"
    deleted: Literal[True] = True


@router.post("", openapi_extra={"requestBody": _BODY})
async def upload(request: Request, services: Use) -> FileObject:
    """The file, kept until it is deleted."""
    content, purpose = _wished(await read_fields(request, file="file"))
    name = _shown_name(content.name)
    file = await run_in_threadpool(
        services.files.keep, content, filename=name, purpose=purpose, tenant=services.tenant
    )
    return FileObject.of(file)


@router.get("")
def page(
    services: Use,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    order: Order = "desc",
    after: str | None = None,
    purpose: str | None = None,
) -> FileList:
    """A page of files, newest first unless asked otherwise."""
    found = services.files.page(
        limit=limit, order=order, after=after or None, purpose=purpose or None, tenant=services.tenant
    )
    return FileList.of(found)


@router.get("/{file_id}")
def retrieve(file_id: str, services: Use) -> FileObject:
    """What is known of a file."""
    return FileObject.of(services.files.get(file_id, tenant=services.tenant))


@router.delete("/{file_id}")
def delete(file_id: str, services: Use) -> DeletedFile:
    """Removes the file; videos made from it keep what they need."""
    services.files.delete(file_id, tenant=services.tenant)
    return DeletedFile(id=file_id)


@router.head("/{file_id}/content", include_in_schema=False)
@router.get("/{file_id}/content", response_class=Response, responses=replies("application/octet-stream"))
def content(file_id: str, request: Request, services: Use) -> Response:
    """The bytes of a file, as they came."""
    file = services.files.get(file_id, tenant=services.tenant)
    return sent(
        request,
        services.assets,
        file.key,
        etag=f'"{file.digest}"',
        media_type="application/octet-stream",
        disposition=f"attachment; filename*=UTF-8''{quote(file.filename)}",
    )


def _wished(fields: dict[str, Any]) -> tuple[Upload, str]:
    """The file and its purpose. Raises InvalidInput or TooLarge, naming what does not fit."""
    for name in fields:
        if name not in ("file", "purpose"):
            raise InvalidInput(f"Unknown parameter: '{name[:80]}'.", param=name[:80], code="unknown_parameter")
    for name in ("file", "purpose"):
        if fields.get(name) in (None, ""):
            raise InvalidInput(
                f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter"
            )
    file, purpose = fields["file"], fields["purpose"]
    if not isinstance(file, Upload):
        raise InvalidInput(
            "Invalid type for 'file': expected a file, but got something else instead.",
            param="file",
            code="invalid_type",
        )
    if not isinstance(purpose, str) or not _PURPOSE.fullmatch(purpose):
        raise InvalidInput(
            f"Invalid value for 'purpose': expected 1 to {MOST_PURPOSE} letters, digits and . : _ -", param="purpose"
        )
    if len(file) > MOST_FILE_BYTES:
        raise TooLarge(f"file: {len(file) / 2**20:.1f} MB; at most {MOST_FILE_BYTES >> 20} MB.", param="file")
    return file, purpose


def _shown_name(name: str) -> str:
    """The last part of a client's file name, without what could mislead a header or a shell."""
    last = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2])
    return last[-MOST_NAME:] or "upload"
