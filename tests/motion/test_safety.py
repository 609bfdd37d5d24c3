"""How far is safe: scenes whose allowed amounts are known in closed form, and what the plan says of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from vivant.direction.plan import CameraMove, Ease, ShotPlan
from vivant.media import Size
from vivant.motion import CameraPath, camera_path
from vivant.motion.framing import Window
from vivant.motion.relief import Relief, relief_of
from vivant.motion.safety import BUDGET, LEAST, how_far, least, safe_plan
from vivant.perception import DepthMap, Intrinsics, View

LENS = Intrinsics(focal_px=600, cx=320, cy=180, width=640, height=360)
NEAR, FAR = 0.5, 2.0


def relief(inverse: np.ndarray) -> Relief:
    view = View(depth=DepthMap(inverse=inverse.astype(np.float32), source="given"), focus=(0.5, 0.5))
    # More photo on either side than any of these moves looks at.
    wide = np.pad(inverse, ((0, 0), (640, 640)), mode="edge")
    view = replace(view, depth=replace(view.depth, inverse=wide.astype(np.float32)))
    return relief_of(view, Size(1920, 360), Window(640, 0, 640, 360), LENS)


def strip(near: float = NEAR) -> Relief:
    """A near upright strip before a far wall."""
    inverse = np.full((360, 640), 1 / FAR)
    inverse[:, 240:400] = 1 / near
    return relief(inverse)


def bare() -> Relief:
    """A wall that fills the frame, and nothing beside it."""
    view = View(depth=DepthMap(inverse=np.ones((36, 64), np.float32), source="given"), focus=(0.5, 0.5))
    return relief_of(view, Size(640, 360), Window(0, 0, 640, 360), LENS)


def move(
    name: str, amount: float, start: float = 0, end: float = 4, unit: str = "distance", ease: Ease = "natural"
) -> CameraMove:
    return CameraMove(move=name, start_s=start, end_s=end, amount=amount, unit=unit, ease=ease)  # type: ignore[arg-type]


def plan_of(*moves: CameraMove) -> ShotPlan:
    return ShotPlan(seconds=4, camera=moves)


def film(plan: ShotPlan) -> CameraPath:
    return camera_path(plan, fps=6, frame_count=25)


def safe(net: Relief, *moves: CameraMove, strength: float = 1.0) -> ShotPlan:
    plan = plan_of(*moves)
    return safe_plan(plan, how_far(plan, net, film, strength=strength).shorter)


def test_a_truck_goes_as_far_as_its_gap_is_within_the_budget() -> None:
    # The gap beside the strip is f t (1 / NEAR - 1 / FAR) wide and as high as the frame.
    allowed = BUDGET.uncovered * 640 / (600 * (1 / NEAR - 1 / FAR))
    (truck,) = safe(strip(), move("truck_right", 0.4)).camera
    assert truck.amount == pytest.approx(allowed, rel=0.03)


def test_strength_widens_the_budget_in_proportion() -> None:
    once, twice = (safe(strip(), move("truck_right", 0.4), strength=s).camera[0].amount for s in (1.0, 2.0))
    assert twice == pytest.approx(2 * once, rel=0.05)


def test_asking_for_more_never_gives_less() -> None:
    amounts = [
        safe(strip(), move("truck_left", asked)).camera[0].amount for asked in (0.02, 0.04, 0.06, 0.1, 0.3, 0.6)
    ]
    assert all(more >= 0.95 * less for less, more in pairwise(amounts))
    assert amounts[:2] == [0.02, 0.04]


def test_what_is_safe_is_answered_as_it_is() -> None:
    plan = plan_of(move("truck_right", 0.03), move("static", 0, 4, 4, "deg"))
    assert how_far(plan, strip(), film).shorter == ()
    assert safe_plan(plan, ()) is plan


def test_a_pan_is_bounded_by_the_border_alone_and_the_plan_says_so() -> None:
    plan = safe(bare(), move("pan_right", 40, unit="deg"))
    assert 5 < plan.camera[0].amount < 9
    (outcome,) = plan.outcomes
    assert outcome.status == "approximated"
    assert f"from 40° to {plan.camera[0].amount:g}°: more would look past the edge" in outcome.reason
    assert safe(strip(), move("pan_right", 20, unit="deg")).camera[0].amount == 20


def test_what_is_hidden_is_named_as_the_reason() -> None:
    (outcome,) = safe(strip(), move("truck_right", 0.4)).outcomes
    assert "more would show what the photo hides" in outcome.reason


def test_only_the_move_that_uncovers_something_is_shorter() -> None:
    truck, pan = safe(strip(), move("truck_right", 0.4), move("pan_left", 3, unit="deg")).camera
    assert pan.amount == 3
    assert truck.amount < 0.1


def test_moves_in_sequence_are_judged_where_they_happen() -> None:
    allowed = BUDGET.uncovered * 640 / (600 * (1 - 1 / FAR))
    net, there = strip(near=1.0), move("truck_right", 0.15, 0, 2)
    first, second = safe(net, there, move("truck_right", 0.15, 2, 4)).camera
    assert first.amount + second.amount == pytest.approx(allowed, rel=0.06)
    assert how_far(plan_of(there, move("truck_left", 0.15, 2, 4)), net, film).shorter == ()


def test_nothing_is_brought_below_what_is_seen_as_the_move() -> None:
    cliff = np.full((360, 640), 0.05)
    cliff[:, np.arange(640) % 80 < 20] = 4.0
    plan = safe(relief(cliff), move("truck_right", 0.3))
    (truck,) = plan.camera
    assert truck.amount == least(truck) == pytest.approx(LEAST * 0.08)
    assert "any less would not be seen as this move" in plan.outcomes[0].reason
    tiny = safe(relief(cliff), move("truck_right", 0.01))
    assert tiny == plan_of(move("truck_right", 0.01))


def test_a_zoom_out_is_a_ratio_and_keeps_the_least() -> None:
    plan = safe(bare(), move("zoom_out", 3.0, unit="x"))
    assert plan.camera[0].amount == pytest.approx(1 + LEAST * 0.25, abs=0.02)
    assert "from 3x to 1.1" in plan.outcomes[0].reason
    assert "any less" in plan.outcomes[0].reason
    (wider,) = safe(bare(), move("zoom_out", 3.0, unit="x"), strength=2.0).camera
    assert wider.amount == pytest.approx((1 - 2 * BUDGET.beyond) ** -0.5, abs=0.03)
