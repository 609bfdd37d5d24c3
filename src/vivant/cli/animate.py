"""`vivant animate`: a photo becomes a film."""

from __future__ import annotations

import json
import sys
import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from vivant.cli.bars import StageBars
from vivant.cli.plan import check_length, planned
from vivant.engines.catalogue import DEFAULT_MODEL, find_model
from vivant.engines.engine import check_strength
from vivant.errors import InvalidInput

DEFAULT_SECONDS = 4.0


class FitChoice(StrEnum):
    """How a photo of another shape is fitted."""

    COVER = "cover"
    CONTAIN = "contain"
    STRICT = "strict"


def animate(
    photo: Annotated[Path, typer.Argument(help="A JPEG, PNG, WebP, HEIC or AVIF.", show_default=False)],
    prompt: Annotated[str, typer.Argument(help="What should happen, in plain words.", show_default=False)] = "",
    seconds: Annotated[float | None, typer.Option(help="Length of the clip.", show_default="4")] = None,
    saved: Annotated[
        Path | None,
        typer.Option("--plan", help="A saved plan to carry out; with PROMPT, that revises it.", show_default=False),
    ] = None,
    size: Annotated[str, typer.Option(help="WIDTHxHEIGHT in pixels.")] = "1280x720",
    model: Annotated[str, typer.Option(help="The model's name in the catalogue.")] = DEFAULT_MODEL,
    seed: Annotated[int, typer.Option(help="The same seed gives the same clip.")] = 0,
    fps: Annotated[int, typer.Option(help="Frames per second.")] = 24,
    fit: Annotated[FitChoice, typer.Option(help="How a photo of another shape fills the frame.")] = FitChoice.COVER,
    strength: Annotated[
        float, typer.Option(help="How far moves may go beyond what the photo shows well: 0.25 (careful) to 4.")
    ] = 1.0,
    loop: Annotated[bool, typer.Option("--loop", help="End exactly as it began.")] = False,
    mask: Annotated[
        list[str] | None,
        typer.Option(help="NAME=FILE: a picture, white where NAME (water, steam, tree…) is.", show_default=False),
    ] = None,
    audio: Annotated[bool, typer.Option("--audio/--no-audio", help="With a soundtrack or without.")] = True,
    stems: Annotated[
        Path | None,
        typer.Option(help="A folder to write every sound into, as WAV files of its own.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="Where to write it: .mp4, .webm, .gif, .webp or .avif.",
            show_default="PHOTO's name + .mp4",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Animate a photo: a directed film of it, and an account of what was done."""
    # The renderer's libraries take a moment to load; a wrong option need not wait for them.
    known = find_model(model)
    length = known.check_seconds(DEFAULT_SECONDS if seconds is None else seconds)
    check_strength(strength)
    named = [_named_mask(text) for text in mask or ()]
    shot_plan = planned(saved, prompt, known) if saved is not None else None
    if shot_plan is not None:
        check_length(shot_plan, seconds)
    began = time.perf_counter()
    with StageBars() as bars:
        bars.report("load", 0.0)
        from vivant.media import Photo
        from vivant.pipeline import animate as animate_photo

        picture = Photo.open(photo)
        masks = {name: Photo.open(path) for name, path in named}
        bars.report("load", 1.0)
        clip = animate_photo(
            picture,
            prompt,
            seconds=length,
            size=size,
            model=model,
            seed=seed,
            fps=fps,
            fit=fit.value,
            audio=audio,
            stems=stems,
            masks=masks,
            loop=loop,
            strength=strength,
            plan=shot_plan,
            out=out or Path(f"{photo.stem}.mp4"),
            progress=bars.report,
        )
    wall_s = time.perf_counter() - began
    if as_json:
        account = {
            "path": str(clip.path),
            "seconds": clip.seconds,
            "size": str(clip.size),
            "frames": clip.frames,
            "fps": clip.fps,
            "wall_s": round(wall_s, 3),
            "stages": clip.stages,
            "plan": clip.plan.to_json(),
            "seed": clip.seed,
        }
        print(json.dumps(account, ensure_ascii=False))
        return
    from vivant.direction.timeline import timeline_text

    print(timeline_text(clip.plan), file=sys.stderr)
    print(f"{clip.seconds:g} s, {clip.size}, {clip.fps} fps, made in {wall_s:.1f} s", file=sys.stderr)
    print(clip.path)


def _named_mask(text: str) -> tuple[str, Path]:
    """The name and the file of a mask.

    Raises InvalidInput: `--mask 'water.png': expected NAME=FILE, such as water=water.png`.
    """
    name, equals, path = text.partition("=")
    if not (name.strip() and equals and path):
        raise InvalidInput(f"--mask {text!r}: expected NAME=FILE, such as water=water.png")
    return name.strip().lower(), Path(path)
