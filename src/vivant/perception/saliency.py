"""Where the eye goes in a photo, and the window that keeps it when the photo must be cropped."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_LONG_SIDE = 160
_BORDER = 0.06
_CENTRE_SPREAD = 0.42
_GATHER = 0.11


def saliency_map(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How much each part of the photo [H, W, 3] draws the eye: [h, w] float32 in 0..1, long side 160.

    Contrast with the surroundings at three scales, times how unlike the photo's border the colour is, times
    a preference for the middle; all in CIE Lab. A photo of one flat colour gives the preference alone.

    Source: centre-surround contrast after Itti, Koch and Niebur 1998 (colour and light only, no orientation);
    the border as background after Zhang et al. 2015, "Minimum Barrier Salient Object Detection at 80 FPS",
    section 4.1 (Mahalanobis distance to each side's colours), without its barrier transform.
    """
    lab = _small_lab(rgb)
    height, width = lab.shape[:2]
    contrast = _normalised(_centre_surround(lab))
    unlike = _normalised(_unlike_border(lab))
    shape = (0.25 + contrast) * (0.25 + unlike) * (0.3 + 0.7 * _centre(height, width))
    return _normalised(shape)


def salient_point(rgb: NDArray[np.uint8]) -> tuple[float, float]:
    """Where the eye goes in the photo [H, W, 3]: (x, y), each in 0..1 of its side, from the top left."""
    attention = saliency_map(rgb)
    height, width = attention.shape
    gathered = cv2.GaussianBlur(attention, (0, 0), _GATHER * max(height, width), borderType=cv2.BORDER_CONSTANT)
    # Dividing by what a flat map would gather keeps the edges from being shunned twice.
    y, x = np.unravel_index(int(np.argmax(gathered)), gathered.shape)
    return (float(x) + 0.5) / width, (float(y) + 0.5) / height


def cover_window(
    size_w: float, size_h: float, aspect: float, focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """The largest window of `aspect` (width / height) inside a photo, as (x0, y0, width, height) in pixels.

    Centred on `focus` (x, y in 0..1 of the photo) as far as the photo's edges allow.
    """
    width = min(float(size_w), size_h * aspect)
    height = min(float(size_h), size_w / aspect)
    x0 = min(max(focus[0] * size_w - width / 2.0, 0.0), size_w - width)
    y0 = min(max(focus[1] * size_h - height / 2.0, 0.0), size_h - height)
    return x0, y0, width, height


def _small_lab(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """The photo in CIE Lab [h, w, 3] float32, its long side 160 px (or its own, where smaller)."""
    height, width = rgb.shape[:2]
    # Skipping pixels first: averaging every one of a 12-megapixel photo would take longer than all the rest.
    step = max(1, max(height, width) // (4 * _LONG_SIDE))
    thinned = np.ascontiguousarray(rgb[::step, ::step])
    scale = min(1.0, _LONG_SIDE / max(height, width))
    size = (max(2, round(width * scale)), max(2, round(height * scale)))
    small = cv2.resize(thinned, size, interpolation=cv2.INTER_AREA)
    lab: NDArray[np.float32] = cv2.cvtColor(small.astype(np.float32) / 255.0, cv2.COLOR_RGB2Lab)
    return lab


def _centre_surround(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each place is from the mean colour around it, summed over three scales."""
    side = max(lab.shape[:2])
    total = np.zeros(lab.shape[:2], np.float32)
    for centre, surround in ((0.008, 0.05), (0.016, 0.1), (0.03, 0.2)):
        near = cv2.GaussianBlur(lab, (0, 0), centre * side)
        far = cv2.GaussianBlur(lab, (0, 0), surround * side)
        total += np.linalg.norm(near - far, axis=2)
    return total


def _unlike_border(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """The Mahalanobis distance to the colours of each side of the photo; the nearest side is left out."""
    height, width = lab.shape[:2]
    deep = max(1, round(_BORDER * max(height, width)))
    sides = (lab[:deep], lab[-deep:], lab[:, :deep], lab[:, -deep:])
    distances = np.stack([_mahalanobis(lab, side.reshape(-1, 3)) for side in sides])
    distances /= np.maximum(distances.max(axis=(1, 2), keepdims=True), 1e-6)
    summed: NDArray[np.float32] = distances.sum(axis=0) - distances.max(axis=0)
    return summed


def _mahalanobis(lab: NDArray[np.float32], colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """The distance [h, w] of each place to a cloud of colours [N, 3], in the cloud's own spread."""
    mean = colours.mean(axis=0)
    spread = np.cov(colours.T) + np.eye(3) * 10.0
    offset = lab - mean
    distance: NDArray[np.float32] = np.sqrt(
        np.einsum("hwi,ij,hwj->hw", offset, np.linalg.inv(spread), offset)
    ).astype(np.float32)
    return distance


def _centre(height: int, width: int) -> NDArray[np.float32]:
    """A broad hill in the middle of the photo, a little above its half height, where heads are."""
    y = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.47
    x = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    hill: NDArray[np.float32] = np.exp(-(y[:, None] ** 2 + x[None, :] ** 2) / (2.0 * _CENTRE_SPREAD**2))
    return hill


def _normalised(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values stretched to 0..1; all alike gives zeros."""
    low, high = float(values.min()), float(values.max())
    stretched: NDArray[np.float32] = ((values - low) / max(high - low, 1e-6)).astype(np.float32)
    return stretched
