"""A picture sheet: photograph, depth in colour, subject, sky, regions (water blue, foliage green, cloud
white).

python sheet.py --model vivant-eyes.onnx --photos PHOTOS --out sheet.png
"""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np

from evaluate import Sight
from photos import HELD_OUT, read_rgb, shrink

CELL_PX = 150
ROWS = 14


def coloured(plane: np.ndarray) -> np.ndarray:
    """A map 0..1 in the turbo palette, uint8 RGB: red is near."""
    return cv2.applyColorMap((np.clip(plane, 0, 1) * 255).astype(np.uint8), cv2.COLORMAP_TURBO)[..., ::-1]


def grey(plane: np.ndarray) -> np.ndarray:
    return np.repeat((np.clip(plane, 0, 1) * 255).astype(np.uint8)[..., None], 3, 2)


def painted(rgb: np.ndarray, maps: dict[str, np.ndarray]) -> np.ndarray:
    """The photograph, dimmed, with its regions tinted."""
    out = rgb.astype(np.float32) * 0.45
    for name, tint in (("water", (40, 110, 255)), ("foliage", (50, 220, 60)), ("cloud", (255, 255, 255))):
        share = np.clip(maps[name], 0, 1)[..., None] * 0.7
        out = out * (1 - share) + np.float32(tint) * share
    return out.astype(np.uint8)


def cell(picture: np.ndarray) -> np.ndarray:
    """The picture fitted into a square."""
    out = np.full((CELL_PX, CELL_PX, 3), 20, np.uint8)
    small = shrink(picture, CELL_PX)
    out[: small.shape[0], : small.shape[1]] = small
    return out


def strip(sight: Sight, path: Path) -> np.ndarray:
    """One photograph's row of five pictures, named; a star marks those never trained on."""
    rgb = shrink(read_rgb(path), 640)
    maps = sight(rgb)
    views = [rgb, coloured(maps["depth"]), grey(maps["subject"]), grey(maps["sky"]), painted(rgb, maps)]
    row = np.hstack([cell(view) for view in views])
    label = ("* " if path.stem in HELD_OUT else "") + path.stem[:24]
    cv2.putText(row, label, (3, CELL_PX - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (255, 255, 255), 1, cv2.LINE_AA)
    return row


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Draw what the network sees in every photograph of a folder."
    )
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    sight = Sight(options.model)
    rows = [strip(sight, path) for path in sorted(options.photos.glob("*.jpg"))]
    rows += [np.zeros_like(rows[0])] * (-len(rows) % ROWS)
    sheet = np.hstack([np.vstack(rows[k : k + ROWS]) for k in range(0, len(rows), ROWS)])
    cv2.imwrite(str(options.out), sheet[..., ::-1])


if __name__ == "__main__":
    main()
