"""The lexicon is data that hangs together: every move it names exists and can be said in a sentence."""

from __future__ import annotations

import string
import tomllib
from importlib import resources

from vivant.direction.languages import load_lexicon
from vivant.direction.moves import MOVES

EN = load_lexicon("en")


def test_every_move_is_canonical_and_has_its_words() -> None:
    named = {move for family in EN.families.values() for move in (*family.sides.values(), *family.near.values())}
    named |= {family.plain for family in EN.families.values() if family.plain}
    parts = {part for composed in EN.composed.values() for part in composed}
    assert named - {"arc"} <= MOVES.keys() | EN.composed.keys()
    assert parts <= MOVES.keys()
    for move in MOVES.keys() | EN.composed.keys():
        assert EN.verb(move) != move
    assert (MOVES.keys() | EN.composed.keys()) - {"static"} <= EN.sentences["names"].keys()


def test_every_move_can_be_said() -> None:
    reachable = {move for family in EN.families.values() for move in (*family.sides.values(), *family.near.values())}
    assert MOVES.keys() - {"static"} <= reachable


def test_sentences_are_templates() -> None:
    for sentence in EN.sentences.values():
        if isinstance(sentence, str):
            assert all(field != "" for _, field, _, _ in string.Formatter().parse(sentence))


def test_the_file_is_plain_toml() -> None:
    source = resources.files("vivant.direction").joinpath("lexicon", "en.toml").read_text(encoding="utf-8")
    assert tomllib.loads(source)["language"] == "en"
