"""`vivant look`: what perception finds in a photo, as pictures and in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vivant.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vivant.perception import View


def look(
    photo: Annotated[Path, typer.Argument(help="A JPEG, PNG, WebP, HEIC or AVIF.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for the maps; without it none are written.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Look at a photo: its depth, subject, sky, what may move, horizon, lens and faces.

    In DIR: depth.png (16 bits, relative inverse depth, larger is nearer), depth-colour.png, confidence.png, and a
    grey picture for each matte, all at the photo's own size.
    """
    from vivant.media import Photo, written_whole
    from vivant.perception.models import chosen_model
    from vivant.perception.perceive import perceive

    settings = Settings()
    opened = Photo.open(photo)
    model = chosen_model(settings.depth_model, settings.models)
    view = perceive(opened, depth_model=model, cache=settings.views)
    files = []
    if out is not None:
        import cv2

        for name, picture in pictures(view, opened.rgb.shape[0], opened.rgb.shape[1]):
            with written_whole(out / f"{name}.png") as part:
                if not cv2.imwrite(str(part), picture):
                    raise OSError(5, f"{name}.png could not be written")
            files.append(str(out / f"{name}.png"))
    found = account(view)
    if as_json:
        print(json.dumps({**found, "files": files}, ensure_ascii=False))
        return
    for line in sentences(found):
        print(line)
    for file in files:
        print(f"wrote     {file}")


def account(view: View) -> dict[str, Any]:
    """What was found, as plain JSON values; shares are of the photo's area, places are 0..1 from the top left."""
    horizon = view.horizon
    return {
        "depth": view.depth.source,
        "confidence": None if view.depth.confidence is None else round(float(view.depth.confidence.mean()), 3),
        "focus": [round(value, 4) for value in view.focus],
        "mattes": {name: round(float(matte.mean()), 4) for name, matte in view.mattes.items()},
        "horizon": horizon
        and {
            "left": round(horizon.left, 4),
            "right": round(horizon.right, 4),
            "confidence": round(horizon.confidence, 3),
        },
        "lens_mm": view.lens_mm,
        "faces": [
            {
                "box": [round(value, 4) for value in face.box],
                "score": round(face.score, 3),
                "landmarks": {name: [round(x, 4), round(y, 4)] for name, (x, y) in face.landmarks.items()},
            }
            for face in view.faces
        ],
        "notes": list(view.notes),
    }


def sentences(found: dict[str, Any]) -> Iterator[str]:
    """The account as lines for a person."""
    sure = "" if found["confidence"] is None else f", confidence {found['confidence']:.0%}"
    yield f"depth     {found['depth']}{sure}"
    yield f"focus     {found['focus'][0]:.0%} from the left, {found['focus'][1]:.0%} from the top"
    for name, share in found["mattes"].items():
        yield f"{name:<9} {share:.0%} of the photo"
    horizon = found["horizon"]
    if horizon:
        yield f"horizon   {horizon['left']:.0%} to {horizon['right']:.0%} from the top, left to right"
    else:
        yield "horizon   none seen"
    yield f"lens      {found['lens_mm']:g} mm by EXIF" if found["lens_mm"] else "lens      not told; 35 mm is assumed"
    count = len(found["faces"])
    yield f"faces     {count or 'none'}"


def pictures(view: View, height: int, width: int) -> Iterator[tuple[str, NDArray[np.uint8 | np.uint16]]]:
    """Each map as a picture of the given size, in OpenCV's channel order, with its name."""
    import cv2
    import numpy as np

    def sized(values: NDArray[np.float32]) -> NDArray[np.float32]:
        resized = cv2.resize(values, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.clip(resized, 0, 1), dtype=np.float32)

    inverse = view.depth.inverse
    unit = sized((inverse - inverse.min()) / max(float(inverse.max() - inverse.min()), 1e-6))
    yield "depth", np.round(unit * 65535).astype(np.uint16)
    colours = cv2.applyColorMap(np.round(unit * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)
    yield "depth-colour", np.asarray(colours, dtype=np.uint8)
    if view.depth.confidence is not None:
        yield "confidence", np.round(sized(view.depth.confidence) * 255).astype(np.uint8)
    for name, matte in view.mattes.items():
        yield name, np.round(sized(matte) * 255).astype(np.uint8)
