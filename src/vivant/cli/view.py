"""`vivant view`: a photo seen from one given camera."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vivant.errors import InvalidInput
from vivant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def view(
    photo: Annotated[Path, typer.Argument(help="A JPEG, PNG, WebP, HEIC or AVIF.", show_default=False)],
    pose: Annotated[
        Path | None,
        typer.Option(help="JSON with camera_to_world (4 x 4; x right, y down, z forward) and perhaps focal_px."),
    ] = None,
    depth: Annotated[
        Path | None, typer.Option(help="A .npy with inverse depth over the whole photo, instead of what we see.")
    ] = None,
    baseline_px: Annotated[
        float, typer.Option(help="A step to the right that moves what lies at inverse depth 1 so many pixels.")
    ] = 0.0,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Where to write the picture.", show_default="PHOTO's name-view.png"),
    ] = None,
) -> None:
    """Draw a photo as another camera would have seen it, at the photo's own size."""
    if pose is None and baseline_px == 0.0:
        raise InvalidInput("view: nothing to do; give --pose POSE.json or --baseline-px B")
    from PIL import Image

    from vivant.engines.viewing import Camera, see
    from vivant.media import Photo, written_whole
    from vivant.perception.models import chosen_model
    from vivant.perception.perceive import perceive

    settings = Settings()
    camera = Camera.read(pose) if pose is not None else None
    inverse = _depth(depth) if depth is not None else None
    opened = Photo.open(photo)
    model = chosen_model(settings.depth_model, settings.models)
    seen = perceive(opened, depth_model=model, cache=settings.views)
    frame = see(opened, seen, camera=camera, baseline_px=baseline_px, inverse=inverse)
    target = out or Path(f"{photo.stem}-view.png")
    with written_whole(target) as part:
        Image.fromarray(frame).save(part)
    print(target)


def _depth(path: Path) -> NDArray[np.float32]:
    import numpy as np

    try:
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.float32)
    except (OSError, ValueError, EOFError, AttributeError):
        raise InvalidInput(f"{path}: not a .npy file of numbers that can be read") from None
