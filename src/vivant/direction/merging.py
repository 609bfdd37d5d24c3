"""What is asked for, put into a plan that is there already; what is not asked for stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from vivant.direction import track
from vivant.direction.asking import Asked, asked
from vivant.direction.plan import Action, CameraMove, Framing, LightChange, ShotPlan, SoundCue, Weather
from vivant.direction.steadiness import TRIPOD
from vivant.direction.wish_words import means_all

How = Literal["take", "add", "instead"]
"""`take` as said, `add` to what is there, `instead` of what is there of the same kind."""

T = TypeVar("T")


def merged(plan: ShotPlan, new: Asked, how: How = "take") -> ShotPlan:
    """The plan with what the words ask for; `revise` states the rules."""
    found = new.plan
    return replace(
        plan,
        camera=_camera(plan, new, how),
        framing=_framing(plan.framing, found.framing),
        actions=_actions(plan.actions, found.actions, how),
        light=_light(plan.light, found.light, how),
        atmosphere=_weather(plan.atmosphere, found.atmosphere, how),
        palette=plan.palette if found.change or not found.palette else found.palette,
        sound=_sound(plan.sound, found.sound, how),
        dialogue=_names(plan.dialogue, found.dialogue, how),
        style=_names(_without_hands(plan.style) if new.steady else plan.style, found.style, how),
        keep=_union(plan.keep, found.keep),
        change=_union(plan.change, found.change),
        exclude=_union(_allowed(plan, new), found.exclude),
    )


def removed(plan: ShotPlan, gone: Asked) -> tuple[ShotPlan, tuple[str, ...]]:
    """The plan without what these words name, and the names of what was taken out of it."""
    named = gone.plan
    moves = track.family(track.moving(plan.camera), {move.move for move in gone.camera}, either_way=gone.sideless)
    cues = {cue.cue for cue in named.sound} | {one.name for one in named.atmosphere}
    kinds = {cue.kind for cue in named.sound if cue.cue == cue.kind}  # "music" is all of it
    actions = {action.action for action in named.actions}
    lights = {light.name for light in named.light}
    weather = {one.name for one in named.atmosphere}
    after = replace(
        plan,
        camera=track.without(plan.camera, moves, plan.seconds) if moves else plan.camera,
        actions=tuple(one for one in plan.actions if one.action not in actions),
        light=tuple(one for one in plan.light if one.name not in lights),
        atmosphere=tuple(one for one in plan.atmosphere if one.name not in weather),
        palette=tuple(one for one in plan.palette if one not in named.palette),
        sound=tuple(one for one in plan.sound if one.cue not in cues and one.kind not in kinds),
        style=tuple(one for one in plan.style if one not in named.style),
    )
    if "handheld" in named.style and "handheld" in plan.style:
        after = replace(after, camera=tuple(TRIPOD.carry(move) for move in after.camera))
    what = [move.move for move in moves]
    what += [one.action for one in plan.actions if one not in after.actions]
    what += [one.name for one in plan.light if one not in after.light]
    what += [one.name for one in plan.atmosphere if one not in after.atmosphere]
    what += [one.cue for one in plan.sound if one not in after.sound]
    for before, now in (
        (plan.palette, after.palette),
        (plan.style, after.style),
    ):
        what += [one for one in before if one not in now]
    return after, tuple(dict.fromkeys(what))


def _without_hands(style: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in style if name != "handheld")


def _camera(plan: ShotPlan, new: Asked, how: How) -> tuple[CameraMove, ...]:
    if new.camera:
        if how == "add":
            return track.together(plan.camera, track.moving(new.camera), plan.seconds)
        if new.whole:
            return new.plan.camera
        if not track.moving(new.camera) and track.moving(plan.camera):
            return _with_hold(plan, *new.span)
        return track.in_place(plan.camera, new.camera, *new.span)
    camera = plan.camera
    if abs(new.pace - 1) > 1e-6:
        camera = tuple(track.scaled(move, new.pace) for move in camera)
    if new.ease != "natural":
        camera = tuple(replace(move, ease=new.ease) for move in camera)
    hands = next((move for move in new.plan.camera if move.steadiness == "handheld"), None)
    if new.steady:
        camera = tuple(TRIPOD.carry(move) for move in camera)
    elif hands is not None:
        camera = tuple(replace(move, steadiness="handheld", shake=hands.shake) for move in camera)
    return camera


def _with_hold(plan: ShotPlan, start_s: float, end_s: float) -> tuple[CameraMove, ...]:
    """The camera with a hold then; at either end of the clip the moves make room for it, and are not cut."""
    lead, tail = track.holds(plan.camera, plan.seconds)
    if start_s == 0 and end_s + tail < plan.seconds:
        return track.held(plan.camera, plan.seconds, start_s=end_s, end_s=tail)
    if end_s == plan.seconds and start_s > lead:
        return track.held(plan.camera, plan.seconds, start_s=lead, end_s=round(end_s - start_s, 3))
    still = track.whole_hold(plan.seconds)[0]
    return track.in_place(plan.camera, (replace(still, start_s=start_s, end_s=end_s),), start_s, end_s)


def _framing(old: Framing, new: Framing) -> Framing:
    return Framing(
        shot=new.shot or old.shot,
        lens_mm=new.lens_mm or old.lens_mm,
        depth_of_field=new.depth_of_field or old.depth_of_field,
    )


def _actions(old: tuple[Action, ...], new: tuple[Action, ...], how: How) -> tuple[Action, ...]:
    if how == "instead" and new:
        return new
    if how == "add":
        return (*old, *new)
    return (*(one for one in old if not any(_same_action(one, other) for other in new)), *new)


def _same_action(one: Action, other: Action) -> bool:
    """Whether these are one thing done, so that the later word on it holds."""
    overlap = one.start_s < other.end_s and other.start_s < one.end_s
    return one.action == other.action and overlap and (other.target is None or one.target in (None, other.target))


def _light(old: tuple[LightChange, ...], new: tuple[LightChange, ...], how: How) -> tuple[LightChange, ...]:
    if how == "instead" and new:
        return new
    kept = old
    if how == "take":
        for light in new:
            kept = tuple(part for one in kept for part in _lit_outside(one, light))
    return (*kept, *(light for light in new if light not in kept))


def _weather(old: tuple[Weather, ...], new: tuple[Weather, ...], how: How) -> tuple[Weather, ...]:
    if how == "instead" and new:
        return new
    names = {one.name for one in new} if how == "take" else set()
    kept = tuple(one for one in old if one in new or one.name not in names)
    return (*kept, *(one for one in new if one not in kept))


def _lit_outside(one: LightChange, other: LightChange) -> list[LightChange]:
    if one.end_s <= other.start_s or one.start_s >= other.end_s:
        return [one]
    parts = [replace(one, end_s=other.start_s), replace(one, start_s=other.end_s)]
    return [part for part in parts if part.end_s > part.start_s]


def _sound(old: tuple[SoundCue, ...], new: tuple[SoundCue, ...], how: How) -> tuple[SoundCue, ...]:
    kinds = {cue.kind for cue in new} if how == "instead" else set()
    cues = {cue.cue for cue in new} if how == "take" else set()
    return (*(one for one in old if one.kind not in kinds and one.cue not in cues), *new)


def _allowed(plan: ShotPlan, new: Asked) -> tuple[str, ...]:
    """What was ruled out, less what is asked for now."""
    found = new.plan
    if not (found.sound or found.atmosphere or found.light or found.actions or track.moving(new.camera)):
        return plan.exclude
    return tuple(text for text in plan.exclude if not _asks_for(new, text, plan.seconds))


def _asks_for(new: Asked, text: str, seconds: float) -> bool:
    """Whether these words ask for what that text names."""
    found, moves = new.plan, track.moving(new.camera)
    alls = (
        means_all(text, "motion") and moves,
        means_all(text, "sound") and found.sound,
        means_all(text, "music") and any(cue.kind == "music" for cue in found.sound),
        means_all(text, "actions") and found.actions,
    )
    named = asked(text, seconds=seconds)
    banned = named.plan
    kinds = {cue.kind for cue in banned.sound if cue.cue == cue.kind}
    return bool(
        any(alls)
        or track.family(moves, {move.move for move in named.camera}, either_way=named.sideless)
        or {cue.cue for cue in banned.sound} & {cue.cue for cue in found.sound}
        or kinds & {cue.kind for cue in found.sound}
        or {one.name for one in banned.atmosphere} & {one.name for one in found.atmosphere}
        or {light.name for light in banned.light} & {light.name for light in found.light}
        or {action.action for action in banned.actions} & {action.action for action in found.actions}
    )


def _names(old: tuple[T, ...], new: tuple[T, ...], how: How) -> tuple[T, ...]:
    return new if how == "instead" and new else _union(old, new)


def _union(old: Sequence[T], new: Sequence[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*old, *new)))
