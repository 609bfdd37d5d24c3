"""What the network is asked for, each term only where its label may be trusted.

Depth: affine-invariant difference and multi-scale gradient matching (Ranftl et al. 2020, "Towards robust
monocular depth estimation"), here with a least-squares fit and absolute differences, plus a small direct
term that keeps the output in 0..1, plus ranking of random pairs (Chen et al. 2016). Masks: cross-entropy
plus soft Dice.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from data import PLANES
from network import REGIONS

WEIGHTS = {
    "affine": 1.0,
    "direct": 0.4,
    "gradient": 1.6,
    "rank": 0.15,
    "subject": 0.5,
    "sky": 0.3,
    "regions": 0.6,
}
RANK_PAIRS = 1500
RANK_MARGIN = 0.03


def fitted(guess: Tensor, truth: Tensor, weight: Tensor) -> Tensor:
    """The guess `[N, H, W]` under each sample's best scale (never negative) and shift, least squares."""
    total = weight.sum((1, 2), keepdim=True) + 1e-6
    guess_mean = (guess * weight).sum((1, 2), keepdim=True) / total
    truth_mean = (truth * weight).sum((1, 2), keepdim=True) / total
    centred = guess - guess_mean
    covariance = (centred * (truth - truth_mean) * weight).sum((1, 2), keepdim=True)
    variance = (centred**2 * weight).sum((1, 2), keepdim=True)
    scale = (covariance / (variance + 1e-3 * total)).clamp(0.0, 5.0)
    return centred * scale + truth_mean


def gradient_matching(difference: Tensor, sharp: Tensor, scales: int = 4) -> Tensor:
    """Mean absolute slope of the difference over halved sizes, weighted by how exact the edges are."""
    loss = difference.new_zeros(())
    for step in range(scales):
        part, weight = difference[:, :: 2**step, :: 2**step], sharp[:, :: 2**step, :: 2**step]
        across = (part[:, :, 1:] - part[:, :, :-1]).abs() * torch.minimum(weight[:, :, 1:], weight[:, :, :-1])
        down = (part[:, 1:] - part[:, :-1]).abs() * torch.minimum(weight[:, 1:], weight[:, :-1])
        loss = loss + across.mean() + down.mean()
    return loss / 2


def ranking(logit: Tensor, truth: Tensor) -> Tensor:
    """Logistic loss over random pairs whose true order is clear; half of the pairs lie close together."""
    count, height, width = truth.shape
    flat, order = logit.flatten(1), truth.flatten(1)
    y, x = (torch.randint(limit, (count, RANK_PAIRS), device=truth.device) for limit in (height, width))
    reach = torch.where(torch.rand(count, RANK_PAIRS, device=truth.device) < 0.5, 0.06, 1.0)
    dy, dx = (
        torch.randn(count, RANK_PAIRS, device=truth.device) * reach * limit for limit in (height, width)
    )
    y2, x2 = (y + dy).round().long().clamp(0, height - 1), (x + dx).round().long().clamp(0, width - 1)
    first, second = y * width + x, y2 * width + x2
    gap = order.gather(1, first) - order.gather(1, second)
    clear = (gap.abs() > RANK_MARGIN).float()
    side = flat.gather(1, first) - flat.gather(1, second)
    return (F.softplus(-side * gap.sign()) * clear).sum() / (clear.sum() + 1)


def mask_loss(logit: Tensor, label: Tensor, weight: Tensor) -> Tensor:
    """Cross-entropy, and soft Dice where there is something, of masks `[N, H, W]` under `weight`."""
    entropy = F.binary_cross_entropy_with_logits(logit, label, reduction="none")
    entropy = (entropy * weight).sum() / (weight.sum() + 1)
    guess = torch.sigmoid(logit) * weight
    label = label * weight
    overlap = 2 * (guess * label).sum((1, 2)) + 50
    dice = 1 - overlap / (guess.sum((1, 2)) + label.sum((1, 2)) + 50)
    present = (label.mean((1, 2)) > 0.004).float()
    return entropy + 0.5 * (dice * present).sum() / (present.sum() + 1)


def total_loss(out: Tensor, planes: Tensor) -> tuple[Tensor, dict[str, float]]:
    """The sum to minimise and each term's value; `out` logits `[N, 6, H, W]`, `planes` as `data.PLANES`."""
    named = dict(zip(PLANES, planes.unbind(1), strict=True))
    depth, truth, weight = torch.sigmoid(out[:, 0]), named["depth"], named["depth_weight"]
    difference = (fitted(depth, truth, weight) - truth) * weight
    terms = {
        "affine": difference.abs().mean(),
        "direct": ((depth - truth).abs() * weight).mean(),
        "gradient": gradient_matching(difference, named["sharp"]),
        "rank": ranking(out[:, 0], truth),
        "subject": mask_loss(out[:, 1], named["subject"], named["subject_weight"]),
        "sky": mask_loss(out[:, 2], named["sky"], named["sky_weight"]),
        "regions": sum(
            mask_loss(out[:, 3 + k], named[n], named[f"{n}_weight"]) for k, n in enumerate(REGIONS)
        )
        / len(REGIONS),
    }
    loss = sum(WEIGHTS[name] * term for name, term in terms.items())
    return loss, {name: float(term.detach()) for name, term in terms.items()}
