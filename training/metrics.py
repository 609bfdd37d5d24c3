"""The figures by which depth and masks are judged; all take float32 maps `[H, W]`."""

from __future__ import annotations

import cv2
import numpy as np

PAIRS = 20_000
ORDER_MARGIN = 0.05
EDGE_STEP = 0.05
EDGE_REACH_PX = 2


def correlation(guess: np.ndarray, truth: np.ndarray) -> float:
    """Pearson correlation: 1 where the guess is the truth up to scale and shift."""
    if guess.std() < 1e-9 or truth.std() < 1e-9:
        return 0.0
    return float(np.corrcoef(guess.ravel(), truth.ravel())[0, 1])


def order_accuracy(guess: np.ndarray, truth: np.ndarray) -> float:
    """Share of random pixel pairs in the right order, among those over 5 % of the range apart."""
    rng = np.random.default_rng(0)
    first, second = rng.integers(0, truth.size, (2, PAIRS))
    low, high = np.percentile(truth, (2, 98))
    gap = truth.ravel()[first] - truth.ravel()[second]
    clear = np.abs(gap) > ORDER_MARGIN * (high - low)
    side = guess.ravel()[first] - guess.ravel()[second]
    return float((np.sign(side[clear]) == np.sign(gap[clear])).mean()) if clear.any() else 1.0


def ranged(depth: np.ndarray) -> np.ndarray:
    """The map with its 2nd and 98th percentile at 0 and 1, clipped."""
    low, high = np.percentile(depth, (2, 98))
    return np.clip((depth - low) / max(high - low, 1e-6), 0, 1).astype(np.float32)


def edges(depth: np.ndarray, step: float) -> np.ndarray:
    """Thin bool map of places where the ranged depth changes by more than `step` over two pixels."""
    across = np.abs(np.pad(depth[:, 2:] - depth[:, :-2], ((0, 0), (1, 1))))
    down = np.abs(np.pad(depth[2:] - depth[:-2], ((1, 1), (0, 0))))
    ridge_x = (
        (across > step)
        & (across >= np.roll(across, 1, 1))
        & (across >= np.roll(across, -1, 1))
        & (across >= down)
    )
    ridge_y = (down > step) & (down >= np.roll(down, 1, 0)) & (down >= np.roll(down, -1, 0)) & (down > across)
    return ridge_x | ridge_y


def boundary_score(guess: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """F-scores of depth edges within 2 px, one per threshold; the caller picks the best over a set."""
    near = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * EDGE_REACH_PX + 1,) * 2)
    true = edges(ranged(truth), EDGE_STEP)
    true_wide = cv2.dilate(true.astype(np.uint8), near) > 0
    scores = []
    for step in EDGE_STEPS:
        found = edges(ranged(guess), step)
        found_wide = cv2.dilate(found.astype(np.uint8), near) > 0
        precision = true_wide[found].mean() if found.any() else 0.0
        recall = found_wide[true].mean() if true.any() else 0.0
        scores.append(2 * precision * recall / (precision + recall + 1e-9))
    return np.array(scores)


EDGE_STEPS = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12)


def overlap(guess: np.ndarray, truth: np.ndarray, weight: np.ndarray | None = None) -> float:
    """Intersection over union at 0.5, where `weight` is positive."""
    a, b = guess > 0.5, truth > 0.5
    if weight is not None:
        a, b = a & (weight > 0), b & (weight > 0)
    union = (a | b).sum()
    return float((a & b).sum() / union) if union else 1.0
