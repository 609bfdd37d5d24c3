"""What is to be heard: the plan's cues read for a scene, and what the scene adds by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from vivant.direction.flashes import flash_times
from vivant.direction.plan import ShotPlan, SoundCue
from vivant.sound.events.sky import SOUND_M_PER_S, strike_distance_m
from vivant.sound.listening import Listening
from vivant.sound.names import AMBIENCE, EVENTS, SILENCE

UNTIMED_S = 0.6
"""A single sound that was given no time comes so long after the clip begins: a beat to see the picture first."""

_ENDURING = frozenset({"footsteps", "crunch", "heartbeat", "applause", "siren", "bell"})
"""Events that go on for as long as they are given."""

_WEATHER = {"rain": "rain", "storm": "storm", "wind": "wind", "snow": "snow"}
"""What is asked to be seen and is heard with it."""

_UNASKED = 0.32
"""How loud the scene's own ambience is under sounds that were asked for, and where nothing was."""

_LOUD_BY_NATURE = frozenset(
    {"thunder", "traffic", "train", "horn", "ship_horn", "siren", "bell", "waterfall", "storm", "applause"}
)
"""What is loud wherever it is: where it is quiet, it is far away."""

_QUIET, _QUIET_FAR = 0.3, 0.5
_FAR_LEVEL = 0.4
"""A far sound is made no weaker than so: that it is weak is its distance's doing."""

_WHIP_S = 0.5
_FLASH_FAR = 0.22


@dataclass(frozen=True, kw_only=True)
class Sounding:
    """One sound to be made. name: in the catalogue. level: as a cue's. far: 0 near to 1 at the edge of hearing.
    asked: whether words asked for it. brightness: where the scene decides that."""

    name: str
    kind: Literal["ambience", "event"]
    start_s: float
    end_s: float
    level: float = 0.5
    far: float = 0.0
    asked: bool = True
    brightness: float | None = None

    @property
    def density(self) -> float:
        """A louder rain is a denser one."""
        return min(1.0, max(0.1, self.level))


def soundings(plan: ShotPlan, scene: Listening, seconds: float) -> tuple[Sounding, ...]:
    """Everything to be heard in a clip, music and speech apart, in the order of its making.

    Words win: what they ask for is heard, what the picture would add is left out where they name an ambience, ask for
    silence or rule it out.
    """
    asked = tuple(_asked(cue, scene, plan, seconds) for cue in plan.sound if cue.cue in AMBIENCE | EVENTS)
    silent = any(cue.cue == SILENCE for cue in plan.sound)
    weather = () if silent else tuple(_weather(plan, asked, seconds))
    flashes = () if silent else tuple(_thunder(plan, asked, seconds))
    whips = () if silent else tuple(_whips(plan, asked, seconds))
    heard = (*asked, *weather, *flashes, *whips)
    if silent or any(one.kind == "ambience" for one in heard):
        return heard
    return (*heard, *(one for one in _scenery(plan, scene, seconds) if not _ruled_out(one.name, plan)))


def timed(cue: SoundCue, seconds: float) -> bool:
    """Whether words gave the cue a time of its own."""
    return cue.start_s > 1e-3 or cue.end_s < seconds - 1e-3


def _asked(cue: SoundCue, scene: Listening, plan: ShotPlan, seconds: float) -> Sounding:
    name = _in_scene(cue, scene, plan)
    kind: Literal["ambience", "event"] = "ambience" if name in AMBIENCE else "event"
    start_s = cue.start_s
    if kind == "event" and not timed(cue, seconds) and name not in _ENDURING:
        start_s = min(UNTIMED_S, seconds / 4)
    bright = 0.75 if name == "bell" and scene.indoor >= 0.6 else None
    return Sounding(
        name=name,
        kind=kind,
        start_s=start_s,
        end_s=max(cue.end_s, start_s),
        level=max(cue.level, _FAR_LEVEL) if cue.distance > 0 else cue.level,
        far=max(cue.distance, _QUIET_FAR if cue.level <= _QUIET and name in _LOUD_BY_NATURE else 0.0),
        brightness=bright,
    )


