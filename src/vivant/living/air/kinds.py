"""Kinds of particle, as plain figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of particle.

    Lengths are in shares of the frame's height as seen at distance 1 (the photo's median distance), speeds in those
    a second, down and to the right positive. count: in a frame of 16:9 at strength 0.5. nearest, farthest: distances
    between which they float. size: radius. fall, drift: speed. sway, sway_hz: side to side. spread: how much fall
    and size differ from one to the next, as a share. colours: sRGB, times the light of the scene unless it glows.
    stretch: how many seconds of its way a particle is drawn long (a streak). flat: how thin it turns as it tumbles,
    0 round to 1 edge-on. ring: drawn as a bubble. glows: adds light. twinkle_hz: how often it comes and goes.
    """

    count: int
    nearest: float = 0.35
    farthest: float = 4.0
    size: float = 0.003
    fall: float = 0.2
    drift: float = 0.0
    sway: float = 0.0
    sway_hz: float = 0.3
    spread: float = 0.35
    colours: tuple[tuple[int, int, int], ...] = ((255, 255, 255),)
    opacity: float = 0.9
    stretch: float = 0.0
    flat: float = 0.0
    ring: bool = False
    glows: bool = False
    twinkle_hz: float = 0.0


KINDS: dict[str, Kind] = {
    "snow": Kind(
        count=2600,
        farthest=6.0,
        size=0.0027,
        fall=0.17,
        drift=0.03,
        sway=0.022,
        sway_hz=0.35,
        colours=((250, 252, 255),),
    ),
    "rain": Kind(
        count=1500,
        nearest=0.45,
        farthest=6.0,
        size=0.0010,
        fall=2.4,
        drift=0.26,
        spread=0.15,
        stretch=0.018,
        colours=((214, 222, 232),),
        opacity=0.40,
    ),
    "dust": Kind(
        count=420,
        nearest=0.4,
        farthest=2.2,
        size=0.0021,
        fall=-0.006,
        drift=0.010,
        sway=0.02,
        sway_hz=0.12,
        spread=0.7,
        colours=((255, 238, 205),),
        opacity=0.55,
        glows=True,
        twinkle_hz=0.25,
    ),
    "sparks": Kind(
        count=260,
        nearest=0.4,
        farthest=2.5,
        size=0.0018,
        fall=-0.30,
        drift=0.03,
        sway=0.05,
        sway_hz=0.5,
        spread=0.6,
        colours=((255, 150, 50), (255, 110, 30), (255, 190, 90)),
        opacity=1.0,
        stretch=0.02,
        glows=True,
        twinkle_hz=0.8,
    ),
    "fireflies": Kind(
        count=60,
        nearest=0.5,
        farthest=2.5,
        size=0.0034,
        fall=-0.006,
        drift=0.012,
        sway=0.06,
        sway_hz=0.16,
        spread=0.5,
        colours=((214, 255, 110), (236, 255, 140)),
        opacity=1.0,
        glows=True,
        twinkle_hz=0.35,
    ),
    "petals": Kind(
        count=130,
        nearest=0.45,
        farthest=2.5,
        size=0.0115,
        fall=0.15,
        drift=0.07,
        sway=0.06,
        sway_hz=0.32,
        spread=0.4,
        colours=((250, 205, 215), (244, 180, 197), (252, 226, 230)),
        opacity=0.96,
        flat=0.85,
    ),
    "leaves": Kind(
        count=100,
        nearest=0.45,
        farthest=2.5,
        size=0.0130,
        fall=0.19,
        drift=0.09,
        sway=0.07,
        sway_hz=0.35,
        spread=0.4,
        colours=((196, 120, 40), (170, 82, 30), (206, 156, 58), (136, 96, 44)),
        opacity=0.97,
        flat=0.85,
    ),
    "confetti": Kind(
        count=150,
        nearest=0.4,
        farthest=2.5,
        size=0.0072,
        fall=0.27,
        sway=0.05,
        sway_hz=0.6,
        spread=0.4,
        colours=((230, 60, 70), (250, 200, 60), (70, 160, 230), (90, 200, 120), (200, 90, 200)),
        opacity=0.97,
        flat=0.95,
    ),
    "bubbles": Kind(
        count=56,
        nearest=0.45,
        farthest=2.2,
        size=0.014,
        fall=-0.085,
        drift=0.015,
        sway=0.03,
        sway_hz=0.25,
        spread=0.6,
        colours=((235, 245, 255),),
        opacity=0.5,
        ring=True,
    ),
}
"""Every kind by its name in a plan."""
