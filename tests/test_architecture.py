"""Who knows whom, as ARCHITECTURE.md draws it: held by reading every import."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import vivant

PACKAGE = Path(vivant.__file__).parent

MAY_KNOW: dict[str, set[str]] = {
    "errors": set(),
    "compiled": set(),
    "settings": set(),
    "media": {"errors"},
    "direction": {"errors"},
    "chat": {"direction", "settings"},
    "clip": {"direction", "media"},
    "perception": {"errors", "media"},
    "motion": {"errors", "media", "direction", "perception"},
    "scene": {"errors", "media", "perception", "motion"},
    "living": {"errors", "media", "direction", "perception", "scene"},
    "render": {"media", "scene", "perception"},
    "finish": {"errors", "media"},
    "sound": {"errors", "media", "direction"},
    "provenance": {"errors", "media", "settings"},
    "engines": {
        "errors", "media", "direction", "perception", "motion", "scene", "living", "render", "finish", "sound",
    },
    "pipeline": {
        "chat", "clip", "errors", "media", "direction", "engines", "finish", "living", "perception", "provenance",
        "sound", "settings",
    },
    "diagnostics": {"media", "perception"},
    "storage": {"errors", "media", "settings", "direction"},
    "jobs": {"errors", "media", "settings", "storage", "pipeline", "clip", "finish", "engines", "direction"},
    "api": {"chat", "errors", "media", "settings", "storage", "jobs", "engines", "direction"},
    "cli": {
        "api", "chat", "clip", "direction", "engines", "errors", "finish", "jobs", "media", "perception", "pipeline",
        "provenance", "settings", "storage",
    },
}  # fmt: skip
"""Part of the package to the parts it may import; every part may import itself."""


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.stem != "__init__")


def part_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_parts(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = (
                [f"{node.module}.{alias.name}" for alias in node.names] if node.module == "vivant" else [node.module]
            )
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {name.split(".")[1] for name in names if name.startswith("vivant.")}
    return found - {"__version__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_part_imports_only_what_it_may_know(path: Path) -> None:
    part = part_of(path)
    unknown = imported_parts(path) - MAY_KNOW[part] - {part}
    assert not unknown, f"{part} may not import {', '.join(sorted(unknown))}"


def test_every_part_is_described() -> None:
    assert {part_of(path) for path in modules()} == set(MAY_KNOW)
    text = (PACKAGE.parent.parent / "ARCHITECTURE.md").read_text()
    for part in MAY_KNOW:
        assert f"`{part}`" in text, f"ARCHITECTURE.md does not mention `{part}`"
