"""How far a move goes: the amount a prompt asks for, in the unit of the move, and what had to be read into it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from vivant.direction.lexicon import Lexicon
from vivant.direction.marking import Item
from vivant.direction.measures import Measure
from vivant.direction.moves import KINDS, MoveKind
from vivant.direction.plan import Unit

VIEW_DEG = 50.0
"""The horizontal view that angles and per cents are read against where the lens is not known."""

DEFAULT_SCALE = 0.6
"""What a move chosen for the prompt is worth, against the same move asked for."""

WHIP_SCALE = 2.5
"""What a whip pan or a crash zoom is worth, against the same move at leisure."""

_LEAST_SCALE, _MOST_SCALE = 0.2, 3.0


@dataclass(frozen=True, kw_only=True)
class Amount:
    """An amount in the unit of its move; `reasons` say what was read into it or cut from it (none: as asked)."""

    value: float
    unit: Unit
    reasons: tuple[str, ...] = ()


def amount_of(move: str, items: Sequence[Item], lexicon: Lexicon, *, length_s: float, scale: float = 1.0) -> Amount:
    """The amount these items ask of a move that lasts `length_s`; `scale` counts where only words say how much."""
    kind = KINDS[move]
    for item in items:
        if item.measure is not None:
            found = _measured(move, kind, item.measure, length_s, lexicon)
            if found is not None:
                return _clamped(found, kind, lexicon)
    for item in items[1:]:
        distance = bare_distance(item, kind.unit)
        if distance is not None:
            return _clamped(Amount(value=distance, unit=kind.unit), kind, lexicon)
    fraction = next((sense.value for item in items if (sense := item.sense("fraction"))), None)
    if fraction is not None and kind.unit == "distance":
        return _clamped(Amount(value=fraction, unit=kind.unit), kind, lexicon)
    return _clamped(_scaled(kind, scale * scale_of(items) * (fraction or 1.0)), kind, lexicon)


def scale_of(items: Sequence[Item]) -> float:
    """What the words of amount and pace among these items multiply to: `slow` 0.8, `slow subtle` 0.4."""
    scale = 1.0
    for item in items:
        sense = item.sense("scale")
        if sense is not None:
            scale *= sense.value
    return min(_MOST_SCALE, max(_LEAST_SCALE, scale))


def bare_distance(item: Item, unit: Unit) -> float | None:
    """A number without a unit where it can only be a part of the way: `truck left 0.2`."""
    if unit != "distance" or item.measure is not None or item.token.kind != "number":
        return None
    value = float(item.token.lower.replace(",", "."))
    return value if 0 < value < 1 else None


def written(value: float, unit: str) -> str:
    """An amount as a person writes it: `8°`, `0.18`, `1.25x`."""
    mark = {"deg": "°", "x": "x", "percent": "%"}.get(unit, "")
    return f"{value:.3g}{mark}"


def _scaled(kind: MoveKind, scale: float) -> Amount:
    value = 1 + (kind.amount - 1) * scale if kind.unit == "x" else kind.amount * scale
    return Amount(value=value, unit=kind.unit)


def _measured(move: str, kind: MoveKind, measure: Measure, length_s: float, lexicon: Lexicon) -> Amount | None:
    """The amount of a measure, or None where it says something else (a time, a lens)."""
    if measure.kind == "deg":
        return _angle(move, kind, measure.a, lexicon)
    if measure.kind == "deg_per_s":
        return _angle(move, kind, measure.a * length_s, lexicon)
    if measure.kind == "percent":
        return _percent(kind, measure.a, lexicon)
    if measure.kind == "times":
        return _times(kind, measure.a, lexicon)
    if measure.kind in ("mm_range", "times_range") and kind.unit == "x" and min(measure.a, measure.b) > 0:
        ratio = measure.b / measure.a
        return Amount(value=max(ratio, 1 / ratio), unit="x")
    if measure.kind == "metres":
        usual = written(kind.amount, kind.unit)
        reason = lexicon.sentence("no_scale", was=f"{measure.a:.3g}", now=usual)
        return Amount(value=kind.amount, unit=kind.unit, reasons=(reason,))
    return None


def _angle(move: str, kind: MoveKind, degrees: float, lexicon: Lexicon) -> Amount:
    """Degrees on a rotation are themselves. Along the axis they are how much narrower the view becomes; sideways,
    the angle by which the subject is seen from elsewhere."""
    if kind.unit == "deg":
        return Amount(value=degrees, unit="deg")
    narrowed = math.tan(math.radians(max(1.0, VIEW_DEG - degrees) / 2)) / math.tan(math.radians(VIEW_DEG / 2))
    if kind.unit == "x":
        value = 1 / narrowed
    elif move.startswith("dolly"):
        value = 1 - narrowed
    else:
        value = math.tan(math.radians(min(degrees, 60.0)))
    reason = lexicon.sentence("angle_as", was=written(degrees, "deg"), now=written(value, kind.unit))
    return Amount(value=value, unit=kind.unit, reasons=(reason,))


def _percent(kind: MoveKind, percent: float, lexicon: Lexicon) -> Amount:
    if kind.unit == "distance":
        return Amount(value=percent / 100, unit="distance")
    if kind.unit == "x":
        return Amount(value=percent / 100 if percent > 100 else 1 + percent / 100, unit="x")
    value = VIEW_DEG * percent / 100
    reason = lexicon.sentence("percent_as", was=written(percent, "percent"), now=written(value, "deg"))
    return Amount(value=value, unit="deg", reasons=(reason,))


def _times(kind: MoveKind, times: float, lexicon: Lexicon) -> Amount:
    if kind.unit == "x":
        return Amount(value=max(times, 1 / times) if times > 0 else 1.0, unit="x")
    value = kind.amount * times
    reason = lexicon.sentence("times_as", was=written(times, "x"), now=written(value, kind.unit))
    return Amount(value=value, unit=kind.unit, reasons=(reason,))


def _clamped(amount: Amount, kind: MoveKind, lexicon: Lexicon) -> Amount:
    value = round(amount.value, 4)
    if value <= kind.most:
        return Amount(value=value, unit=amount.unit, reasons=amount.reasons)
    reason = lexicon.sentence("clamped", was=written(value, amount.unit), now=written(kind.most, amount.unit))
    return Amount(value=kind.most, unit=amount.unit, reasons=(*amount.reasons, reason))
