"""Quantities in a prompt: a number with its unit, and the words before it that say what it is for."""

from __future__ import annotations

from typing import NamedTuple

from vivant.direction.lexicon import Term
from vivant.direction.words import Token


class Quantity(NamedTuple):
    """A number as read: its unit (empty: none was said), what one of it is in the base unit, and where it ends."""

    value: float
    unit: str
    scale: float
    end: int
    is_timecode: bool = False
    glued: bool = False


class QuantityReader:
    """Reads numbers and their units; `terms` maps a token's index to the phrase found there."""

    def __init__(self, tokens: list[Token], terms: dict[int, Term]) -> None:
        self._tokens = tokens
        self._terms = terms

    def _ordinal_number(self, index: int) -> Quantity | None:
        term = self._terms.get(index)
        if term is None or not term.sense("time_at_second"):
            return None
        number = self._bare_number(term.end)
        if number is None:
            return None
        with_unit = self._with_unit(number.value, number.end)
        return with_unit if with_unit.unit in ("", "seconds") else None

    def _bare_number(self, index: int) -> Quantity | None:
        """The number at a token, whatever follows it."""
        if index >= len(self._tokens):
            return None
        token = self._tokens[index]
        if token.kind == "number":
            return Quantity(value_of(token.lower), "", 1.0, index + 1)
        term = self._terms.get(index)
        number = term.sense("number") if term else None
        return Quantity(number.value, "", 1.0, term.end) if term is not None and number is not None else None

    def _number(self, index: int) -> Quantity | None:
        """The number at a token with its unit, if it has one."""
        if index >= len(self._tokens):
            return None
        token = self._tokens[index]
        if token.kind == "timecode":
            return Quantity(_timecode_s(token.lower), "seconds", 1.0, index + 1, is_timecode=True)
        if token.kind == "number":
            return self._with_unit(value_of(token.lower), index + 1)
        term = self._terms.get(index)
        number = term.sense("number") if term else None
        if term is None or number is None:
            return None
        found = self._with_unit(number.value, term.end)
        if found.unit:
            return found
        after_all = any(self._ends_at(index, f"time_{kind}") for kind in ("first", "last", "unitless"))
        joined = self._terms.get(term.end)
        return found if after_all or (joined is not None and joined.sense("time_to")) else None

    def _ends_at(self, index: int, role: str) -> bool:
        """Whether words of this role end just before a token."""
        return self._lead(index, max(0, index - 5), role) != index

    def _with_unit(self, value: float, index: int) -> Quantity:
        term = self._terms.get(index)
        sense = term.sense("unit") if term else None
        if term is None or sense is None:
            return Quantity(value, "", 1.0, index)
        glued = self._tokens[index - 1].end == self._tokens[index].start
        if not glued and term.sense("unit_glued"):
            return Quantity(value, "", 1.0, index)
        scale, end = sense.value or 1.0, term.end
        half = self._terms.get(end)
        if half is not None and half.sense("time_plus_half") and sense.name == "seconds":
            return Quantity(value + 0.5, sense.name, scale, half.end, glued=glued)
        return Quantity(value, sense.name, scale, end, glued=glued)

    def _lead(self, index: int, floor: int, role: str) -> int:
        """Where the words begin that give the number at `index` this role; `index` itself if there are none."""
        at = index
        for _ in range(2):  # "at about 2 s", "over the next 2 s"
            soft = self._terms.get(at - 1)
            if at - 1 >= floor and (self._tokens[at - 1].lower == "=" or (soft and soft.sense("time_softeners"))):
                at -= 1
        for width in (4, 3, 2, 1):
            start = at - width
            if start < floor:
                continue
            term = self._terms.get(start)
            if term is not None and term.end == at and term.sense(role) is not None:
                return start
        return index


def value_of(text: str) -> float:
    """The value of a number as written: `0,5` is a half."""
    return float(text.replace(",", "."))


def _timecode_s(text: str) -> float:
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
