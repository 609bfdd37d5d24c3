"""Render: a scene and a camera become frames."""

from vivant.render.renderer import SEEN_PX, Renderer, Seen
from vivant.render.software import SoftwareRenderer

__all__ = ["SEEN_PX", "Renderer", "Seen", "SoftwareRenderer"]
