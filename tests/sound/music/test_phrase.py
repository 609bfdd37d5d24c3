"""Phrases fill their time with whole bars, come home, and move by small steps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from vivant.sound.music.harmony import DOMINANT, MAJOR, MINOR, Key, chord_on, voicings
from vivant.sound.music.moods import MOODS
from vivant.sound.music.phrase import Phrase, bars_for, compose

LENGTHS = (1.0, 2.0, 3.7, 4.0, 5.0, 8.0, 12.0, 20.0)


def phrase(
    mood: str = "calm", *, seconds: float = 8, seed: int = 0, loops: bool = False, start_s: float = 0
) -> Phrase:
    return compose(
        np.random.default_rng(seed), start_s=start_s, seconds=seconds, mood=MOODS[mood], beats_in_bar=4, loops=loops
    )


@pytest.mark.parametrize("seconds", LENGTHS)
@pytest.mark.parametrize("mood", MOODS)
def test_whole_bars_fill_the_time(mood: str, seconds: float) -> None:
    made = phrase(mood, seconds=seconds, start_s=1.5)
    assert len(made.chords) == made.bars
    assert made.bars * made.beats_in_bar * made.beat_s == pytest.approx(seconds)
    assert made.time_s(0) == 1.5
    assert made.ending_s == pytest.approx(1.5 + seconds - made.bar_s)
    last = made.melody[-1]
    assert last.beat + last.beats == pytest.approx(made.bars * made.beats_in_bar)


@pytest.mark.parametrize("seconds", [one for one in LENGTHS if one >= 3])
@pytest.mark.parametrize("bpm", (60, 74, 92, 110))
def test_there_is_more_than_a_chord(seconds: float, bpm: float) -> None:
    assert bars_for(seconds, bpm, 4)[0] >= 2
    assert seconds / bars_for(seconds, bpm, 4)[0] <= 4


@pytest.mark.parametrize("seconds", [one for one in LENGTHS if one >= 3])
@pytest.mark.parametrize("bpm", (60, 74, 92, 110))
def test_the_tempo_stays_near_its_wish(seconds: float, bpm: float) -> None:
    bars, beats = bars_for(seconds, bpm, 4)
    assert 0.75 < bars * beats * 60 / seconds / bpm < 1.34


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(5))
def test_the_end_is_the_tonic(mood: str, seed: int) -> None:
    made = phrase(mood, seconds=9, seed=seed)
    assert made.chords[-1].degree == 0
    assert made.melody[-1].pitch % 12 == made.key.tonic % 12
    assert made.melody[-1].beat == (made.bars - 1) * made.beats_in_bar
    assert made.chords[0].degree == 0


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(5))
def test_melodies_are_singable(mood: str, seed: int) -> None:
    """No step wider than a sixth, a range of less than two octaves, strong beats on notes of the chord."""
    made = phrase(mood, seconds=16, seed=seed)
    pitches = [sung.pitch for sung in made.melody]
    assert max(abs(a - b) for a, b in itertools.pairwise(pitches)) <= 10
    assert max(pitches) - min(pitches) < 24
    for sung in made.melody:
        if sung.beat % made.beats_in_bar == 0:
            assert sung.pitch % 12 in made.chords[int(sung.beat // made.beats_in_bar)].classes


@pytest.mark.parametrize("mood", MOODS)
def test_voices_move_little(mood: str) -> None:
    laid = voicings(phrase(mood, seconds=20).chords, low=48, high=72)
    for one, two in itertools.pairwise(laid):
        assert max(abs(a - b) for a, b in zip(one, two, strict=True)) <= 7
        assert sum(abs(a - b) for a, b in zip(one, two, strict=True)) <= 14


def test_the_dominant_of_a_minor_key_leads() -> None:
    assert chord_on(Key(tonic=-3, scale=MINOR), DOMINANT).classes == (4, 8, 11)
    assert chord_on(Key(tonic=0, scale=MAJOR), DOMINANT, size=4).classes == (7, 11, 2, 5)


def test_sad_is_minor_and_slow_and_happy_is_neither() -> None:
    assert MOODS["sad"].scale[2] == 3
    assert MOODS["happy"].scale[2] == 4
    assert MOODS["sad"].bpm < MOODS["calm"].bpm < MOODS["happy"].bpm


def test_a_loop_does_not_come_to_rest() -> None:
    made = phrase(seconds=8, loops=True)
    assert made.chords[-1].degree != 0
    assert made.ending_s == pytest.approx(8)


def test_seeds_make_other_phrases() -> None:
    assert phrase(seed=1) == phrase(seed=1)
    assert len({phrase(seed=seed, seconds=12).melody for seed in range(8)}) == 8
