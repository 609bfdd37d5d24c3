"""What a plan says of things that move by themselves, and of their colours, becomes effects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.direction.plan import Action, ShotPlan
from vivant.direction.references import reference
from vivant.living.acts import Act, effect_of
from vivant.living.clock import Span
from vivant.living.colours import colour_of
from vivant.living.effect import Effect
from vivant.living.recolouring import Recoloured
from vivant.living.regions import NotFound, find_region
from vivant.living.setting import Map, Setting
from vivant.living.things import kind_of
from vivant.living.tightening import tightened
from vivant.perception import View
from vivant.scene import Scene

_SUBJECTS = frozenset({"person", "eyes", "hair", "cloth", "flower"})
"""Kinds of what a subject is or has: `keep everything else` does not keep them still."""


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """What was asked for and cannot be had with this photo. about: an action, or the reference of a change. key,
    values: the lexicon's sentence that says why."""

    about: Action | str
    key: str
    values: Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Living:
    """What is alive in a shot. effects: in the order they paint."""

    effects: tuple[Effect, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def enliven(
    plan: ShotPlan,
    scene: Scene,
    view: View,
    *,
    shown: tuple[float, float, float, float],
    seed: int,
    masks: Mapping[str, NDArray[np.float32]] | None = None,
    loop_s: float | None = None,
) -> Living:
    """The effects of a plan's actions and changes in a scene.

    shown: x0, y0, x1, y1 in 0..1 of the photo, which the first frame shows. masks: [h, w] float32 in 0..1 over the
    whole photo, by the name of what they mark (`water`); a person's mask comes before anything found. loop_s: the
    period in which all must return, or None.
    """
    if not plan.actions and not plan.change:
        return Living()
    setting = Setting(scene=scene, view=view, shown=shown, masks=masks or {})
    effects: list[Effect] = []
    refusals: list[Refusal] = []
    for words in plan.change:
        if colour_of(words) is None and _moves(plan, words):
            continue
        try:
            effects.append(_recoloured(setting, words))
        except NotFound as reason:
            refusals.append(Refusal(about=f"change:{words}", key=reason.key, values=reason.values))
    for number, action in enumerate(plan.actions):
        act = Act(
            setting=setting,
            words=action.target or "",
            clause=" ".join(_clauses(plan, action)),
            strength=action.strength,
            span=Span(start_s=action.start_s, end_s=action.end_s, seconds=plan.seconds, loop_s=loop_s),
            seed=seed + 7919 * number,
            kept=_kept(plan, setting, kind_of(action.target)),
        )
        try:
            effects.append(effect_of(act, action.action))
        except NotFound as reason:
            refusals.append(Refusal(about=action, key=reason.key, values=reason.values))
    return Living(effects=tuple(effects), refusals=tuple(refusals))


def _clauses(plan: ShotPlan, action: Action) -> Iterator[str]:
    ref = reference(action)
    return (outcome.clause for outcome in plan.outcomes if ref in outcome.about)


def _moves(plan: ShotPlan, words: str) -> bool:
    """Whether a change is one of motion, so that an action says it: `make the leaves sway`."""
    about = [outcome.about for outcome in plan.outcomes if f"change:{words}" in outcome.about]
    return any(ref.startswith("actions:") for refs in about for ref in refs)


def _recoloured(setting: Setting, words: str) -> Effect:
    """Raises NotFound where the change is not one of colour, or what it is about is not found."""
    colour = colour_of(words)
    if colour is None:
        raise NotFound("colour_only")
    region = tightened(setting, find_region(setting, words))
    return Recoloured(setting.scene, region, colour)


def _kept(plan: ShotPlan, setting: Setting, moving: str) -> Map:
    """[h, w] in 0..1: what is to stay as it is; what moves is not kept by a word of its own kind."""
    kept = np.zeros(setting.maps, np.float32)
    for words in plan.keep:
        kind = kind_of(words)
        if kind == moving or (kind == "subject" and moving in _SUBJECTS):
            continue
        try:
            kept = np.maximum(kept, find_region(setting, words).mask)
        except NotFound:
            continue
    solid = (kept > 0.4).astype(np.uint8)
    return np.asarray(cv2.dilate(solid, np.ones((5, 5), np.uint8)), dtype=np.float32)
