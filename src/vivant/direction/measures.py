"""Measures in a prompt: times, lengths, angles and sizes, read wherever they stand."""

from __future__ import annotations

from typing import NamedTuple

from vivant.direction.lexicon import Term
from vivant.direction.quantities import Quantity, QuantityReader, value_of
from vivant.direction.words import Token


class Measure(NamedTuple):
    """A quantity read from tokens `start..end`.

    kind: `span at until length first last whole half` for time (seconds); `deg deg_per_s percent times mm metres`
        for amounts; `clip_length size aperture` for what belongs to the request. a, b: its numbers.
    """

    kind: str
    a: float
    b: float
    start: int
    end: int


class MeasureReader(QuantityReader):
    """Reads the measure that begins at a token; `terms` maps a token's index to the phrase found there."""

    def read(self, index: int, floor: int) -> Measure | None:
        """The measure whose number stands at `index`, with the words before it (down to `floor`) that say its role.

        Nothing where the number says no measure.
        """
        factor = self._factor(index)
        if factor is not None:
            return factor
        ordinal = self._ordinal(index, floor)
        if ordinal is not None:
            return ordinal
        first = self._number(index)
        if first is None:
            return self._words_only(index)
        second = self._second(first)
        if second is not None:
            return self._range(index, floor, first, second)
        if first.unit == "seconds" or first.is_timecode:
            return self._time(index, floor, first)
        return self._end_of_clip(index, floor, first) or self._amount(index, first)

    def _factor(self, index: int) -> Measure | None:
        """A factor whose sign comes first: `x2`."""
        term = self._terms.get(index)
        unit = term.sense("unit") if term is not None else None
        if term is None or unit is None or unit.name != "times" or term.end >= len(self._tokens):
            return None
        number = self._tokens[term.end]
        if number.kind != "number" or self._tokens[index].end != number.start:
            return None
        return Measure("times", value_of(number.lower), 0.0, index, term.end + 1)

    def _ordinal(self, index: int, floor: int) -> Measure | None:
        """A time whose number follows its unit: `giây thứ 2`, `from second 1 to 3`."""
        first = self._ordinal_number(index)
        if first is None:
            return None
        joint = self._terms.get(first.end)
        if joint is not None and joint.sense("time_to"):
            second = self._ordinal_number(joint.end) or self._number(joint.end)
            if second is not None and second.unit in ("", "seconds") and second.value * second.scale > first.value:
                start = self._lead(index, floor, "time_from")
                return Measure("span", first.value, second.value * second.scale, start, second.end)
        lead = self._lead(index, floor, "time_until")
        if lead != index:
            return Measure("until", first.value, 0.0, lead, first.end)
        lead = self._lead(index, floor, "time_from")
        return Measure(
            "at", first.value, 0.0, lead if lead != index else self._lead(index, floor, "time_at"), first.end
        )

    def _end_of_clip(self, index: int, floor: int, number: Quantity) -> Measure | None:
        """A number of seconds that goes without saying: `in the last two`."""
        if number.unit or number.is_timecode:
            return None
        if number.value < 1:
            return None
        following = self._tokens[number.end] if number.end < len(self._tokens) else None
        if following is not None and following.kind != "mark":
            return None
        for kind in ("first", "last", "unitless"):
            lead = self._lead(index, floor, f"time_{kind}")
            if lead != index:
                return Measure("length" if kind == "unitless" else kind, number.value, 0.0, lead, number.end)
        return None

    def _second(self, first: Quantity) -> Quantity | None:
        """The other end of a range such as `1s-3s`."""
        term = self._terms.get(first.end)
        if term is None or term.sense("time_to") is None:
            return None
        second = self._number(term.end)
        if second is None:
            return None
        # "30 degrees and 2 seconds" are two measures; "between 1 and 3 s" is one.
        same = first.unit == second.unit or not first.unit
        return second if same else None

    def _range(self, index: int, floor: int, first: Quantity, second: Quantity) -> Measure | None:
        lead = self._lead(index, floor, "time_from")
        joint = self._terms.get(first.end)
        joined_by_and = joint is not None and joint.sense("links_and") is not None
        if joined_by_and and lead == index:
            return self._single(index, floor, first)
        if second.unit == "seconds" or (not second.unit and not first.unit and self._bare_range(first, second)):
            scale = second.scale
            a = first.value * (first.scale if first.unit else scale)
            if second.value * scale > a:
                start = lead if lead != index else self._lead(index, floor, "time_lasting")
                return Measure("span", a, second.value * scale, start, second.end)
            return self._single(index, floor, first)
        kind = _KINDS.get(second.unit, "")
        if kind in ("mm", "times"):
            return Measure(f"{kind}_range", first.value, second.value, lead, second.end)
        if kind:
            return Measure(kind, (first.value + second.value) / 2, 0.0, index, second.end)
        return self._single(index, floor, first)

    def _bare_range(self, first: Quantity, second: Quantity) -> bool:
        """Two bare numbers are a timecode range when either has decimals: `0.00–2.40`."""
        return "." in self._tokens[first.end - 1].lower or "." in self._tokens[second.end - 1].lower

    def _single(self, index: int, floor: int, first: Quantity) -> Measure | None:
        return self._time(index, floor, first) if first.unit == "seconds" else self._amount(index, first)

    def _time(self, index: int, floor: int, number: Quantity) -> Measure | None:
        value = number.value * number.scale
        end = number.end
        if number.is_timecode:
            lead = self._lead(index, floor, "time_at")
            follows = self._tokens[end].lower if end < len(self._tokens) else ""
            if lead == index and not self._tokens[index].lower.startswith("0") and follows not in (":",):
                return Measure("size", value, 0.0, index, end)
            return Measure("at", value, 0.0, lead, end)
        unit = self._terms.get(end - 1)
        decade = number.glued and value >= 20 and value % 10 == 0 and unit is not None and unit.sense("unit_decades")
        if decade and self._lead(index, floor, "time_lasting") == index:
            return None  # "an 80s look"
        after = self._terms.get(end)
        if after is not None and after.sense("time_clip") is not None:
            return Measure("clip_length", value, 0.0, index, after.end)
        for kind in _BEHIND:
            if after is not None and after.sense(f"time_behind_{kind}"):
                lead = min(self._lead(index, floor, f"time_{kind}"), self._lead(index, floor, "time_lasting"))
                return Measure("length" if kind == "lasting" else kind, value, 0.0, lead, after.end)
        for kind, role in _ROLES:
            lead = self._lead(index, floor, role)
            if lead != index:
                return Measure(kind, value, 0.0, lead, end)
        if end < len(self._tokens) and self._tokens[end].lower == ":":
            return Measure("at", value, 0.0, index, end)
        return Measure("length", value, 0.0, index, end)

    def _amount(self, index: int, number: Quantity) -> Measure | None:
        end = number.end
        if not number.unit:
            return self._bare(index, end)
        if number.unit == "times" and end < len(self._tokens) and self._tokens[end].kind == "number":
            return Measure("size", number.value, 0.0, index, end + 1)
        if number.unit == "degrees" and (rate_end := self._per_second(end)):
            return Measure("deg_per_s", number.value, 0.0, index, rate_end)
        return Measure(_KINDS[number.unit], number.value, 0.0, index, end)

    def _per_second(self, index: int) -> int:
        """Where `per second` ends, if it begins here, else 0."""
        per = self._terms.get(index)
        term = self._terms.get(per.end) if per is not None and per.sense("time_per") else None
        unit = term.sense("unit") if term is not None else None
        return term.end if term is not None and unit is not None and unit.name == "seconds" and unit.value == 1 else 0

    def _bare(self, index: int, end: int) -> Measure | None:
        """A number without a unit: the aperture in `f/2.8`, else nothing."""
        at = index - 2 if index > 1 and self._tokens[index - 1].lower == "/" else index - 1
        before = self._terms.get(at)
        unit = before.sense("unit") if before is not None else None
        if unit is not None and unit.name == "aperture" and self._tokens[index].kind == "number":
            return Measure("aperture", value_of(self._tokens[index].lower), 0.0, index, end)
        return None

    def _words_only(self, index: int) -> Measure | None:
        term = self._terms.get(index)
        if term is None:
            return None
        unit = self._terms.get(term.end)
        one = unit.sense("unit") if unit is not None else None
        for sense in term.meanings.values():
            if (
                unit is not None
                and one is not None
                and one.name == "seconds"
                and sense.kind in ("time_first", "time_last")
            ):
                return Measure(sense.kind.removeprefix("time_"), one.value, 0.0, index, unit.end)
            if sense.kind in _WORDED:
                kind, a = _WORDED[sense.kind]
                return Measure(kind, a, 0.0, index, term.end)
            multiple = sense.kind == "multiple"
            if multiple:
                return Measure("times", sense.value, 0.0, index, term.end)
        return None


def find_measures(tokens: list[Token], terms: dict[int, Term]) -> list[Measure]:
    """The measures of the text, in order and without overlap."""
    reader = MeasureReader(tokens, terms)
    found: list[Measure] = []
    index, floor = 0, 0
    while index < len(tokens):
        measure = reader.read(index, floor)
        if measure is None:
            index += 1
            continue
        found.append(measure)
        index = floor = measure.end
    return found


_KINDS = {
    "seconds": "length",
    "degrees": "deg",
    "percent": "percent",
    "times": "times",
    "millimetres": "mm",
    "metres": "metres",
    "size": "size",
    "aperture": "aperture",
}
_BEHIND = ("first", "last", "until", "lasting", "at")
_ROLES = (
    ("first", "time_first"),
    ("last", "time_last"),
    ("until", "time_until"),
    ("length", "time_lasting"),
    ("at", "time_at"),
)
_WORDED = {
    "time_whole": ("whole", 0.0),
    "time_first_half": ("half", 0.0),
    "time_second_half": ("half", 1.0),
    "time_moment": ("length", 1.0),
}
