"""Measures in a prompt: times, lengths, angles and sizes, read wherever they stand."""

from __future__ import annotations

from typing import NamedTuple

from vivant.direction.lexicon import Lexicon, Term
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


class _Number(NamedTuple):
    value: float
    unit: str
    scale: float
    end: int
    is_timecode: bool = False
    glued: bool = False


class MeasureReader:
    """Reads the measure that begins at a token; `terms` maps a token's index to the phrase found there."""

    def __init__(self, tokens: list[Token], terms: dict[int, Term]) -> None:
        self._tokens = tokens
        self._terms = terms

    def read(self, index: int, floor: int) -> Measure | None:
        """The measure whose number stands at `index`, with the words before it (down to `floor`) that say its role.

        Nothing where the number says no measure.
        """
        first = self._number(index)
        if first is None:
            return self._words_only(index)
        second = self._second(first)
        if second is not None:
            return self._range(index, floor, first, second)
        if first.unit == "seconds" or first.is_timecode:
            return self._time(index, floor, first)
        return self._amount(index, first)

    def _number(self, index: int) -> _Number | None:
        """The number at a token with its unit, if it has one."""
        if index >= len(self._tokens):
            return None
        token = self._tokens[index]
        if token.kind == "timecode":
            return _Number(_timecode_s(token.lower), "seconds", 1.0, index + 1, is_timecode=True)
        if token.kind == "number":
            return self._with_unit(float(token.lower.replace(",", ".")), index + 1)
        term = self._terms.get(index)
        number = term.sense("number") if term else None
        if term is None or number is None:
            return None
        found = self._with_unit(number.value, term.end)
        return found if found.unit else None

    def _with_unit(self, value: float, index: int) -> _Number:
        term = self._terms.get(index)
        sense = term.sense("unit") if term else None
        if term is None or sense is None:
            return _Number(value, "", 1.0, index)
        glued = self._tokens[index - 1].end == self._tokens[index].start
        if not glued and self._tokens[index].lower in _GLUED_ONLY:
            return _Number(value, "", 1.0, index)
        return _Number(value, sense.name, sense.value or 1.0, term.end, glued=glued)

    def _second(self, first: _Number) -> _Number | None:
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

    def _range(self, index: int, floor: int, first: _Number, second: _Number) -> Measure | None:
        lead = self._lead(index, floor, "time_from")
        joined_by_and = self._tokens[first.end].lower == "and"
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

    def _bare_range(self, first: _Number, second: _Number) -> bool:
        """Two bare numbers are a timecode range when either has decimals: `0.00–2.40`."""
        return "." in self._tokens[first.end - 1].lower or "." in self._tokens[second.end - 1].lower

    def _single(self, index: int, floor: int, first: _Number) -> Measure | None:
        return self._time(index, floor, first) if first.unit == "seconds" else self._amount(index, first)

    def _time(self, index: int, floor: int, number: _Number) -> Measure | None:
        value = number.value * number.scale
        end = number.end
        if number.is_timecode:
            lead = self._lead(index, floor, "time_at")
            follows = self._tokens[end].lower if end < len(self._tokens) else ""
            if lead == index and not self._tokens[index].lower.startswith("0") and follows not in (":",):
                return Measure("size", value, 0.0, index, end)
            return Measure("at", value, 0.0, lead, end)
        decade = number.glued and value >= 20 and value % 10 == 0 and self._tokens[end - 1].lower == "s"
        if decade and self._lead(index, floor, "time_lasting") == index:
            return None  # "an 80s look"
        after = self._terms.get(end)
        if after is not None and after.sense("time_clip") is not None:
            return Measure("clip_length", value, 0.0, index, after.end)
        for kind, role in _ROLES:
            lead = self._lead(index, floor, role)
            if lead != index:
                return Measure(kind, value, 0.0, lead, end)
        if end < len(self._tokens) and self._tokens[end].lower == ":":
            return Measure("at", value, 0.0, index, end)
        return Measure("length", value, 0.0, index, end)

    def _amount(self, index: int, number: _Number) -> Measure | None:
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
        term = self._terms.get(index + 1)
        if index >= len(self._tokens) or term is None or self._tokens[index].lower not in ("per", "/"):
            return 0
        unit = term.sense("unit")
        return term.end if unit is not None and unit.name == "seconds" and unit.value == 1 else 0

    def _bare(self, index: int, end: int) -> Measure | None:
        """A number without a unit: the aperture in `f/2.8`, else nothing."""
        before = [self._tokens[at].lower for at in range(max(0, index - 2), index)]
        if before[-1:] == ["f"] or before == ["f", "/"]:
            return Measure("aperture", float(self._tokens[index].lower.replace(",", ".")), 0.0, index, end)
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

    def _lead(self, index: int, floor: int, role: str) -> int:
        """Where the words begin that give the number at `index` this role; `index` itself if there are none."""
        at = index
        for _ in range(2):  # "at about 2 s", "over the next 2 s"
            if at - 1 >= floor and self._tokens[at - 1].lower in _SOFTENERS:
                at -= 1
        for width in (4, 3, 2, 1):
            start = at - width
            if start < floor:
                continue
            term = self._terms.get(start)
            if term is not None and term.end == at and term.sense(role) is not None:
                return start
        return index


def find_terms(lexicon: Lexicon, tokens: list[Token]) -> dict[int, Term]:
    """The phrases of the text by their first token; they do not overlap, and the longest wins."""
    terms: dict[int, Term] = {}
    index, size = 0, len(tokens)
    while index < size:
        term = lexicon.term_at(tokens, index)
        if term is None:
            index += 1
            continue
        terms[index] = term
        index = term.end
    return terms


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


def _timecode_s(text: str) -> float:
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


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
_GLUED_ONLY = frozenset({"m", "p", "k", "f"})
_SOFTENERS = frozenset({"=", "the", "about", "around", "approximately", "approx", "roughly", "exactly", "a"})
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
