"""The scene: a photo one can move through. Never imports a renderer."""

from vivant.scene.scene import Scene

__all__ = ["Scene"]
