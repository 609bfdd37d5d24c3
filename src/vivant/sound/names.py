"""The names of all that can be heard, known without loading what makes it."""

from __future__ import annotations

AMBIENCE = frozenset({
    "air", "birds", "cafe", "cicadas", "clock", "crickets", "crowd", "engine", "fire", "forest", "gulls", "lapping",
    "rain", "rain_on_glass", "rain_on_leaves", "rain_on_water", "river", "room_tone", "snow", "storm", "traffic",
    "train", "water", "waterfall", "waves", "wind",
})  # fmt: skip
EVENTS = frozenset({
    "applause", "bell", "clink", "crunch", "door", "drop", "footsteps", "heartbeat", "horn", "ship_horn", "shutter",
    "siren", "thunder", "whoosh",
})  # fmt: skip
MUSIC = frozenset({
    "drums", "flute", "guitar", "harp", "jazz", "music", "music_box", "pad", "piano", "strings", "synth",
})  # fmt: skip
SILENCE = "silence"

SOUNDS = AMBIENCE | EVENTS | MUSIC | {SILENCE}
"""Cues that are made. Dogs, cats and laughter are not: what synthesis makes of a throat is not what anybody means."""
