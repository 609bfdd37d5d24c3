"""Vivant: a still photograph and a sentence go in; a short, directed film comes out."""

from importlib.metadata import version

from vivant.clip import Clip
from vivant.direction import ShotPlan
from vivant.media import Photo, Size
from vivant.pipeline import animate

__all__ = ["Clip", "Photo", "ShotPlan", "Size", "animate"]
__version__ = version("vivant")
