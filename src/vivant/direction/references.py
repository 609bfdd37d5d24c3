"""What an outcome is about: every thing in a plan by a reference that outlasts an edit of the plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

from vivant.direction.plan import Action, CameraMove, DialogueLine, LightChange, Outcome, ShotPlan, SoundCue, Weather

Item = CameraMove | Action | LightChange | Weather | SoundCue | DialogueLine
"""What has its own place on a plan's timeline."""


def reference(item: Item) -> str:
    """The reference of an item: its field, its name and when it starts: `camera:pan_left@0.5`."""
    match item:
        case CameraMove():
            field, name = "camera", item.move
        case Action():
            field, name = "actions", item.action
        case LightChange():
            field, name = "light", item.name
        case Weather():
            field, name = "atmosphere", item.name
        case SoundCue():
            field, name = "sound", item.cue
        case DialogueLine():
            # Lines without a time of their own all start at 0; their words tell them apart.
            field, name = "dialogue", " ".join(item.text.split())[:40]
    return f"{field}:{name}@{item.start_s:g}"


def references(plan: ShotPlan) -> tuple[str, ...]:
    """The references of all that a plan holds; what has no time of its own goes without: `style:film_grain`."""
    return tuple(dict.fromkeys(ref for ref, _ in _things(plan)))


def linked(outcomes: Sequence[Outcome], before: ShotPlan, after: ShotPlan) -> tuple[Outcome, ...]:
    """The outcomes of words that made one plan of another, each about what is in that: a single outcome also about
    all that is new or different."""
    was = set(_things(before))
    new = [ref for ref, thing in _things(after) if (ref, thing) not in was] if len(outcomes) == 1 else []
    there = set(references(after))
    return tuple(
        replace(outcome, about=tuple(dict.fromkeys((*(ref for ref in outcome.about if ref in there), *new))))
        for outcome in outcomes
    )


def _things(plan: ShotPlan) -> Iterator[tuple[str, object]]:
    """Everything in a plan with its reference."""
    items: tuple[Item, ...] = (
        *plan.camera,
        *plan.actions,
        *plan.light,
        *plan.atmosphere,
        *plan.sound,
        *plan.dialogue,
    )
    yield from ((reference(item), item) for item in items)
    for field in ("palette", "style", "change"):
        for name in getattr(plan, field):
            yield f"{field}:{name}", name
    for part in fields(plan.framing):
        value = getattr(plan.framing, part.name)
        if value is not None:
            yield f"framing:{part.name}", value
