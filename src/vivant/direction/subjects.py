"""Who or what does something: the camera, or a thing in the picture."""

from __future__ import annotations

from vivant.direction.marking import Item, Marked


class Subject:
    """Who or what stands before a verb: the camera, something else, or nobody.

    who: the thing in the picture, in the prompt's words (empty: nothing is named); plural, pronoun: how it is named.
    camera: the camera is named. article: an article stands before. cue: a word of amount or manner does.
    """

    def __init__(self, marked: Marked, first: int, verb: int) -> None:
        self.camera = False
        self.article = False
        self.pronoun = False
        self.cue = False
        content_from = content_to = -1
        for at in range(verb - 1, max(first, verb - 12) - 1, -1):
            item = marked.items[at]
            if item.is_mark and item.token.lower == ":":
                break
            if self.camera and item.sense("fillers_having"):
                self.camera = False  # "a man with a camera walks"
                continue
            if item.sense("links_next", "links_together", "links_and", "links_contrast"):
                break
            if item.sense("camera_words"):
                self.camera = True
            if item.sense("scale", "ease", "steadiness", "fillers_starters", "measure"):
                self.cue = self.cue or item.sense("fillers_articles") is None
            if item.sense("fillers_articles") and item.sense("number") is None:
                self.article = True
            if item.sense("fillers_pronouns"):
                self.pronoun = True
            if is_content(item):
                content_from = at
                content_to = max(content_to, at + 1)
        self.who = marked.words(content_from, content_to) if content_from >= 0 else ""
        writing = marked.items[verb].lexicon.writing
        who = self.who.lower()
        self.plural = who.endswith(writing.plural) and not who.endswith(writing.not_plural)
        if self.pronoun and not self.who:
            self.who = marked.words(max(first, verb - 1), verb)


def is_content(item: Item) -> bool:
    """A word that could be the thing in the picture that moves."""
    if item.measure is not None or item.token.kind != "word":
        return False
    if item.term is None:
        return True
    return item.term.meanings.keys() <= _THING_KINDS


_THING_KINDS = frozenset(
    {
        "action",
        "atmosphere",
        "ambience",
        "event",
        "music",
        "light",
        "sound_head",
        "move",
        "fillers_things",
        "lens_name",
        "palette_words",
        "palette_plain",
    }
)


def camera_follows(marked: Marked, at: int, last: int) -> bool:
    """Whether the camera is the object: `turn the camera left`."""
    for index in range(at + 1, min(last, at + 4)):
        item = marked.items[index]
        if item.sense("camera_words") and not item.sense("camera_viewers"):
            return True
        if not item.sense("fillers_words", "fillers_articles", "scale"):
            return False
    return False


def noun_after(marked: Marked, at: int) -> bool:
    return at + 1 < len(marked.items) and is_content(marked.items[at + 1])


def noun_phrase(marked: Marked, at: int, last: int) -> str | None:
    """The thing named from this item on, without its article: `old lighthouse`; None where nothing is."""
    while at < last and marked.items[at].sense("fillers_articles"):
        at += 1
    end, known = at, False
    while end < min(last, at + 6):
        item = marked.items[end]
        if item.measure is not None or item.is_mark or item.means(_PHRASE_ENDS):
            break
        known = (
            known or item.unknown or item.sense("atmosphere", "action", "palette_plain", "palette_words") is not None
        )
        end += 1
    return marked.words(at, end) if known else None


_PHRASE_ENDS = frozenset({
    "scale", "ease", "direction", "links_and", "links_together", "links_next", "fillers_toward", "links_concurrent",
    "time_at", "time_lasting",
})  # fmt: skip
