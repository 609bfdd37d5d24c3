"""One sound made and put in its place: from a Sounding to a stem."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.catalogue import AMBIENCE, EVENTS, Voice
from vivant.sound.cues import Sounding
from vivant.sound.listening import Listening
from vivant.sound.mix import laid, span
from vivant.sound.noise import Mono, middle, random_of
from vivant.sound.placing import far_away, turned_to
from vivant.sound.stem import LEVELS_DB, Stem, gain_of
from vivant.sound.take import Take

PEAK_OF_EVENT_DB = -11.0
"""Peak below full scale of an event at the usual level: what lasts is told by its RMS, a short sound by its peak."""

_STRAY_DEG = 28.0
"""An event that has no place in the scene comes from within so much of straight ahead."""

_DRY, _FAR_ROOM = 0.35, 1.3
"""How much of a near sound the place answers, and how much more of one at the edge of hearing."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A stem, and [n] what of it is sent to the place to answer."""

    stem: Stem
    sent: Mono


def taken(one: Sounding, name: str, *, count: int, seed: int, scene: Listening, closes: bool) -> Taken:
    """One sound over a clip of `count` samples; the same for the same name and seed, whatever else sounds."""
    lasts = one.kind == "ambience"
    voice = AMBIENCE[one.name] if lasts else EVENTS[one.name]
    random = random_of(seed, name)
    stray_deg = 0.0 if lasts else float(random.uniform(-_STRAY_DEG, _STRAY_DEG))
    take = Take(
        count=count if lasts else max(1, round((one.end_s - one.start_s) * RATE_HZ)),
        random=random,
        density=one.density,
        brightness=voice.brightness if one.brightness is None else one.brightness,
        far=one.far,
    )
    samples = far_away(voice.make(take) * np.float32(_gain(one, voice)), one.far)
    if lasts:
        samples = samples * span(one.start_s, one.end_s, count, closes=closes)[:, None]
    else:
        samples = laid(samples, count, one.start_s, closes=closes)
    wide = voice.wide * (1 - 0.6 * one.far)
    place_deg = scene.places.get(voice.place, stray_deg)
    samples = turned_to(samples, place_deg=place_deg, yaw_deg=scene.yaw_deg, wide=wide)
    sent = middle(samples) * np.float32(voice.room * (_DRY + _FAR_ROOM * one.far))
    return Taken(stem=Stem(name=name, kind=one.kind, samples=samples), sent=sent)


def _gain(one: Sounding, voice: Voice) -> float:
    usual_db = LEVELS_DB["ambience"] if one.kind == "ambience" else PEAK_OF_EVENT_DB
    return float(10 ** ((usual_db + voice.gain_db) / 20) * gain_of(one.level))
