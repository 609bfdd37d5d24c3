"""The styles by their names in a plan, and what each asks of the finish."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vivant.finish.grade import Colour, Grade, grade

_NONE: Colour = (0.0, 0.0, 0.0)


@dataclass(frozen=True, kw_only=True)
class Style:
    """What one style asks of the finish. grain: levels of 255 over mid grey. grain_size: 1 for 35 mm film. vignette:
    the part of their level that the corners lose. weave: pixels at 720 lines. glow: 0..1. aged: flicker, dust and
    scratches."""

    grade: Grade | None = None
    grain: float = 0.0
    grain_size: float = 1.0
    vignette: float = 0.0
    weave: float = 0.0
    glow: float = 0.0
    aged: bool = False
    fade_in: bool = False
    fade_out: bool = False


def _graded(
    contrast: float = 0.0, saturation: float = 1.0, *, shadows: Colour = _NONE, lights: Colour = _NONE, **more: float
) -> Grade:
    return grade(contrast=contrast, saturation=saturation, shadows=shadows, lights=lights, **more)


STYLES: dict[str, Style] = {
    "film": Style(
        grade=_graded(0.12, 0.95, black=0.012, shadows=(-0.01, 0.0, 0.012), lights=(0.012, 0.004, -0.012)),
        grain=5.0,
        weave=0.3,
    ),
    "old_film": Style(
        grade=_graded(0.3, 0.0, black=0.04, white=0.96, shadows=(0.03, 0, -0.03), lights=(0.05, 0.02, -0.06)),
        grain=8.0,
        grain_size=1.4,
        vignette=0.38,
        weave=1.4,
        aged=True,
    ),
    "black_and_white": Style(grade=_graded(0.22, 0.0)),
    "sepia": Style(
        grade=_graded(0.15, 0.0, black=0.03, white=0.97, shadows=(0.1, 0.0, -0.1), lights=(0.09, 0.02, -0.14)),
        vignette=0.12,
    ),
    "vintage": Style(
        grade=_graded(-0.12, 0.72, black=0.075, white=0.96, shadows=(0, 0.012, 0.03), lights=(0.07, 0.025, -0.07)),
        grain=3.5,
        grain_size=1.2,
        vignette=0.18,
    ),
    "pastel": Style(
        grade=_graded(-0.3, 0.7, brighter=0.3, black=0.1, shadows=(0.02, -0.01, 0.03), lights=(0.025, 0.0, 0.01)),
    ),
    "teal_orange": Style(
        grade=_graded(0.18, 0.95, shadows=(-0.10, 0.015, 0.07), lights=(0.10, 0.02, -0.12)), vignette=0.1
    ),
    "warm": Style(grade=_graded(shadows=(0.035, 0.005, -0.035), lights=(0.06, 0.012, -0.08))),
    "cool": Style(grade=_graded(0.0, 0.95, shadows=(-0.045, 0.0, 0.05), lights=(-0.06, 0.0, 0.05))),
    "vivid": Style(grade=_graded(0.15, 1.3)),
    "muted": Style(grade=_graded(-0.15, 0.6, black=0.03)),
    "high_contrast": Style(grade=_graded(0.5, 1.04)),
    "cinematic": Style(
        grade=_graded(0.2, 0.92, shadows=(-0.03, 0.004, 0.028), lights=(0.03, 0.01, -0.035)), vignette=0.14
    ),
    "grade": Style(grade=_graded(0.15, 1.04, shadows=(-0.02, 0.0, 0.02), lights=(0.02, 0.006, -0.024))),
    "dreamy": Style(grade=_graded(-0.1, 0.93, black=0.02, brighter=0.05, lights=(0.02, 0.0, 0.0)), glow=0.55),
    "tilt_shift": Style(grade=_graded(0.12, 1.28)),
    "fade": Style(fade_in=True, fade_out=True),
    "fade_in": Style(fade_in=True),
    "fade_out": Style(fade_out=True),
}
"""The styles a finish can give, by the names a plan has for them. `tilt_shift` is the colours of a model only: its
softness is the lens's (`render.miniature`)."""


def together(one: Style, other: Style) -> Style:
    """Both styles: their grades one after the other, of all else the most."""
    both = one.grade.then(other.grade) if one.grade and other.grade else one.grade or other.grade
    return replace(
        one,
        grade=both,
        grain=max(one.grain, other.grain),
        grain_size=max(one.grain_size, other.grain_size),
        vignette=max(one.vignette, other.vignette),
        weave=max(one.weave, other.weave),
        glow=max(one.glow, other.glow),
        aged=one.aged or other.aged,
        fade_in=one.fade_in or other.fade_in,
        fade_out=one.fade_out or other.fade_out,
    )
