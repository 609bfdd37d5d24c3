"""Lightings: what each name of the plan does to the light of a photo, as plain figures.

Colours are linear RGB factors on what the photo shows; 1 leaves it alone.
"""

from __future__ import annotations

from dataclasses import dataclass

RGB = tuple[float, float, float]
_ONE: RGB = (1.0, 1.0, 1.0)
_NONE: RGB = (0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Lighting:
    """One way for a place to be lit.

    fill: light from all sides. key: light from one side, on what faces it. low: how low the key stands, 0 overhead to
    1 level. behind: how far behind the scene it stands, 0..1. sky_top, sky_low: the sky's own, at the top of the
    picture and at the horizon. haze, haze_amount: what the air between adds, by distance. rim: light along the
    subject's edges. lamps: how much bright places shine by themselves. glow: and how far around them.
    contrast, saturation: 1 leaves them. vignette: darkening away from the subject, 0..1. second: a second key from
    the other side.
    """

    fill: RGB = _ONE
    key: RGB = _NONE
    second: RGB = _NONE
    low: float = 0.5
    behind: float = 0.0
    sky_top: RGB = _ONE
    sky_low: RGB = _ONE
    haze: RGB = _ONE
    haze_amount: float = 0.0
    rim: RGB = _NONE
    lamps: float = 0.0
    glow: RGB = _NONE
    contrast: float = 1.0
    saturation: float = 1.0
    vignette: float = 0.0


LIGHTINGS: dict[str, Lighting] = {
    "golden_hour": Lighting(
        fill=(0.72, 0.63, 0.60),
        key=(0.95, 0.60, 0.24),
        low=0.8,
        behind=0.2,
        sky_top=(0.86, 0.80, 0.84),
        sky_low=(1.25, 0.90, 0.56),
        haze=(1.0, 0.66, 0.34),
        haze_amount=0.16,
        saturation=1.08,
        contrast=1.04,
    ),
    "sunset": Lighting(
        fill=(0.46, 0.36, 0.42),
        key=(1.05, 0.48, 0.20),
        low=0.95,
        behind=0.4,
        sky_top=(0.50, 0.40, 0.60),
        sky_low=(1.30, 0.62, 0.28),
        haze=(1.0, 0.48, 0.24),
        haze_amount=0.20,
        saturation=1.12,
        contrast=1.08,
        lamps=0.3,
    ),
    "sunrise": Lighting(
        fill=(0.64, 0.54, 0.60),
        key=(0.75, 0.48, 0.34),
        low=0.9,
        behind=0.4,
        sky_top=(0.70, 0.66, 0.84),
        sky_low=(1.20, 0.82, 0.70),
        haze=(1.0, 0.74, 0.66),
        haze_amount=0.30,
        saturation=1.0,
        contrast=0.96,
    ),
    "blue_hour": Lighting(
        fill=(0.22, 0.29, 0.48),
        key=(0.06, 0.08, 0.16),
        low=0.3,
        sky_top=(0.16, 0.22, 0.46),
        sky_low=(0.46, 0.44, 0.62),
        haze=(0.30, 0.38, 0.62),
        haze_amount=0.14,
        saturation=0.85,
        lamps=0.9,
        glow=(0.50, 0.28, 0.10),
    ),
    "night": Lighting(
        fill=(0.055, 0.078, 0.145),
        key=(0.07, 0.095, 0.17),
        low=0.4,
        sky_top=(0.022, 0.034, 0.085),
        sky_low=(0.07, 0.085, 0.16),
        haze=(0.05, 0.07, 0.13),
        haze_amount=0.08,
        saturation=0.62,
        contrast=1.05,
        lamps=1.0,
        glow=(0.55, 0.30, 0.10),
    ),
    "day": Lighting(
        fill=(0.92, 0.98, 1.06),
        key=(0.32, 0.30, 0.26),
        low=0.25,
        sky_top=(0.92, 1.0, 1.12),
        sky_low=(1.05, 1.06, 1.08),
        saturation=1.05,
        contrast=1.04,
    ),
    "rim_light": Lighting(fill=(0.80, 0.79, 0.80), rim=(1.5, 1.25, 0.95), contrast=1.02),
    "soft_light": Lighting(fill=(1.04, 1.02, 0.99), contrast=0.86),
    "warm_light": Lighting(
        fill=(0.90, 0.76, 0.60),
        key=(0.30, 0.19, 0.09),
        low=0.5,
        sky_top=(0.98, 0.92, 0.86),
        sky_low=(1.08, 0.94, 0.78),
    ),
    "cold_light": Lighting(
        fill=(0.62, 0.74, 0.98),
        key=(0.16, 0.20, 0.30),
        low=0.4,
        sky_top=(0.74, 0.84, 1.04),
        sky_low=(0.84, 0.92, 1.06),
        saturation=0.88,
    ),
    "hard_light": Lighting(fill=(0.50, 0.50, 0.52), key=(1.05, 1.0, 0.92), low=0.6, contrast=1.14),
    "low_key": Lighting(
        fill=(0.30, 0.29, 0.30),
        key=(0.42, 0.39, 0.36),
        low=0.6,
        sky_top=(0.30, 0.30, 0.33),
        sky_low=(0.36, 0.35, 0.36),
        contrast=1.08,
        saturation=0.92,
        vignette=0.55,
    ),
    "high_key": Lighting(fill=(1.55, 1.53, 1.50), sky_top=(1.3, 1.3, 1.3), sky_low=(1.4, 1.4, 1.4), contrast=0.88),
    "neon": Lighting(
        fill=(0.13, 0.11, 0.22),
        key=(0.95, 0.10, 0.62),
        second=(0.05, 0.50, 0.95),
        low=0.9,
        sky_top=(0.06, 0.04, 0.13),
        sky_low=(0.20, 0.08, 0.26),
        haze=(0.30, 0.06, 0.30),
        haze_amount=0.07,
        saturation=1.1,
        contrast=1.05,
        lamps=0.9,
        glow=(0.5, 0.12, 0.4),
    ),
    "lightning": Lighting(
        fill=(1.30, 1.45, 1.75),
        key=(0.9, 1.0, 1.2),
        low=0.3,
        sky_top=(2.0, 2.2, 2.6),
        sky_low=(2.2, 2.3, 2.6),
        saturation=0.6,
    ),
    "storm": Lighting(
        fill=(0.44, 0.50, 0.58),
        sky_top=(0.30, 0.34, 0.40),
        sky_low=(0.50, 0.54, 0.58),
        haze=(0.42, 0.47, 0.52),
        haze_amount=0.22,
        saturation=0.72,
        contrast=1.04,
        lamps=0.3,
    ),
    "overcast": Lighting(
        fill=(0.74, 0.78, 0.82),
        sky_top=(0.74, 0.78, 0.82),
        sky_low=(0.88, 0.90, 0.92),
        haze=(0.66, 0.70, 0.74),
        haze_amount=0.10,
        saturation=0.84,
        contrast=0.92,
    ),
}
"""Every lighting by its name in a plan."""

TIMES_OF_DAY = ("sunrise", "day", "golden_hour", "sunset", "blue_hour", "night")
"""Lightings that follow one another over a day: two of them cannot hold at once."""
