"""Words of a prompt: a text becomes tokens that know where they stand."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

TokenKind = Literal["word", "run", "number", "timecode", "quote", "mark"]

_UNSPACED = "\u0e00-\u0e4f\u0e5a-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff"
"""Letters of scripts that are written without spaces; their digits are not among them."""

# A quotation is one token, so that what is said or written in the picture is never read as direction. Its inside
# excludes the opening mark, which keeps a run of opening marks linear to read.
_TOKEN = re.compile(
    rf"""
      (?P<timecode>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.,]\d{{1,3}})?)
    | (?P<number>\d{{1,9}}(?:[.,]\d{{1,6}})?)
    | (?P<quote>"[^"\n]{{0,400}}"|“[^“”\n]{{0,400}}”|„[^„“”\n]{{0,400}}[“”]|«[^«»\n]{{0,400}}»
        |(?<!\w)'[^'\n]{{1,400}}'(?!\w)|‘[^‘’\n]{{1,400}}’(?!\w)|「[^「」\n]{{0,400}}」|『[^『』\n]{{0,400}}』)
    | (?P<run>[{_UNSPACED}]+)
    | (?P<word>(?:[^\W\d_{_UNSPACED}][\u0300-\u036f]*)+(?:['’](?:[^\W\d_{_UNSPACED}][\u0300-\u036f]*)+)*)
    | (?P<mark>\n|[^\s])
    """,
    re.VERBOSE,
)


_SAME_MARKS = {
    "：": ":",
    "（": "(",
    "）": ")",
    "；": ";",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "％": "%",
    "〜": "~",
    "～": "~",
}


class Token(NamedTuple):
    """One word, number, timecode, quotation or mark; `start` and `end` are offsets in the text.

    A `run` is a stretch of letters without spaces, not yet cut into words.
    """

    kind: TokenKind
    lower: str
    start: int
    end: int


def tokenise(text: str, most: int | None = None) -> list[Token]:
    """The tokens of `text`, at most so many.

    A hyphen inside a compound (`push-in`, `2-second`) is left out; one before a digit stays.
    """
    tokens: list[Token] = []
    size = len(text)
    for match in _TOKEN.finditer(text):
        if len(tokens) == most:
            break
        kind: TokenKind = match.lastgroup  # type: ignore[assignment]
        start, end = match.span()
        if (
            kind == "mark"
            and text[start] in "-‐‑_"
            and start > 0
            and end < size
            and text[start - 1].isalnum()
            and text[end].isalpha()
        ):
            continue
        lower = match.group().lower()
        if kind == "mark":
            lower = _SAME_MARKS.get(lower, lower)
        elif kind == "word":
            lower = composed(lower.replace("’", "'"))
        tokens.append(Token(kind, lower, start, end))
    return tokens


_PLAIN_WORDS = re.compile(rf"[^\W\d_{_UNSPACED}]+(?: [^\W\d_{_UNSPACED}]+)*")
_ONE_RUN = re.compile(f"[{_UNSPACED}]+")


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase as `tokenise` reads them in a prompt."""
    if _PLAIN_WORDS.fullmatch(phrase):
        return tuple(composed(phrase.lower()).split(" "))
    if _ONE_RUN.fullmatch(phrase):
        return (phrase,)
    return tuple(token.lower for token in tokenise(phrase))


def composed(word: str) -> str:
    """The word with every letter and its marks as one character, however it was typed."""
    return word if word.isascii() else unicodedata.normalize("NFC", word)


def unaccented(word: str) -> str:
    """The word as typed on a keyboard without accents: `giu yen` of `giữ yên`."""
    if word.isascii():
        return word
    bare = "".join(one for one in unicodedata.normalize("NFD", word) if not unicodedata.combining(one))
    return bare.replace("đ", "d").replace("Đ", "D")
