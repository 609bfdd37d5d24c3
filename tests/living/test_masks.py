from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vivant.errors import InvalidInput
from vivant.living.masks import masks_of


def saved(folder: Path, value: int) -> Path:
    picture = np.zeros((20, 30), np.uint8)
    picture[:, 15:] = value
    Image.fromarray(picture).save(folder / "mask.png")
    return folder / "mask.png"


def test_a_mask_is_one_where_its_picture_is_white(tmp_path: Path) -> None:
    masks = masks_of([f"Water={saved(tmp_path, 255)}"])
    assert list(masks) == ["water"]
    assert masks["water"].shape == (20, 30)
    assert masks["water"][:, 20].min() == 1
    assert masks["water"][:, 5].max() == 0


def test_a_dark_mask_and_one_without_a_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="all of it is dark"):
        masks_of([f"water={saved(tmp_path, 9)}"])
    with pytest.raises(InvalidInput, match="expected NAME=FILE"):
        masks_of(["mask.png"])
