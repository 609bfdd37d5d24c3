"""Which language every word of a prompt is read in: stretches between marks are told apart, and words within them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from vivant.direction.languages import BASIC, all_lexicons, writing_of
from vivant.direction.lexicon import Lexicon, Term
from vivant.direction.runs import cut_run
from vivant.direction.scripts import Detector, Other, choose, foreign_language
from vivant.direction.words import Token

_BOUNDS = frozenset(".!?;\n…•·|。！？；,:—–→/，、：()[]（）【】{}")
_RUN_WEIGHT = 0.4
"""What a letter of a run counts for against a word of a language with spaces."""


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """How a stretch is read.

    language: the one it is mostly in. order: the lexicons its words are looked up in, first come first served;
    run_order: the same for words of a script without spaces. foreign: the language, where it is none of ours.
    """

    language: str
    order: tuple[Lexicon, ...]
    run_order: tuple[Lexicon, ...]
    foreign: Other | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """The tokens of a prompt, all runs cut into words, and the tongue of each."""

    tokens: list[Token]
    tongues: list[Tongue]


def tell_tongues(text: str, tokens: Sequence[Token], most: int) -> Told:
    """The tokens with the tongue of each; at most so many."""
    detector = Detector(text)
    stretches = _stretches(tokens)
    scores = [_score(detector, stretch) for stretch in stretches]
    whole: defaultdict[str, float] = defaultdict(float)
    for score in scores:
        for code, value in score.items():
            whole[code] += value
    chooser = _Chooser(text, whole)
    told = Told(tokens=[], tongues=[])
    for stretch, score in zip(stretches, scores, strict=True):
        tongue = chooser.tongue(stretch, score)
        for token in stretch:
            words = [token]
            if token.kind == "run":
                language = detector.of_run(token.lower)
                room = most - len(told.tokens)
                words = cut_run(token, language, room) if language is not None else [token._replace(kind="word")]
            told.tokens.extend(words)
            told.tongues.extend([tongue] * len(words))
        if len(told.tokens) >= most:
            break
    return told


def _stretches(tokens: Sequence[Token]) -> list[list[Token]]:
    """The tokens between marks that end a stretch; the mark belongs to the stretch before it."""
    stretches: list[list[Token]] = [[]]
    for token in tokens:
        stretches[-1].append(token)
        if token.kind == "mark" and token.lower in _BOUNDS:
            stretches.append([])
    return [stretch for stretch in stretches if stretch]


def _score(detector: Detector, stretch: Sequence[Token]) -> dict[str, float]:
    words = [token.lower for token in stretch if token.kind == "word"]
    score = defaultdict[str, float](float, detector.of_words(words) if words else {})
    for token in stretch:
        if token.kind == "run":
            language = detector.of_run(token.lower)
            if language is not None:
                score[language] += len(token.lower) * _RUN_WEIGHT
    return score


class _Chooser:
    """Says how stretches of one prompt are read."""

    def __init__(self, text: str, whole: Mapping[str, float]) -> None:
        self._text = text
        self._favourite = choose(whole)
        spaced = writing_of(self._favourite).spaces
        self._spaced_favourite = self._favourite if spaced else BASIC
        self._present = tuple(code for code, value in whole.items() if value >= 1)
        self._known: dict[tuple[str, str, bool], Tongue] = {}

    def tongue(self, stretch: Sequence[Token], score: Mapping[str, float]) -> Tongue:
        """How one stretch is read."""
        language = choose(score, self._favourite)
        latin = {code: value for code, value in score.items() if writing_of(code).spaces}
        spoken = choose(latin, self._spaced_favourite)
        words = [token for token in stretch if token.kind in ("word", "run")]
        plain = all(token.lower.isascii() for token in words if token.kind == "word")
        key = (language, spoken, plain)
        if key not in self._known:
            self._known[key] = self._read_as(*key)
        tongue = self._known[key]
        if not words or score.get(language, 0.0) >= 3:
            return tongue
        written = self._text[words[0].start : words[-1].end]
        foreign = foreign_language(words, written, round(latin.get(spoken, 0.0)))
        return tongue if foreign is None else replace(tongue, foreign=foreign)

    def _read_as(self, language: str, spoken: str, plain: bool) -> Tongue:
        lexicons = all_lexicons()
        first = lexicons[spoken]
        if plain and first.unaccented is not None:
            first = first.unaccented
        codes = dict.fromkeys((BASIC, *self._present))
        others = [lexicons[code] for code in codes if code != spoken]
        order = (first, *others)
        runs = tuple(one for one in (lexicons[language], *others) if not one.writing.spaces)
        return Tongue(language=language, order=order, run_order=(*runs, *order))


def find_mixed_terms(told: Told) -> dict[int, Term]:
    """The phrases of the text by their first token; they do not overlap. The longest of the first lexicon that has
    one wins, unless another's is longer."""
    terms: dict[int, Term] = {}
    index, size = 0, len(told.tokens)
    while index < size:
        term = _term(told, index)
        if term is None:
            index += 1
            continue
        terms[index] = term
        index = term.end
    return terms


def _term(told: Told, index: int) -> Term | None:
    token, tongue = told.tokens[index], told.tongues[index]
    if token.kind == "word" and tongue.foreign is not None:
        return None
    order = tongue.order
    if not token.lower.isascii() and token.kind == "word":
        order = tongue.run_order
    best: Term | None = None
    for rank, lexicon in enumerate(order):
        if rank and token.kind == "word" and not _borrowed(token.lower, order[0], lexicon):
            continue
        term = lexicon.term_at(told.tokens, index)
        if term is not None and (best is None or term.end > best.end):
            best = term
    return best


def _borrowed(word: str, first: Lexicon, other: Lexicon) -> bool:
    """Whether a word may be read in another language than that of its stretch: not where it is at home."""
    if not first.writing.spaces or not other.writing.spaces:
        return True
    if word in first.vocabulary:
        return False
    return other.language == BASIC or not word.isascii()
