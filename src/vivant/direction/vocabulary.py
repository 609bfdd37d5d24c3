"""What a stretch of a prompt speaks of: camera moves, holds, and everything else the lexicon knows."""

from __future__ import annotations

from vivant.direction.camera_words import MoveReader
from vivant.direction.lexicon import BASE, ING, THIRD
from vivant.direction.marking import Item, Marked
from vivant.direction.moves import SHAKE
from vivant.direction.subjects import Subject, camera_follows, noun_after, noun_phrase
from vivant.direction.topics import CAMERA_KINDS, Topic


def read_topics(marked: Marked, first: int, last: int, label: str = "", carried: str = "") -> list[Topic]:
    """The topics between items `first` and `last` (excluded), in their order.

    label: the heading above. carried: who the stretch before this one was about; `and walks away` is theirs.
    """
    topics: list[Topic] = []
    for at in range(first, last):
        item = marked.items[at]
        if item.measure is not None:
            if item.measure.kind in ("clip_length", "size"):
                topics.append(Topic(item.measure.kind, "", at, value=item.measure.a))
            elif item.measure.kind == "mm":
                topics.append(Topic("lens", "", at, value=item.measure.a))
            continue
        if item.term is not None:
            topic = _topic_of(marked, first, last, at, carried, label == "camera")
            if topic is not None and not (topic.kind == "static" and any(one.kind == "static" for one in topics)):
                topics.append(topic)
                carried = "" if topic.kind in CAMERA_KINDS else topic.who or carried
    return _settled(marked, first, last, topics, label)


def _topic_of(marked: Marked, first: int, last: int, at: int, carried: str, headed: bool) -> Topic | None:
    """The topic of the phrase at this item, read in its place."""
    item = marked.items[at]
    verdict: Topic | None = None
    if item.sense("move") and not (item.sense("direction") and _after_move(marked, first, at)):
        verdict = MoveReader(marked, first, last, at, carried, headed=headed).read()
        if verdict is not None and verdict.kind in CAMERA_KINDS:
            return verdict
    static = item.sense("static")
    if static is not None:
        return _hold(marked, first, last, at, static.name, headed)
    action = item.sense("action")
    if action is not None:
        found = _action(marked, first, at, action.name, action.form, carried)
        if found is not None:
            return found
    if verdict is not None:
        return verdict
    generic = item.sense("camera_generic")
    if generic is not None:
        return Topic("generic", "", at)
    if item.sense("camera_parallax"):
        return Topic("parallax", "", at)
    if item.sense("camera_focus"):
        return Topic("focus", "focus", at, who=noun_phrase(marked, at + 1, last) or "")
    return _vocabulary(item, at)


def _after_move(marked: Marked, first: int, at: int) -> bool:
    """Whether a camera word stands shortly before: `back` is then its direction."""
    return any(marked.items[before].sense("move") for before in range(max(first, at - 4), at))


def _vocabulary(item: Item, at: int) -> Topic | None:
    found = item.sense(
        "light", "atmosphere", "ambience", "event", "music", "shot", "lens", "depth_of_field", "style",
        "constraints_size",
    )  # fmt: skip
    if found is not None:
        kind = "size" if found.kind == "constraints_size" else found.kind
        return Topic(kind, found.name, at, value=found.value)
    if item.sense("lens_name"):
        return Topic("lens_name", item.token.lower, at)
    if item.sense("steadiness"):
        sense = item.sense("steadiness")
        assert sense is not None
        name = "handheld" if sense.name in SHAKE else sense.name
        return Topic("steadiness", name, at, value=SHAKE.get(sense.name, 0.0))
    palette = item.sense("palette_words", "palette_plain")
    if palette is not None:
        return Topic(palette.kind, palette.name, at)
    return None


def _hold(marked: Marked, first: int, last: int, at: int, name: str, headed: bool) -> Topic | None:
    """A hold, when it is the camera that holds."""
    subject = Subject(marked, first, at)
    if headed and not subject.who:
        return Topic("static", "static", at)
    item = marked.items[at]
    if name == "camera" or subject.camera or camera_follows(marked, at, last):
        return Topic("static", "static", at)
    if subject.who or subject.pronoun:
        return None
    following = marked.items[at + 1] if at + 1 < last else None
    if following is not None and following.sense("fillers_of") and item.end - item.start == 1:
        return None  # "the rest of the town"
    sense = item.sense("static")
    holds_something = following is not None and (
        (following.unknown)
        or (following.sense("fillers_articles") and name == "word" and _names_thing(marked, at + 1, last))
    )
    if holds_something and (name == "word" or (sense is not None and item.end - item.start == 1)):
        return None
    if name == "word" and item.sense("static_weak"):
        return None
    return Topic("static", "static", at)


