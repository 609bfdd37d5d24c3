"""`vivant verify`: what a file says about where it comes from, and whether that holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vivant.settings import Settings

if TYPE_CHECKING:
    from vivant.provenance.chain import Link


def verify(
    file: Annotated[Path, typer.Argument(help="A video, a picture or a sound.", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Print one line of JSON on stdout.")] = False,
) -> None:
    """Check a file's signed manifest: who signed it, what it says, and whether anything was changed since.

    The exit code is 1 where there is a manifest that does not hold.
    """
    from vivant.provenance.keys import trusted_anchors
    from vivant.provenance.verify import verify as verified

    found = verified(file, trusted_anchors(Settings()))
    if as_json:
        print(json.dumps(found.to_json(), ensure_ascii=False))
    else:
        print(found.verdict)
        print(f"\nmanifest  {found.state}")
        if found.chain is not None:
            print("\n".join(_tree(found.chain)))
    if found.state == "invalid":
        raise typer.Exit(1)


def _tree(link: Link, indent: str = "") -> list[str]:
    """A line for the link, and below it, set in, those of what it was made from."""
    about = [link.generator, link.source_type, f"signed by {link.issuer}" if link.issuer else "not signed"]
    if link.whole is False:
        about.append("its manifest did not hold")
    own = f"{indent}{link.title or 'unnamed'}: {', '.join(part for part in about if part)}"
    return [own, *(line for source in link.sources for line in _tree(source, indent + "  "))]
