"""Words of a script without spaces: a run of letters is cut where the words of a lexicon fit best."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from vivant.direction.languages import all_lexicons
from vivant.direction.words import Token

_PIECE = 400
"""Letters cut at once; a longer run is cut in pieces, which bounds the work and the memory."""

_LONGEST_UNKNOWN = 24
_KNOWN_COST, _UNKNOWN_COST = 1.0, 3.0

# Marks that complete the letter before them, and vowels that are written before their consonant: no word of such a
# script begins or ends between them.
_FOLLOWERS = frozenset("ะาำๅๆฯ") | {
    chr(code) for code in range(0xE00, 0x1100) if unicodedata.category(chr(code)) == "Mn"
}
_LEADERS = frozenset("เแโใไ")


def cut_run(token: Token, language: str, most: int) -> list[Token]:
    """The words of a run in this language, at most so many; what no known word fits stays together."""
    words: list[Token] = []
    for first in range(0, len(token.lower), _PIECE):
        piece = token.lower[first : first + _PIECE]
        for start, end in _cut(piece, language):
            at = token.start + first
            words.append(Token("word", piece[start:end], at + start, at + end))
        if len(words) >= most:
            break
    return words[:most]


@cache
def _lengths(language: str) -> Mapping[str, tuple[int, ...]]:
    """How long the words are that begin with each pair of letters, and with each letter that is a word."""
    lengths: dict[str, set[int]] = {}
    for word in all_lexicons()[language].vocabulary:
        lengths.setdefault(word[:2], set()).add(len(word))
    return {pair: tuple(sorted(found | lengths.get(pair[0], set()))) for pair, found in lengths.items()}


@lru_cache(maxsize=2048)
def _cut(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """The spans of words in `text`: the cut with the fewest unknown letters, then with the fewest words."""
    lengths = _lengths(language)
    vocabulary = all_lexicons()[language].vocabulary
    size = len(text)
    starts = [letter not in _FOLLOWERS for letter in text] + [True]
    for at in range(1, size):
        if text[at - 1] in _LEADERS:
            starts[at] = False
    cost = [0.0] * (size + 1)
    step = [0] * (size + 1)  # negative: unknown letters
    next_start = size
    for at in range(size - 1, -1, -1):
        if starts[at + 1]:
            next_start = at + 1
        end = next_start
        cost[at], step[at] = cost[end] + _UNKNOWN_COST * (end - at), at - end
        if not starts[at]:
            continue
        for length in lengths.get(text[at : at + 2]) or lengths.get(text[at], ()):
            end = at + length
            if end > size:
                break
            if starts[end] and cost[end] + _KNOWN_COST <= cost[at] and text[at:end] in vocabulary:
                cost[at], step[at] = cost[end] + _KNOWN_COST, length
    spans: list[tuple[int, int]] = []
    at = unknown = 0
    while at < size:
        length = step[at]
        if length < 0 and at - length - unknown < _LONGEST_UNKNOWN:
            at -= length
            continue
        if length < 0:
            at -= length
            spans.append((unknown, at))
        else:
            if unknown < at:
                spans.append((unknown, at))
            spans.append((at, at + length))
            at += length
        unknown = at
    if unknown < size:
        spans.append((unknown, size))
    return tuple(spans)
