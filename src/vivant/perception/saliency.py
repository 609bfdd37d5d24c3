"""Where the eye goes in a photo, and the window that keeps it when the photo must be cropped."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

_LONG_SIDE = 160

# Parts of the photo's sides. All tuned by looking at photographs cropped to 9:16 and 16:9.
_BORDER = 0.06
_CENTRE_SPREAD = 0.42
_GATHER = 0.11
_BESIDE = 0.18

# How far down what stands there, and down the skin, the eye rests.
_HEADWARD = 0.32
_BROW = 0.36

_SKIN_GAIN = 2.0


def saliency_map(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """How much each part of the photo [H, W, 3] draws the eye: [h, w] float32 in 0..1, long side 160.

    Contrast with the surroundings at three scales, times how unlike the photo's border the colour is, times
    a preference for the middle, more where the colour could be skin; all in CIE Lab. A photo of one flat
    colour gives the preference alone.

    Source: centre-surround contrast after Itti, Koch and Niebur 1998 (colour and light only, no orientation);
    the border as background after Zhang et al. 2015, "Minimum Barrier Salient Object Detection at 80 FPS",
    section 4.1 (Mahalanobis distance to each side's colours), without its barrier transform.
    """
    return _attention(_small_lab(rgb))[0]


def salient_point(rgb: NDArray[np.uint8]) -> tuple[float, float]:
    """Where the eye goes in the photo [H, W, 3]: (x, y), each in 0..1 of its side, from the top left.

    The place around which most attention gathers, then up towards the top of what stands there: of a person
    or an animal that is the head, which a crop must not lose. Where skin shows, the middle of the skin.
    """
    attention, skin = _attention(_small_lab(rgb))
    height, width = attention.shape
    reach = _GATHER * max(height, width)
    gathered = cv2.GaussianBlur(attention**2, (0, 0), reach, borderType=cv2.BORDER_CONSTANT)
    column = int(np.argmax(gathered)) % width
    beside = np.exp(-((np.arange(width) - column) ** 2) / (2.0 * (_BESIDE * width) ** 2))
    x, y = (column + 0.5) / width, _split(attention**2 @ beside, _HEADWARD)
    face = skin**2 * beside
    sure = min(max((float((skin * beside).max()) - 0.2) / 0.2, 0.0), 1.0)
    face_x, face_y = _split(face.sum(axis=0), 0.5), _split(face.sum(axis=1), _BROW)
    return x + sure * (face_x - x), y + sure * (face_y - y)


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


def _attention(lab: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The saliency map [h, w] of a photo in Lab, and the part of it that may be skin."""
    contrast = _levelled(_centre_surround(lab))
    unlike = _levelled(_unlike_border(lab))
    stands_out = _normalised((0.1 + contrast) * (0.1 + unlike))
    skin = _skin(lab)
    centre = 0.2 + 0.8 * _centre(*stands_out.shape)
    return _normalised((stands_out + _SKIN_GAIN * skin) * centre), skin * centre


def _split(line: NDArray[np.float64], part: float) -> float:
    """The place, in 0..1 of the line, before which `part` of its sum lies."""
    passed = np.cumsum(line)
    place = int(np.searchsorted(passed, part * passed[-1]))
    return (min(place, len(line) - 1) + 0.5) / len(line)


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


def _skin(lab: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much the colour could be skin, light or dark: 1 at a dull orange; less, the more of it is all around."""
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    hue = np.degrees(np.arctan2(lab[..., 2], lab[..., 1]))
    off = (
        ((hue - 52.0) / 12.0) ** 2 + ((chroma - 19.0) / 7.0) ** 2 + (np.maximum(25.0 - lab[..., 0], 0.0) / 10.0) ** 2
    )
    likely = cv2.GaussianBlur(np.exp(-off / 2.0), (0, 0), 0.025 * max(lab.shape))
    # Sand, wood and stone share the colour, and fill the photo to its border.
    rim = np.concatenate([likely[0], likely[-1], likely[:, 0], likely[:, -1]])
    rare = max(0.0, 1.0 - 2.5 * float(likely.mean())) * max(0.0, 1.0 - 2.0 * float(rim.mean()))
    rarely: NDArray[np.float32] = likely * np.float32(rare)
    return rarely


def _centre(height: int, width: int) -> NDArray[np.float32]:
    """A broad hill in the middle of the photo, a little above its half height, where heads are."""
    y = (np.arange(height, dtype=np.float32) + 0.5) / height - 0.47
    x = (np.arange(width, dtype=np.float32) + 0.5) / width - 0.5
    hill: NDArray[np.float32] = np.exp(-(y[:, None] ** 2 + x[None, :] ** 2) / (2.0 * _CENTRE_SPREAD**2))
    return hill


def _levelled(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values in 0..1, the top tenth all at 1: one glowing lamp shall not put the rest in the shade."""
    return _normalised(np.minimum(values, np.quantile(values, 0.9).astype(np.float32)))


def _normalised(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """The values stretched to 0..1; all alike gives zeros."""
    low, high = float(values.min()), float(values.max())
    stretched: NDArray[np.float32] = ((values - low) / max(high - low, 1e-6)).astype(np.float32)
    return stretched
