"""What the plan holds besides the camera: all that is recognised, whether or not this engine can do it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from vivant.direction.amounts import scale_of
from vivant.direction.grammar import Reading
from vivant.direction.lexicon import Sense
from vivant.direction.plan import Action, DialogueLine, Framing, LightChange, ShotPlan, SoundCue, Weather
from vivant.direction.scripts import language_of
from vivant.direction.timing import free_span
from vivant.direction.topics import Topic

_HEARD = frozenset({"ambience", "event", "music"})
_QUIET, _USUAL, _LOUD = 0.25, 0.5, 0.8
_FAR = 0.6


def contents_of(readings: Sequence[Reading], seconds: float, plan: ShotPlan) -> ShotPlan:
    """The plan with its actions, light, atmosphere, palette, sound, dialogue, style, framing and constraints."""
    topics = [(reading, topic) for reading in readings for topic in reading.topics]
    return replace(
        plan,
        framing=_framing([topic for _, topic in topics]),
        actions=tuple(_action(reading, topic, seconds) for reading, topic in topics if topic.kind == "action"),
        light=tuple(_light(reading, topic, seconds) for reading, topic in topics if topic.kind == "light"),
        atmosphere=tuple(_weather(topics, seconds)),
        palette=_names(topics, "palette"),
        sound=tuple(cue for reading, topic in topics for cue in _sound(reading, topic, seconds)),
        dialogue=tuple(_line(reading, seconds) for reading in readings if reading.quote and reading.quote_is_speech),
        style=tuple(dict.fromkeys((*_names(topics, "style"), *_steadiness(topics)))),
        keep=tuple(dict.fromkeys(reading.keep for reading in readings if reading.keep)),
        change=tuple(dict.fromkeys(reading.change for reading in readings if reading.change)),
        exclude=tuple(dict.fromkeys(reading.banned_text for reading in readings if reading.banned_text)),
    )


def _names(topics: Sequence[tuple[Reading, Topic]], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(topic.name for _, topic in topics if topic.kind == kind))


def _steadiness(topics: Sequence[tuple[Reading, Topic]]) -> Iterator[str]:
    return (topic.name for _, topic in topics if topic.kind == "steadiness" and topic.name == "handheld")


def _framing(topics: Sequence[Topic]) -> Framing:
    first = {topic.kind: topic for topic in reversed(topics)}
    sizes = [topic for topic in topics if topic.kind == "shot" and topic.name != "centred"]
    shot = sizes[0] if sizes else first.get("shot")
    lens, depth, focus = first.get("lens"), first.get("depth_of_field"), first.get("focus")
    return Framing(
        shot=shot.name.replace("_", "-") if shot else None,
        lens_mm=lens.value if lens else None,
        depth_of_field=depth.name if depth else None,
        focus=focus.who or None if focus else None,
    )


def _action(reading: Reading, topic: Topic, seconds: float) -> Action:
    span = free_span(reading.when, seconds)
    return Action(
        action=topic.name,
        target=topic.who or None,
        start_s=span.start_s,
        end_s=span.end_s,
        strength=_strength(reading),
    )


def _light(reading: Reading, topic: Topic, seconds: float) -> LightChange:
    span = free_span(reading.when, seconds)
    return LightChange(name=topic.name, start_s=span.start_s, end_s=span.end_s)


def _weather(topics: Sequence[tuple[Reading, Topic]], seconds: float) -> Iterator[Weather]:
    """What is in the air, once for each name and time."""
    told = set()
    for reading, topic in topics:
        span = free_span(reading.when, seconds)
        if topic.kind == "atmosphere" and (topic.name, span.start_s) not in told:
            told.add((topic.name, span.start_s))
            yield Weather(name=topic.name, start_s=span.start_s, end_s=span.end_s, strength=_strength(reading))


def _strength(reading: Reading) -> float:
    """How strong what a clause speaks of is, by its words of measure; those of a camera move are the camera's."""
    if reading.camera:
        return _USUAL
    return round(min(1.0, _USUAL * scale_of(reading.items)), 3)


def _sound(reading: Reading, topic: Topic, seconds: float) -> Iterator[SoundCue]:
    kinds: dict[str, Literal["ambience", "event", "music"]] = {
        "ambience": "ambience",
        "event": "event",
        "music": "music",
    }
    if topic.kind in kinds:
        span = free_span(reading.when, seconds)
        yield SoundCue(
            cue=topic.name,
            kind=kinds[topic.kind],
            start_s=span.start_s,
            end_s=span.end_s,
            level=topic.value or _level(reading, topic),
            distance=_FAR if _said_of(reading, topic, "sound_far") else 0.0,
            mood=reading.lexicon.mood_of(reading.text) if topic.kind == "music" else None,
        )


def _level(reading: Reading, topic: Topic) -> float:
    """How loud a sound is."""
    said = _said_of(reading, topic, "sound_quiet", "sound_loud")
    if said is None:
        return _USUAL
    return _QUIET if said.kind == "sound_quiet" else _LOUD


def _said_of(reading: Reading, topic: Topic, *kinds: str) -> Sense | None:
    """The first word of these kinds that is said of a sound: it counts for the sound it stands nearest to."""
    heard = [other.at for other in reading.topics if other.kind in _HEARD]
    for at, item in enumerate(reading.items, reading.first):
        sense = item.sense(*kinds)
        if sense and min(heard, key=lambda one: (abs(one - at), -one)) == topic.at:
            return sense
    return None


def _line(reading: Reading, seconds: float) -> DialogueLine:
    start = free_span(reading.when, seconds).start_s
    return DialogueLine(
        text=reading.quote,
        start_s=start,
        speaker=reading.speaker or None,
        language=language_of(reading.quote),
        manner=reading.lexicon.manner_of(reading.text.replace(reading.quote, "")),
    )
