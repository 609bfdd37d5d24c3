"""How far is safe: the amounts of a plan's camera moves, brought down to what a photo can show.

Source: Niklaus, Mai, Yang and Liu 2019, "3D Ken Burns Effect from a Single Image", look for the end of a
zoom that uncovers least. Here the person has said which move to make; what is looked for is how much of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from vivant.direction.amending import Lack, shortened
from vivant.direction.moves import FOCUS_MOVES, KINDS
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.motion.path import CameraPath
from vivant.motion.relief import Exposure, Relief

BUDGET = Exposure(uncovered=0.07, stretched=0.005, beyond=0.14, bent=0.3)
"""What a frame may show that the photo does not have. Found by looking at films of arcs, trucks, pushes, pull-backs
and pans on eight photographs: from here on smears beside outlines, soft edges and bent things catch the eye."""

LEAST = 0.4
"""No move is brought below this part of its usual amount (or of what was asked, where that is less): with less it
would not be seen as the move."""

NEGLIGIBLE = 0.95
"""A move that could go this far of its way goes all of it: the budget is not as exact as that."""

_STRIDE, _FINE_STEPS = 1.3, 3
"""A move is looked at shorter and shorter by this ratio until it is safe, and then halved in between so often."""

_ABOUT = 1.05
"""Amounts within this ratio of the least are it, as far as the search can tell."""

_MOST_ALONE, _MOST_GIVEN_BACK = 4, 12
"""Moves of which each is looked at for how much of it is safe, and for whether all of it is; of more than these every
one has the part that is safe for all."""

_ROUNDS = 3
_GRAIN = {"deg": 0.1, "distance": 0.001, "x": 0.01}

Film = Callable[[ShotPlan], CameraPath]
"""The camera path of a plan, at a few moments of it."""


@dataclass(frozen=True, kw_only=True)
class Shorter:
    """A camera move that goes less far than was asked. lack: what the photo has too little of. enough: whether the
    film is then within the budget; if not, this is the least to which the move is brought down."""

    move: CameraMove
    amount: float
    lack: Lack
    enough: bool


@dataclass(frozen=True, kw_only=True)
class Safe:
    """How far a plan's moves may go. shorter: those that must not go all the way. shown: the most that any frame then
    shows of each kind that the photo does not have."""

    shorter: tuple[Shorter, ...]
    shown: Exposure


def how_far(plan: ShotPlan, relief: Relief, film: Film, *, strength: float = 1.0) -> Safe:
    """How far the camera moves of a plan may go.

    All moves are first brought down by one factor until no frame exceeds the budget; then each is given back what is
    safe, so that only those that uncover something stay shorter. strength: factor on the budget.
    """
    movable = tuple(index for index, move in enumerate(plan.camera) if _movable(move))
    search = _Search(plan=plan, relief=relief, film=film, budget=BUDGET.times(strength), movable=movable)
    amounts = search.amounts() if movable and not search.most({}).within(search.budget) else {}
    shown = search.most(amounts)
    enough = shown.within(search.budget)
    shorter = tuple(
        Shorter(
            move=plan.camera[index],
            amount=amount,
            lack=search.lack(index, amounts),
            enough=enough or amount > _ABOUT * least(plan.camera[index]),
        )
        for index, amount in amounts.items()
    )
    return Safe(shorter=shorter, shown=shown)


def safe_plan(plan: ShotPlan, moves: Iterable[Shorter]) -> ShotPlan:
    """The plan with these moves as short as they must be, and an account of it."""
    for one in moves:
        plan = shortened(plan, one.move, one.amount, one.lack, enough=one.enough)
    return plan


def least(move: CameraMove) -> float:
    """The least amount to which a move is brought down."""
    usual = KINDS[move.move].amount
    if move.unit == "x":
        return min(move.amount, 1 + LEAST * (usual - 1))
    return min(move.amount, LEAST * usual)


@dataclass(frozen=True, kw_only=True)
class _Search:
    """The search over the amounts of one plan's moves."""

    plan: ShotPlan
    relief: Relief
    film: Film
    budget: Exposure
    movable: tuple[int, ...]
    _known: dict[tuple[tuple[int, float], ...], NDArray[np.float64]] = field(default_factory=dict)

    def amounts(self) -> dict[int, float]:
        """The amounts of the moves that have to be shorter, by their place in the plan."""
        # Where even the least is too much, no more than that is allowed.
        allowed = self.budget.larger(self.most(self._at(dict.fromkeys(self.movable, 0.0))))
        frames = {int(k) for k in self._shown({}).argmax(axis=0)}
        found: dict[int, float] = {}
        for _ in range(_ROUNDS):
            factors = self._factors(allowed, sorted(frames))
            found = self._at({index: factor for index, factor in factors.items() if factor < NEGLIGIBLE})
            found = {index: amount for index, amount in found.items() if amount < self.plan.camera[index].amount}
            shown = self._shown(found)
            worse = {
                int(k) for k, most in zip(shown.argmax(axis=0), shown.max(axis=0) > allowed, strict=True) if most
            }
            if worse <= frames:
                break
            frames |= worse
        return found

    def most(self, amounts: Mapping[int, float]) -> Exposure:
        """The most that any frame shows of each kind, with these amounts in place of the plan's."""
        return Exposure(*map(float, self._shown(amounts).max(axis=0)))

    def lack(self, index: int, amounts: Mapping[int, float]) -> Lack:
        """What the photo has too little of for all of one move, the others being as they are now."""
        few = len(amounts) <= _MOST_ALONE
        shown = self.most({other: amount for other, amount in amounts.items() if few and other != index})
        over = {name: share / most for name, share, most in zip(shown._fields, shown, self.budget, strict=True)}
        return "edge" if max(over, key=lambda name: over[name]) == "beyond" else "hidden"

    def _factors(self, allowed: Exposure, frames: Sequence[int]) -> dict[int, float]:
        """The part of each move's way that is safe in these frames of the path."""

        def safe(factors: Mapping[int, float]) -> bool:
            path = self.film(_with(self.plan, self._at(factors)))
            return all(self.relief.exposure(path.poses[k], float(path.zoom[k])).within(allowed) for k in frames)

        lowest = min(_factor(move, least(move)) for move in map(self.plan.camera.__getitem__, self.movable))
        common = _largest(lambda part: safe(dict.fromkeys(self.movable, part)), lowest)
        factors = dict.fromkeys(self.movable, common)
        if not 1 < len(factors) <= _MOST_GIVEN_BACK:
            return factors
        for index in self.movable:
            factors[index] = 1.0 if safe({**factors, index: 1.0}) else common
        short = [index for index, factor in factors.items() if factor < 1.0]
        for index in short if len(short) <= _MOST_ALONE else ():
            others = dict(factors)
            factors[index] = _largest(lambda part: safe({**others, index: part}), common)  # noqa: B023 (called here)
        return factors

    def _shown(self, amounts: Mapping[int, float]) -> NDArray[np.float64]:
        """[frames, kinds] what each frame shows."""
        key = tuple(sorted(amounts.items()))
        if key not in self._known:
            path = self.film(_with(self.plan, amounts))
            self._known[key] = np.array(
                [self.relief.exposure(pose, float(zoom)) for pose, zoom in zip(path.poses, path.zoom, strict=True)]
            )
        return self._known[key]

    def _at(self, factors: Mapping[int, float]) -> dict[int, float]:
        """The amounts of moves that go these parts of their way, and no less than the least."""
        return {index: _part(self.plan.camera[index], factor) for index, factor in factors.items()}


