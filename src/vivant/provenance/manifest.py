"""What a film's manifest says: how it was made, from what, by which version, under which settings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vivant import __version__

GENERATOR = "Vivant"
FILM = "local.vivant.film"
"""Label of our own assertion: `local` is a name that nobody can register."""

_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a film was made from: a photo, or an earlier film whose own manifest is kept.

    content: its bytes, or where they lie. mime: what the bytes are, such as `image/jpeg`.
    """

    name: str
    mime: str
    content: bytes | Path


@dataclass(frozen=True, kw_only=True)
class Making:
    """How a film was made.

    learned: names of the networks that had a part in the picture; none where depth was a geometric guess.
    generated: whether a network drew the frames themselves. parent: what was opened and worked on; where its bytes
    are not at hand, `photo_sha256` alone names it. parts: films that were joined. plan_json: the plan as it was
    carried out; only its SHA-256 is written. prompt: None leaves it out. settings: what was asked for, by name, the
    visible mark among it.
    """

    model: str
    engine: str
    plan_json: str
    learned: tuple[str, ...] = ()
    generated: bool = False
    parent: Source | None = None
    parts: tuple[Source, ...] = ()
    photo_sha256: str | None = None
    prompt: str | None = None
    settings: Mapping[str, str | int | float | bool] = field(default_factory=dict)
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def sources(self) -> tuple[Source, ...]:
        return (*((self.parent,) if self.parent else ()), *self.parts)

    @property
    def plan_sha256(self) -> str:
        return hashlib.sha256(self.plan_json.encode()).hexdigest()


def source_type(making: Making) -> str:
    """The IPTC digital source type of what really happened, as its URI.

    `trainedAlgorithmicMedia` where a network drew the frames; `compositeWithTrainedAlgorithmicMedia` where one had a
    part, as in depth; `algorithmicallyEnhanced` where none had.
    """
    if making.generated:
        return _SOURCE_TYPES + "trainedAlgorithmicMedia"
    return _SOURCE_TYPES + ("compositeWithTrainedAlgorithmicMedia" if making.learned else "algorithmicallyEnhanced")


def definition(making: Making, *, title: str, mime: str) -> dict[str, Any]:
    """The manifest as the signing library takes it; sources are added to it one by one, labelled by `label_of`."""
    return {
        "claim_generator_info": [{"name": GENERATOR, "version": __version__}],
        "title": title,
        "format": mime,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": _actions(making)}},
            {"label": FILM, "data": _film(making)},
        ],
    }


def label_of(number: int) -> str:
    """By which name actions refer to a making's source of that number."""
    return f"source-{number}"


def _actions(making: Making) -> list[dict[str, Any]]:
    """What was done, in order. C2PA lets a claim begin with `opened`, where there is a parent, or with `created`."""
    done = {
        "digitalSourceType": source_type(making),
        "softwareAgent": {"name": f"{GENERATOR} {making.engine} engine", "version": __version__},
        "when": _moment(making.made_at),
    }
    first = 1 if making.parent else 0
    placed = [
        {"action": "c2pa.placed", "parameters": {"ingredientIds": [label_of(first + number)]}}
        for number in range(len(making.parts))
    ]
    if making.parent is None:
        return [{"action": "c2pa.created", **done}, *placed]
    opened = {"action": "c2pa.opened", "parameters": {"ingredientIds": [label_of(0)]}}
    return [opened, *placed, {"action": "c2pa.edited", **done}]


def _film(making: Making) -> dict[str, Any]:
    told = {
        "model": making.model,
        "engine": making.engine,
        "version": __version__,
        "made_at": _moment(making.made_at),
        "networks": list(making.learned),
        "plan_sha256": making.plan_sha256,
        "photo_sha256": making.photo_sha256,
        "prompt": making.prompt,
        "settings": dict(making.settings),
    }
    return {name: value for name, value in told.items() if value is not None}


def _moment(time: datetime) -> str:
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
