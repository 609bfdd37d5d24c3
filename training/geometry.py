"""Triangle meshes for synthetic scenes: solids, leaves, terrain, cut-outs and furniture models.

World axes: x right, y up, z away from the viewer; metres. A mesh is plain arrays, so scenes are joined by
concatenation.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np


@dataclass(eq=False)
class Material:
    """What a surface looks like: a texture (uint8 RGBA mip levels, fine to coarse) or one linear colour."""

    colour: tuple[float, float, float] = (0.6, 0.6, 0.6)
    mips: list[np.ndarray] = field(default_factory=list)
    cutout: bool = False
    mirror: float = 0.0
    tag: str = ""
    """One of "", "foliage", "water": the coarse region a hit belongs to."""


@dataclass(kw_only=True)
class Mesh:
    """Triangles `[T, 3, 3]`, texture coordinates `[T, 3, 2]`, normals `[T, 3, 3]`, material index `[T]`."""

    triangles: np.ndarray
    uvs: np.ndarray
    normals: np.ndarray
    index: np.ndarray
    materials: list[Material]
    subject: bool = False

    def moved(
        self, *, scale: float = 1.0, yaw: float = 0.0, offset: tuple[float, float, float] = (0, 0, 0)
    ) -> Mesh:
        """The mesh scaled, turned about the vertical (radians), then shifted."""
        turn = yaw_matrix(yaw)
        triangles = (self.triangles * scale) @ turn.T + np.asarray(offset, np.float32)
        return replace(self, triangles=triangles.astype(np.float32), normals=self.normals @ turn.T)

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest corner."""
        points = self.triangles.reshape(-1, 3)
        return points.min(0), points.max(0)

    def standing(self, height: float, *, limit: float = np.inf) -> Mesh:
        """The mesh over the origin, feet at y = 0, scaled to a height, at most `limit` wide."""
        low, high = self.bounds()
        size = np.maximum(high - low, 1e-5)
        scale = min(height / size[1], limit / max(size[0], size[2]))
        centre = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2], np.float32)
        return replace(self, triangles=((self.triangles - centre) * scale).astype(np.float32))


def yaw_matrix(angle: float) -> np.ndarray:
    """Rotation about y."""
    c, s = np.cos(angle), np.sin(angle)
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]], np.float32)


def rotation(pitch: float, yaw: float, roll: float) -> np.ndarray:
    """Yaw after pitch after roll, radians."""
    cp, sp, cr, sr = np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
    tilt = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]], np.float32)
    lean = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]], np.float32)
    return yaw_matrix(yaw) @ tilt @ lean


