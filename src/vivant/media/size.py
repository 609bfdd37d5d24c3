"""The width and height of a frame, in pixels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from vivant.errors import InvalidInput

Fit = Literal["cover", "contain", "strict"]
"""How a photo of another shape fills the frame: cropped around its subject, whole within a border, or refused."""

_PATTERN = re.compile(r"\s*(\d{1,6})\s*[xX×]\s*(\d{1,6})\s*")


@dataclass(frozen=True)
class Size:
    """Width and height in pixels; `str(Size(1280, 720))` is `1280x720`."""

    width: int
    height: int

    @classmethod
    def parse(cls, text: str) -> Size:
        """The size written as `WIDTHxHEIGHT`.

        Raises InvalidInput: `size='720p': expected WIDTHxHEIGHT in pixels, such as 1280x720`.
        """
        found = _PATTERN.fullmatch(text)
        if not found:
            raise InvalidInput(f"size={text[:40]!r}: expected WIDTHxHEIGHT in pixels, such as 1280x720", param="size")
        return cls(int(found[1]), int(found[2]))

    @property
    def pixels(self) -> int:
        return self.width * self.height

    @property
    def aspect(self) -> float:
        return self.width / self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"
