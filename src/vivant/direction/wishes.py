"""Wishes: what a person who has seen a shot wants otherwise, as `lexicon/revision.toml` has the words for it.

All languages are read at once. What is no wish of a known form is left for the director, in its own words and order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from vivant.direction.wish_words import TRIM, Op, Phrase, Words, wish_words, without_light

MOST_WISHES = 64
LONGEST_WISH = 240
"""Beyond these a text is no revision but a prompt, and is left to the director; they also bound the time it takes."""

_PERCENT = re.compile(r"(?:by\s+|un\s+)?(\d{1,3})\s*(?:%|％|per\s?cent|percent)", re.IGNORECASE)
_MARKS = re.compile(r"(?<!\d)[,.:]|[,.:](?!\d)|[;!?\n、，。；！？：]")
_QUOTES = re.compile(r'"[^"\n]*"|“[^“”\n]*”|«[^«»\n]*»|「[^「」\n]*」')
_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:s|sec|secs|seconds?|giây|segundos?|วินาที|秒)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One thing wished for.

    text: as written. name: what is meant within `op`, such as `warm_light`, or a factor. old, new: what is to go and
    what is to come. rest: what else was said; empty means everything. seconds: how long. language: of its words.
    along: it follows a removal by "and", and may be part of it.
    """

    op: Op
    text: str
    name: str = ""
    old: str = ""
    new: str = ""
    rest: str = ""
    seconds: float | None = None
    language: str = "en"
    along: bool = False


def read_wishes(words: str) -> list[Wish]:
    """The wishes of a revision in their order; neighbours that the director is to read stay together as written."""
    text = unicodedata.normalize("NFC", words).replace("’", "'")
    # What is said in quotation marks is never a wish; it keeps its length, so that places stay the same.
    masked = _QUOTES.sub(lambda found: "\0" * len(found.group()), text)
    found: list[tuple[int, int, Wish]] = []
    stretches = list(_coarse(masked))
    for index, (start, end) in enumerate(stretches):
        if found and start < found[-1][1]:
            continue  # part of an exchange that spans a comma
        known = len(found) < MOST_WISHES
        following = stretches[index + 1][1] if index + 1 < len(stretches) else end
        for last in (following, end):
            across = last > end
            # "Swap rain for snow and slow down": the exchange is one of two wishes.
            within = not across and any(_is_exchange(text, masked, part) for part in _parts(masked, start, end))
            exchange = None if within or not known else _exchange(text[start:last], masked[start:last], across=across)
            if exchange is not None:
                found.append((start, last, exchange))
                break
        else:
            removing = False
            for first, last in _fine(masked, start, end):
                wish = _wish(text[first:last], masked[first:last]) if len(found) < MOST_WISHES else None
                wish = wish or Wish(op="direct", text=text[first:last].strip(TRIM), along=removing)
                removing = wish.op == "remove" or wish.along
                found.append((first, last, wish))
    return list(_rejoined(text, [one for one in found if one[2].text]))


