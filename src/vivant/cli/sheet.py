"""`vivant sheet`: frames of a clip side by side, to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vivant.errors import InvalidInput


def sheet(
    clip: Annotated[Path, typer.Argument(help="A video file.", show_default=False)],
    columns: Annotated[int, typer.Option(min=1, max=20)] = 4,
    rows: Annotated[int, typer.Option(min=1, max=20)] = 2,
    tile: Annotated[int, typer.Option(min=32, max=2048, help="Long side of a frame, in pixels.")] = 480,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Where to write the picture.", show_default="CLIP's name + .png"),
    ] = None,
) -> None:
    """Draw a contact sheet of a clip: its first and last frame and evenly spaced ones between."""
    import av

    from vivant.finish.poster import contact_sheet
    from vivant.media import written_whole

    if not clip.is_file():
        raise InvalidInput(f"{clip}: no such file; expected a video")
    try:
        picture = contact_sheet(clip, columns, rows, tile)
    except (av.error.FFmpegError, ValueError, IndexError):
        raise InvalidInput(f"{clip}: not a video that can be read") from None
    target = out or clip.with_suffix(".png")
    with written_whole(target) as part:
        picture.save(part)
    print(target)
