"""Direction: plain words become a shot plan."""

from vivant.direction.capabilities import Capabilities
from vivant.direction.director import direct
from vivant.direction.plan import CameraMove, Outcome, ShotPlan

__all__ = ["CameraMove", "Capabilities", "Outcome", "ShotPlan", "direct"]
