"""Coarse regions that move, labelled by hand on the photographs, and which teacher masks may be trusted
where.

Polygons were drawn by us while looking at each photograph, in fractions of width and height; they are
coarse, so a band along their outline is left out of the loss. `green` keeps only greenish pixels inside
(the others are left out, not counted against); `behind` removes the teacher's salient subject.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

WHOLE = "0,0 1,0 1,1 0,1"
BAND = 0.02
"""Half width of the band left out along a polygon, as a share of the longer side."""


@dataclass(frozen=True, kw_only=True)
class Area:
    """One polygon as "x,y x,y ..."; see the module for `green` and `behind`."""

    points: str = WHOLE
    green: bool = False
    behind: bool = True


WATER: dict[str, Area] = {
    "bythewater": Area(points="0,0.27 1,0.27 1,0.36 0.55,0.42 0,0.5"),
    "cincinnati-bridge": Area(points="0,0.8 0.3,0.78 0.45,0.7 1,0.68 1,1 0,1", behind=False),
    "coral_kite_and_cold": Area(points="0.07,0.51 1,0.49 1,1 0.27,1 0.2,0.85 0.13,0.65"),
    "cvo9xd_keong_macan": Area(points="0.42,0.7 0.55,0.66 1,0.63 1,1 0.78,1 0.76,0.88 0.6,0.8"),
    "darkesthour": Area(points="0,0.64 1,0.64 1,1 0,1"),
    "eagle": Area(points="0,0 1,0 1,0.78 0.55,0.83 0,0.86"),
    "eveningglow": Area(points="0,0.38 0.5,0.4 1,0.42 1,0.5 0.6,0.47 0.3,0.5 0,0.52"),
    "kodak_06": Area(points="0,0.29 0.4,0.28 1,0.26 1,1 0,1"),
    "kodak_09": Area(points="0,0.74 1,0.74 1,1 0,1"),
    "kodak_10": Area(points="0,0.9 0.3,0.9 0.75,0.86 1,0.78 1,1 0,1"),
    "kodak_11": Area(points="0,0.58 0.42,0.56 0.5,0.72 0.8,0.72 0.82,0.5 1,0.5 1,1 0,1"),
    "kodak_14": Area(points="0,0 0.4,0 0.7,0.1 1,0.2 1,1 0,1"),
    "kodak_16": Area(points="0,0.51 1,0.51 1,1 0,1"),
    "life_by_aitzol_berasategi": Area(
        points="0.42,0.4 0.52,0.38 0.55,0.5 0.62,0.65 0.6,1 0.32,1 0.3,0.85 0.42,0.75 0.4,0.6"
    ),
    "summer_1am": Area(points="0,0.68 1,0.68 1,1 0,1"),
    "aqua": Area(behind=False),
    "kodak_12": Area(points="0,0.25 0.6,0.2 0.62,0.35 0.55,0.55 0.45,0.75 0.35,0.85 0.1,1 0,1"),
    "kodak_13": Area(points="0.45,0.55 0.6,0.53 0.75,0.6 1,0.68 1,1 0.1,1 0.2,0.85 0.35,0.7"),
}

FOLIAGE: dict[str, tuple[Area, ...]] = {
    "aitzgorri_by_aitzol_berasategi": (
        Area(
            points="0,0.22 0.18,0.3 0.45,0.5 0.68,0.58 0.74,0.42 0.8,0.45 1,0.4 1,1 0,1",
            behind=False,
        ),
    ),
    "building": (
        Area(points="0,0.6 0.1,0.6 0.25,0.66 0.4,0.78 0.42,0.88 1,0.92 1,1 0,1"),
        Area(points="0,0 0.2,0 0.15,0.1 0.05,0.12 0,0.5"),
    ),
    "castle-maintenon": (
        Area(points="0,0.88 1,0.9 1,1 0,1"),
        Area(points="0.93,0.78 1,0.7 1,0.9 0.85,0.9"),
    ),
    "coral_kite_and_cold": (Area(points="0,0.46 0.4,0.46 1,0.45 1,0.49 0,0.51"),),
    "dog": (Area(points="0.1,0 0.95,0 0.95,0.1 0.6,0.12 0.45,0.3 0.37,0.33 0.33,0.15 0.1,0.15"),),
    "dragonfly_by_bolly": (Area(green=True, behind=False),),
    "dune": (Area(points="0,0.55 1,0.45 1,1 0,1", behind=False),),
    "giraffe": (Area(),),
    "greenmeadow": (Area(behind=False),),
    "kodak_06": (Area(points="0,0.2 0.3,0.22 0.3,0.28 0,0.29"),),
    "kodak_16": (Area(points="0.3,0.42 0.45,0.38 0.7,0.42 0.88,0.48 0.88,0.51 0.3,0.51"),),
    "ladybird": (Area(green=True),),
    "life_by_aitzol_berasategi": (
        Area(points="0,0 1,0 1,0.35 0.6,0.3 0.4,0.3 0,0.6", green=True, behind=False),
    ),
    "onestandsout": (Area(behind=False),),
    "panther-chameleon-female": (Area(green=True),),
    "path": (Area(green=True, behind=False),),
    "raindrops": (Area(behind=False),),
    "seeding_by_clements_engelhardt": (Area(points="0,0.35 1,0.35 1,1 0,1", behind=False),),
    "tmshre_riaphotographs": (Area(behind=False),),
    "china": (
        Area(points="0,0.33 0.1,0.4 0.12,0.75 0.2,0.78 0.2,1 0,1"),
        Area(points="0.55,0.75 0.85,0.75 0.85,0.35 1,0.3 1,1 0.2,1 0.3,0.9"),
    ),
    "coral_owl": (Area(green=True),),
    "kodak_07": (Area(points="0.55,0.05 1,0 1,1 0.3,1 0.3,0.92 0.6,0.9 0.62,0.4", green=True),),
    "kodak_13": (
        Area(
            points="0,0.1 0.15,0.08 0.35,0.25 0.6,0.32 1,0.3 1,0.52 0.5,0.55 0,0.5",
            green=True,
            behind=False,
        ),
    ),
}

NEITHER = frozenset(
    (
        "astronaut chelsea coffee kodak_01 kodak_02 kodak_03 kodak_04 kodak_05 kodak_15 rocket "
        "wine_by_jakkub_mede leuvena hdr_room picture_0b_by_freespace picture_1a_by_freespace "
        "citrus-fruits fruits home kite greentock_by_peter_nerlich free_by_peter_nerlich "
        "friends_by_aitzol_berasategi colorfulcups grey kodak_08 person horses"
    ).split()
)
"""Photographs with neither water nor foliage worth naming (bare trees and dry stubble aside)."""

NO_SKY = frozenset(
    (
        "aqua free_by_peter_nerlich greentock_by_peter_nerlich kodak_04 kodak_15 wood twowings garden "
        "freshflower flower picture_0b_by_freespace picture_1a_by_freespace ladybird fallenleaf "
        "yellowflower colorfulcups grey astronaut chelsea"
    ).split()
)
"""The sky teacher marks plain backgrounds as sky; these have none."""

SKY_UNSURE = frozenset(
    "bythewater kleiber_by_lukas_baubkus kodak_10 kodak_09 building dune u76c0g_bliznaca".split()
)
"""Sky teacher wrong or half sure: left out of the sky loss."""

CLOUD_JUDGED = frozenset(
    (
        "aitzgorri_by_aitzol_berasategi bridge_by_sander_klootwijk castle-maintenon china "
        "coral_kite_and_cold home kite kodak_03 kodak_12 kodak_13 kodak_16 person horses "
        "picosdeeuropa_by_aitzol_berasategi leuvena kodak_08"
    ).split()
)
"""Daylight skies where whiteness tells cloud from blue; sunsets and nights are left out."""


def drawn(areas: tuple[Area, ...], rgb: np.ndarray, subject: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Label and weight `[H, W]` float32: weight 0 along outlines and where nothing can be said."""
    height, width = rgb.shape[:2]
    inside, unsure = np.zeros((height, width), np.uint8), np.zeros((height, width), np.uint8)
    band = max(2, round(BAND * max(height, width)))
    pixels = rgb.astype(np.float32)
    greenish = (pixels[..., 1] > 0.92 * pixels[..., 0]) & (pixels[..., 1] > 1.05 * pixels[..., 2])
    for area in areas:
        points = [point.split(",") for point in area.points.split()]
        corners = np.array([[float(x) * width, float(y) * height] for x, y in points], np.int32)
        mask = cv2.fillPoly(np.zeros((height, width), np.uint8), [corners], 1)
        cv2.polylines(unsure, [corners], True, 1, 2 * band)
        if area.green:
            green = cv2.morphologyEx(greenish.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
            unsure |= mask & (1 - green)
        if area.behind:
            unsure |= mask & ((subject > 0.1) & (subject < 0.5)).astype(np.uint8)
            mask = mask & (subject < 0.5).astype(np.uint8)
        inside |= mask
    edge = max(2, band // 2)
    unsure[:edge], unsure[-edge:], unsure[:, :edge], unsure[:, -edge:] = 0, 0, 0, 0
    return inside.astype(np.float32), 1 - unsure.astype(np.float32)


def cloudiness(rgb: np.ndarray) -> np.ndarray:
    """How cloud-like each pixel of a daylight sky is, 0..1: white and grey are cloud, blue is not."""
    pixels = cv2.GaussianBlur(rgb, (0, 0), 1.5).astype(np.float32)
    white = pixels.min(-1) / (pixels.max(-1) + 1)
    return np.clip((white - 0.68) / 0.18, 0, 1)


def photo_regions(
    name: str, rgb: np.ndarray, subject: np.ndarray, sky: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Labels and weights `[3, H, W]` float32 for water, foliage, cloud on one photograph."""
    nothing = np.zeros(rgb.shape[:2], np.float32)
    known = name in NEITHER or name in WATER or name in FOLIAGE
    blank = (nothing, nothing + float(known))
    water = drawn((WATER[name],), rgb, subject) if name in WATER else blank
    foliage = drawn(FOLIAGE[name], rgb, subject) if name in FOLIAGE else blank
    if name in NO_SKY:
        cloud = (nothing, nothing + 1)
    elif name in CLOUD_JUDGED:
        cloud = (cloudiness(rgb) * sky, nothing + 1)
    else:
        cloud = (nothing, (sky < 0.1).astype(np.float32) * float(name not in SKY_UNSURE))
    return np.stack([water[0], foliage[0], cloud[0]]), np.stack([water[1], foliage[1], cloud[1]])