def _in_scene(cue: SoundCue, scene: Listening, plan: ShotPlan) -> str:
    """The sound of a cue where it is heard: rain on what is there, a horn of what goes there, steps in snow."""
    by_water = scene.water >= 0.5 or any(one.cue in ("waves", "lapping", "gulls") for one in plan.sound)
    match cue.cue:
        case "rain" if scene.indoor >= 0.7:
            return "rain_on_glass"
        case "rain" if scene.water >= 0.5:
            return "rain_on_water"
        case "rain" if scene.foliage >= 0.5:
            return "rain_on_leaves"
        case "horn" if by_water:
            return "ship_horn"
        case "footsteps" if scene.snow >= 0.5 or any(seen.name == "snow" for seen in plan.atmosphere):
            return "crunch"
        case name:
            return name


def _weather(plan: ShotPlan, asked: tuple[Sounding, ...], seconds: float) -> Iterator[Sounding]:
    """Weather that is asked to be seen is heard, too, from when to when it is seen."""
    heard = {one.name.partition("_")[0] for one in asked}
    stormy = "storm" in heard or any(seen.name == "storm" for seen in plan.atmosphere)
    for seen in plan.atmosphere:
        name = _WEATHER.get(seen.name)
        if name is None or name in heard or (name in ("rain", "wind") and stormy) or _ruled_out(name, plan):
            continue
        end_s = min(seen.end_s, seconds)
        yield Sounding(name=name, kind="ambience", start_s=seen.start_s, end_s=end_s, level=0.8 * seen.strength)


def _thunder(plan: ShotPlan, asked: tuple[Sounding, ...], seconds: float) -> Iterator[Sounding]:
    """Thunder after each flash, later by the way its sound has to come; none where words placed it themselves."""
    if any(one.name == "thunder" for one in asked) or _ruled_out("thunder", plan):
        return
    for index, flash in enumerate(flash_times(plan)):
        far = min(1.0, _FLASH_FAR + 0.12 * index)
        late = flash + strike_distance_m(far) / SOUND_M_PER_S
        if late < seconds - 0.3:
            yield Sounding(name="thunder", kind="event", start_s=late, end_s=seconds, level=0.5, far=far)


def _whips(plan: ShotPlan, asked: tuple[Sounding, ...], seconds: float) -> Iterator[Sounding]:
    """The air a camera cuts when it is whipped round."""
    if any(one.name == "whoosh" for one in asked) or _ruled_out("whoosh", plan):
        return
    for move in plan.camera:
        if move.ease == "snap" and move.move != "static" and move.start_s < seconds - 0.2:
            end_s = min(move.end_s, move.start_s + _WHIP_S, seconds)
            yield Sounding(name="whoosh", kind="event", start_s=move.start_s, end_s=end_s, level=0.35)


def _scenery(plan: ShotPlan, scene: Listening, seconds: float) -> Iterator[Sounding]:
    """What the picture lets one hear by itself; of several things that could be, only what is sure."""

    night = max(scene.night, float(any(light.name == "night" for light in plan.light)))

    def bed(name: str, level: float = _UNASKED, far: float = 0.0) -> Sounding:
        return Sounding(name=name, kind="ambience", start_s=0.0, end_s=seconds, level=level, far=far, asked=False)

    if scene.indoor >= 0.6:
        yield bed("room_tone")
        return
    if scene.water >= 0.6:
        yield bed("lapping", far=0.15)
    if scene.snow >= 0.6:
        yield bed("snow")
    elif night >= 0.6:
        yield bed("crickets", _UNASKED * 0.7, far=0.35)
    elif scene.foliage >= 0.5:
        yield bed("forest", _UNASKED * 0.8)
        yield bed("birds", _UNASKED * 0.6, far=0.4)
    yield bed("air")


def _ruled_out(name: str, plan: ShotPlan) -> bool:
    """Whether words rule it out: by its name, or every sound."""
    words = " ".join(plan.exclude).lower()
    return any(word in words for word in (name, name.rstrip("s"), "sound", "ambience", "noise"))
