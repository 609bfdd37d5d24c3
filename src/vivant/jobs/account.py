"""What a finished job leaves to be told: how much was made, how long it took, how large it is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vivant import __version__
from vivant.clip import Clip
from vivant.storage import Variant

_BLOCK_BYTES = 1 << 20


def account_of(clip: Clip, lengths: Mapping[Variant, int]) -> dict[str, Any]:
    """The account of a render, as JSON values: frames, seconds by stage, bytes by variant, SHA-256 of the film.

    lengths: bytes of the film and of its pictures.
    """
    return {
        "version": __version__,
        "frames": clip.frames,
        "stages_s": dict(clip.stages),
        "bytes": dict(lengths),
        "sha256": _digest(clip.path),
    }


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as film:
        while block := film.read(_BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()
