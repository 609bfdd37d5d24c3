"""What a place sounds like to the ear of the camera: a plain value, so that sound need not look at pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Listening:
    """What is in the scene that can be heard, each 0 (surely not) to 1 (surely).

    size: of the place, 0 a small room, 0.5 a street, 1 open country. places: degrees to the right of where the camera
        first looks at which things named so are. yaw_deg: where the camera looks, to the right of where it first
        looked, evenly over the clip from its start to its end.
    """

    water: float = 0.0
    foliage: float = 0.0
    night: float = 0.0
    indoor: float = 0.0
    snow: float = 0.0
    people: float = 0.0
    size: float = 0.4
    places: Mapping[str, float] = field(default_factory=dict, hash=False)
    yaw_deg: tuple[float, ...] = (0.0,)