def textured(pixels: np.ndarray, **options: object) -> Material:
    """A material from uint8 RGB or RGBA pixels, with mip levels down to 4 px."""
    if pixels.shape[2] == 3:
        pixels = np.dstack([pixels, np.full(pixels.shape[:2], 255, np.uint8)])
    mips = [np.ascontiguousarray(pixels)]
    while min(mips[-1].shape[:2]) > 8:
        height, width = mips[-1].shape[:2]
        mips.append(cv2.resize(mips[-1], (width // 2, height // 2), interpolation=cv2.INTER_AREA))
    return Material(mips=mips, **options)  # type: ignore[arg-type]


def grid(points: np.ndarray, material: Material, *, repeat: tuple[float, float] = (1, 1)) -> Mesh:
    """A smooth-shaded mesh from a lattice of points `[R, C, 3]`; uv spans `repeat` over the lattice."""
    rows, columns = points.shape[:2]
    du = np.gradient(points, axis=1)
    dv = np.gradient(points, axis=0)
    normals = np.cross(du, dv)
    normals /= np.linalg.norm(normals, axis=2, keepdims=True) + 1e-9
    v, u = np.meshgrid(np.linspace(0, repeat[1], rows), np.linspace(0, repeat[0], columns), indexing="ij")
    uv = np.stack([u, v], -1)

    def corners(values: np.ndarray) -> np.ndarray:
        a, b, c, d = values[:-1, :-1], values[:-1, 1:], values[1:, 1:], values[1:, :-1]
        width = values.shape[2]
        return np.concatenate([np.stack([a, b, c], 2), np.stack([a, c, d], 2)]).reshape(-1, 3, width)

    triangles = corners(points).astype(np.float32)
    return Mesh(
        triangles=triangles,
        uvs=corners(uv).astype(np.float32),
        normals=corners(normals).astype(np.float32),
        index=np.zeros(len(triangles), np.int32),
        materials=[material],
    )


def quad(origin: np.ndarray, right: np.ndarray, down: np.ndarray, material: Material, repeat=(1, 1)) -> Mesh:
    """A flat rectangle from its top-left corner and two edge vectors."""
    origin, right, down = (np.asarray(part, np.float32) for part in (origin, right, down))
    return grid(
        np.array([[origin, origin + right], [origin + down, origin + right + down]]), material, repeat=repeat
    )


def box(width: float, height: float, depth: float, materials: list[Material]) -> Mesh:
    """A box standing on y = 0, centred; side faces use the first material, top and bottom the last."""
    w, d = width / 2, depth / 2
    faces = [
        quad((-w, height, -d), (width, 0, 0), (0, -height, 0), materials[0]),
        quad((w, height, d), (-width, 0, 0), (0, -height, 0), materials[0]),
        quad((-w, height, d), (0, 0, -depth), (0, -height, 0), materials[0]),
        quad((w, height, -d), (0, 0, depth), (0, -height, 0), materials[0]),
        quad((-w, height, d), (width, 0, 0), (0, 0, -depth), materials[-1]),
        quad((-w, 0, -d), (width, 0, 0), (0, 0, depth), materials[-1]),
    ]
    return join(faces)


def turned(profile: np.ndarray, material: Material, sides: int = 20) -> Mesh:
    """A solid of revolution about y from `profile` `[N, 2]` rows of (radius, height)."""
    angle = np.linspace(0, 2 * np.pi, sides + 1)
    radius, height = profile[:, :1], profile[:, 1:]
    points = np.stack([radius * np.cos(angle), height + 0 * angle, radius * np.sin(angle)], -1)
    return grid(points.astype(np.float32), material, repeat=(2, 1))


def ball(radius: float, material: Material) -> Mesh:
    """A sphere resting on y = 0."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, 12)
    return turned(np.stack([radius * np.cos(angle), radius + radius * np.sin(angle)], 1), material)


def rod(start: np.ndarray, end: np.ndarray, radius: float, material: Material, sides: int = 6) -> Mesh:
    """A thin cylinder between two points: poles, twigs, wires."""
    start, end = np.asarray(start, np.float32), np.asarray(end, np.float32)
    axis = end - start
    axis = axis / (np.linalg.norm(axis) + 1e-9)
    side = np.cross(axis, [0.3, 0.1, 0.9] if abs(axis[2]) < 0.9 else [1, 0, 0])
    side /= np.linalg.norm(side) + 1e-9
    other = np.cross(axis, side)
    angle = np.linspace(0, 2 * np.pi, sides + 1)[:, None]
    ring = (side * np.cos(angle) + other * np.sin(angle)) * radius
    return grid(np.stack([start + ring, end + ring * 0.8]), material, repeat=(1, 4))


def leaf_cloud(
    centres: np.ndarray,
    directions: np.ndarray,
    length: np.ndarray,
    width: float,
    material: Material,
    bend: float,
) -> Mesh:
    """Many bent leaves: roots and unit directions `[N, 3]`, lengths `[N]`, width as a share of length."""
    count = len(centres)
    side = np.cross(directions, [0, 1, 0.01])
    side /= np.linalg.norm(side, axis=1, keepdims=True) + 1e-9
    steps, half = np.linspace(0, 1, 5), np.sin(np.linspace(0.08, 1, 5) * np.pi * 0.97) * width / 2
    spine = centres[:, None] + directions[:, None] * (length[:, None] * steps)[..., None]
    spine = spine - np.array([0, 1, 0]) * (length[:, None] * bend * steps**2)[..., None]
    reach = side[:, None] * (length[:, None] * half)[..., None]
    lattice = np.stack([spine - reach, spine + reach], 2)
    pieces = []
    uv = np.stack(np.meshgrid([0, 1], steps), -1)
    for k in range(4):
        a, b, c, d = lattice[:, k, 0], lattice[:, k, 1], lattice[:, k + 1, 1], lattice[:, k + 1, 0]
        ua, ub, uc, ud = uv[k, 0], uv[k, 1], uv[k + 1, 1], uv[k + 1, 0]
        for corners, coords in (((a, b, c), (ua, ub, uc)), ((a, c, d), (ua, uc, ud))):
            pieces.append((np.stack(corners, 1), np.broadcast_to(np.stack(coords), (count, 3, 2))))
    triangles = np.concatenate([piece[0] for piece in pieces]).astype(np.float32)
    normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-9
    return Mesh(
        triangles=triangles,
        uvs=np.concatenate([piece[1] for piece in pieces]).astype(np.float32),
        normals=np.repeat(normals[:, None], 3, 1).astype(np.float32),
        index=np.zeros(len(triangles), np.int32),
        materials=[material],
    )


def join(meshes: list[Mesh]) -> Mesh:
    """One mesh of all; subject flags are dropped."""
    materials: list[Material] = []
    index = []
    for mesh in meshes:
        index.append(mesh.index + len(materials))
        materials.extend(mesh.materials)
    return Mesh(
        triangles=np.concatenate([mesh.triangles for mesh in meshes]),
        uvs=np.concatenate([mesh.uvs for mesh in meshes]),
        normals=np.concatenate([mesh.normals for mesh in meshes]),
        index=np.concatenate(index),
        materials=materials,
    )


@lru_cache(maxsize=200)
def load_obj(path: Path) -> Mesh:
    """A Wavefront OBJ with its MTL colours and textures; faces are fanned, missing normals computed flat."""
    vertices, coords, normals, faces, current = [], [], [], [], 0
    materials: list[Material] = [Material()]
    names: dict[str, int] = {}
    for line in path.read_text(errors="ignore").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "v":
            vertices.append([float(x) for x in rest.split()[:3]])
        elif word == "vt":
            coords.append([float(x) for x in rest.split()[:2]])
        elif word == "vn":
            normals.append([float(x) for x in rest.split()[:3]])
        elif word == "mtllib":
            for name, material in load_mtl(path.parent / rest.strip()).items():
                names[name] = len(materials)
                materials.append(material)
        elif word == "usemtl":
            current = names.get(rest.strip(), 0)
        elif word == "f":
            corners = [([int(x) if x else 0 for x in part.split("/")] + [0, 0])[:3] for part in rest.split()]
            for k in range(1, len(corners) - 1):
                faces.append([*corners[0], *corners[k], *corners[k + 1], current])
    table = np.array(faces, np.int64)
    corner = table[:, :9].reshape(-1, 3, 3)

    def gather(values: list[list[float]], which: np.ndarray, width: int) -> np.ndarray:
        array = np.array(values or [[0.0] * width], np.float32)
        return array[np.where(which > 0, which - 1, np.where(which < 0, which + len(array), 0)) % len(array)]

    triangles = gather(vertices, corner[..., 0], 3)
    flat = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    flat /= np.linalg.norm(flat, axis=1, keepdims=True) + 1e-9
    smooth = gather(normals, corner[..., 2], 3)
    missing = (corner[..., 2] == 0)[..., None] | (np.abs(smooth).sum(-1, keepdims=True) < 1e-6)
    return Mesh(
        triangles=triangles,
        uvs=gather(coords, corner[..., 1], 2) * np.float32([1, -1]),
        normals=np.where(missing, flat[:, None], smooth).astype(np.float32),
        index=table[:, 9].astype(np.int32),
        materials=materials,
    )


def load_mtl(path: Path) -> dict[str, Material]:
    """Name -> material of an MTL file; colours are taken as display values and made linear."""
    found: dict[str, Material] = {}
    name = ""
    for line in path.read_text(errors="ignore").splitlines() if path.exists() else ():
        word, _, rest = line.strip().partition(" ")
        if word == "newmtl":
            name = rest.strip()
            found[name] = Material()
        elif word == "Kd" and name:
            found[name].colour = tuple(float(x) ** 2.2 for x in rest.split()[:3])  # type: ignore[assignment]
        elif word == "map_Kd" and name:
            pixels = cv2.imread(str(path.parent / rest.strip().split("/")[-1]), cv2.IMREAD_UNCHANGED)
            if (
                pixels is not None
                and pixels.ndim == 3
                and pixels.dtype == np.uint8
                and min(pixels.shape[:2]) >= 4
            ):
                pixels = cv2.cvtColor(
                    pixels, cv2.COLOR_BGRA2RGBA if pixels.shape[2] == 4 else cv2.COLOR_BGR2RGB
                )
                scale = min(1.0, 512 / max(pixels.shape[:2]))
                pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
                cutout = pixels.shape[2] == 4 and bool((pixels[..., 3] < 128).mean() > 0.01)
                found[name] = textured(pixels, cutout=cutout)
    return found
