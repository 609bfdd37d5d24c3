"""A stem: one sound of a score, over the whole clip, before the mix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Kind = Literal["ambience", "event", "music", "speech"]

LEVELS_DB: dict[Kind, float] = {"ambience": -32.0, "event": -24.0, "music": -27.0, "speech": -20.0}
"""RMS below full scale, while it sounds, of a stem of each kind that was asked for at the usual level (0.5)."""


@dataclass(frozen=True, kw_only=True)
class Stem:
    """One sound, placed on the clip's clock.

    name: of its cue, such as `rain` or `guitar`; a file of the stem is called so. samples: [n, 2] float32 at
        RATE_HZ, left then right, over the whole clip: silence where it does not sound.

    Levels are relative: stems are added up as they are (music and ambience give way to speech), and one gain for the
    whole mix brings it to its loudness. LEVELS_DB is the convention that lets makers of stems agree.
    """

    name: str
    kind: Kind
    samples: NDArray[np.float32]


def gain_of(level: float) -> float:
    """The factor for a cue's level: 1 at the usual 0.5, 6 dB for each doubling or halving, none at 0."""
    return level / 0.5
