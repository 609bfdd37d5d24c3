from __future__ import annotations

import numpy as np

from vivant.living.effect import Textures


def test_nothing_that_was_given_is_ever_painted_on() -> None:
    """Neither the scene's own colours nor what an effect keeps and gives in every frame."""
    own, kept = np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 9, np.uint8)
    textures = Textures((own, own))
    textures.writable(0)[:] = 1
    textures[1] = kept
    textures.writable(1)[:] = 2
    assert (own == 0).all()
    assert (kept == 9).all()
    assert [int(textures[n].max()) for n in range(len(textures))] == [1, 2]


def test_what_was_copied_once_is_painted_on_again() -> None:
    textures = Textures((np.zeros((4, 4, 3), np.uint8),))
    assert textures.writable(0) is textures.writable(0)
