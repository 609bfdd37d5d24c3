"""The language of a clause, as far as its letters tell: English is read, others are named."""

from __future__ import annotations

import re

_SCRIPTS = (
    ("Thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("Japanese", re.compile(r"[\u3040-\u30ff]")),
    ("Korean", re.compile(r"[\u1100-\u11ff\uac00-\ud7af]")),
    ("Chinese", re.compile(r"[\u3400-\u9fff]")),
    ("Russian", re.compile(r"[\u0400-\u04ff]")),
    ("Arabic", re.compile(r"[\u0600-\u06ff]")),
    ("Hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
    ("Hindi", re.compile(r"[\u0900-\u097f]")),
)
_OTHER_LETTERS = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
_VIETNAMESE = re.compile(r"[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_ACCENTED = re.compile(r"[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")


def is_vietnamese(prompt: str) -> bool:
    """Whether a prompt has a letter that only Vietnamese has; its accented clauses are then taken for Vietnamese."""
    return _VIETNAMESE.search(prompt) is not None


def foreign_language(clause: str, *, vietnamese: bool) -> str | None:
    """The name of the language a clause is written in where that is not English, else None.

    vietnamese: what `is_vietnamese` says of the whole prompt.
    """
    if clause.isascii():
        return None
    if _OTHER_LETTERS.search(clause) and len(_OTHER_LETTERS.findall(clause)) > sum(map(len, _LATIN.findall(clause))):
        for name, letters in _SCRIPTS:
            if letters.search(clause):
                return name
        return "this language"
    # Vietnamese shares most letters with French and others: "pan trái" is known by the company it keeps.
    if vietnamese and _ACCENTED.search(clause):
        return "Vietnamese"
    return None
