"""Exact novel views of synthetic scenes: ours against plain relief warping and against warping forward.

    python bench/views.py PHOTOS [--out out/views] [--width 640] [--scene NAME ...]

PHOTOS is a folder of photographs, which become the textures of flat pieces at known places (`planes.py`). Each scene
is photographed once, with its true depth, and seen again from five true poses; every way of getting there is given
the same photo and the same depth.

    ours     `viewing.see(photo, view, camera=..., inverse=depth)`, what `vivant view --depth` does
    relief   one unbroken surface, rays traced to it (120 steps in inverse depth, then bisection), cubic sampling
    forward  every half of a pixel sent to its place with a z-buffer, the gaps diffused (cv2.inpaint, Telea)

Prints one JSON line: for each scene PSNR in dB and SSIM (Wang et al. 2004: Gaussian window of 1.5 px, on lightness)
over all that lies within the photo's border, and over the uncovered places alone, which something in the photo hides.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from planes import Piece, card, cast, span, uncovered
from vivant.engines.viewing import Camera, see
from vivant.media import Photo
from vivant.motion.moves import rotation, translation
from vivant.perception import DepthMap, Intrinsics, View

Picture = NDArray[np.uint8]
Textures = Callable[[str], Picture]

RELIEF_STEPS = 120
SPLATS = 2
TELEA_PX = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--scene", nargs="*", choices=sorted(SCENES), default=sorted(SCENES))
    options = parser.parse_args()
    lens = Intrinsics.of_lens(options.width, round(options.width * 0.625))
    textures = textures_of(options.photos)
    results = {name: compared(name, SCENES[name](textures), lens, options.out) for name in options.scene}
    print(json.dumps({"bench": "views", "size": f"{lens.width}x{lens.height}", "ahead": ahead(results), **results}))


def textures_of(folder: Path) -> Textures:
    def texture(stem: str) -> Picture:
        found = Photo.open(next(folder.glob(f"{stem}*.jpg"))).rgb
        scale = min(1.0, 1400 / max(found.shape[:2]))
        return np.asarray(cv2.resize(found, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    return texture


# The scenes. A view at distance 1 is 1.05 wide and 0.66 high; the photo is taken from the origin, along z.


def steps(texture: Textures) -> tuple[Piece, ...]:
    """Three flat things, one before the other."""
    return (
        card(texture("kodak_08"), (0, 0, 2.0), 3.4, 2.2),
        card(texture("china"), (-0.3, 0.1, 1.2), 0.6, 0.5),
        card(texture("fruits"), (0.18, 0.12, 0.7), 0.22, 0.24),
    )


def floor(texture: Textures) -> tuple[Piece, ...]:
    """A box on a floor that runs to a wall."""
    box = texture("kodak_03")
    return (
        card(texture("kodak_01"), (0, -0.2, 2.6), 4.6, 1.4),
        span(texture("aitzgorri"), (-2.3, 0.3, 2.6), (2.3, 0.3, 2.6), (-2.3, 0.3, 0.5)),
        span(box, (-0.25, -0.05, 1.0), (0.15, -0.05, 1.0), (-0.25, 0.3, 1.0)),
        span(box, (0.15, -0.05, 1.0), (0.15, -0.05, 1.35), (0.15, 0.3, 1.0)),
        span(box, (-0.25, -0.05, 1.35), (0.15, -0.05, 1.35), (-0.25, -0.05, 1.0)),
    )


def bars(texture: Textures) -> tuple[Piece, ...]:
    """Thin bars, upright and slanting, before a far view."""
    wood = texture("kodak_13")
    upright = tuple(card(wood[:, 40 * k : 40 * k + 30], (-0.36 + 0.12 * k, 0, 0.8), 0.009, 0.7) for k in range(7))
    slanting = tuple(
        span(wood[:60], (-0.5, y, 0.78), (0.5, y + 0.14, 0.78), (-0.5, y + 0.01, 0.78)) for y in (-0.2, 0)
    )
    return (card(texture("bridge"), (0, 0, 1.8), 3.2, 1.9), *upright, *slanting)


def big(texture: Textures) -> tuple[Piece, ...]:
    """A large round thing close by."""
    y, x = np.mgrid[-1:1:400j, -1:1:400j]
    return (
        card(texture("building"), (0, 0, 1.7), 3.0, 1.9),
        card(texture("chelsea"), (0.02, 0.04, 0.6), 0.27, 0.27, mask=(1.5 - x**2 - y**2).astype(np.float32) - 0.1),
    )


def oblique(texture: Textures) -> tuple[Piece, ...]:
    """A wall that runs away to the right, and a post before it."""
    return (
        card(texture("china"), (0.6, 0, 3.0), 4.4, 2.8),
        span(texture("kodak_01"), (-0.62, -0.5, 0.75), (1.0, -0.5, 2.4), (-0.62, 0.5, 0.75)),
        card(texture("kodak_07"), (0.12, 0.05, 0.75), 0.07, 0.6),
    )


def discs(texture: Textures) -> tuple[Piece, ...]:
    """Many small round things at many distances."""
    y, x = np.mgrid[-1:1:200j, -1:1:200j]
    mask = (1.5 - x**2 - y**2).astype(np.float32)
    generator = np.random.default_rng(4)
    pictures = [texture(name) for name in ("fruits", "flower", "kodak_02", "kodak_15")]
    found = []
    for k in range(14):
        distance = float(generator.uniform(0.7, 1.5))
        place = generator.uniform((-0.45, -0.27), (0.45, 0.27)) * distance
        found.append(card(pictures[k % 4], (*place, distance), 0.14 * distance, 0.14 * distance, mask=mask))
    return (card(texture("kodak_11"), (0, 0, 2.2), 3.8, 2.4), *found)


def room(texture: Textures) -> tuple[Piece, ...]:
    """Inside a box: four walls that run away, one at the end, a table and a picture that stands on it."""
    wall, table = texture("kodak_05"), texture("coffee")
    return (
        card(texture("leuvena"), (0, 0, 2.2), 1.4, 0.9),
        span(wall, (-0.7, -0.45, 0.4), (-0.7, -0.45, 2.2), (-0.7, 0.45, 0.4)),
        span(wall, (0.7, -0.45, 2.2), (0.7, -0.45, 0.4), (0.7, 0.45, 2.2)),
        span(texture("wine"), (-0.7, 0.45, 2.2), (0.7, 0.45, 2.2), (-0.7, 0.45, 0.4)),
        span(texture("kodak_04"), (-0.7, -0.45, 0.4), (0.7, -0.45, 0.4), (-0.7, -0.45, 2.2)),
        span(table, (-0.25, 0.16, 1.3), (0.3, 0.16, 1.3), (-0.25, 0.16, 0.85)),
        card(texture("kodak_15"), (0.05, 0.03, 1.0), 0.18, 0.25, turn_deg=20),
    )


def leaves(texture: Textures) -> tuple[Piece, ...]:
    """A ragged thing full of holes, before a far view."""
    noise = np.random.default_rng(2).standard_normal((400, 640)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), sigmaX=14)
    y, x = np.mgrid[-1:1:400j, -1:1:640j]
    mask = (0.5 + smooth / smooth.std() - 2.5 * (x + 0.4) ** 2 - 0.6 * y**2 + 0.8).astype(np.float32)
    return (
        card(texture("life"), (0, 0, 1.9), 3.2, 2.1),
        card(texture("kodak_14"), (0, 0, 0.8), 0.8, 0.5, mask=mask),
    )


SCENES: dict[str, Callable[[Textures], tuple[Piece, ...]]] = {
    scene.__name__: scene for scene in (steps, floor, bars, big, oblique, discs, room, leaves)
}


def poses() -> list[NDArray[np.float64]]:
    """Two trucks, a pedestal with a turn, a dolly, and an arc of six degrees around what lies at distance 1."""
    arc = translation(0, 0, 1) @ rotation(1, 6) @ translation(0, 0, -1)
    return [
        translation(0.06, 0, 0),
        translation(-0.06, 0, 0),
        translation(0.02, -0.045, 0) @ rotation(1, 2),
        translation(0.02, 0, 0.12),
        arc,
    ]


# The three ways.


def ours(photo: Picture, inverse: NDArray[np.float32], lens: Intrinsics, pose: NDArray[np.float64]) -> Picture:
    view = View(depth=DepthMap(inverse=inverse, source="exact"), focus=(0.5, 0.5))
    camera = Camera(camera_to_world=pose.tolist(), focal_px=lens.focal_px)
    return see(Photo(rgb=photo, name="synthetic", digest="0" * 64), view, camera=camera, inverse=inverse)


def relief(photo: Picture, inverse: NDArray[np.float32], lens: Intrinsics, pose: NDArray[np.float64]) -> Picture:
    """One unbroken surface: along each ray the first place where it goes behind the depth it is over."""
    columns, rows = np.meshgrid(np.arange(lens.width) + 0.5, np.arange(lens.height) + 0.5)
    rays, eye = lens.directions(columns, rows) @ pose[:3, :3].T, pose[:3, 3]
    near, far = float(inverse.max()) * 1.001, float(inverse.min()) * 0.999

    def over(q: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float32], NDArray[np.float32]]:
        # The ray point at inverse distance q from the photo's camera, and how far the relief there lies before it.
        along = (1.0 / q - eye[2]) / rays[..., 2]
        at = lens.project(eye + along[..., None] * rays).astype(np.float32) - np.float32(0.5)
        x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
        return cv2.remap(inverse, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) - q, x, y

    front, back = np.full(rays.shape[:2], near), np.full(rays.shape[:2], far)
    met = np.zeros(rays.shape[:2], bool)
    for q in np.linspace(near, far, RELIEF_STEPS)[1:]:
        hit = ~met & (over(np.full_like(front, q))[0] >= 0)
        back[hit] = q
        met |= hit
        front[~met] = q
    front[~met] = far
    for _ in range(12):
        middle = 0.5 * (front + back)
        behind = over(middle)[0] >= 0
        back, front = np.where(behind, middle, back), np.where(behind, front, middle)
    _, x, y = over(back)
    return np.asarray(cv2.remap(photo, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def forward(photo: Picture, inverse: NDArray[np.float32], lens: Intrinsics, pose: NDArray[np.float64]) -> Picture:
    """Points sent to where they are seen, the nearest kept, weighted by how near they fall; the gaps diffused."""
    large = (lens.width * SPLATS, lens.height * SPLATS)
    colours = cv2.resize(photo, large, interpolation=cv2.INTER_CUBIC).reshape(-1, 3).astype(np.float64)
    depth = 1.0 / cv2.resize(inverse, large, interpolation=cv2.INTER_NEAREST).astype(np.float64)
    columns, rows = np.meshgrid(*((np.arange(n) + 0.5) / SPLATS for n in large))
    points = (lens.directions(columns, rows) * depth[..., None] - pose[:3, 3]) @ pose[:3, :3]
    at, away = lens.project(points).reshape(-1, 2) - 0.5, points[..., 2].ravel()
    corner = np.floor(at).astype(int)
    nearest = np.full(lens.width * lens.height, np.inf)
    total, weight = np.zeros((len(nearest), 3)), np.zeros(len(nearest))
    for collecting in (False, True):
        for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
            column, row = corner[:, 0] + dx, corner[:, 1] + dy
            say = np.maximum(0, 1 - np.abs(at - np.stack([column, row], axis=1))).prod(axis=1)
            use = (column >= 0) & (row >= 0) & (column < lens.width) & (row < lens.height) & (say > 0.02)
            index = row[use] * lens.width + column[use]
            if not collecting:
                np.minimum.at(nearest, index, away[use])
                continue
            say = say[use] * (away[use] < 1.02 * nearest[index])
            weight += np.bincount(index, say, len(nearest))
            for k in range(3):
                total[:, k] += np.bincount(index, say * colours[use, k], len(nearest))
    seen = np.clip(total / np.maximum(weight, 1e-9)[:, None] + 0.5, 0, 255).astype(np.uint8).reshape(photo.shape)
    gaps = (weight < 0.5).reshape(photo.shape[:2]).astype(np.uint8)
    return np.asarray(cv2.inpaint(seen, gaps, TELEA_PX, cv2.INPAINT_TELEA), dtype=np.uint8)


WAYS = {"ours": ours, "relief": relief, "forward": forward}


# Comparing.


def compared(name: str, pieces: tuple[Piece, ...], lens: Intrinsics, out: Path | None) -> dict[str, object]:
    """For each way PSNR and SSIM over all and over the uncovered places, each over all poses together."""
    photo, distance = cast(pieces, lens, np.eye(4))
    inverse = np.ascontiguousarray(1.0 / distance, dtype=np.float32)
    sums = {way: np.zeros((2, 3)) for way in WAYS}
    pictures = []
    for pose in poses():
        truth, there = cast(pieces, lens, pose)
        hidden, beyond = uncovered(there, lens, pose, distance)
        row = [truth]
        for way, seen_by in WAYS.items():
            seen = seen_by(photo, inverse, lens, pose)
            error = ((seen.astype(float) - truth) ** 2).mean(axis=2)
            alike = similarity(seen, truth)
            for k, part in enumerate((~beyond, hidden)):
                sums[way][k] += (error[part].sum(), alike[part].sum(), part.sum())
            row.append(seen)
        pictures.append(np.hstack(row))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(out / f"{name}.png"), np.vstack(pictures)[..., ::-1])
    shown = next(iter(sums.values()))
    answer: dict[str, object] = {"uncovered": round(float(shown[1, 2] / shown[0, 2]), 4)}
    for way, (whole, parts) in sums.items():
        answer[way] = {
            "psnr": [round(float(10 * np.log10(255**2 / (part[0] / part[2]))), 2) for part in (whole, parts)],
            "ssim": [round(float(part[1] / part[2]), 4) for part in (whole, parts)],
        }
    return answer


def similarity(one: Picture, other: Picture) -> NDArray[np.float64]:
    """[H, W] the structural similarity of two pictures' lightness around each place."""
    a, b = (cv2.cvtColor(p, cv2.COLOR_RGB2GRAY).astype(np.float64) for p in (one, other))

    def mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(cv2.GaussianBlur(values, (11, 11), sigmaX=1.5))

    mean_a, mean_b = mean(a), mean(b)
    spread_a, spread_b, both = mean(a * a) - mean_a**2, mean(b * b) - mean_b**2, mean(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    found = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    return np.asarray(found / ((mean_a**2 + mean_b**2 + c1) * (spread_a + spread_b + c2)))


def ahead(results: dict[str, dict[str, object]]) -> dict[str, str]:
    """In how many scenes ours is ahead of both others, by measure and part."""
    answer = {}
    for measure in ("psnr", "ssim"):
        for k, part in enumerate(("overall", "uncovered")):
            values = [{way: result[way][measure][k] for way in WAYS} for result in results.values()]  # type: ignore[index]
            won = sum(row["ours"] > max(row["relief"], row["forward"]) for row in values)
            answer[f"{measure}_{part}"] = f"{won}/{len(values)}"
    return answer


if __name__ == "__main__":
    main()
