"""Render: a scene and a camera become frames."""

from vivant.render.renderer import Renderer
from vivant.render.software import SoftwareRenderer

__all__ = ["Renderer", "SoftwareRenderer"]
