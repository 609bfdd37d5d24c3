"""The photo that a request brings: a file, or an object with an address or the id of a file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from vivant.api.body import MOST_PHOTO_BYTES
from vivant.errors import InvalidInput, InvalidPhoto, NotFound, TooLarge
from vivant.media import Photo, Size, sniff
from vivant.media.kinds import PHOTO_KINDS

PARAM = "input_reference"


Content = Callable[[str], bytes]


def photo_bytes(value: Any, file_of: Content, fetched: Content) -> bytes:
    """The file behind an `input_reference`. file_of: the content of an uploaded file, by its id; fetched: of a web
    address.

    Raises InvalidInput, TooLarge or NotFound, one sentence each.
    """
    if value is None or value == "" or value == b"":
        raise InvalidInput(
            "input_reference: missing; the scene engine animates a photograph: send one as input_reference.",
            param=PARAM,
            code="missing_required_parameter",
        )
    if isinstance(value, dict):
        value = _referred(value, file_of, fetched)
    if not isinstance(value, bytes):
        kind = "a string" if isinstance(value, str) else "an array" if isinstance(value, list) else "a number"
        raise InvalidInput(
            f"Invalid type for 'input_reference': expected a file, but got {kind} instead.",
            param=PARAM,
            code="invalid_type",
        )
    if len(value) > MOST_PHOTO_BYTES:
        raise TooLarge(
            f"input_reference: {len(value) / 2**20:.1f} MB; at most {MOST_PHOTO_BYTES >> 20} MB.", param=PARAM
        )
    return value


def checked_photo(data: bytes, *, strict_size: Size | None) -> None:
    """Decodes the photo, so that a bad one is refused before anything is stored.

    Raises InvalidPhoto, or InvalidInput where it must be exactly `strict_size` and is not.
    """
    kind = sniff(data)
    if data and kind not in PHOTO_KINDS:
        # In the words that clients of the original know.
        raise InvalidPhoto(
            f"Invalid file 'input_reference': unsupported mimetype ('{kind}'). Supported file formats are "
            "'image/jpeg', 'image/png', 'image/webp', 'image/heic', and 'image/avif'.",
            param=PARAM,
        )
    try:
        photo = Photo.open(data, name=PARAM)
    except InvalidPhoto as error:
        error.param = PARAM
        raise
    height, width = photo.rgb.shape[:2]
    found = photo.source_size or (width, height)
    if strict_size is not None and found != (strict_size.width, strict_size.height):
        raise InvalidInput("Inpaint image must match the requested width and height", param=PARAM)


def _referred(value: dict[str, Any], file_of: Content, fetched: Content) -> bytes:
    given = sorted(name for name, inner in value.items() if inner not in (None, ""))
    if given == ["file_id"]:
        return _left(value["file_id"], file_of)
    if given != ["image_url"]:
        raise InvalidInput(
            "Invalid value for 'input_reference': expected exactly one of file_id and image_url.", param=PARAM
        )
    url = value["image_url"]
    if not isinstance(url, str):
        raise InvalidInput(
            "Invalid type for 'input_reference.image_url': expected a string.",
            param=f"{PARAM}.image_url",
            code="invalid_type",
        )
    if url[:5].lower() != "data:":
        return fetched(url)
    return _data_url(url)


def _left(file_id: object, file_of: Content) -> bytes:
    if not isinstance(file_id, str):
        raise InvalidInput(
            "Invalid type for 'input_reference.file_id': expected a string.",
            param=f"{PARAM}.file_id",
            code="invalid_type",
        )
    try:
        return file_of(file_id)
    except NotFound as error:
        error.param = f"{PARAM}.file_id"
        raise


def _data_url(url: str) -> bytes:
    head, comma, body = url[5:].partition(",")
    try:
        if not comma:
            raise ValueError("no comma")
        raw = unquote_to_bytes(body)
        return base64.b64decode(raw, validate=True) if head.lower().endswith(";base64") else raw
    except (ValueError, binascii.Error):
        raise InvalidInput(
            "Invalid value for 'input_reference.image_url': expected a data URL such as data:image/jpeg;base64,…",
            param=f"{PARAM}.image_url",
        ) from None
