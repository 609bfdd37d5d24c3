"""Puts a signed manifest into a finished file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import c2pa
from PIL import Image

from vivant.errors import RenderFailed
from vivant.provenance.credential import Credential
from vivant.provenance.manifest import Making, Source, definition, label_of

MIME_TYPES = {
    ".mp4": "video/mp4",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
"""Ending of a name to what it says, for the kinds of file that can carry a manifest. WebM has no place for one."""

_SETTINGS = {
    "version": 1,
    "builder": {"thumbnail": {"enabled": False}},
    "verify": {"verify_after_sign": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
}


def can_carry(path: Path) -> bool:
    """Whether a file of that name can carry a manifest."""
    return path.suffix.lower() in MIME_TYPES


def sign(path: Path, making: Making, credential: Credential, *, title: str | None = None) -> bool:
    """Whether the file now carries a signed manifest; False for a kind of file that cannot. Else it is as it was.

    title: the file's name as the manifest has it, where `path` is only a scratch name.

    Raises RenderFailed: `clip.mp4: cannot be signed (…)`; the file is as it was then too.
    """
    if not can_carry(path):
        return False
    title, making = title or path.name, _readable(making)
    signed = path.with_name(f"{path.name}.signed")
    try:
        with path.open("rb") as source, signed.open("w+b") as target:
            _write(source, target, making, credential, title, MIME_TYPES[path.suffix.lower()])
        signed.replace(path)
    except c2pa.C2paError as error:
        raise RenderFailed(f"{title}: cannot be signed ({_reason(error)})") from error
    finally:
        signed.unlink(missing_ok=True)
    return True


def tried(credential: Credential) -> str | None:
    """Why nothing can be signed with it, found out on a very small picture; None where all is well. Asks nobody."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "JPEG")
    picture.seek(0)
    offline = Credential(chain=credential.chain, algorithm=credential.algorithm, sign=credential.sign)
    try:
        _write(picture, io.BytesIO(), Making(model="", engine="", plan_json=""), offline, "trial", "image/jpeg")
    except c2pa.C2paError as error:
        return _reason(error)
    return None


def _write(source: BinaryIO, target: BinaryIO, making: Making, credential: Credential, title: str, mime: str) -> None:
    signer = c2pa.Signer.from_callback(
        credential.sign, c2pa.C2paSigningAlg[credential.algorithm], credential.chain, credential.timestamp_url
    )
    told = definition(making, title=title, mime=mime)
    with c2pa.Context.from_dict(_SETTINGS, signer=signer) as context, c2pa.Builder(told, context=context) as builder:
        for number, one in enumerate(making.sources):
            ingredient = {"title": one.name, "label": label_of(number), "relationship": _relationship(making, one)}
            with _opened(one) as content:
                builder.add_ingredient(ingredient, one.mime, content)
        builder.sign(mime, source, target)


def _readable(making: Making) -> Making:
    """The making without sources of kinds that the library cannot read, such as BMP; the photo's hash stays."""
    known = set(c2pa.Builder.get_supported_mime_types())
    parent = making.parent if making.parent and making.parent.mime in known else None
    return replace(making, parent=parent, parts=tuple(part for part in making.parts if part.mime in known))


def _relationship(making: Making, source: Source) -> str:
    return "parentOf" if source is making.parent else "componentOf"


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    if isinstance(source.content, Path):
        with source.content.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source.content)


def _reason(error: Exception) -> str:
    """The library's own words on one line, without the addresses inside the manifest."""
    lines = [line.split(" (self#")[0].strip() for line in str(error).splitlines() if line.strip()]
    return "; ".join(lines[1:] or lines) or type(error).__name__
