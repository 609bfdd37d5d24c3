"""Where leaves and grass are, where somebody says that there are some."""

from __future__ import annotations

import cv2
import numpy as np

from vivant.living.setting import Map, Setting

_UNSURE, _SURE = 0.35, 0.6
_GREEN, _YELLOW = 6.0, 12.0
"""How far from grey green things are, on CIE Lab's two axes of colour."""

_LEAST_TEXTURE = 3.5
"""The deviation of lightness (0..100) about a leaf; walls and fields of one colour have less."""

_REACH_CELLS = 9


def find_foliage(setting: Setting) -> Map | None:
    """The leaves and grass of a scene, [h, w] in 0..1; None where there are none.

    Perception's foliage, wherever it is surer than not, is wholly so; what is as green and as finely textured joins
    it where it lies beside it and is neither sky nor the subject.
    """
    matte = setting.scene.mattes.get("foliage")
    if matte is None:
        return None
    sure = np.clip((matte - _UNSURE) / (_SURE - _UNSURE), 0.0, 1.0)
    lab = cv2.cvtColor(setting.small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    light = lab[..., 0]
    mean = cv2.blur(light, (7, 7))
    texture = np.sqrt(np.maximum(cv2.blur(light * light, (7, 7)) - mean * mean, 0))
    tint = cv2.GaussianBlur(lab[..., 1:], (0, 0), 1.0)
    green = (tint[..., 0] < -_GREEN) & (tint[..., 1] > _YELLOW) & (texture > _LEAST_TEXTURE)
    green &= np.maximum(setting.matte("sky"), setting.matte("subject")) < 0.5
    close = cv2.morphologyEx(green.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    close = cv2.morphologyEx(close, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, label = cv2.connectedComponents(close)
    beside = cv2.dilate((sure > 0.5).astype(np.uint8), np.ones((_REACH_CELLS, _REACH_CELLS), np.uint8)) > 0
    joins = np.bincount(label[beside], minlength=count) > 0
    joins[0] = False
    found = cv2.GaussianBlur(joins[label].astype(np.float32), (0, 0), 0.8)
    return np.asarray(np.maximum(sure * (1 - setting.matte("subject")), found), dtype=np.float32)
