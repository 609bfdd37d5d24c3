"""The shot plan: what a prompt asks for, on one timeline, with an account of every clause.

A plan is a value. `plan.to_json()` and `ShotPlan.from_json()` are exact inverses; `ShotPlan.json_schema()`
describes the form for other programs. Times are seconds from the start of the clip.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from vivant.errors import InvalidInput

if TYPE_CHECKING:
    from vivant.direction.capabilities import Capabilities

Status = Literal["done", "approximated", "unsupported"]
Unit = Literal["deg", "distance", "x"]
Ease = Literal["natural", "linear", "snap"]
Steadiness = Literal["tripod", "handheld"]

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, kw_only=True)
class Framing:
    """How the shot is framed: `shot` such as `close-up`, a full-frame lens in mm, depth of field, and what is in
    focus, in the prompt's words."""

    __pydantic_config__ = _STRICT
    shot: str | None = None
    lens_mm: float | None = None
    depth_of_field: str | None = None
    focus: str | None = None


@dataclass(frozen=True, kw_only=True)
class CameraMove:
    """One movement of the camera on the timeline.

    move: a canonical name such as `pan_left`; the sign lies in the name, so `amount` is never negative.
    amount, unit: `deg` for rotations and arcs; `distance` for translations, in multiples of the distance to
        the target (0.2 covers a fifth of the way); `x` for zooms, the ratio of focal lengths (1.25).
    target: what the move refers to, where the prompt named it.
    steadiness, shake: a `handheld` camera sways `shake` times as much as hands usually do.
    """

    __pydantic_config__ = _STRICT
    move: str
    start_s: float
    end_s: float
    amount: float
    unit: Unit
    target: str | None = None
    ease: Ease = "natural"
    steadiness: Steadiness = "tripod"
    shake: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something in the picture that moves by itself; `strength` is 0..1."""

    __pydantic_config__ = _STRICT
    action: str
    start_s: float
    end_s: float
    target: str | None = None
    strength: float = 0.5


@dataclass(frozen=True, kw_only=True)
class LightChange:
    """A state of the light between two times."""

    __pydantic_config__ = _STRICT
    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class Weather:
    """Something in the air between two times: `rain`, `mist`, `sparks`; `strength` is 0..1."""

    __pydantic_config__ = _STRICT
    name: str
    start_s: float
    end_s: float
    strength: float = 0.5


@dataclass(frozen=True, kw_only=True)
class SoundCue:
    """A sound between two times; `level` is 0..1.

    distance: 0 beside the listener to 1 at the edge of hearing.
    mood: how music feels: `calm happy sad tense dreamy warm epic`, where words say so.
    """

    __pydantic_config__ = _STRICT
    cue: str
    kind: Literal["ambience", "event", "music"]
    start_s: float
    end_s: float
    level: float = 0.5
    distance: float = 0.0
    mood: str | None = None


@dataclass(frozen=True, kw_only=True)
class DialogueLine:
    """A line somebody says; `manner` is `whisper` or `shout` where words say so."""

    __pydantic_config__ = _STRICT
    text: str
    start_s: float
    speaker: str | None = None
    language: str | None = None
    manner: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one clause of the prompt, and why.

    language: of the reason. about: references of all in the plan that the clause asks for, such as
    `camera:pan_left@0.5` or `style:film_grain` (see `references`).
    """

    __pydantic_config__ = _STRICT
    clause: str
    status: Status
    reason: str
    language: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShotPlan:
    """A directed shot.

    notes: what the renderer adds about the shot as a whole, such as where its depth came from.
    """

    __pydantic_config__ = _STRICT
    seconds: float
    language: str = "en"
    framing: Framing = Framing()
    camera: tuple[CameraMove, ...] = ()
    actions: tuple[Action, ...] = ()
    light: tuple[LightChange, ...] = ()
    atmosphere: tuple[Weather, ...] = ()
    palette: tuple[str, ...] = ()
    sound: tuple[SoundCue, ...] = ()
    dialogue: tuple[DialogueLine, ...] = ()
    style: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    notes: tuple[str, ...] = ()

    def with_note(self, note: str) -> ShotPlan:
        """The same plan with one more note (once)."""
        return self if note in self.notes else replace(self, notes=(*self.notes, note))

    def revise(self, words: str, *, capabilities: Capabilities | None = None) -> ShotPlan:
        """The plan with what the words name, and all else as it was: `plan.revise("same shot, slower")`.

        `vivant.direction.revise` states the rules. Raises InvalidInput.
        """
        # A plan is a value that knows no grammar; whoever revises one has it loaded for this.
        from vivant.direction.revise import revise

        return revise(self, words) if capabilities is None else revise(self, words, capabilities=capabilities)

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values, every field present."""
        value: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return value

    @classmethod
    def from_json(cls, value: object) -> ShotPlan:
        """The plan written as JSON values.

        Raises InvalidInput naming the first field that does not fit.
        """
        try:
            return _adapter().validate_python(value)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "plan"
            raise InvalidInput(f"plan: {where}: {first['msg'].lower()}", param="plan") from None

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """The JSON Schema of a plan."""
        return _adapter().json_schema()


@cache
def _adapter() -> TypeAdapter[ShotPlan]:
    return TypeAdapter(ShotPlan)
