"""What is said in a film, as text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Caption:
    """Words shown from `start_s` to `end_s` on the clip's clock, and who says them, where that is known."""

    start_s: float
    end_s: float
    text: str
    speaker: str | None = None
