"""Vivant: a still photograph and a sentence go in; a short, directed film comes out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vivant.compiled import keep_compiled

if TYPE_CHECKING:
    from vivant.clip import Clip
    from vivant.direction import ShotPlan
    from vivant.media import Photo, Size
    from vivant.pipeline import animate

__all__ = ["Clip", "Photo", "ShotPlan", "Size", "animate"]
__version__ = "0.1.0"

_HOMES = {
    "Clip": "vivant.clip",
    "Photo": "vivant.media",
    "ShotPlan": "vivant.direction",
    "Size": "vivant.media",
    "animate": "vivant.pipeline",
}


keep_compiled(Path(__file__).parent)


def __getattr__(name: str) -> Any:
    """Each public name, imported when first asked for: directing a prompt should not load a renderer."""
    if name not in _HOMES:
        raise AttributeError(f"module 'vivant' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
