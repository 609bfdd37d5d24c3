"""What synthetic scenes are made of: surfaces, leaves, furniture, cut-outs, small things, bushes, ground,
light."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from geometry import Material, Mesh, ball, box, grid, leaf_cloud, load_obj, quad, rod, textured, turned
from render import Light, Sky

PLANTS = (
    "ficus bonsai bush coconut palm cypress bamboo maple beech acacia poplar pine peachblossom lily hedge "
    "plant"
    "tree grass flower"
).split()
PEOPLE = "male female boy girl mannequin".split()
SKIPPED = (
    "stationnement fleche passage billet shadows rails parque tatami carpet doormat rug swimming sandpit "
    "elevator plug switch dimmer antenna rj-45 elevator room window door sidewalk bathmat"
).split()


@dataclass(kw_only=True)
class Scene:
    """Meshes, sky, light, and where a camera may stand: eye, point looked at, vertical field (radians)."""

    meshes: list[Mesh]
    sky: Sky
    light: Light
    eye: np.ndarray
    target: np.ndarray
    field: float


class Props:
    """What scenes are made of, drawn at random; `held_out` chooses the things kept for tests."""

    def __init__(self, cache: Path, photos: list[np.ndarray], *, held_out: bool) -> None:
        self.photos = photos
        stamps = sorted((cache / "stamps").glob("*.png"))
        models = [
            path
            for path in sorted((cache / "furniture").rglob("*.obj"))
            if 2_000 < path.stat().st_size < 700_000
            and not any(word in path.stem.lower() for word in SKIPPED)
        ]
        self.stamps = [path for number, path in enumerate(stamps) if (number % 8 == 0) == held_out]
        models = [path for number, path in enumerate(models) if (number % 8 == 0) == held_out]
        named = {path: path.stem.lower() for path in models}
        self.plants = [path for path in models if any(word in named[path] for word in PLANTS)]
        self.people = [path for path in models if any(word in named[path] for word in PEOPLE)]
        self.models = [path for path in models if path not in self.plants]
        self.rng = np.random.default_rng()

    def seed(self, number: int) -> None:
        """Make everything drawn from here on repeatable."""
        self.rng = np.random.default_rng(number)

    def pick(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def crop(self, share: tuple[float, float] = (0.15, 0.7), green: bool = False) -> np.ndarray:
        """A random crop of a random photograph, uint8 RGB."""
        rng = self.rng
        for _ in range(12):
            photo = self.photos[rng.integers(len(self.photos))]
            size = int(min(photo.shape[:2]) * rng.uniform(*share))
            y, x = rng.integers(0, photo.shape[0] - size + 1), rng.integers(0, photo.shape[1] - size + 1)
            part = photo[y : y + size, x : x + size]
            mean = part.reshape(-1, 3).mean(0)
            if not green or (mean[1] > mean[0] * 0.95 and mean[1] > mean[2] * 1.1):
                break
        return cv2.resize(part, (256, 256), interpolation=cv2.INTER_AREA)

    def surface(self, **options: object) -> Material:
        """A material: photo crop, tinted noise, checks or planks, or one plain colour."""
        rng = self.rng
        kind = rng.choice(["photo", "plain", "noise", "checks", "planks"], p=[0.4, 0.2, 0.2, 0.08, 0.12])
        base = rng.uniform(0.08, 0.95, 3) * 0.5 + rng.uniform(0.1, 0.95) * 0.5
        if kind == "photo":
            return textured(self.crop(), **options)
        if kind == "plain":
            return Material(colour=tuple(base**2.2), **options)  # type: ignore[arg-type]
        grain = sum(
            cv2.resize(rng.normal(0, 1, (2**k, 2**k)), (256, 256), interpolation=cv2.INTER_CUBIC)
            for k in (3, 5, 8)
        )
        image = base + grain[..., None] * rng.uniform(0.01, 0.06)
        rows, columns = np.mgrid[0:256, 0:256]
        if kind == "checks":
            image = np.where(
                (((rows // 32) + (columns // 32)) % 2)[..., None] > 0, image, rng.uniform(0, 1, 3)
            )
        if kind == "planks":
            image = image + rng.normal(0, 0.05, 9)[rows // 30][..., None]
            image = image * np.where(rows % 30 < 2, 0.5, 1.0)[..., None]
        return textured((np.clip(image, 0, 1) * 255).astype(np.uint8), **options)

    def leaf(self) -> Material:
        """A leaf material, mostly greens; now and then a crop of a green photograph or autumn colours."""
        rng = self.rng
        if rng.random() < 0.4:
            return textured(self.crop((0.05, 0.3), green=True), tag="foliage")
        base = np.array([rng.uniform(0.1, 0.5), rng.uniform(0.3, 0.75), rng.uniform(0.05, 0.3)])
        if rng.random() < 0.2:
            base = np.array([rng.uniform(0.4, 0.8), rng.uniform(0.15, 0.6), rng.uniform(0.05, 0.25)])
        grain = cv2.resize(rng.normal(0, 1, (24, 24)), (128, 128), interpolation=cv2.INTER_CUBIC)[..., None]
        rib = np.exp(-(((np.arange(128) - 64) / 6.0) ** 2))[None, :, None] * 0.12
        return textured((np.clip(base + 0.05 * grain + rib, 0, 1) * 255).astype(np.uint8), tag="foliage")

    def furniture(self, height: float, limit: float, paths: list[Path] | None = None) -> Mesh:
        """A furniture model standing at the origin, turned at random, sometimes with other surfaces."""
        rng = self.rng
        paths = paths or self.models
        path = paths[rng.integers(len(paths))]
        mesh = load_obj(path).standing(height, limit=limit)
        green = path in self.plants
        materials = list(mesh.materials)
        if green:
            materials = [
                Material(m.colour, m.mips, m.cutout, m.mirror, "foliage" * is_green(m)) for m in materials
            ]
        elif rng.random() < 0.5:
            materials = [self.surface() if rng.random() < 0.4 else material for material in materials]
        turned_mesh = Mesh(
            triangles=mesh.triangles,
            uvs=mesh.uvs,
            normals=mesh.normals,
            index=mesh.index,
            materials=materials,
        )
        return turned_mesh.moved(yaw=self.pick(0, 6.28))

    def stamp(self, height: float, words: tuple[str, ...] = ()) -> Mesh:
        """A photographic cut-out standing upright at the origin, facing the viewer."""
        rng = self.rng
        paths = [
            path for path in self.stamps if any(path.name.startswith(word) for word in words)
        ] or self.stamps
        path = paths[rng.integers(len(paths))]
        pixels = cv2.cvtColor(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA)
        if rng.random() < 0.5:
            pixels = np.ascontiguousarray(pixels[:, ::-1])
        width = height * pixels.shape[1] / pixels.shape[0]
        tag = "foliage" if path.name.startswith("plants_trees") else ""
        material = textured(pixels, cutout=True, tag=tag)
        mesh = quad((-width / 2, height, 0), (width, 0, 0), (0, -height, 0), material, (0.999, 0.999))
        return mesh.moved(yaw=self.pick(-0.3, 0.3))

    def thing(self, size: float) -> Mesh:
        """A small object about `size` metres: model, box with a cover, vase, ball, stack, cut-out."""
        rng = self.rng
        kind = rng.choice(
            ["model", "box", "vase", "ball", "stamp", "can"], p=[0.42, 0.2, 0.12, 0.08, 0.1, 0.08]
        )
        if kind == "model":
            return self.furniture(size, size * 1.6)
        if kind == "stamp":
            return self.stamp(size, ("food", "household", "hobbies", "sports"))
        if kind == "ball":
            return ball(size * 0.4, self.surface())
        if kind == "can":
            radius = size * self.pick(0.15, 0.35)
            profile = np.array(
                [[0.01, 0], [radius, 0], [radius, size], [radius * 0.9, size], [0.01, size * 0.98]]
            )
            return turned(profile, self.surface())
        if kind == "vase":
            heights = np.linspace(0, size, 9)
            radius = size * (0.2 + 0.12 * np.sin(np.linspace(0, self.pick(2, 7), 9)) + 0.05 * rng.random())
            return turned(np.stack([np.maximum(radius, 0.02 * size), heights], 1), self.surface())
        sides = size * rng.uniform(0.15, 1.1, 3)
        return box(*sides, [self.surface(), self.surface()]).moved(yaw=self.pick(0, 6.28))

    def bush(self, size: float, leaves: int) -> list[Mesh]:
        """A plant: twigs from one foot, each carrying bent leaves at many depths."""
        rng = self.rng
        twigs, centres, directions = [], [], []
        bark = Material(colour=tuple(rng.uniform(0.03, 0.3, 3) * np.array([1, 0.8, 0.5])))
        stems = int(rng.integers(4, 22))
        spread = self.pick(0.2, 0.75)
        for _ in range(stems):
            lean = rng.normal(0, spread, 2)
            tip = np.array([lean[0], self.pick(0.5, 1.0), lean[1]]) * size
            knee = tip * [0.35, 0.55, 0.35]
            radius = size * self.pick(0.004, 0.012)
            twigs += [rod((0, 0, 0), knee, radius, bark), rod(knee, tip, radius * 0.7, bark)]
            count = max(2, leaves // stems)
            along = rng.uniform(0.15, 1.02, (count, 1))
            centres.append(
                np.where(along < 0.5, along / 0.5 * knee, knee + (along - 0.5) / 0.5 * (tip - knee))
            )
            directions.append(rng.normal(0, 1, (count, 3)) + [0, self.pick(-0.2, 0.8), 0] + 0.6 * tip / size)
        roots, ways = np.concatenate(centres), np.concatenate(directions)
        ways /= np.linalg.norm(ways, axis=1, keepdims=True)
        length = size * self.pick(0.06, 0.32) * rng.uniform(0.6, 1.3, len(roots))
        shape = self.pick(0.12, 0.75)
        halves = rng.random(len(roots)) < 0.5
        meshes = []
        for half in (halves, ~halves):
            if half.any():
                meshes.append(
                    leaf_cloud(roots[half], ways[half], length[half], shape, self.leaf(), self.pick(0, 0.6))
                )
        return meshes + twigs

    def sun(self, indoors: bool) -> Light:
        """A light fit for indoors (lamp or window) or outdoors."""
        rng = self.rng
        direction = np.array([rng.normal(0, 0.8), rng.uniform(0.25, 1.2), rng.normal(-0.2, 0.8)])
        warm = np.array([1.0, self.pick(0.8, 1.0), self.pick(0.55, 1.0)])
        return Light(
            direction=(direction / np.linalg.norm(direction)).astype(np.float32),
            sun=warm * self.pick(0.2, 1.6),
            ambient=np.array([self.pick(0.8, 1), 0.95, self.pick(0.85, 1.15)]) * self.pick(0.25, 0.9),
            fog=0.0 if indoors or rng.random() < 0.6 else self.pick(0.003, 0.03),
        )


def is_green(material: Material) -> bool:
    """Whether a plant model's material is leaf rather than pot, soil or trunk."""
    red, green, blue = material.mips[-1][..., :3].reshape(-1, 3).mean(0) if material.mips else material.colour
    return bool(green > 0.9 * red and green > 1.1 * blue)


def relief(props: Props, size: float, amount: float, material: Material, depth: float) -> Mesh:
    """Ground from `-size` to `size` in x, 0.2 to `depth` in z, with noise hills of `amount` metres."""
    rng = props.rng
    z = np.geomspace(0.2, depth, 60)
    x = np.linspace(-1, 1, 60)
    noise = sum(
        cv2.resize(rng.normal(0, 1, (2**k, 2**k)), (60, 60), interpolation=cv2.INTER_CUBIC) / 2**k
        for k in (2, 3, 4)
    )
    height = noise * amount * np.clip(z / depth, 0.02, 1)[:, None]
    points = np.stack(
        [x * np.maximum(size, z[:, None] * 1.5), height, np.broadcast_to(z[:, None], height.shape)], -1
    )
    return grid(points.astype(np.float32), material, repeat=(props.pick(4, 20), props.pick(4, 20)))
