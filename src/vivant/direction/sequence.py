"""When things happen that are not the camera's: entries of a list by times, and what follows upon what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from vivant.direction.grammar import Reading
from vivant.direction.marking import Marked
from vivant.direction.timing import ANY_TIME, Span, When, lay_out

_HAPPENS = frozenset({"action", "light", "event"})


def with_entries(marked: Marked, readings: Sequence[Reading]) -> list[Reading]:
    """The readings with the times of the entry they stand in: `2-4s: hold, she blinks` is all from 2 s to 4 s."""
    timed = list(readings)
    entry: list[int] = []
    opening = [index for index, reading in enumerate(readings) if _opens_entry(reading)]
    listed = len(opening) > 1
    for index, reading in enumerate(readings):
        if index in opening and (listed or _set_apart(marked, reading)):
            _share(timed, entry)
            entry = [index]
        elif not entry:
            pass
        elif (
            reading.when.said
            or _leaves(marked, readings, entry, index)
            or (_new_line(marked, readings, index) and _has_content(readings, entry))
        ):
            _share(timed, entry)
            entry = []
        else:
            entry.append(index)
    _share(timed, entry)
    return timed


def with_same_time(readings: Sequence[Reading]) -> list[Reading]:
    """The readings with the times of the one before where they say so: `the camera zooms out during that time`."""
    timed: list[Reading] = []
    for reading in readings:
        same = timed and not reading.when.said and any(item.sense("links_same_time") for item in reading.items)
        timed.append(replace(reading, when=timed[-1].when) if same else reading)
    return timed


def _opens_entry(reading: Reading) -> bool:
    """Whether a clause begins with the times of its entry."""
    if reading.when.start_s is None or reading.when.end_s is None:
        return False
    topics = [topic.at for topic in (*reading.topics, *reading.banned)]
    first = min(topics, default=reading.first + len(reading.items))
    return any(
        item.measure is not None and item.measure.kind == "span" for item in reading.items[: first - reading.first]
    )


def _set_apart(marked: Marked, reading: Reading) -> bool:
    """Whether a mark stands between the times of an entry and what happens in it: `0-2s: hold`."""
    for at, item in enumerate(reading.items):
        if item.measure is not None and item.measure.kind == "span":
            after = reading.first + at + 1
            return after >= len(marked.items) or marked.items[after].is_mark
    return False


def _leaves(marked: Marked, readings: Sequence[Reading], entry: Sequence[int], index: int) -> bool:
    """Whether `then` leads out of an entry, as out of times in running text: `from 1s to 3s pan, then hold`."""
    return readings[index].link == "next" and not _set_apart(marked, readings[entry[0]])


def _new_line(marked: Marked, readings: Sequence[Reading], index: int) -> bool:
    before, after = readings[index - 1], readings[index]
    end = marked.tokens[before.items[-1].end - 1].end
    return "\n" in marked.text[end : after.items[0].token.start]


def _has_content(readings: Sequence[Reading], entry: Sequence[int]) -> bool:
    return any(readings[index].topics or readings[index].banned for index in entry)


def _share(timed: list[Reading], entry: Sequence[int]) -> None:
    """Give the clauses of an entry its times; what the camera does there shares them in order."""
    if len(entry) < 2:
        return
    whole = timed[entry[0]].when
    beats = [index for index in entry if _is_beat(timed[index])]
    steps = [index for index in beats if index == beats[0] or timed[index].link not in ("together", "and")]
    for index in entry[1:]:
        if index not in beats:
            timed[index] = replace(timed[index], when=whole)
    if len(steps) == 1:
        for index in beats:
            timed[index] = replace(timed[index], when=whole)
        return
    for index in steps:
        start = whole.start_s if index == steps[0] else None
        end = whole.end_s if index == steps[-1] else None
        timed[index] = replace(timed[index], when=When(start_s=start, end_s=end))


def _is_beat(reading: Reading) -> bool:
    return any(topic.kind in ("move", "static") for topic in reading.topics)


def _happens(reading: Reading) -> bool:
    """Whether something happens in a clause that is not the camera's, at a time not said."""
    return not _is_beat(reading) and any(topic.kind in _HAPPENS for topic in reading.topics)


def steps_among_beats(readings: Sequence[Reading]) -> frozenset[int]:
    """The clauses that take their turn with the camera's beats: `push in, then she smiles`."""
    return frozenset(
        index
        for chain in _chains(readings)
        if any(_is_beat(readings[one]) for one in chain)
        for index in chain
        if _happens(readings[index]) and not readings[index].when.said
    )


def with_turns(readings: Sequence[Reading], spans: dict[int, Span], seconds: float) -> list[Reading]:
    """The readings with the times of what follows upon something else, or happens while the camera does something.

    spans: when the camera's clauses, and those that take turns with them, happen.
    """
    timed = list(readings)
    for index in steps_among_beats(readings) & spans.keys():
        timed[index] = replace(timed[index], when=_when(spans[index]))
    for chain in _chains(readings):
        happening = [index for index in chain if _happens(readings[index])]
        if len(happening) == len(chain):
            laid = lay_out([readings[index].when for index in chain], seconds)
            for index, span in zip(chain, laid, strict=True):
                said = timed[index].when
                timed[index] = replace(timed[index], when=said if said.said else _when(span))
    last: Span | None = None
    for index, reading in enumerate(readings):
        if _is_beat(reading):
            last = spans.get(index, last)
        elif last is not None and _goes_along(readings, index) and not timed[index].when.said:
            timed[index] = replace(timed[index], when=_when(last) if _happens(reading) else ANY_TIME)
    return timed


def _goes_along(readings: Sequence[Reading], index: int) -> bool:
    """Whether a clause happens while the camera does what the clause before says: `while pushing in, she smiles`."""
    if readings[index].opens or not index:
        return False
    before = readings[index - 1]
    return readings[index].link == "together" or (before.link == "together" and before.opens and _is_beat(before))


def _when(span: Span) -> When:
    return When(start_s=span.start_s, end_s=span.end_s)


def _chains(readings: Sequence[Reading]) -> list[list[int]]:
    """Clauses that follow upon one another by a word that says so, in which something happens."""
    chains: list[list[int]] = []
    for index, reading in enumerate(readings):
        counts = _is_beat(reading) or _happens(reading)
        if reading.link != "next" or not counts or not index:
            continue
        before = index - 1
        if chains and chains[-1][-1] == before:
            chains[-1].append(index)
        elif _is_beat(reading) and _happens(readings[before]) and _beside_beat(readings, before):
            continue
        elif _is_beat(readings[before]) or _happens(readings[before]):
            chains.append([before, index])
        else:
            chains.append([index])
    return [chain for chain in chains if len(chain) > 1 and any(_happens(readings[index]) for index in chain)]


def _beside_beat(readings: Sequence[Reading], index: int) -> bool:
    """Whether a clause only goes along with a movement of the camera named before it in the same sentence."""
    return index > 0 and not readings[index].opens and _is_beat(readings[index - 1])
