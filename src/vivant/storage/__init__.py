"""Storage: what clients see of a video, in a database; the bytes, in an asset store."""

from vivant.storage.assets import Asset, Assets, Gone
from vivant.storage.database import Database
from vivant.storage.files import File, Files
from vivant.storage.video import Failure, NewVideo, Result, Splice, Status, Transition, Variant, Video
from vivant.storage.videos import Videos

__all__ = [
    "Asset",
    "Assets",
    "Database",
    "Failure",
    "File",
    "Files",
    "Gone",
    "NewVideo",
    "Result",
    "Splice",
    "Status",
    "Transition",
    "Variant",
    "Video",
    "Videos",
]
