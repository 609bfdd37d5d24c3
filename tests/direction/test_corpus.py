"""Every corpus against the grammar: how many prompts become exactly the plan they plainly mean, language by language.

The form of an entry is described at the head of each `corpus_*.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from vivant.direction import Capabilities, ShotPlan, direct
from vivant.direction.moves import MOVES
from vivant.direction.plan import Action, SoundCue

TIME_TOLERANCE_S = 0.05
AMOUNT_TOLERANCE = 0.01
OVERALL, EACH = 0.95, 0.90

# What some moves are made of: a plan may name either.
PARTS = {
    "crane_up": ("pedestal_up", "tilt_down"),
    "crane_down": ("pedestal_down", "tilt_up"),
    "oblique": ("dolly_in", "tilt_up"),
}
ENGINE = Capabilities(engine="scene", moves=frozenset({*MOVES, *PARTS, "rack_focus", "handheld"}))

Row = tuple[float, float, str, float | None]


def load() -> dict[str, list[dict[str, Any]]]:
    """The prompts of every `corpus_<name>.toml` beside this file, by name."""
    folder = Path(__file__).parent
    return {
        path.stem.removeprefix("corpus_"): tomllib.loads(path.read_text(encoding="utf-8"))["prompts"]
        for path in sorted(folder.glob("corpus_*.toml"))
    }


CORPUS = load()


def plan_of(case: dict[str, Any]) -> ShotPlan:
    """What direction makes of an entry's prompt."""
    return direct(case["text"], seconds=case["seconds"], capabilities=ENGINE)


def differences(case: dict[str, Any], plan: ShotPlan) -> list[str]:
    """One line for each key of the entry that the plan does not meet: `light: expected ..., got ...`."""
    found = {
        "camera": lambda asked: same_camera(asked_camera(asked), camera_of(plan)),
        "actions": lambda asked: same_cues(items(asked), plan.actions),
        "sound": lambda asked: same_cues(items(asked), plan.sound),
        "light": lambda asked: set(items(asked)) == {light.name for light in plan.light},
        "atmosphere": lambda asked: set(items(asked)) == {one.name for one in plan.atmosphere},
        "palette": lambda asked: set(items(asked)) == set(plan.palette),
        "style": lambda asked: set(items(asked)) == styles_of(plan),
        "dialogue": lambda asked: len(plan.dialogue) == asked,
        "steadiness": lambda asked: {move.steadiness for move in plan.camera} == {asked},
    }
    told = [key for key, meets in found.items() if key in case and not meets(case[key])]
    return [f"{key}: expected {case[key]!r}, got {shown(key, plan)!r}" for key in told]


def shown(key: str, plan: ShotPlan) -> str:
    """What the plan says under a key of the corpus, in the corpus's own form."""
    if key == "camera":
        return "; ".join(f"{move}@{amount:.3g} {start:.3g}-{end:.3g}" for start, end, move, amount in camera_of(plan))
    if key == "steadiness":
        return "; ".join(move.steadiness for move in plan.camera)
    if key == "actions":
        return "; ".join(f"{one.action} {one.start_s:.3g}-{one.end_s:.3g}" for one in plan.actions)
    if key == "sound":
        return "; ".join(f"{one.cue} {one.start_s:.3g}-{one.end_s:.3g} at {one.level:.2g}" for one in plan.sound)
    if key == "light":
        return "; ".join(light.name for light in plan.light)
    if key == "dialogue":
        return " / ".join(line.text for line in plan.dialogue)
    return "; ".join(getattr(plan, key))


# ------------------------------------------------------------------------------------------------------------ camera
def asked_camera(line: str) -> list[Row]:
    """`pan_left@15 0-3; static 3-8` as rows of start, end, move and amount."""
    rows: list[Row] = []
    for part in re.split(r"[;,]\s*", line):
        named, _, times = part.partition(" ")
        move, _, amount = named.partition("@")
        start, _, end = times.partition("-")
        rows.append((float(start), float(end), move, float(amount) if amount else None))
    return in_order(rows)


