"""Revising: a plan and a few words become another plan, in which only what the words name is different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vivant.direction import track
from vivant.direction.adjusting import ADJUSTMENTS, Answer, said
from vivant.direction.asking import CAMERA_ONLY, Asked, asked
from vivant.direction.capabilities import Capabilities
from vivant.direction.director import LONGEST_PROMPT
from vivant.direction.merging import How, merged, removed
from vivant.direction.plan import Outcome, ShotPlan
from vivant.direction.references import linked
from vivant.direction.replacing import replaced, told
from vivant.direction.wish_words import as_action, means_all, without_light
from vivant.direction.wishes import Wish, read_wishes
from vivant.errors import InvalidInput

FIELDS = ("framing", "camera", "actions", "light", "atmosphere", "palette", "sound", "dialogue", "style")
"""The fields of a plan that a revision may keep or change."""


def revise(plan: ShotPlan, words: str, *, capabilities: Capabilities = CAMERA_ONLY) -> ShotPlan:
    """The plan with what the words name changed, and every other field as it was.

    The length stays. Wishes are carried out in their order, by these rules:

    - "slower", "half as far": the times stay, amounts are multiplied (`lexicon/revision.toml` has the factors): of
      the moves that are named, else of all.
    - "pan left instead": in place of the pan there is, else of the only beat there is, at its times; else of the
      whole camera track. "A instead of B": in place of B. It goes as far as the move it turns, unless it says how
      far. Of light, weather, music: in place of all of that field.
    - a camera ask without times is a new camera track; one with times replaces what the camera does meanwhile.
    - "hold longer", "hold 2s at the start": what is between the holds keeps its amounts and shares what time remains.
    - light replaces light at the same times; a palette or a part of the framing replaces the one there was.
    - an action or a sound replaces one of its own name; others, and weather, dialogue and style, are added.
    - "add": nothing is replaced. "without", "no", "remove": out of the plan, and into `exclude`. Where a camera move
      was, the camera holds.
    - anything else is noted under `change`, as the director does.

    `keep` then names the fields that hold something and are as they were, `change` the clauses that changed
    something; what a person asked to keep or to change stays there too. `outcomes` are those of these words. `notes`
    go when the camera changes: they tell of how it was.

    capabilities: of the engine that is to carry it out; without, outcomes are those of one that moves the camera
    and does no more.

    Raises InvalidInput: `prompt: is empty; expected 1 to 32000 characters of direction`.
    """
    _check(words)
    revised, outcomes, changed = plan, list[Outcome](), list[str]()
    for wish in read_wishes(words):
        before = revised
        revised, answers = _answer(revised, wish, capabilities)
        outcomes += linked(answers, before, revised)
        if any(getattr(before, name) != getattr(revised, name) for name in FIELDS):
            changed += [outcome.clause for outcome in answers]
    if not outcomes:  # nothing but marks
        outcomes += asked(words, seconds=plan.seconds, capabilities=capabilities).plan.outcomes
    same = [name for name in FIELDS if getattr(plan, name) == getattr(revised, name)]
    kept = [name for name in same if getattr(plan, name) and getattr(plan, name) != getattr(_EMPTY, name)]
    return replace(
        revised,
        keep=_once([text for text in revised.keep if text not in FIELDS] + kept),
        change=_once([*revised.change, *changed]),
        outcomes=linked(outcomes, revised, revised),
        notes=plan.notes if "camera" in same else (),
    )


_EMPTY = ShotPlan(seconds=1)


def _check(words: str) -> None:
    if not words.strip():
        raise InvalidInput("prompt: is empty; expected 1 to 32000 characters of direction", param="prompt")
    if len(words) > LONGEST_PROMPT:
        raise InvalidInput(f"prompt: {len(words)} characters; expected 1 to {LONGEST_PROMPT}", param="prompt")


def _once(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _answer(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer:
    """The plan after one wish, and what became of it."""
    if wish.op == "same":
        return plan, (said(wish, "done", "same"),)
    answer: Answer | None = None
    if wish.op in ADJUSTMENTS:
        answer = ADJUSTMENTS[wish.op](plan, wish, capabilities)
    elif wish.op == "remove":
        answer = _remove(plan, wish, wish.old)
    elif wish.along:
        answer = _remove(plan, wish, wish.text, only_present=True)
    elif wish.op == "swap":
        answer = _swap(plan, wish, capabilities)
    elif wish.op == "instead":
        answer = _instead(plan, wish, capabilities)
    elif wish.op == "add":
        answer = _ask(plan, wish, wish.new, capabilities, "add")
    return answer or _directed(plan, wish, capabilities)


def _directed(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer:
    """The plan with what the director reads in a wish of no known form; without what it rules out."""
    new = asked(wish.text, seconds=plan.seconds, capabilities=capabilities)
    after = merged(plan, new)
    for text in new.plan.exclude:
        gone = _named(text, plan.seconds, wish.language)
        if gone is not None and not {move.move for move in gone.camera} & {move.move for move in new.camera}:
            after, _ = removed(after, gone)
    return after, new.plan.outcomes


def _ask(plan: ShotPlan, wish: Wish, text: str, capabilities: Capabilities, how: How) -> Answer | None:
    """What the text asks for, merged; None where nothing in it is understood."""
    new = _named(text, plan.seconds, wish.language, capabilities)
    return (merged(plan, new, how), told(wish, new)) if new is not None else None


def _remove(plan: ShotPlan, wish: Wish, what: str, *, only_present: bool = False) -> Answer | None:
    """The plan without something. `only_present`: None for light, framing or a camera move that the plan does not
    have, as in "without music and at night"."""
    after, names = _without(plan, what, wish.language)
    if names is None:
        return None
    if only_present and not names:
        named = _named(what, plan.seconds, wish.language)
        if named is None or named.camera or named.plan.light or named.plan.framing != _EMPTY.framing:
            return None
    after = replace(after, exclude=_once([*plan.exclude, what]))
    if names:
        return after, (said(wish, "done", "removed", what=", ".join(names)),)
    return after, (said(wish, "done", "none"),)


def _without(plan: ShotPlan, what: str, language: str) -> tuple[ShotPlan, tuple[str, ...] | None]:
    """The plan without what the text names, and the names of it: none where there was none, None where it is not
    understood."""
    if means_all(what, "motion"):
        moves = track.moving(plan.camera)
        held = replace(plan, camera=track.whole_hold(plan.seconds)) if moves else plan
        return held, _once([move.move for move in moves])
    if means_all(what, "actions"):
        return replace(plan, actions=()), _once([one.action for one in plan.actions])
    if means_all(what, "sound"):
        return replace(plan, sound=()), _once([one.cue for one in plan.sound])
    if means_all(what, "music"):
        music = [one.cue for one in plan.sound if one.kind == "music"]
        return replace(plan, sound=tuple(one for one in plan.sound if one.kind != "music")), _once(music)
    if means_all(what, "speech"):
        return replace(plan, dialogue=()), _once([line.text for line in plan.dialogue])
    gone = _named(what, plan.seconds, language)
    return removed(plan, gone) if gone is not None else (plan, None)


def _named(text: str, seconds: float, language: str, capabilities: Capabilities = CAMERA_ONLY) -> Asked | None:
    """What a text names: as it stands, else without its light words, else as something that is done."""
    bare = without_light(text)
    for words in dict.fromkeys((text, bare, as_action(bare, language))):
        if words:
            named = asked(words, seconds=seconds, capabilities=capabilities)
            if named.something:
                break
    else:
        return None
    if words not in (text, bare):  # whoever does it was put there by us
        actions = tuple(replace(action, target=None) for action in named.plan.actions)
        named = replace(named, plan=replace(named.plan, actions=actions))
    return named


def _swap(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer | None:
    """One thing for another; None where the plan has nothing to give for it and nothing is understood."""
    gone = _named(wish.old, plan.seconds, wish.language)
    new = asked(wish.new, seconds=plan.seconds, capabilities=capabilities)
    if not new.something:
        return None
    if new.camera:
        moves = () if gone is None else {move.move for move in gone.camera}
        beats = track.family(track.moving(plan.camera), moves, either_way=gone is not None and gone.sideless)
        if beats:
            return replaced(plan, wish, wish.new, beats, capabilities)
        return _instead(plan, wish, capabilities)
    after, names = _without(plan, wish.old, wish.language)
    *others, last = told(wish, new)
    if names:
        gone_too = said(wish, "done", "removed", what=", ".join(names)).reason
        last = replace(last, reason=f"{last.reason}; {gone_too}")
    return merged(after, new), (*others, last)


def _instead(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer | None:
    """Something in place of what the plan has of its kind."""
    new = asked(wish.new, seconds=plan.seconds, capabilities=capabilities)
    if not new.something:
        return None
    moves = track.moving(plan.camera)
    beats = track.family(moves, {move.move for move in new.camera}, either_way=False)
    beats += track.family(track.turned(moves), {move.move for move in new.camera}, either_way=False)
    if not beats and len({(move.start_s, move.end_s) for move in moves}) == 1:
        beats = moves
    if track.moving(new.camera) and new.whole and beats:
        return replaced(plan, wish, wish.new, beats, capabilities)
    return merged(plan, new, "instead"), told(wish, new)
