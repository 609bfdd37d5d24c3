"""Whether a plan written by hand can be carried out."""

from __future__ import annotations

import math

from vivant.direction.capabilities import Capabilities
from vivant.direction.moves import KINDS, MOST_SHAKE
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.errors import InvalidInput


def check_plan(plan: ShotPlan, capabilities: Capabilities) -> ShotPlan:
    """The plan, if the engine can follow its camera.

    Raises InvalidInput naming the first move that it cannot: `plan: camera move 'teleport': …`.
    """
    for move in plan.camera:
        _check_move(move, plan.seconds, capabilities)
    return plan


def _check_move(move: CameraMove, seconds: float, capabilities: Capabilities) -> None:
    def wrong(what: str) -> InvalidInput:
        return InvalidInput(f"plan: camera move {move.move[:40]!r}: {what}", param="plan")

    kind = KINDS.get(move.move)
    if kind is None or move.move not in capabilities.moves:
        raise wrong(f"the {capabilities.engine} engine knows {', '.join(sorted(capabilities.moves))}")
    if not 0 <= move.start_s <= move.end_s <= seconds + 1e-6:
        raise wrong(f"from {move.start_s:g} s to {move.end_s:g} s; expected 0 <= start <= end <= {seconds:g} s")
    if not 0 <= move.shake <= MOST_SHAKE:
        raise wrong(f"shake {move.shake:g}; expected 0 to {MOST_SHAKE:g}")
    if move.move == "static":
        return
    if move.unit != kind.unit:
        raise wrong(f"unit {move.unit!r}; expected {kind.unit!r}")
    least = 1.0 if kind.unit == "x" else 0.0
    if not math.isfinite(move.amount) or not least <= move.amount <= kind.most:
        raise wrong(f"amount {move.amount:g}; expected {least:g} to {kind.most:g}")
