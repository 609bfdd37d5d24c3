"""The photographs, cut-outs and furniture models the network learns from, and where each one comes from.

Everything is fetched with Debian's ordinary package client, unpacked into the cache and never installed.
`DATA.md` gives the licences. Photographs are kept at most 1024 px long, RGB, JPEG quality 95.

    python photos.py --photos PHOTOS --cache ~/.cache/vivant-training
"""

from __future__ import annotations

import argparse
import subprocess
import zipfile
from pathlib import Path

import cv2
import numpy as np

DEFAULT_CACHE = Path("~/.cache/vivant-training")
LONG_SIDE_PX = 1024
STAMP_SIDE_PX = 384

HELD_OUT = (
    "coffee",
    "kodak_07",
    "leuvena",
    "kodak_12",
    "wine_by_jakkub_mede",
    "coral_owl",
    "kodak_13",
    "china",
)
"""Photographs of the project's own folder that are never trained on, nor used as textures in training."""

PACKAGES = (
    "lomiri-wallpapers-16.04",
    "lomiri-wallpapers-20.04",
    "mate-backgrounds",
    "plasma-workspace-wallpapers",
    "palapeli-data",
    "darknet",
    "libjxl-testdata",
    "tuxpaint-stamps-default",
    "sweethome3d-furniture",
)
"""Debian packages whose files are read; drawn (not photographed) pictures in them are left out."""

_LOMIRI = "usr/share/backgrounds"
_PLASMA = "usr/share/wallpapers"
_MATE = "usr/share/backgrounds/mate/nature"
_PALAPELI = "usr/share/palapeli/collection"
_JXL = "usr/share/libjxl-testdata"
PACKAGED_PHOTOS: dict[str, tuple[str, ...]] = {
    "lomiri-wallpapers-16.04": tuple(
        f"{_LOMIRI}/{name}.jpg"
        for name in (
            "Picture_1A_by_freespace",
            "greentock_by_Peter_Nerlich",
            "sunset_by_Aitzol_Berasategi",
            "free_by_Peter_Nerlich",
            "picosdeeuropa_by_Aitzol_Berasategi",
        )
    ),
    "lomiri-wallpapers-20.04": (f"{_LOMIRI}/Kleiber_by_Lukas_Baubkus.jpg",),
    "mate-backgrounds": tuple(
        f"{_MATE}/{name}.jpg"
        for name in (
            "Garden Dune Wood Aqua TwoWings Storm GreenMeadow RainDrops FreshFlower LadyBird YellowFlower"
        ).split()
    ),
    "plasma-workspace-wallpapers": tuple(
        f"{_PLASMA}/{name}/contents/images/2560x1600.jpg"
        for name in (
            "FallenLeaf Path DarkestHour EveningGlow Grey Kite ColorfulCups OneStandsOut ColdRipple "
            "summer_1am BytheWater"
        ).split()
    ),
    "palapeli-data": tuple(
        f"{_PALAPELI}/{name}.jpg"
        for name in (
            "castle-maintenon cincinnati-bridge citrus-fruits european-honey-bee panther-chameleon-female"
        ).split()
    ),
    "darknet": tuple(f"{name}.jpg" for name in ("eagle", "dog", "giraffe", "person", "horses")),
    "libjxl-testdata": (
        f"{_JXL}/jxl/flower/flower.png",
        f"{_JXL}/jxl/hdr_room.png",
        f"{_JXL}/external/wesaturate/500px/tmshre_riaphotographs_srgb8.png",
        f"{_JXL}/external/wesaturate/500px/cvo9xd_keong_macan_srgb8.png",
        f"{_JXL}/external/wesaturate/500px/u76c0g_bliznaca_srgb8.png",
    ),
}
"""Package -> files taken as photographs. A bare name is looked for anywhere in the package."""

TEXTURE_ONLY = ("grey", "colorfulcups")
"""Photographs without a scene of their own: used as textures, never shown whole to a teacher."""

STAMP_FOLDERS = (
    "animals food plants household vehicles town/monuments clothes sports hobbies people medical".split()
)
DRAWN_STAMPS = (
    "cartoon roadsign t_ _hat hat_ button hedgehog pizza candle tooth eye.png drumkit Lightbulb highlighter "
    "inukshuk-outline propeller fedora sombrero tophat scarf measuring confetti"
).split()
"""Parts of names of cut-outs that are drawings rather than photographs."""


