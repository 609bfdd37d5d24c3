"""Every instrument is in tune, dies away, and plays the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.music.drums import BRUSH, KICK, LOW_DRUM, RIDE, SHAKER, SWEEP
from vivant.sound.music.instrument import Instrument, Samples, play
from vivant.sound.music.notes import Note, frequency_hz
from vivant.sound.music.plucked import BASS, GUITAR, HARP, tuning
from vivant.sound.music.struck import MUSIC_BOX, PIANO, inharmonicity
from vivant.sound.music.sustained import FLUTE, PAD, STRINGS, SYNTH

# The most a note may be beside its pitch, in cents: what is made to be a little out of tune is measured as a section.
PITCHED = {
    "guitar": (GUITAR, (40, 59, 76), 1.5),
    "harp": (HARP, (43, 67, 91), 1.5),
    "bass": (BASS, (28, 36, 48), 2.5),
    "piano": (PIANO, (33, 60, 84), 6),
    "music_box": (MUSIC_BOX, (67, 79, 91), 1),
    "flute": (FLUTE, (67, 79, 88), 3),
    "strings": (STRINGS, (48, 60, 76), 8),
    "pad": (PAD, (48, 60, 72), 8),
    "synth": (SYNTH, (48, 60, 72), 5),
}
DYING = ("guitar", "harp", "bass", "piano", "music_box", "synth")
STRUCK = {"kick": KICK, "low_drum": LOW_DRUM, "brush": BRUSH, "sweep": SWEEP, "shaker": SHAKER, "ride": RIDE}


def sounded(instrument: Instrument, pitch: float, seconds: float = 2.0, velocity: float = 0.6) -> Samples:
    """One note on a track that has room for its ringing on, mono, [n]."""
    note = Note(start_s=0, seconds=seconds, pitch=pitch, velocity=velocity)
    return play(instrument, [note], round((seconds + 1) * RATE_HZ), np.random.default_rng(5)).mean(axis=0)


def pitch_hz(samples: Samples, near_hz: float) -> float:
    """The frequency of the strongest partial within a semitone of `near_hz`."""
    size = 1 << 18
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), size))
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ)
    around = (hz > near_hz / 1.06) & (hz < near_hz * 1.06)
    # The middle of the peak: players beside one another make it wide.
    weights = np.where(around, spectrum, 0) ** 4
    return float(np.sum(weights * hz) / np.sum(weights))


@pytest.mark.parametrize("name", PITCHED)
def test_notes_are_in_tune(name: str) -> None:
    instrument, pitches, cents = PITCHED[name]
    for pitch in pitches:
        wanted = frequency_hz(pitch)
        heard = pitch_hz(sounded(instrument, pitch)[RATE_HZ // 5 : 2 * RATE_HZ], wanted)
        assert abs(1200 * np.log2(heard / wanted)) < cents, pitch


@pytest.mark.parametrize("hz", (41.2, 82.41, 110.0, 440.0, 1318.5))
@pytest.mark.parametrize("loss", (0.0, 0.2, 0.5))
def test_the_loop_of_a_string_is_one_period_long(hz: float, loss: float) -> None:
    """In closed form: a delay, an allpass and two taps turn the fundamental by exactly one turn."""
    delay, allpass, near, far = tuning(hz, 3.0, loss)
    z = np.exp(-2j * np.pi * hz / RATE_HZ)
    loop = z**delay * (allpass + z) / (1 + allpass * z) * (near + far * z)
    assert np.angle(loop) == pytest.approx(0, abs=1e-9)
    if near + far < 0.9999:  # else it would have to gain what the loss filter takes
        assert abs(loop) ** (hz * 3.0) == pytest.approx(1e-3, rel=1e-6)


@pytest.mark.parametrize("name", DYING)
def test_what_is_struck_dies_away(name: str) -> None:
    instrument, pitches, _ = PITCHED[name]
    sound = sounded(instrument, pitches[-1], seconds=2)
    early, late = (np.sqrt(np.mean(sound[at : at + RATE_HZ // 4] ** 2)) for at in (2000, round(1.6 * RATE_HZ)))
    assert 20 * np.log10(early / late) > 8


@pytest.mark.parametrize("name", ("strings", "pad", "flute"))
def test_what_is_held_stays(name: str) -> None:
    instrument, pitches, _ = PITCHED[name]
    sound = sounded(instrument, pitches[1], seconds=3)
    middle, late = (np.sqrt(np.mean(sound[at : at + RATE_HZ] ** 2)) for at in (RATE_HZ, 2 * RATE_HZ - 9600))
    assert abs(20 * np.log10(middle / late)) < 4


@pytest.mark.parametrize("name", PITCHED)
def test_notes_end_in_silence_without_a_click(name: str) -> None:
    """The last samples of a voice are small beside it, and so are the steps from one of them to the next."""
    instrument, pitches, _ = PITCHED[name]
    voice = instrument.voice(Note(start_s=0, seconds=0.8, pitch=pitches[1]), np.random.default_rng(1))
    assert np.abs(voice[-8:]).max() < 2e-3 * np.abs(voice).max()
    assert np.abs(np.diff(voice[-RATE_HZ // 50 :])).max() < 0.3 * np.abs(np.diff(voice)).max()


@pytest.mark.parametrize("name", PITCHED)
def test_playing_harder_is_louder(name: str) -> None:
    instrument, pitches, _ = PITCHED[name]
    soft, hard = (sounded(instrument, pitches[1], 1, velocity) for velocity in (0.25, 0.9))
    assert np.sqrt(np.mean(hard**2)) > 1.4 * np.sqrt(np.mean(soft**2))


@pytest.mark.parametrize("name", ("guitar", "piano"))
def test_playing_harder_is_brighter(name: str) -> None:
    instrument, pitches, _ = PITCHED[name]

    def centre(sound: Samples) -> float:
        power = np.abs(np.fft.rfft(sound)) ** 2
        return float(np.sum(power * np.fft.rfftfreq(len(sound), 1 / RATE_HZ)) / np.sum(power))

    soft, hard = (centre(sounded(instrument, pitches[1], 1, velocity)) for velocity in (0.2, 0.95))
    assert hard > 1.15 * soft


def test_stiff_strings_are_stretched() -> None:
    """The tenth partial of a piano's C4 lies where its inharmonicity says."""
    hz, stiff = frequency_hz(60), inharmonicity(60)
    wanted = 10 * hz * np.sqrt((1 + 100 * stiff) / (1 + stiff))
    assert 1200 * np.log2(wanted / (10 * hz)) > 15
    heard = pitch_hz(sounded(PIANO, 60, velocity=1.0)[: RATE_HZ // 2], wanted)
    assert abs(1200 * np.log2(heard / wanted)) < 6


def test_plucked_in_the_middle_a_string_lacks_its_second_partial() -> None:
    from dataclasses import replace

    voice = replace(HARP.voice, position=0.5, rough=0.0)  # type: ignore[type-var]
    sound = voice(Note(start_s=0, seconds=1, pitch=52), np.random.default_rng(0))
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    first, second, third = (power[round(k * frequency_hz(52) * len(sound) / RATE_HZ)] for k in (1, 2, 3))
    assert second < 0.1 * min(first, third)


@pytest.mark.parametrize("name", STRUCK)
def test_drums_are_heard_and_over_soon(name: str) -> None:
    sound = sounded(STRUCK[name], 60, seconds=0.1)
    assert np.abs(sound).max() > 0.01
    assert np.abs(sound[round(0.95 * RATE_HZ) :]).max() < 1e-3


def test_a_note_past_the_end_comes_round_in_a_loop() -> None:
    count = RATE_HZ
    note = Note(start_s=0.9, seconds=0.5, pitch=60)
    once = play(GUITAR, [note], count, np.random.default_rng(0))
    round_ = play(GUITAR, [note], count, np.random.default_rng(0), wraps=True)
    assert np.abs(once[:, : RATE_HZ // 4]).max() < 0.01 * np.abs(round_[:, : RATE_HZ // 4]).max()


def test_pan_places_a_note() -> None:
    left = play(MUSIC_BOX, [Note(start_s=0, seconds=0.5, pitch=80, pan=-1)], RATE_HZ, np.random.default_rng(0))
    assert np.abs(left[1]).max() < 1e-6 < np.abs(left[0]).max()


@pytest.mark.parametrize("instrument", (STRINGS, PAD))
def test_what_begins_before_its_time_is_cut_without_a_click(instrument: Instrument) -> None:
    track = play(instrument, [Note(start_s=0, seconds=1, pitch=60)], 2 * RATE_HZ, np.random.default_rng(0))
    assert np.abs(track[:, :4]).max() < 0.01 * np.abs(track).max()
