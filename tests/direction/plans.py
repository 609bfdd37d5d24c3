"""What the tests of direction share: an engine that only moves the camera, and plans as short lines."""

from vivant.direction import Capabilities, ShotPlan, direct
from vivant.direction.moves import MOVES

SCENE = Capabilities(engine="scene", moves=frozenset(MOVES))


def plan_of(prompt: str, seconds: float = 8, capabilities: Capabilities = SCENE) -> ShotPlan:
    return direct(prompt, seconds=seconds, capabilities=capabilities)


def camera_line(plan: ShotPlan) -> str:
    """`dolly_in 0-4, pan_left 4-8`."""
    return ", ".join(f"{move.move} {move.start_s:.4g}-{move.end_s:.4g}" for move in plan.camera)


def statuses(plan: ShotPlan) -> str:
    """`done unsupported`, one word a clause."""
    return " ".join(outcome.status for outcome in plan.outcomes)


def names_of(prompt: str, part: str) -> list[str]:
    """The names of one part of the plan, in their order."""
    found = getattr(plan_of(prompt), part)
    return [
        getattr(one, {"actions": "action", "light": "name", "atmosphere": "name", "sound": "cue"}.get(part, ""), one)
        for one in found
    ]
