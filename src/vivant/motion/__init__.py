"""Motion: where the camera is in each frame."""

from vivant.motion.path import CameraPath, camera_path

__all__ = ["CameraPath", "camera_path"]
