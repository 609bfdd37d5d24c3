"""Another measure of what a plan holds: slower, louder, warmer, a longer lens, a longer hold, the other way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from vivant.direction import track
from vivant.direction.amounts import written
from vivant.direction.asking import asked
from vivant.direction.capabilities import Capabilities
from vivant.direction.plan import CameraMove, LightChange, Outcome, ShotPlan, Status
from vivant.direction.wish_words import means_all, sentence
from vivant.direction.wishes import Wish

Answer = tuple[ShotPlan, tuple[Outcome, ...]]
"""The plan after a wish, and what became of the wish."""

LEAST_MOVING_S = 0.5
"""What a longer hold leaves for the camera's moves, where the clip has that much."""

SHOTS = ("extreme-wide", "wide", "full", "cowboy", "medium", "medium-close-up", "close-up", "extreme-close-up")
_LENSES = {"lens_longer": (1.5, 85.0), "lens_wider": (1 / 1.5, 28.0)}
_LENS_LEAST_MM, _LENS_MOST_MM = 10.0, 600.0
_AGAINST = {"warm_light": "cold_light", "cold_light": "warm_light", "low_key": "high_key", "high_key": "low_key"}


def said(wish: Wish, status: Status, key: str, **values: object) -> Outcome:
    """The outcome of a wish, in its language."""
    reason = sentence(wish.language, key, **values)
    return Outcome(clause=wish.text, status=status, reason=reason, language=wish.language)


