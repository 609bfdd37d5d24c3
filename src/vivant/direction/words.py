"""Words of a prompt: a text becomes tokens that know where they stand."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

TokenKind = Literal["word", "number", "timecode", "quote", "mark"]

# A quotation is one token, so that what is said or written in the picture is never read as direction. Its inside
# excludes the opening mark, which keeps a run of opening marks linear to read.
_TOKEN = re.compile(
    r"""
      (?P<timecode>\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?)
    | (?P<number>\d{1,9}(?:[.,]\d{1,6})?)
    | (?P<quote>"[^"\n]{0,400}"|“[^“”\n]{0,400}”|«[^«»\n]{0,400}»|「[^「」\n]{0,400}」)
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)
    | (?P<mark>\n|[^\s])
    """,
    re.VERBOSE,
)


class Token(NamedTuple):
    """One word, number, timecode, quotation or mark; `start` and `end` are offsets in the text."""

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
        tokens.append(Token(kind, lower.replace("’", "'") if kind == "word" else lower, start, end))
    return tokens
