"""What each action of a plan becomes on each kind of thing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from vivant.living.air.plume import SMOKE, STEAM, Plume
from vivant.living.bending import Bending, Mode
from vivant.living.blinking import LASTS_S, LEAST_APART_PX, Blinking
from vivant.living.bodies import bobbing, breathing, faces_in, head_turn, largest_face, swinging
from vivant.living.clock import Span
from vivant.living.currents import current
from vivant.living.effect import Effect
from vivant.living.flowing import Flowing
from vivant.living.light.changes import Flicker
from vivant.living.light.relight import relief_of
from vivant.living.regions import NotFound, Region, find_region, inner
from vivant.living.rigging import before_water
from vivant.living.setting import Map, Setting
from vivant.living.spinning import Spinning
from vivant.living.things import kind_of, way_of
from vivant.living.tightening import open_sky, tightened
from vivant.living.waves import billows, ripples, sways
from vivant.scene.scene import MAPS

_LEAST_LAMPS = 0.0003
"""The share of the picture that lights must cover for their flicker to be seen."""

_POSE_S = 2.6
"""A head turns, stays and turns back within this time."""

_HAIR = 0.35
"""Hair stirs so much less than a flag: it is short, and a face is next to it."""

_FIRST_BLINK_S, _BETWEEN_BLINKS_S = (0.9, 1.7), (2.4, 4.2)


@dataclass(frozen=True, kw_only=True)
class Act:
    """One action to be made alive. words: what moves; clause: the prompt's words around it. kept: [h, w] in 0..1,
    what must stay still."""

    setting: Setting
    words: str
    clause: str
    strength: float
    span: Span
    seed: int
    kept: Map

    @property
    def way(self) -> str:
        return way_of(self.clause)

    def region(self, usual: str) -> Region:
        """Where what moves is, without what must stay still. usual: its kind where words name none known."""
        found = find_region(self.setting, self.words, self.clause, kind=usual)
        return Region(mask=np.asarray(found.mask * (1 - self.kept), dtype=np.float32), kind=found.kind)

    def bent(self, modes: tuple[Mode, ...], region: Region | None = None) -> Bending:
        """What moves by these modes, where it may."""
        free = inner(np.asarray(1 - self.kept, dtype=np.float32), 4.0) if self.kept.any() else np.float32(1)
        held = tuple(
            Mode(across=mode.across * free, down=mode.down * free, phase=mode.phase, hz=mode.hz) for mode in modes
        )
        return Bending(self.setting.scene, held, span=self.span, mask=None if region is None else region.mask)


Maker = Callable[[Act], Effect]


def effect_of(act: Act, action: str) -> Effect:
    """The effect of an action.

    Raises NotFound, with the reason, where the photo does not have what it needs, or no effect does it.
    """
    kind = kind_of(act.words) if act.words else _USUAL.get(action, "subject")
    maker = _BY_KIND.get((action, kind)) or _BY_ACTION.get(action)
    if maker is None:
        raise NotFound("no_effect")
    return maker(act)


def _flowing(act: Act) -> Effect:
    region = act.region("water")
    if region.kind == "cloud" and not act.setting.masks:
        region = open_sky(act.setting, tightened(act.setting, region))
    if region.kind == "subject":
        raise NotFound("no_thing", mask=act.words.split()[-1])
    field, cycle_s = current(act.setting, region, strength=act.strength, way=act.way)
    return Flowing(act.setting.scene, region, field, cycle_s=cycle_s, span=act.span, seed=act.seed)


def _rippling(act: Act) -> Effect:
    region = before_water(act.setting, act.region("sea"))
    return act.bent(ripples(act.setting, region, strength=act.strength, seed=act.seed), region)


def _swaying(act: Act) -> Effect:
    region = act.region("foliage")
    return act.bent(sways(act.setting, region, strength=act.strength, seed=act.seed), region)


def _billowing(act: Act) -> Effect:
    region = act.region("cloth")
    return act.bent(billows(act.setting, region, strength=act.strength, seed=act.seed), region)


def _stirring(act: Act) -> Effect:
    region = act.region("hair")
    region = Region(mask=region.mask * (1 - faces_in(act.setting)), kind=region.kind)
    if float((region.mask > 0.5).mean()) < 0.002:
        raise NotFound("no_hair", mask="hair")
    return act.bent(billows(act.setting, region, strength=_HAIR * act.strength, seed=act.seed), region)


def _bobbing(act: Act) -> Effect:
    return act.bent(bobbing(act.setting, act.region("subject"), strength=act.strength, rolling=True))


def _hovering(act: Act) -> Effect:
    return act.bent(bobbing(act.setting, act.region("subject"), strength=act.strength, rolling=False))


def _swinging(act: Act) -> Effect:
    return act.bent(swinging(act.setting, act.region("subject"), strength=act.strength))


def _breathing(act: Act) -> Effect:
    return act.bent(breathing(act.setting, act.region("subject"), strength=act.strength))


def _spinning(act: Act) -> Effect:
    region = tightened(act.setting, act.region("subject"))
    return Spinning(act.setting.scene, region, strength=act.strength, clockwise=act.way != "left", span=act.span)


def _blinking(act: Act) -> Effect:
    return _eyes(act, ("left_eye", "right_eye"))


def _winking(act: Act) -> Effect:
    return _eyes(act, ("right_eye",))


def _eyes(act: Act, eyes: tuple[str, ...]) -> Effect:
    face = largest_face(act.setting, 1.0)
    left, right = face.landmarks["left_eye"], face.landmarks["right_eye"]
    apart = float(np.hypot(right[0] - left[0], right[1] - left[1]))
    if apart < LEAST_APART_PX:
        raise NotFound("eyes_small", apart=f"{apart:.0f}", least=f"{LEAST_APART_PX:g}")
    return Blinking(act.setting, face, blink_times(act.span, act.seed), loop_s=act.span.loop_s, eyes=eyes)


def blink_times(span: Span, seed: int) -> tuple[float, ...]:
    """When eyes blink: at the start of a span that begins within the clip; else now and then."""
    last = span.seconds - LASTS_S - 0.05
    if span.start_s > 0.05:
        return (min(span.start_s, last),)
    generator = np.random.default_rng([seed, 0xB11])
    times = [float(generator.uniform(*_FIRST_BLINK_S))]
    while times[-1] < span.end_s:
        times.append(times[-1] + float(generator.uniform(*_BETWEEN_BLINKS_S)))
    kept = tuple(time_s for time_s in times if time_s <= min(last, span.end_s))
    return kept or (max(0.05, 0.4 * last),)


def _turning(act: Act) -> Effect:
    return _posed(act, nod=False)


def _looking(act: Act) -> Effect:
    if act.way not in ("left", "right"):
        raise NotFound("eyes_alone")
    return _posed(act, nod=False)


def _nodding(act: Act) -> Effect:
    return _posed(act, nod=True)


def _posed(act: Act, *, nod: bool) -> Effect:
    span = act.span
    start_s = max(span.start_s, min(0.4, 0.1 * span.seconds))
    end_s = min(start_s + (_POSE_S if not nod else 1.3), span.seconds - 0.1)
    once = Span(start_s=start_s, end_s=max(end_s, start_s + 0.4), seconds=span.seconds, loop_s=span.loop_s)
    modes = head_turn(act.setting, strength=act.strength, way=act.way, nod=nod)
    return replace(act, span=once).bent(modes)


def _flickering(act: Act) -> Effect:
    relief = relief_of(act.setting.scene)
    if float((relief.lamps > 0.5).mean()) < _LEAST_LAMPS:
        raise NotFound("no_lamp")
    span = act.span
    return Flicker(relief, strength=act.strength, start_s=span.start_s, end_s=span.end_s, seed=act.seed,
                   loop_s=span.loop_s)  # fmt: skip


def _rising(act: Act) -> Effect:
    """Steam or smoke: carried upward where a mask marks it, else made anew where it comes from."""
    if any(name in (*act.words.lower().split(), "smoke") for name in act.setting.masks):
        return _flowing(act)
    steam = any(word in act.words.lower() for word in ("steam", "vapo", "vapor", "hơi", "ไอน้ำ", "蒸汽", "湯気"))
    foot, width = _foot(act, steam=steam)
    bright = np.quantile(act.setting.small.reshape(-1, 3), 0.85, axis=0) / 255
    # Vapour takes less of the light's tint than things do: it is seen by being paler than they are.
    bright = 0.45 * bright + 0.55 * float(bright.mean())
    light = cast("tuple[float, float, float]", tuple(float(part) for part in np.clip(0.50 + 0.72 * bright, 0, 1)))
    return Plume(
        act.setting.scene,
        STEAM if steam else SMOKE,
        foot=foot,
        width_px=width,
        light=light,
        strength=2 * act.strength,
        start_s=act.span.start_s,
        end_s=act.span.end_s,
        seed=act.seed,
        loop_s=act.span.loop_s,
    )


def _foot(act: Act, *, steam: bool) -> tuple[tuple[float, float], float]:
    """Where vapour rises from and how wide it is there.

    The upper part of a mask that the clause names (`chimney`) or that is called `source`. Steam also from the surface
    about the photo's focus, as far as it has one colour, such as a drink in its cup; where that is no small surface,
    from the focus itself.
    """
    setting = act.setting
    source = _source(act)
    if source is not None:
        x0, y0, x1, y1 = source.box
        return ((x0 + x1) / 2, y0 + (0.35 if steam else 0.08) * (y1 - y0)), 0.9 * (x1 - x0)
    focus = setting.at(*setting.view.focus)
    if not steam or not (setting.matte("subject") > 0.5).any():
        raise NotFound("no_source")
    surface = _surface(setting, focus)
    if surface is None:
        return focus, 0.2 * setting.scene.size.width
    x0, y0, x1, y1 = surface.box
    return ((x0 + x1) / 2, y0 + 0.8 * (y1 - y0)), 0.85 * (x1 - x0)


def _source(act: Act) -> Region | None:
    words = {"source", *re.findall(r"\w+", act.clause.lower())}
    chosen = next((mask for name, mask in act.setting.masks.items() if name.lower() in words), None)
    placed = None if chosen is None else (act.setting.placed(chosen) > 0.5).astype(np.float32)
    return Region(mask=placed, kind="subject") if placed is not None and placed.any() else None


_SURFACE_STEPS = (6, 10, 15, 21)
_LEAST_SURFACE, _MOST_SURFACE = 0.004, 0.10


def _surface(setting: Setting, at: tuple[float, float]) -> Region | None:
    """The largest patch about a place whose colour hardly changes, if it is a small part of the picture."""
    colours = cv2.cvtColor(cv2.medianBlur(setting.small, 5), cv2.COLOR_RGB2LAB)
    rows, columns = setting.maps
    seed = min(max(int(at[0] / MAPS), 0), columns - 1), min(max(int(at[1] / MAPS), 0), rows - 1)
    best = None
    for step in _SURFACE_STEPS:
        mask = np.zeros((rows + 2, columns + 2), np.uint8)
        flags = 4 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (1 << 8)
        cv2.floodFill(colours, mask, seed, (0, 0, 0), (2 * step, step, step), (2 * step, step, step), flags)
        patch = mask[1:-1, 1:-1]
        if not _LEAST_SURFACE < patch.mean() < _MOST_SURFACE:
            continue
        best = Region(mask=patch.astype(np.float32), kind="subject")
    return best


_USUAL = {
    "flow": "water", "ripple": "sea", "crash": "sea", "sway": "foliage", "flutter": "foliage", "blink": "person",
    "nod": "person", "turn_head": "person", "rise": "smoke",
}  # fmt: skip
"""What does this where no words say what."""

_STREAMS = ("river", "water", "waterfall")

_BY_KIND: dict[tuple[str, str], Maker] = {
    **{(action, kind): _flowing for action in ("flow", "move", "swirl", "run", "drift") for kind in _STREAMS},
    **{("fall", kind): _flowing for kind in ("waterfall", "water", "river")},
    **{(action, kind): _rippling for action in ("ripple", "wave") for kind in (*_STREAMS, "sea")},
    **{(a, "sea"): _rippling for a in ("flow", "move", "crash", "sway", "swirl", "drift")},
    **{(a, "cloud"): _flowing for a in ("drift", "move", "float", "flow", "fly", "swirl", "flutter", "run")},
    **{(action, "smoke"): _rising for action in ("rise", "drift", "flow", "swirl", "float", "move", "flutter")},
    **{(action, "foliage"): _swaying for action in ("sway", "flutter", "move", "wave", "dance", "ripple")},
    **{(action, kind): _billowing for action in ("sway", "flutter", "move", "wave", "ripple", "flow", "dance")
       for kind in ("cloth",)},
    **{(action, "hair"): _stirring for action in ("sway", "flutter", "move", "wave", "flow", "dance")},
    ("look", "person"): _looking,
    ("turn", "person"): _turning,
    ("blink", "eyes"): _blinking,
}  # fmt: skip

_BY_ACTION: dict[str, Maker] = {
    "flow": _flowing,
    "ripple": _rippling,
    "sway": _bobbing,
    "bob": _bobbing,
    "float": _hovering,
    "drift": _hovering,
    "spin": _spinning,
    "breathe": _breathing,
    "blink": _blinking,
    "wink": _winking,
    "nod": _nodding,
    "turn_head": _turning,
    "swing": _swinging,
    "hover": _hovering,
    "flicker": _flickering,
}

DEEDS = frozenset({*_BY_ACTION, *(action for action, _ in _BY_KIND)})
"""Every action that has an effect on some kind of thing."""
