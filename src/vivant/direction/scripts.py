"""The language of a stretch of a prompt, told by its letters and its words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vivant.direction.languages import BASIC, all_lexicons, writing_of
from vivant.direction.words import Token, tokenise

UNDETERMINED = "und"
"""The code of a language that is not even known by name."""

_ACCENT_WEIGHT = 1.5


@dataclass(frozen=True, kw_only=True)
class Other:
    """A language that is recognised but not understood."""

    code: str
    name: str
    letters: re.Pattern[str] | None
    words: frozenset[str]


@cache
def other_languages() -> tuple[Other, ...]:
    """The languages of which only the name is known."""
    source = resources.files("vivant.direction").joinpath("lexicon", "other_languages.toml")
    table = tomllib.loads(source.read_text(encoding="utf-8"))
    return tuple(
        Other(
            code=code,
            name=entry["name"],
            letters=re.compile(f"[{entry['letters']}]") if "letters" in entry else None,
            words=frozenset(entry.get("words", ())),
        )
        for code, entry in table.items()
        if code not in all_lexicons()
    )


@cache
def _telling() -> dict[str, tuple[str, ...]]:
    """The languages that each telling word speaks for."""
    telling: dict[str, tuple[str, ...]] = {}
    for other in other_languages():
        for word in other.words:
            telling[word] = (*telling.get(word, ()), other.code)
    return telling


class Detector:
    """Tells the language of stretches of one prompt; `own` are the languages whose own letters the prompt has."""

    def __init__(self, text: str) -> None:
        writings = {code: writing_of(code) for code in all_lexicons()}
        self.own = frozenset(code for code, one in writings.items() if one.own is not None and one.own.search(text))
        self._spaced = [all_lexicons()[code] for code, one in writings.items() if one.spaces]
        self._unspaced = {code: one for code, one in writings.items() if not one.spaces}

    def of_run(self, run: str) -> str | None:
        """The language of a run without spaces, if it is one we have."""
        for code, one in self._unspaced.items():
            if one.own is not None and one.own.search(run):
                return code
        sharing = {
            code: one for code, one in self._unspaced.items() if one.shared is not None and one.shared.search(run)
        }
        for code in sharing:
            if code in self.own:
                return code
        # A language with letters of its own would have shown them.
        return next((code for code, one in sharing.items() if one.own is None), None)

    def of_words(self, words: Sequence[str]) -> dict[str, float]:
        """How much speaks for each language that is written with spaces."""
        score: defaultdict[str, float] = defaultdict(float)
        for one in self._spaced:
            vocabulary, accents = one.vocabulary, one.writing.accents
            own = one.writing.own
            bare = one.unaccented.vocabulary if one.unaccented is not None else frozenset[str]()
            for word in words:
                plain = word.isascii()
                if not plain and own is not None and own.search(word):
                    score[one.language] += 2
                if word in vocabulary or (plain and word in bare):
                    score[one.language] += 1
                if not plain and accents is not None and accents.search(word):
                    score[one.language] += _ACCENT_WEIGHT
        return score


def choose(score: Mapping[str, float], favourite: str = BASIC) -> str:
    """The language most speaks for; where several are level, the favourite, else the basic one."""
    best = max(score.values(), default=0)
    leading = [code for code, value in score.items() if value == best]
    if not leading or favourite in leading:
        return favourite
    return BASIC if BASIC in leading else leading[0]


def foreign_language(words: Sequence[Token], text: str, known: int) -> Other | None:
    """The language of a stretch that is none of ours, where its letters or words say so.

    known: how many of its words a lexicon of ours knows.
    """
    if not text.isascii():
        for other in other_languages():
            if other.letters is not None:
                letters = len(other.letters.findall(text))
                if letters and letters * 2 > sum(one.isalpha() for one in text):
                    return other
        strange = sum(1 for one in text if one.isalpha() and not _readable(one))
        if strange * 2 > sum(one.isalpha() for one in text):
            return Other(code=UNDETERMINED, name="this language", letters=None, words=frozenset())
    if len(words) < 2 or known >= len(words):
        return None
    counts = Counter(code for word in words for code in _telling().get(word.lower, ()))
    code, most = max(counts.items(), key=lambda pair: pair[1], default=("", 0))
    if most < 2 or most <= known:
        return None
    return next(other for other in other_languages() if other.code == code)


def language_of(text: str) -> str | None:
    """The language of a few words, such as a line of dialogue; None where nothing tells."""
    detector = Detector(text)
    tokens = tokenise(text, 200)
    score = defaultdict(float, detector.of_words([token.lower for token in tokens if token.kind == "word"]))
    for token in tokens:
        if token.kind == "run" and (language := detector.of_run(token.lower)):
            score[language] += 1
    words = [token for token in tokens if token.kind in ("word", "run")]
    best = choose(score)
    other = foreign_language(words, text, round(score.get(best, 0.0))) if words else None
    if other is not None:
        return other.code if other.code != UNDETERMINED else None
    return best if score.get(best, 0.0) > 0 else None


def _readable(letter: str) -> bool:
    if letter < "\u0250" or "\u1e00" <= letter <= "\u1eff":
        return True
    return any(
        pattern is not None and pattern.match(letter) is not None
        for one in map(writing_of, all_lexicons())
        for pattern in (one.own, one.shared)
    )
