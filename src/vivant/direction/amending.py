"""Amending: whoever carries a plan out otherwise than it says puts that into its account."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from vivant.direction.account import deed
from vivant.direction.amounts import written
from vivant.direction.languages import BASIC, all_lexicons
from vivant.direction.lexicon import Lexicon
from vivant.direction.plan import CameraMove, Outcome, ShotPlan, Status
from vivant.direction.references import Item, reference

Lack = Literal["edge", "hidden"]
"""What a photo has too little of for a move: picture beyond its edge, or what is hidden behind things."""

_WORSE: tuple[Status, ...] = ("done", "approximated", "unsupported")


def amend(plan: ShotPlan, item: Item | str, status: Status, reason: str) -> ShotPlan:
    """The plan in which every clause that asked for an item has this outcome; nothing else in it changes.

    item: as it stands in the plan, or the reference of what has no time of its own (`style:handheld`,
    `palette:teal`; see `references`). reason: a sentence, which `lexicon_for` gives in the clause's own language.
    A clause that asks for other things too becomes `approximated` where its parts differ; an outcome never gets
    better. Where no clause asked for it, as in a plan written by hand, the item gets an outcome of its own.

        plan = amend(plan, action, "unsupported", "no water was found in the photo")
    """
    ref = _reference(item)
    if not any(ref in outcome.about for outcome in plan.outcomes):
        return replace(plan, outcomes=(*plan.outcomes, _own_outcome(plan, item, status, reason)))
    outcomes = tuple(_worse(one, status, reason) if ref in one.about else one for one in plan.outcomes)
    return replace(plan, outcomes=outcomes)


def lexicon_for(plan: ShotPlan, item: Item | str) -> Lexicon:
    """The lexicon of the clause that asked for an item, else of the plan, for what is to be said of it."""
    ref = _reference(item)
    asked = next((one.language for one in plan.outcomes if ref in one.about and one.language), plan.language)
    return all_lexicons().get(asked, all_lexicons()[BASIC])


def shortened(plan: ShotPlan, move: CameraMove, amount: float, lack: Lack, *, enough: bool = True) -> ShotPlan:
    """The plan in which a camera move goes only so far, for want of what a photo lacks, and says so.

    enough: whether that much is within what the photo has; if not, the least was kept that is seen as the move.
    """
    now = replace(move, amount=amount)
    words = lexicon_for(plan, move)
    reason = words.sentence(f"reduced_{lack}", was=written(move.amount, move.unit), now=written(amount, move.unit))
    if not enough:
        reason = f"{reason}; {words.sentence('least_kept')}"
    camera = tuple(now if one == move else one for one in plan.camera)
    plan = amend(replace(plan, camera=camera), now, "approximated", reason)
    # The account says what is done, and then from what it was brought down.
    said, says = deed(words, move), deed(words, now)
    retold = tuple(
        replace(one, reason=one.reason.replace(said, says)) if reference(now) in one.about else one
        for one in plan.outcomes
    )
    return replace(plan, outcomes=retold)


def _worse(outcome: Outcome, status: Status, reason: str) -> Outcome:
    if len(outcome.about) == 1:
        status = max(outcome.status, status, key=_WORSE.index)
        if status == "unsupported":
            return replace(outcome, status=status, reason=reason)
    elif status != outcome.status:
        status = "approximated"
    known = reason in outcome.reason.split("; ") or outcome.reason.endswith(reason)
    return replace(outcome, status=status, reason=outcome.reason if known else f"{outcome.reason}; {reason}")


def _own_outcome(plan: ShotPlan, item: Item | str, status: Status, reason: str) -> Outcome:
    """The outcome of what no clause asked for, under its name."""
    words = lexicon_for(plan, item)
    if isinstance(item, CameraMove):
        clause, reason = words.move_name(item.move), f"{deed(words, item)}; {reason}"
    else:
        name = _reference(item).partition(":")[2].partition("@")[0]
        clause = name.replace("_", " ")
    return Outcome(clause=clause, status=status, reason=reason, language=words.language, about=(_reference(item),))


def _reference(item: Item | str) -> str:
    return item if isinstance(item, str) else reference(item)
