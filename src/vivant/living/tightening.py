"""A region's outline brought to where the colours change."""

from __future__ import annotations

import cv2
import numpy as np

from vivant.living.regions import Region
from vivant.living.setting import Setting

_ROUNDS = 4
_SURE_CELLS = 0.25
_SOFT = 0.7
_DARKER = 14.0
"""What is so much darker (CIE lightness, 0..100) than the sky around it stands before it."""

_AROUND_CELLS = 31


def tightened(setting: Setting, region: Region) -> Region:
    """The region as the colours of its heart and of what lies well outside it part the rest between them.

    Source: Rother et al. 2004, "GrabCut". A matte of perception is right about what stands where, not about its rim;
    where the colours would leave less than half of the region or nothing around it, it stays as it was.
    """
    mask = region.mask
    solid = (mask > 0.5).astype(np.uint8)
    deep = cv2.distanceTransform(np.pad(solid, 1, mode="edge"), cv2.DIST_L2, 3)[1:-1, 1:-1]
    away = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 3)
    thick = float(deep.max())
    marks = np.where(solid > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[(deep > _SURE_CELLS * thick) & (mask > 0.9)] = cv2.GC_FGD
    marks[away > max(4.0, 0.15 * thick)] = cv2.GC_BGD
    if not (marks == cv2.GC_FGD).any() or not (marks == cv2.GC_BGD).any():
        return region
    cv2.setRNGSeed(0)
    cv2.grabCut(
        setting.small, marks, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK
    )
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    if float(found.sum()) < 0.5 * float(solid.sum()):
        return region
    soft = cv2.GaussianBlur(found.astype(np.float32), (0, 0), _SOFT)
    return Region(mask=np.asarray(soft, dtype=np.float32), kind=region.kind)


def open_sky(setting: Setting, region: Region) -> Region:
    """A region of sky without what stands small and dark before it: birds, wires, twigs and the tips of roofs."""
    light = cv2.cvtColor(setting.small, cv2.COLOR_RGB2LAB)[..., 0]
    usual = cv2.medianBlur(light, _AROUND_CELLS)
    dark = (usual.astype(np.float32) - light) * np.float32(100 / 255) > _DARKER
    near = cv2.dilate(dark.astype(np.uint8), np.ones((5, 5), np.uint8))
    return Region(mask=np.asarray(region.mask * (1 - near), dtype=np.float32), kind=region.kind)
