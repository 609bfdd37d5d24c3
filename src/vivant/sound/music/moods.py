"""How music feels: key, chords, tempo and colour, read from the words about the music and from the light."""

from __future__ import annotations

from dataclasses import dataclass

from vivant.direction.plan import ShotPlan, SoundCue
from vivant.sound.music.harmony import DORIAN, LYDIAN, MAJOR, MINOR, PHRYGIAN


@dataclass(frozen=True, kw_only=True)
class Mood:
    """What a mood means for music.

    bpm: the tempo it would like. progressions: rows of degrees that go round. before_end: the degree that leads home.
    sevenths: chords have four notes. bright: 0..1, how open the sound is. dense: 0..1, how many notes.
    """

    scale: tuple[int, ...]
    bpm: float
    progressions: tuple[tuple[int, ...], ...]
    before_end: int = 4
    sevenths: bool = False
    bright: float = 0.5
    dense: float = 0.5


MOODS: dict[str, Mood] = {
    "calm": Mood(
        scale=MAJOR, bpm=74, progressions=((0, 5, 3, 4), (0, 2, 3, 4), (0, 3, 5, 4)), bright=0.45, dense=0.4
    ),
    "happy": Mood(
        scale=MAJOR, bpm=108, progressions=((0, 4, 5, 3), (0, 3, 0, 4), (0, 5, 1, 4)), bright=0.75, dense=0.8
    ),
    "sad": Mood(scale=MINOR, bpm=62, progressions=((0, 5, 2, 6), (0, 3, 5, 4), (0, 6, 5, 4)), bright=0.3, dense=0.3),
    "tense": Mood(
        scale=PHRYGIAN, bpm=84, progressions=((0, 1, 0, 1), (0, 5, 1, 0)), before_end=1, bright=0.3, dense=0.5
    ),
    "dreamy": Mood(
        scale=LYDIAN,
        bpm=66,
        progressions=((0, 1, 0, 5), (0, 4, 1, 5)),
        before_end=1,
        sevenths=True,
        bright=0.5,
        dense=0.4,
    ),
    "warm": Mood(
        scale=MAJOR, bpm=80, progressions=((0, 3, 5, 4), (0, 5, 1, 4), (3, 0, 1, 4)), bright=0.55, dense=0.5
    ),
    "epic": Mood(scale=MINOR, bpm=92, progressions=((0, 5, 2, 6), (0, 2, 6, 3)), before_end=6, bright=0.7, dense=0.6),
    "night": Mood(
        scale=DORIAN, bpm=64, progressions=((0, 3, 0, 6), (0, 6, 3, 4)), sevenths=True, bright=0.3, dense=0.3
    ),
    "swing": Mood(
        scale=MAJOR,
        bpm=66,
        progressions=((0, 5, 1, 4), (2, 5, 1, 4), (1, 4, 0, 5)),
        sevenths=True,
        bright=0.5,
        dense=0.65,
    ),
    "blue": Mood(
        scale=MINOR, bpm=58, progressions=((0, 3, 5, 4), (0, 5, 3, 4)), sevenths=True, bright=0.35, dense=0.5
    ),
}
"""By name; `vivant.direction` reads all but the last three from words: they are of the light, and of jazz."""

_BY_STYLE = {
    "dreamy": "dreamy",
    "slow_motion": "dreamy",
    "timelapse": "happy",
    "vintage": "warm",
    "sepia": "warm",
    "old_film": "warm",
    "black_and_white": "night",
}
_BY_ATMOSPHERE = {
    "storm": "tense",
    "lightning": "tense",
    "smoke": "tense",
    "mist": "dreamy",
    "snow": "dreamy",
    "fireflies": "dreamy",
    "petals": "warm",
    "leaves": "warm",
    "god_rays": "warm",
    "confetti": "happy",
    "bubbles": "happy",
    "rain": "sad",
}
_BY_LIGHT = {
    "golden_hour": "warm",
    "sunset": "warm",
    "warm_light": "warm",
    "sunrise": "warm",
    "blue_hour": "night",
    "night": "night",
    "cold_light": "night",
    "neon": "night",
    "low_key": "tense",
    "day": "happy",
    "high_key": "happy",
}


def mood_name(plan: ShotPlan, cue: SoundCue) -> str:
    """The name of the mood a cue is played in: what its words say, else the style, the light, the weather; `calm`
    where nothing tells."""
    if cue.mood is not None and cue.mood in MOODS:
        return cue.mood
    found = [
        *(_BY_STYLE.get(style) for style in plan.style),
        *(_BY_LIGHT.get(light.name) for light in plan.light),
        *(_BY_ATMOSPHERE.get(one.name) for one in plan.atmosphere),
    ]
    return next((name for name in found if name), "calm")
