"""What words ask for, learnt by directing them as if they were a prompt of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from vivant.direction.beats import span_text
from vivant.direction.capabilities import Capabilities
from vivant.direction.director import direct
from vivant.direction.languages import all_lexicons
from vivant.direction.moves import MOVES
from vivant.direction.plan import CameraMove, Ease, Outcome, ShotPlan
from vivant.direction.references import reference
from vivant.direction.timing import Span, hold

CAMERA_ONLY = Capabilities(engine="camera-only", moves=frozenset(MOVES))
"""An engine that moves the camera and does no more; plans are understood as it would, whoever renders them."""

_SPAN = re.compile(r"(\d+(?:\.\d+)?)–(\d+(?:\.\d+)?)")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What some words ask for.

    plan: as the director reads them. camera: what they themselves say the camera does; empty where they say nothing
    of it. pace, ease: asked of every camera move: `slow and steady` is 0.8.
    """

    plan: ShotPlan
    camera: tuple[CameraMove, ...] = ()
    pace: float = 1.0
    ease: Ease = "natural"

    @property
    def span(self) -> tuple[float, float]:
        """From when to when the camera is spoken of."""
        return min(move.start_s for move in self.camera), max(move.end_s for move in self.camera)

    @property
    def whole(self) -> bool:
        """Whether the camera is spoken of from the first moment to the last."""
        return self.span == (0.0, self.plan.seconds)

    @property
    def sideless(self) -> bool:
        """Whether a way had to be chosen, as for `the pan`."""
        return any(outcome.status == "approximated" for outcome in self.plan.outcomes)

    @property
    def steady(self) -> bool:
        """Whether the camera is to be without shake, in so many words: `on a gimbal`."""
        lexicons = all_lexicons()
        return any(
            one.language is not None and lexicons[one.language].sentence("steady_done") in one.reason
            for one in self.plan.outcomes
        )

    @property
    def something(self) -> bool:
        """Whether anything that a plan holds was understood."""
        found = self.plan
        contents = (found.actions, found.light, found.atmosphere, found.palette, found.sound, found.style)
        return bool(self.camera or any(contents) or found.dialogue or found.framing != ShotPlan(seconds=1).framing)


def asked(text: str, *, seconds: float, capabilities: Capabilities = CAMERA_ONLY) -> Asked:
    """What a text asks for in a clip of so many seconds."""
    plan = direct(text, seconds=seconds, capabilities=capabilities)
    usual = direct("…", seconds=seconds, capabilities=capabilities).camera
    if not _is_chosen(plan, usual):
        return Asked(plan=plan, camera=_said(plan) or plan.camera)
    move, default = plan.camera[0], usual[0]
    comparable = move.move == default.move and default.amount > 0
    return Asked(plan=plan, pace=move.amount / default.amount if comparable else 1.0, ease=move.ease)


def placed(one: Asked, start_s: float) -> Asked:
    """The same, that much later: in its outcomes too."""
    if start_s == 0:
        return one
    later = {_numbers(move): _numbers(_shifted(move, start_s)) for move in one.camera}
    refs = {reference(move): reference(_shifted(move, start_s)) for move in one.camera}
    outcomes = tuple(
        replace(
            outcome, reason=_retold(outcome, later), about=tuple(refs.get(about, about) for about in outcome.about)
        )
        for outcome in one.plan.outcomes
    )
    camera = tuple(_shifted(move, start_s) for move in one.camera)
    return replace(one, camera=camera, plan=replace(one.plan, outcomes=outcomes))


def _said(plan: ShotPlan) -> tuple[CameraMove, ...]:
    """The moves of a plan without the holds that only fill its time; a hold is told of by its times."""
    told = " ".join(outcome.reason for outcome in plan.outcomes)
    if all(move.move == "static" for move in plan.camera):
        spans = {(float(start), float(end)) for start, end in _SPAN.findall(told)}
        return tuple(hold(start, end) for start, end in sorted(spans) if start < end <= plan.seconds)
    return tuple(move for move in plan.camera if move.move != "static" or _numbers(move) in told)


def _is_chosen(plan: ShotPlan, usual: tuple[CameraMove, ...]) -> bool:
    """Whether the director chose what the camera does because the words do not say."""
    if len(plan.camera) != 1:
        return False
    return bool(plan.notes) or plan.camera == usual


def _numbers(move: CameraMove) -> str:
    return span_text(Span(start_s=move.start_s, end_s=move.end_s)).removesuffix(" s")


def _shifted(move: CameraMove, by_s: float) -> CameraMove:
    return replace(move, start_s=round(move.start_s + by_s, 3), end_s=round(move.end_s + by_s, 3))


def _retold(outcome: Outcome, later: dict[str, str]) -> str:
    reason = outcome.reason
    for was, now in later.items():
        reason = reason.replace(was, now)
    return reason
