"""Perception: what is in the photo."""

from vivant.perception.view import DepthMap, Intrinsics, View

__all__ = ["DepthMap", "Intrinsics", "View"]