def _names_thing(marked: Marked, at: int, last: int) -> bool:
    """Whether an unknown word comes next, past articles."""
    for index in range(at, min(last, at + 3)):
        if marked.items[index].unknown:
            return True
        if not marked.items[index].sense("fillers_articles", "scale"):
            return False
    return False


def _action(marked: Marked, first: int, at: int, name: str, form: int, carried: str) -> Topic | None:
    """Something in the picture that moves by itself, if somebody or something is there to do it."""
    item = marked.items[at]
    subject = Subject(marked, first, at)
    phrase = item.end - item.start > 1
    if not item.lexicon.writing.verb_forms:
        if subject.camera and not subject.who:
            return None
        return Topic("action", name, at, who=subject.who or carried)
    acts = bool(subject.who) and (form in (THIRD, ING) or subject.plural or subject.pronoun)
    acts = acts or (subject.pronoun and form == BASE) or (form == ING and not subject.who and noun_after(marked, at))
    if carried and form in (THIRD, ING) and not subject.who and not subject.camera:
        return Topic("action", name, at, who=carried)
    if subject.camera and not phrase:
        return None
    if not phrase and not acts:
        return None
    who = subject.who
    described = at > first and marked.items[at - 1].sense("fillers_articles") is not None
    if (not who or described) and form == ING and noun_after(marked, at):
        who = marked.words(at + 1, at + 2)
    return Topic("action", name, at, who=who)


def _settled(marked: Marked, first: int, last: int, topics: list[Topic], label: str) -> list[Topic]:
    """The topics once they are seen together: a sound needs to be heard, a colour to be asked for."""
    items = marked.items
    heard = label == "sound" or any(items[at].sense("sound_head") for at in range(first, last))
    moving = any(topic.kind == "action" for topic in topics)
    quoted = any(items[at].token.kind == "quote" for at in range(first, last))
    settled: list[Topic] = []
    colours = sum(topic.kind.startswith("palette") for topic in topics)
    for index, topic in enumerate(topics):
        if topic.sideless and _led_by(topic, topics[index + 1 : index + 2]):
            continue
        if topic.kind == "atmosphere" and _moves_itself(items, topics, topic):
            continue
        if topic.kind == "atmosphere" and heard:
            topic = Topic("ambience", topic.name, topic.at)
        elif (topic.kind in ("ambience", "event", "music") and moving and not heard and _single(items[topic.at])) or (
            topic.kind == "action" and topic.name in _WEATHER_DOES and _is_weather(items, topics, topic)
        ):
            continue
        elif topic.kind == "action" and topic.name == "speak" and quoted:
            continue  # the line says it
        elif topic.kind == "style" and topic.name in _FEELINGS and any(other.kind == "music" for other in topics):
            continue  # "dreamy piano": the music's
        elif topic.kind.startswith("palette"):
            if label != "palette" and not (colours >= 2 and colours * 2 >= last - first - 1):
                continue
            topic = Topic("palette", topic.name, topic.at)
        elif topic.kind == "lens" and any(other.kind == "move" and "zoom" in other.name for other in topics):
            continue
        settled.append(topic)
    return settled


_FEELINGS = frozenset({"dreamy", "mood", "vintage"})
"""Styles whose words are as often said of music."""


def _moves_itself(items: list[Item], topics: list[Topic], weather: Topic) -> bool:
    """Whether weather is only what an action is about: `the clouds drift` asks for no clouds but those there are."""
    return weather.name in _SEEN_WEATHER and any(
        topic.kind == "action" and topic.who and items[weather.at].token.lower in topic.who.lower()
        for topic in topics
    )


_SEEN_WEATHER = frozenset({"clouds", "smoke"})

_WEATHER_DOES = frozenset({"fall", "blow", "flutter"})


def _is_weather(items: list[Item], topics: list[Topic], action: Topic) -> bool:
    """Whether an action is only the weather: `snow is falling`."""
    return any(
        topic.kind in ("atmosphere", "light")
        and topic.at < action.at
        and items[topic.at].token.lower in action.who.lower()
        for topic in topics
    )


def _led_by(topic: Topic, following: list[Topic]) -> bool:
    """Whether a move without a direction only introduces the next: `a dolly shot moving forward`."""
    after = following[0] if following else None
    if after is None or after.kind != "move":
        return False
    return after.at == topic.at + 1 or after.name.rpartition("_")[0] == topic.name.rpartition("_")[0]


def _single(item: Item) -> bool:
    return item.end - item.start == 1
