"""The models a client may ask for by name, and the engine, limits and sizes behind each."""

from __future__ import annotations

import math
from dataclasses import dataclass

from vivant.direction.capabilities import Capabilities
from vivant.direction.moves import KINDS
from vivant.errors import InvalidInput, NotFound
from vivant.finish.styles import STYLES
from vivant.living.names import ACTIONS, AIR, LIGHT
from vivant.media import Size
from vivant.sound.names import SOUNDS

DEFAULT_MODEL = "sora-2"

CAPABILITIES: dict[str, Capabilities] = {
    "scene": Capabilities(
        engine="scene",
        moves=frozenset(KINDS),
        actions=ACTIONS,
        styles=frozenset({*STYLES, "handheld", "stop_motion", "loop", "timelapse", "slow_motion", "motion_blur"}),
        light=LIGHT,
        atmosphere=AIR,
        sound=SOUNDS,
        focus=True,
        colours=True,
        changes=True,
        dialogue=True,
        alternatives=dict.fromkeys(("actions", "styles", "framing", "lenses"), "diffusion"),
    ),
}
"""What each engine can do, known without loading it: directing a prompt needs no renderer."""


@dataclass(frozen=True, kw_only=True)
class Model:
    """A name in the catalogue.

    engine: who renders it. created_at: unix seconds, for `GET /v1/models`. sizes: the standard ones, for
    messages; any even size within `most_pixels` and `most_side` is accepted. fine: finer depth, layers and sampling.
    """

    name: str
    engine: str
    created_at: int
    sizes: tuple[str, ...]
    most_pixels: int
    most_side: int = 1920
    fine: bool = False
    least_side: int = 64
    least_seconds: float = 1.0
    most_seconds: float = 20.0

    @property
    def capabilities(self) -> Capabilities:
        """What its engine can do."""
        return CAPABILITIES[self.engine]

    def check_size(self, size: Size) -> Size:
        """The size, if this model renders it.

        Raises InvalidInput: `size='1281x720': expected even numbers … such as 1280x720`.
        """
        sides = (size.width, size.height)
        if (
            any(side % 2 for side in sides)
            or min(sides) < self.least_side
            or max(sides) > self.most_side
            or size.pixels > self.most_pixels
        ):
            raise InvalidInput(
                f"Invalid value: '{size}'. For size, {self.name} takes {', '.join(self.sizes)}, or any even "
                f"WIDTHxHEIGHT with sides from {self.least_side} to {self.most_side} pixels and at most "
                f"{self.most_pixels} pixels in all.",
                param="size",
            )
        return size

    def check_seconds(self, seconds: float) -> float:
        """The length in seconds, if this model renders it.

        Raises InvalidInput: `Invalid value: '90'. For seconds, sora-2 takes 1 to 20.`
        """
        if not math.isfinite(seconds) or not self.least_seconds <= seconds <= self.most_seconds:
            raise InvalidInput(
                f"Invalid value: '{seconds:g}'. For seconds, {self.name} takes {self.least_seconds:g} to "
                f"{self.most_seconds:g}.",
                param="seconds",
            )
        return seconds


MODELS: dict[str, Model] = {
    model.name: model
    for model in (
        Model(
            name="sora-2",
            engine="scene",
            created_at=1759190400,
            sizes=("720x1280", "1280x720"),
            most_pixels=1280 * 720,
        ),
        Model(
            name="sora-2-pro",
            engine="scene",
            created_at=1759190400,
            sizes=("720x1280", "1280x720", "1024x1792", "1792x1024", "1080x1920", "1920x1080"),
            most_pixels=1920 * 1080,
            fine=True,
        ),
    )
}


def find_model(name: str) -> Model:
    """The model of that name.

    Raises NotFound: `Model 'sora-3' not found. Available: sora-2, sora-2-pro.`
    """
    try:
        return MODELS[name]
    except KeyError:
        raise NotFound(f"Model {name[:80]!r} not found. Available: {', '.join(MODELS)}.", param="model") from None
