"""Large photos made as small as they are useful, without holding them in memory twice."""

from __future__ import annotations

from PIL import Image

from vivant.media.colour import eight_bit, white_level

LONG_SIDE = 4096
"""No opened photo has a longer side than this, in pixels; larger ones are reduced on the way in."""

_STRIP_PIXELS = 4_000_000


def bounded(size: tuple[int, int]) -> tuple[int, int]:
    """The size with the same aspect and no side beyond LONG_SIDE; never larger than it was."""
    scale = min(1.0, LONG_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def reduced(image: Image.Image) -> Image.Image:
    """The image with 8 bits a channel, within LONG_SIDE: whole-number averages first, then Lanczos."""
    target = bounded(image.size)
    factor = max(image.size) // LONG_SIDE
    white = white_level(image)
    small = eight_bit(image, white) if factor < 2 else _averaged(image, factor, white)
    return small if small.size == target else small.resize(target, Image.Resampling.LANCZOS)


def _averaged(image: Image.Image, factor: int, white: float) -> Image.Image:
    """The image with 8 bits a channel, `factor` times smaller, worked out a strip at a time."""
    width, height = image.size
    across = min(factor, width)
    rows = max(1, _STRIP_PIXELS // width // factor) * factor
    whole: Image.Image | None = None
    for top in range(0, height, rows):
        strip = image.crop((0, top, width, min(height, top + rows)))
        part = eight_bit(strip, white).reduce((across, factor))
        if whole is None:
            whole = Image.new(part.mode, (part.width, -(-height // factor)))
        whole.paste(part, (0, top // factor))
    assert whole is not None, "a photo has at least one row"
    return whole