def camera_of(plan: ShotPlan) -> list[Row]:
    """The plan's moves as the same rows; a shift of focus is a matter of style here."""
    moves = [move for move in plan.camera if move.move != "rack_focus"]
    return in_order([(move.start_s, move.end_s, move.move, move.amount) for move in moves])


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Moves taken apart into what they are made of, by start and name, with holds that meet made one."""
    parts = [(start, end, part, amount) for start, end, move, amount in rows for part in PARTS.get(move, (move,))]
    joined: list[Row] = []
    for row in sorted(parts, key=lambda row: (round(row[0], 1), row[2])):
        if joined and row[2] == joined[-1][2] == "static" and abs(joined[-1][1] - row[0]) <= TIME_TOLERANCE_S:
            joined[-1] = (joined[-1][0], *row[1:])
        else:
            joined.append(row)
    return joined


def same_camera(asked: Sequence[Row], got: Sequence[Row]) -> bool:
    return len(asked) == len(got) and all(
        want[2] == have[2]
        and near(want[0], have[0])
        and near(want[1], have[1])
        and (want[3] is None or (have[3] is not None and abs(have[3] - want[3]) <= AMOUNT_TOLERANCE * want[3]))
        for want, have in zip(asked, got, strict=True)
    )


def near(a_s: float, b_s: float) -> bool:
    return abs(a_s - b_s) <= TIME_TOLERANCE_S + 1e-9


# -------------------------------------------------------------------------------------------------- actions and sound
CUE = re.compile(r"(?P<name>\w+)(?: (?P<level>quiet|loud))?(?:@(?P<at>[\d.]+)| (?P<start>[\d.]+)-(?P<end>[\d.]+))?")


def items(line: str) -> list[str]:
    """`night; neon` as its items; nothing of it for an empty line."""
    return [item.strip() for item in line.split(";") if item.strip()]


def same_cues(asked: Sequence[str], got: Sequence[Action | SoundCue]) -> bool:
    """Whether the names are the same set, and each asked one is there at its time and level."""
    wanted = [read_cue(item) for item in asked]
    return {cue["name"] for cue in wanted} == {name_of(cue) for cue in got} and all(
        any(meets(want, have) for have in got) for want in wanted
    )


def read_cue(item: str) -> dict[str, str | None]:
    match = CUE.fullmatch(item)
    assert match, (
        f"{item!r}: expected `name`, `name@2`, `name 1-3`, each with `quiet` or `loud` after the name or not"
    )
    return match.groupdict()


def name_of(cue: Action | SoundCue) -> str:
    return cue.cue if isinstance(cue, SoundCue) else cue.action


def meets(want: dict[str, str | None], have: Action | SoundCue) -> bool:
    start, end = want["at"] or want["start"], want["end"]
    level = have.level if isinstance(have, SoundCue) else 0.5
    return (
        want["name"] == name_of(have)
        and (start is None or near(float(start), have.start_s))
        and (end is None or near(float(end), have.end_s))
        and (want["level"] is None or (level < 0.5 if want["level"] == "quiet" else level > 0.5))
    )


def styles_of(plan: ShotPlan) -> set[str]:
    return set(plan.style) | {move.move for move in plan.camera if move.move == "rack_focus"}


# ------------------------------------------------------------------------------------------------------------- tests
def misses(cases: Iterable[dict[str, Any]]) -> list[str]:
    """What to read for each prompt whose plan is not the one it means."""
    told = []
    for case in cases:
        if wrong := differences(case, plan_of(case)):
            told.append("\n    ".join([f"{case['text']!r} ({case['seconds']} s)", *wrong]))
    return told


def check(cases: Sequence[dict[str, Any]], share: float) -> None:
    missed = misses(cases)
    right = 1 - len(missed) / len(cases)
    assert right >= share, f"{right:.1%} of {len(cases)}, expected {share:.0%}:\n" + "\n".join(missed)


@pytest.mark.parametrize("name", CORPUS)
def test_each_language_is_understood(name: str) -> None:
    check(CORPUS[name], EACH)


def test_the_whole_corpus_is_understood() -> None:
    assert sum(map(len, CORPUS.values())) >= 400
    check([case for cases in CORPUS.values() for case in cases], OVERALL)


@pytest.mark.parametrize("name", CORPUS)
def test_expectations_are_sound(name: str) -> None:
    """Each entry's moves fill its clip, its names are single words, and no prompt stands twice."""
    cases = CORPUS[name]
    assert len({(case["text"], case["seconds"]) for case in cases}) == len(cases)
    known = {"text", "seconds", "language", "camera", "actions", "sound", "light", "atmosphere", "style", "palette"}
    for case in cases:
        assert set(case) <= known | {"dialogue", "steadiness", "shape", "traps"}, case
        rows = asked_camera(case["camera"])
        assert {row[2] for row in rows} <= set(MOVES), case
        edges = sorted({(start, end) for start, end, _, _ in rows})
        assert edges[0][0] == 0 and max(end for _, end in edges) == case["seconds"], case
        assert all(after[0] <= before[1] < after[1] for before, after in pairwise(edges)), case
        for cue in (*items(case.get("actions", "")), *items(case.get("sound", ""))):
            read_cue(cue)