def scale(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer | None:
    """So many times as far over the same times: what the wish names, or every camera move."""
    factor = float(wish.name)
    moves = track.moving(plan.camera)
    if wish.rest and not means_all(wish.rest, "motion"):
        meant = asked(wish.rest, seconds=plan.seconds)
        moves = track.family(moves, {move.move for move in meant.camera}, either_way=True)
        doing = {action.action for action in meant.plan.actions} if not moves else set()
        if any(one.action in doing for one in plan.actions):
            return _stronger(plan, wish, doing, factor)
        if not moves and meant.plan.sound:
            return level(plan, wish, capabilities)
        if not moves and not meant.camera and meant.something:
            return plan, (said(wish, "unsupported", "unmeasured", what=wish.rest),)
        if not moves:
            return None
    if not moves:
        return plan, (said(wish, "unsupported", "still"),)
    after = track.altered(plan.camera, moves, lambda move: track.scaled(move, factor))
    changes = [f"{move.move} {_amounts(move, track.scaled(move, factor))}" for move in moves]
    outcome = said(wish, "done", "amounts", changes=", ".join(changes))
    most = [now for move in moves if factor > 1 and track.at_most(now := track.scaled(move, factor))]
    if most:
        limit = sentence(wish.language, "most", now=written(most[0].amount, most[0].unit))
        outcome = replace(outcome, status="approximated", reason=f"{outcome.reason}; {limit}")
    return replace(plan, camera=after), (outcome,)


def level(plan: ShotPlan, wish: Wish, _capabilities: Capabilities) -> Answer | None:
    """So many times as loud: the sounds the wish names, or all."""
    cues = plan.sound
    if wish.rest and not means_all(wish.rest, "sound"):
        meant = asked(wish.rest, seconds=plan.seconds).plan
        names = {cue.cue for cue in meant.sound} | {one.name for one in meant.atmosphere}  # "the rain" is heard, too
        names |= {cue.kind for cue in meant.sound if cue.cue == cue.kind}
        if means_all(wish.rest, "music"):
            names.add("music")
        cues = tuple(cue for cue in plan.sound if cue.cue in names or cue.kind in names)
    if not cues:
        return plan, (said(wish, "unsupported", "silent"),)

    def now(value: float) -> float:
        return round(min(1.0, value * float(wish.name)), 4)

    changes = ", ".join(f"{cue.cue} {cue.level:g} → {now(cue.level):g}" for cue in cues)
    after = tuple(replace(cue, level=now(cue.level)) if cue in cues else cue for cue in plan.sound)
    return replace(plan, sound=after), (said(wish, "done", "levels", changes=changes),)


def light(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer | None:
    """A mood of light over the whole clip, in place of its opposite."""
    kept = tuple(one for one in plan.light if one.name not in (wish.name, _AGAINST[wish.name]))
    after = replace(plan, light=(*kept, LightChange(name=wish.name, start_s=0.0, end_s=plan.seconds)))
    return after, (_set(wish, capabilities, wish.name.replace("_", " "), "light", wish.name),)


def framing(plan: ShotPlan, wish: Wish, capabilities: Capabilities) -> Answer | None:
    """Another lens, shot or depth of field, a step from the one the plan has."""
    old = plan.framing
    if wish.name in _LENSES:
        times, first = _LENSES[wish.name]
        lens = round(min(_LENS_MOST_MM, max(_LENS_LEAST_MM, old.lens_mm * times))) if old.lens_mm else first
        new, what, able = replace(old, lens_mm=float(lens)), f"{lens:g} mm", ("lenses", "")
    elif wish.name.startswith("shot"):
        shot = _next_shot(old.shot, closer=wish.name == "shot_closer")
        new, what, able = replace(old, shot=shot), shot, ("framing", shot.replace("-", "_"))
    else:
        depth = "shallow" if wish.name == "focus_shallower" else "deep"
        new, what, able = replace(old, depth_of_field=depth), f"{depth} focus", ("focus", depth)
    return replace(plan, framing=new), (_set(wish, capabilities, what, *able),)


def hold(plan: ShotPlan, wish: Wish, _capabilities: Capabilities) -> Answer | None:
    """A longer or shorter hold at one end of the clip; the moves between keep their amounts, in less time or more."""
    lead, tail = track.holds(plan.camera, plan.seconds)
    if not track.moving(plan.camera):
        return plan, (said(wish, "done", "still"),)
    end, way = wish.name.split("_")
    was = lead if end == "start" else tail
    if way == "set" and wish.seconds is not None and wish.seconds <= was:
        wanted = was - wish.seconds
        now = wish.seconds
    elif way in ("longer", "set"):
        room = plan.seconds - lead - tail
        more = wish.seconds - was if wish.seconds is not None and way == "set" else wish.seconds
        wanted = more or max(0.5, was / 2)
        now = was + min(wanted, max(0.0, room - min(LEAST_MOVING_S, room / 4)))
    else:
        wanted = wish.seconds or was / 2
        now = max(0.0, was - wanted)
    exact = wish.seconds is None or abs(abs(now - was) - wanted) < 1e-6
    now = round(now, 3)
    start_s, end_s = (now, tail) if end == "start" else (lead, now)
    after = track.held(plan.camera, plan.seconds, start_s=start_s, end_s=end_s)
    outcome = said(wish, "done" if exact else "approximated", f"hold_{end}", was=f"{was:g}", now=f"{now:g}")
    return replace(plan, camera=after), (outcome,)


def turn(plan: ShotPlan, wish: Wish, _capabilities: Capabilities) -> Answer | None:
    """The camera's moves run backwards, or each the other way."""
    if not track.moving(plan.camera):
        return plan, (said(wish, "unsupported", "still"),)
    if wish.name == "reverse":
        after = track.reversed_in_time(plan.camera, plan.seconds)
        return replace(plan, camera=after), (said(wish, "done", "reversed"),)
    return replace(plan, camera=track.turned(plan.camera)), (said(wish, "done", "turned"),)


ADJUSTMENTS: Mapping[str, Callable[[ShotPlan, Wish, Capabilities], Answer | None]] = {
    "scale": scale, "level": level, "light": light, "framing": framing, "hold": hold, "turn": turn,
}  # fmt: skip
"""What answers each kind of wish; None leaves it to the director."""


def _stronger(plan: ShotPlan, wish: Wish, doing: set[str], factor: float) -> Answer:
    changes: list[str] = []
    after = []
    for one in plan.actions:
        now = round(min(1.0, one.strength * factor), 4) if one.action in doing else one.strength
        if one.action in doing:
            changes.append(f"{one.action} {one.strength:g} → {now:g}")
        after.append(replace(one, strength=now))
    return replace(plan, actions=tuple(after)), (said(wish, "done", "amounts", changes=", ".join(changes)),)


def _amounts(was: CameraMove, now: CameraMove) -> str:
    return f"{written(was.amount, was.unit)} → {written(now.amount, now.unit)}"


def _set(wish: Wish, capabilities: Capabilities, what: str, kind: str, name: str) -> Outcome:
    """The outcome of something that an engine has or has not, under `kind` in its capabilities."""
    if capabilities.has(kind, name):
        return said(wish, "done", "set", what=what)
    outcome = said(wish, "unsupported", "noted", what=what, engine=capabilities.engine)
    other = capabilities.alternatives.get(kind)
    if other is None:
        return outcome
    return replace(outcome, reason=f"{outcome.reason}; {sentence(wish.language, 'could', other=other)}")


def _next_shot(shot: str | None, *, closer: bool) -> str:
    sizes: Sequence[str] = SHOTS
    if shot not in sizes:
        return "medium-close-up" if closer else "wide"
    at = sizes.index(shot) + (1 if closer else -1)
    return sizes[min(len(sizes) - 1, max(0, at))]