def _part(move: CameraMove, factor: float) -> float:
    """A part of a move's amount, no less than the least, written shortly."""
    if factor >= 1.0:
        return move.amount
    amount = move.amount**factor if move.unit == "x" else move.amount * factor
    grain = _GRAIN[move.unit]
    return max(least(move), round(math.floor(amount / grain + 1e-9) * grain, 4))


def _factor(move: CameraMove, amount: float) -> float:
    """The part of a move's way that this amount is."""
    return math.log(amount) / math.log(move.amount) if move.unit == "x" else amount / move.amount


def _largest(safe: Callable[[float], bool], low: float) -> float:
    """The largest factor below 1 that is found safe, where `low` is.

    Looked for from above: what is shown need not grow evenly with the way, and more asked must not give less.
    """
    unsafe = 1.0
    while (middle := unsafe / _STRIDE) > low and not safe(middle):
        unsafe = middle
    known = max(low, middle)
    for _ in range(_FINE_STEPS):
        middle = (known + unsafe) / 2
        known, unsafe = (middle, unsafe) if safe(middle) else (known, middle)
    return known


def _with(plan: ShotPlan, amounts: Mapping[int, float]) -> ShotPlan:
    camera = tuple(
        replace(move, amount=amounts[index]) if index in amounts else move for index, move in enumerate(plan.camera)
    )
    return replace(plan, camera=camera)


def _movable(move: CameraMove) -> bool:
    """Whether a move takes the camera anywhere, so that it could take it less far."""
    kind = KINDS.get(move.move)
    moves = kind is not None and kind.amount > 0 and move.move not in FOCUS_MOVES
    return moves and move.amount > (1.0 if move.unit == "x" else 0.0)
