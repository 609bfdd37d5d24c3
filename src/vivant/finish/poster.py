"""Stills of a finished clip: its thumbnail, its sprite sheet, and a contact sheet to look at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import av
from PIL import Image

THUMBNAIL_LONG_SIDE_PX = 640
SPRITE_LONG_SIDE_PX = 240
SPRITE_COLUMNS = 5
SPRITE_ROWS = 5


def frames_at(path: Path, shares: list[float]) -> Iterator[Image.Image]:
    """The frames of a clip at the given shares (0..1, rising) of its length."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        last = max(0, stream.frames - 1)
        wanted = [round(share * last) for share in shares]
        picture: Image.Image | None = None
        position = 0
        for index, frame in enumerate(container.decode(stream)):
            while position < len(wanted) and wanted[position] == index:
                picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
                yield picture
                position += 1
            if position == len(wanted):
                return


def thumbnail(path: Path) -> bytes:
    """A WebP of the clip's first frame, its long side at most THUMBNAIL_LONG_SIDE_PX."""
    (picture,) = frames_at(path, [0.0])
    picture.thumbnail((THUMBNAIL_LONG_SIDE_PX, THUMBNAIL_LONG_SIDE_PX), Image.Resampling.LANCZOS)
    return _encoded(picture, "WEBP", quality=82)


def spritesheet(path: Path) -> bytes:
    """A JPEG of 25 frames, evenly spaced over the clip, five to a row, in reading order."""
    return _encoded(contact_sheet(path, SPRITE_COLUMNS, SPRITE_ROWS, SPRITE_LONG_SIDE_PX), "JPEG", quality=85)


def contact_sheet(path: Path, columns: int, rows: int, long_side_px: int) -> Image.Image:
    """`columns` x `rows` frames, the first and the last among them, in reading order."""
    count = columns * rows
    shares = [i / max(1, count - 1) for i in range(count)]
    sheet: Image.Image | None = None
    for i, picture in enumerate(frames_at(path, shares)):
        tile = picture.copy()
        tile.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS)
        if sheet is None:
            sheet = Image.new("RGB", (tile.width * columns, tile.height * rows))
        sheet.paste(tile, (tile.width * (i % columns), tile.height * (i // columns)))
    if sheet is None:
        raise ValueError(f"{path.name} has no frames")
    return sheet


def _encoded(picture: Image.Image, kind: str, *, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, quality=quality)
    return buffer.getvalue()
