"""One picture of a film."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]
"""[H, W, 3] uint8, sRGB, row 0 at the top."""
