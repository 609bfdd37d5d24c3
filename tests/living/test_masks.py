"""Masks as people supply them."""

from __future__ import annotations

import numpy as np
import pytest

from vivant.errors import InvalidInput
from vivant.living.masks import mask_of

from synthetic import photo_of


def test_white_is_where_the_thing_is() -> None:
    picture = np.zeros((4, 6, 3), np.uint8)
    picture[:, :3] = 255
    mask = mask_of("water", photo_of(picture))
    assert mask.shape == (4, 6)
    assert mask.dtype == np.float32
    assert (mask[:, :3] == 1).all()
    assert (mask[:, 3:] == 0).all()


def test_a_mask_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="mask 'water': all of it is dark; expected white where the thing is"):
        mask_of("water", photo_of(np.full((4, 6, 3), 40, np.uint8)))