def _parts(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches between words such as `and`, where there is more than one."""
    parts = list(_fine(masked, start, end))
    return parts if len(parts) > 1 else []


def _is_exchange(text: str, masked: str, part: tuple[int, int]) -> bool:
    return _exchange(text[slice(*part)], masked[slice(*part)], across=False) is not None


def _exchange(text: str, masked: str, *, across: bool) -> Wish | None:
    """One thing for another, where a stretch says that; `across` a comma, where the template does so too."""
    plain, shape = _stripped(text, masked)
    if not plain or len(plain) > LONGEST_WISH:
        return None
    return _templated(
        [one for one in wish_words().templates if one.op == "swap" and one.across == across], plain, shape
    )


def _wish(text: str, masked: str) -> Wish | None:
    """The wish that a stretch stands for, if it has a known form."""
    words = wish_words()
    plain, shape = _stripped(text, masked)
    if not plain or len(plain) > LONGEST_WISH:
        return None
    for phrase in words.same:
        match = phrase.pattern.search(shape)
        if match is None:
            continue
        rest = (plain[: match.start()] + " " + plain[match.end() :]).strip(TRIM)
        if not without_light(rest):
            return Wish(op="same", text=plain, language=phrase.language)
        inner = _wish(rest, rest)
        return replace(inner, text=plain) if inner is not None else None
    # "hold longer at the start" first: its words are also those of other wishes.
    return (
        _held(words, plain, shape)
        or _templated([one for one in words.templates if not one.across], plain, shape)
        or _shared(words, plain, shape)
        or _worded([one for one in words.phrases if one.op != "hold"], plain, shape)
    )


def _stripped(text: str, masked: str) -> tuple[str, str]:
    """A stretch and its mask without the marks at either end."""
    start = len(masked) - len(masked.lstrip(TRIM))
    end = max(start, len(masked.rstrip(TRIM)))
    return text[start:end], masked[start:end]


def _templated(templates: Sequence[Phrase], plain: str, shape: str) -> Wish | None:
    for template in templates:
        match = template.pattern.fullmatch(shape)
        if match is None:
            continue
        parts = {name: plain[slice(*match.span(name))].strip(TRIM) for name in match.groupdict()}
        if all(parts.values()):
            old, new = parts.get("old", ""), parts.get("new", "")
            return Wish(op=template.op, text=plain, language=template.language, old=old, new=new)
    return None


def _held(words: Words, plain: str, shape: str) -> Wish | None:
    """A wish for a longer or shorter hold, with its seconds where they are said: `hold 2s longer at the end`."""
    said = _SECONDS.search(shape)
    bare = shape if said is None else " ".join((shape[: said.start()] + " " + shape[said.end() :]).split())
    wish = _worded([one for one in words.phrases if one.op == "hold"], plain, bare)
    if wish is None or said is None:
        return wish
    return replace(wish, seconds=float(said.group(1).replace(",", ".")))


def _shared(words: Words, plain: str, shape: str) -> Wish | None:
    """A wish for more or less by a part: `30% slower`, `50% faster`."""
    said = _PERCENT.search(shape)
    if said is None:
        return None
    bare = shape[: said.start()] + " " + shape[said.end() :]
    wish = _worded([one for one in words.phrases if one.op in ("scale", "level")], plain, bare)
    if wish is None:
        return None
    part = float(said.group(1)) / 100
    return replace(wish, name=f"{max(0.0, 1 - part) if float(wish.name) < 1 else 1 + part:g}")


def _worded(phrases: Sequence[Phrase], plain: str, shape: str) -> Wish | None:
    for phrase in phrases:
        match = phrase.pattern.search(shape)
        if match is None:
            continue
        rest = without_light(shape[: match.start()] + " " + shape[match.end() :])
        if rest and phrase.op not in ("scale", "level"):
            continue
        return Wish(op=phrase.op, text=plain, name=phrase.name, rest=rest, language=phrase.language)
    return None


def _coarse(masked: str) -> Iterator[tuple[int, int]]:
    """The stretches between marks and words such as `but`."""
    return _between(masked, 0, len(masked), (_MARKS, wish_words().cut))


def _fine(masked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches between words such as `and`."""
    return _between(masked, start, end, (wish_words().join,))


def _between(text: str, start: int, end: int, cuts: tuple[re.Pattern[str], ...]) -> Iterator[tuple[int, int]]:
    places = sorted(match.span() for cut in cuts for match in cut.finditer(text, start, end))
    for first, last in places:
        if first > start:
            yield start, first
        start = max(start, last)
    if end > start:
        yield start, end


def _rejoined(text: str, found: Sequence[tuple[int, int, Wish]]) -> Iterator[Wish]:
    """The wishes, with neighbours that are for the director in one."""
    for plain, group in groupby(found, key=lambda one: one[2].op == "direct" and not one[2].along):
        stretch = list(group)
        if plain:
            whole = text[stretch[0][0] : stretch[-1][1]].strip(" \t\r\n,;、，；")
            yield Wish(op="direct", text=whole)
        else:
            yield from (wish for _, _, wish in stretch)
