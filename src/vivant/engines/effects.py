"""What is alive in a shot: the effects its plan asks for, and what of them cannot be had with its photo."""

from __future__ import annotations

from vivant.direction.amending import amend, lexicon_for
from vivant.direction.plan import ShotPlan
from vivant.living.conditions import conditions
from vivant.living.effect import Effect
from vivant.scene import Scene


def effects_of(plan: ShotPlan, scene: Scene, *, seed: int) -> tuple[tuple[Effect, ...], ShotPlan]:
    """The effects of a plan in the order in which they paint, and the plan whose account says which are missing."""
    loop_s = plan.seconds if "loop" in plan.style else None
    air = conditions(plan, scene, seed=seed, loop_s=loop_s)
    for item, reason in air.refusals:
        plan = amend(plan, item, "unsupported", lexicon_for(plan, item).sentence(reason))
    return (*air.before, *air.after), plan
