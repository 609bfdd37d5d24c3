"""Where a lens is focused over a shot, and how wide it is open, from the words of a plan."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vivant.direction.depth_words import place_in_depth
from vivant.direction.plan import ShotPlan
from vivant.motion.easing import way
from vivant.motion.path import plan_times
from vivant.perception import Intrinsics
from vivant.perception.view import USUAL_LENS_MM

WIDE_OPEN, HALF_OPEN = 1.4, 2.8
"""f-numbers: of a fast lens, where shallow focus or a pull is asked for; where only what is in focus is named."""

FIELD_M = {
    "extreme-close-up": 0.2,
    "close-up": 0.45,
    "medium-close-up": 0.6,
    "over-the-shoulder": 0.7,
    "medium": 0.9,
    "cowboy": 1.2,
    "full": 1.8,
    "wide": 3.5,
    "overhead": 3.5,
    "extreme-wide": 10.0,
}
"""How much of the world, in metres at the subject, the shorter side of the frame shows in each size of shot."""

USUAL_FIELD_M = 0.5
"""The same where the plan names no size: a person's head and shoulders, a set table."""

LEAST_SEEN_PX = 2.5
"""Discs of a smaller radius, at 720 lines, are hardly seen."""

_FAR, _NEAR = 0.15, 0.97
"""Quantiles of inverse distance in the picture which stand for its background and its foreground."""


@dataclass(frozen=True, kw_only=True)
class Depths:
    """Inverse distances of what may be in focus. tolerance: half of what the subject itself takes up."""

    subject: float
    foreground: float
    background: float
    tolerance: float

    def of(self, words: str | None, otherwise: float) -> float:
        """The inverse distance of what some words name; `otherwise` where they name no place in depth."""
        place = place_in_depth(words or "")
        return otherwise if place is None else float(getattr(self, place))


def f_number(plan: ShotPlan) -> float | None:
    """How wide the lens is open; None where the plan asks for no focus, or for all of it at once."""
    pulls = any(move.move == "rack_focus" for move in plan.camera)
    if plan.framing.depth_of_field == "shallow" or pulls:
        return WIDE_OPEN
    if plan.framing.depth_of_field is None and plan.framing.focus:
        return HALF_OPEN
    return None


def aperture(plan: ShotPlan, frame: Intrinsics, *, lens_mm: float | None, distance: float) -> float:
    """The diameter of the lens's opening in scene units; 0 where everything is to be as sharp as in the photo.

    frame: the lens of the first frame. lens_mm: the photo's own, 35 mm equivalent; the plan's comes before it, so
    that `85mm` blurs as an 85 mm lens does. distance: to the subject, in scene units.

    A photo has no scale. Its subject is taken to be as large as the size of the shot says (FIELD_M), which puts it at
    FIELD_M * focal_px / shorter side metres and gives the scene's unit a length.
    """
    number = f_number(plan)
    if number is None:
        return 0.0
    field_m = FIELD_M.get(plan.framing.shot or "", USUAL_FIELD_M)
    metres_per_unit = field_m * frame.focal_px / min(frame.width, frame.height) / distance
    focal_m = (plan.framing.lens_mm or lens_mm or USUAL_LENS_MM) / 1000.0
    return focal_m / number / metres_per_unit


def depths_of(inverse: NDArray[np.float32], subject: NDArray[np.float32] | None, distance: float) -> Depths:
    """What may be in focus in a picture. inverse: [h, w] as in the scene. subject: its matte, [h, w], where there is
    one; else the subject is what lies at `distance`."""
    far, near = (float(value) for value in np.quantile(inverse, (_FAR, _NEAR)))
    middle, tolerance = 1.0 / distance, 0.0
    if subject is not None and subject.shape == inverse.shape and float((subject > 0.5).mean()) > 0.005:
        low, middle, high = (float(value) for value in np.quantile(inverse[subject > 0.5], (0.15, 0.5, 0.85)))
        tolerance = min(0.5 * (high - low), 0.12 * (near - far))
    return Depths(
        subject=middle, foreground=max(near, middle), background=min(far, middle), tolerance=max(tolerance, 0.0)
    )


def focus_track(plan: ShotPlan, depths: Depths, *, fps: int, frame_count: int, seed: int = 0) -> NDArray[np.float64]:
    """[N] inverse distance in focus at each frame.

    Focus stays on what the plan says, else on the subject, until it is pulled; a pull goes, with the ease of its
    move, to what it names, else from the subject to the background and back. A pull that ends where it would begin
    begins at the other end: `rack focus to the subject` comes from the background.
    """
    times = plan_times(plan, fps=fps, frame_count=frame_count, seed=seed)
    pulls = sorted((move for move in plan.camera if move.move == "rack_focus"), key=lambda move: move.start_s)
    here = depths.of(plan.framing.focus, depths.subject)
    if pulls and depths.of(pulls[0].target, -1.0) == here:
        here = _other_end(depths, here)
    track = np.full(frame_count, here)
    for pull in pulls:
        there = depths.of(pull.target, _other_end(depths, here))
        length_s = max(pull.end_s - pull.start_s, 1e-3)
        share = np.array([way(pull.ease, float(time) - pull.start_s, length_s) for time in times])
        track = track + (there - here) * share
        here = there
    return track


def focus_notes(plan: ShotPlan, *, most_px: float) -> tuple[str, ...]:
    """What a plan's notes have to say of its focus. most_px: the radius of the largest discs, in a frame 720 lines
    high."""
    framing, notes = plan.framing, []
    if framing.depth_of_field == "deep":
        notes.append("deep focus: what the photo itself shows out of focus stays so")
    if f_number(plan) is None:
        return tuple(notes)
    named = [framing.focus, *(move.target for move in plan.camera if move.move == "rack_focus")]
    notes.extend(
        f"focus: “{name}” is taken to be the subject" for name in [framing.focus] if name and _unplaced(name)
    )
    notes.extend(
        f"focus: “{name}” is taken to be the other end of the picture's depth"
        for name in named[1:]
        if name and _unplaced(name)
    )
    if most_px < LEAST_SEEN_PX:
        notes.append("the photo's depth is nearly even: what is out of focus is hardly softer than what is in it")
    return tuple(dict.fromkeys(notes))


def _unplaced(words: str) -> bool:
    return place_in_depth(words) is None


def _other_end(depths: Depths, here: float) -> float:
    return depths.background if abs(here - depths.background) > abs(here - depths.subject) else depths.subject