def read_rgb(path: Path) -> np.ndarray:
    """The picture as uint8 RGB `[H, W, 3]`, alpha composited over mid grey, 16 bits cut to 8."""
    pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise FileNotFoundError(f"photo={path}: not a readable picture")
    if pixels.dtype == np.uint16:
        pixels = (pixels // 257).astype(np.uint8)
    if pixels.ndim == 2:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)
    if pixels.shape[2] == 4:
        alpha = pixels[..., 3:].astype(np.float32) / 255
        pixels = (pixels[..., :3] * alpha + 128 * (1 - alpha)).astype(np.uint8)
    return np.ascontiguousarray(pixels[..., ::-1])


def shrink(pixels: np.ndarray, long_side_px: int) -> np.ndarray:
    """The picture with its longer side at most `long_side_px`, area-averaged."""
    height, width = pixels.shape[:2]
    scale = long_side_px / max(height, width)
    if scale >= 1:
        return pixels
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)


def fetch_packages(folder: Path) -> None:
    """Download and unpack `PACKAGES` under `folder/<package>`; what is already there stays."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        target = folder / package
        if target.exists():
            continue
        subprocess.run(["apt-get", "download", package], cwd=folder, check=True)
        archive = next(folder.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", str(archive), str(target)], check=True)


def collect_photos(packages: Path, shared: Path, cache: Path) -> list[Path]:
    """Write every photograph to `cache/photos/<name>.jpg` and return the paths."""
    folder = cache / "photos"
    folder.mkdir(parents=True, exist_ok=True)
    sources = {path.stem.lower(): path for path in sorted(shared.glob("*.jpg"))}
    for package, names in PACKAGED_PHOTOS.items():
        for name in names:
            path = packages / package / name
            if not path.exists():
                path = next(iter(sorted((packages / package).rglob(Path(name).name))), path)
            stem = path.parts[-4] if path.stem == "2560x1600" else path.stem
            sources.setdefault(stem.lower().replace("_srgb8", ""), path)
    written = []
    for name, path in sources.items():
        target = folder / f"{name}.jpg"
        if not target.exists():
            pixels = shrink(read_rgb(path), LONG_SIDE_PX)
            cv2.imwrite(str(target), pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 95])
        written.append(target)
    return written


def collect_stamps(packages: Path, cache: Path) -> int:
    """Write the photographic cut-outs as RGBA PNG under `cache/stamps`; returns how many."""
    root = packages / "tuxpaint-stamps-default/usr/share/tuxpaint/stamps"
    folder = cache / "stamps"
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for part in STAMP_FOLDERS:
        for path in sorted((root / part).rglob("*.png")):
            if any(word in str(path.relative_to(root)) for word in DRAWN_STAMPS):
                continue
            pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
            if pixels is None or pixels.ndim != 3 or pixels.shape[2] != 4 or min(pixels.shape[:2]) < 60:
                continue
            rows, columns = np.nonzero(pixels[..., 3] > 20)
            pixels = pixels[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
            name = str(path.relative_to(root)).replace("/", "_")
            cv2.imwrite(str(folder / name), shrink(pixels, STAMP_SIDE_PX))
            count += 1
    return count


def collect_furniture(packages: Path, cache: Path) -> int:
    """Unzip the furniture catalogues under `cache/furniture`; returns the number of OBJ models."""
    for archive in sorted((packages / "sweethome3d-furniture").rglob("*.sh3f")):
        target = cache / "furniture" / archive.stem
        if not target.exists():
            with zipfile.ZipFile(archive) as zipped:
                zipped.extractall(target)
    return len(list((cache / "furniture").rglob("*.obj")))


def main() -> None:
    parser = argparse.ArgumentParser(description="Fetch the pictures and models that training reads.")
    parser.add_argument("--photos", type=Path, required=True, help="the project's own photographs")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--packages", type=Path, help="unpacked packages (default CACHE/packages)")
    options = parser.parse_args()
    cache = options.cache.expanduser()
    packages = options.packages or cache / "packages"
    fetch_packages(packages)
    photos = collect_photos(packages, options.photos, cache)
    stamps = collect_stamps(packages, cache)
    print(
        f"{len(photos)} photographs, {stamps} cut-outs, {collect_furniture(packages, cache)} furniture models"
    )


if __name__ == "__main__":
    main()
