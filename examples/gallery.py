"""Films every entry of gallery.toml and writes docs/gallery.md with a strip of pictures for each.

    python examples/gallery.py [--only TITLE] [--out DIR]

Films go to DIR (default: out/gallery), the page and its strips to docs/.
"""

from __future__ import annotations

import argparse
import tomllib
from pathlib import Path

from vivant import Photo, animate
from vivant.finish.poster import contact_sheet

ROOT = Path(__file__).parent.parent
STRIPS = ROOT / "docs" / "pictures" / "gallery"
TILES, TILE_PX, QUALITY = 4, 300, 80


def main() -> None:
    """Makes the gallery."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", help="make this film again and leave the page as it is")
    options.add_argument("--out", type=Path, default=ROOT / "out" / "gallery")
    asked = options.parse_args()
    films = tomllib.loads((ROOT / "examples" / "gallery.toml").read_text(encoding="utf-8"))["film"]
    pages = [page_of(film, asked.out) for film in films if asked.only in (None, film["title"])]
    if asked.only is None:
        head = (
            "# Gallery\n\nMade by `make gallery` from [examples/gallery.toml](../examples/gallery.toml): a photograph"
        )
        text = f"{head},\na sentence, and four moments of the film, from left to right.\n\n" + "\n".join(pages)
        (ROOT / "docs" / "gallery.md").write_text(text, encoding="utf-8")


def page_of(film: dict[str, str], out: Path) -> str:
    """Films one entry and answers its part of the page."""
    name = film["title"].lower().replace(" ", "-")
    clip = animate(
        Photo.open(ROOT / "examples" / film["photo"]),
        film["prompt"],
        seconds=float(film.get("seconds", 3)),
        size="640x360",
        out=out / f"{name}.mp4",
    )
    STRIPS.mkdir(parents=True, exist_ok=True)
    contact_sheet(clip.path, TILES, 1, TILE_PX).save(STRIPS / f"{name}.jpg", quality=QUALITY)
    missed = [one for one in clip.plan.outcomes if one.status == "unsupported"]
    if missed:
        raise SystemExit(f"{film['title']}: {missed[0].clause}: {missed[0].reason}")
    print(f"{film['title']}: {clip.path}", flush=True)
    return f"## {film['title']}\n\n> {film['prompt']}\n\n![{film['title']}](pictures/gallery/{name}.jpg)\n"


if __name__ == "__main__":
    main()
