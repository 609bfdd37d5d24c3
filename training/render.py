"""Photographs of meshes with exact depth and masks: a ray tracer over Embree, shaded in numpy.

Shading is sun or lamp with cast shadows, sky light with ambient occlusion, mirrors (water, polished
floors), fog, then a camera: focus blur, vignette, colour cast, noise and JPEG. Depth is always of the first
opaque hit.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from embreex import rtcore_scene
from embreex.mesh_construction import TriangleMesh

from geometry import Mesh, join, rotation

FAR = 1e6


@dataclass(kw_only=True)
class View:
    """A camera at `position`; pitch, yaw, roll and vertical field in radians, size in px."""

    height: int
    width: int
    position: np.ndarray
    pitch: float
    yaw: float
    roll: float
    field: float

    def rays(self) -> tuple[np.ndarray, np.ndarray]:
        """Unit directions `[H*W, 3]` and the cosine of each to the optical axis."""
        focal = 0.5 * self.height / np.tan(self.field / 2)
        v, u = np.meshgrid(np.arange(self.height) + 0.5, np.arange(self.width) + 0.5, indexing="ij")
        local = np.stack([(u - self.width / 2) / focal, (self.height / 2 - v) / focal, np.ones_like(u)], -1)
        norm = np.linalg.norm(local, axis=-1, keepdims=True)
        turn = rotation(self.pitch, self.yaw, self.roll)
        return ((local / norm) @ turn.T).reshape(-1, 3).astype(np.float32), (1 / norm).ravel()


@dataclass(kw_only=True)
class Light:
    """A distant sun (unit `direction` towards it) or a lamp at `lamp`; colours linear."""

    direction: np.ndarray
    sun: np.ndarray
    ambient: np.ndarray
    lamp: np.ndarray | None = None
    fog: float = 0.0


class Sky:
    """A gradient with noise clouds on a high plane; `clouds` 0..1 is the share covered."""

    def __init__(self, rng: np.random.Generator, clouds: float) -> None:
        self.zenith = np.array([0.1, 0.28, 0.75]) * rng.uniform(0.5, 1.2) + rng.uniform(0, 0.12)
        self.horizon = np.array([0.75, 0.85, 0.95]) * rng.uniform(0.5, 1.1)
        if rng.random() < 0.25:
            self.horizon = np.array([1.0, rng.uniform(0.45, 0.8), rng.uniform(0.2, 0.6)])
        if rng.random() < 0.2:
            self.zenith = self.horizon = np.full(3, rng.uniform(0.5, 0.95))
        noise = sum(
            cv2.resize(rng.random((2**k, 2**k)).astype(np.float32), (256, 256), interpolation=cv2.INTER_CUBIC)
            / 1.7**k
            for k in range(2, 8)
        )
        ordered = np.sort(noise.ravel())
        edge = ordered[int((1 - clouds) * (len(ordered) - 1))]
        self.cover = np.clip((noise - edge) / (0.7 * noise.std() + 1e-6), 0, 1) if clouds > 0 else noise * 0
        self.tone = rng.uniform(0.75, 1.0)
        self.scale = rng.uniform(6, 22)

    def __call__(self, directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Linear colour `[N, 3]` and cloud share `[N]` seen along directions."""
        up = np.clip(directions[:, 1:2], 0.0, 1)
        colour = self.horizon + (self.zenith - self.horizon) * up**0.5
        reach = self.scale / np.maximum(up[:, 0], 0.03)
        x, z = ((directions[:, axis] * reach * 3 + 128).astype(np.float32)[None] % 255 for axis in (0, 2))
        cover = np.concatenate(
            [cv2.remap(self.cover, x[:, k : k + 30000], z[:, k : k + 30000], cv2.INTER_LINEAR)[0]
             for k in range(0, x.shape[1], 30000)]
        )  # fmt: skip
        cover = cover * np.clip(up[:, 0] / 0.12, 0, 1)
        shade = self.tone * (0.85 + 0.15 * cover)
        return colour * (1 - cover[:, None]) + shade[:, None] * cover[:, None], cover


class Stage:
    """Joined meshes ready to be traced."""

    def __init__(self, meshes: list[Mesh], sky: Sky, light: Light) -> None:
        self.mesh, self.sky, self.light = join(meshes), sky, light
        self.subject = np.concatenate([np.full(len(mesh.triangles), mesh.subject) for mesh in meshes])
        self.scene = rtcore_scene.EmbreeScene()
        self.geometry = TriangleMesh(self.scene, self.mesh.triangles)
        edge1 = self.mesh.triangles[:, 1] - self.mesh.triangles[:, 0]
        edge2 = self.mesh.triangles[:, 2] - self.mesh.triangles[:, 0]
        area = np.linalg.norm(np.cross(edge1, edge2), axis=1) + 1e-12
        uv1, uv2 = self.mesh.uvs[:, 1] - self.mesh.uvs[:, 0], self.mesh.uvs[:, 2] - self.mesh.uvs[:, 0]
        uv_area = np.abs(uv1[:, 0] * uv2[:, 1] - uv1[:, 1] * uv2[:, 0])
        self.density = np.sqrt(uv_area / area)
        self.tags = np.array([material.tag for material in self.mesh.materials])
        self.mirrors = np.array([material.mirror for material in self.mesh.materials], np.float32)

    def sample(self, prim: np.ndarray, u: np.ndarray, v: np.ndarray, reach: np.ndarray) -> np.ndarray:
        """Linear RGBA `[N, 4]` at barycentric hits; `reach` is the pixel's footprint in metres."""
        weights = np.stack([1 - u - v, u, v], -1)[..., None]
        uv = (self.mesh.uvs[prim] * weights).sum(1)
        out = np.ones((len(prim), 4), np.float32)
        which = self.mesh.index[prim]
        for number in np.unique(which):
            chosen = np.flatnonzero(which == number)
            material = self.mesh.materials[number]
            if not material.mips:
                out[chosen, :3] = material.colour
                continue
            texels = self.density[prim[chosen]] * reach[chosen] * max(material.mips[0].shape[:2])
            level = np.clip(np.log2(np.maximum(texels, 1)).astype(int), 0, len(material.mips) - 1)
            for step in np.unique(level):
                inside = chosen[level == step]
                image = material.mips[step]
                height, width = image.shape[:2]
                x = (uv[inside, 0] % 1 * width).astype(np.float32).reshape(1, -1)
                y = (uv[inside, 1] % 1 * height).astype(np.float32).reshape(1, -1)
                texel = (
                    image[np.minimum(y.astype(int), height - 1), np.minimum(x.astype(int), width - 1)][0]
                    / 255.0
                )
                out[inside, :3], out[inside, 3] = texel[:, :3] ** 2.2, texel[:, 3]
        return out

    def first_hits(self, origins: np.ndarray, directions: np.ndarray, pixel: float) -> dict[str, np.ndarray]:
        """Nearest opaque hit of each ray: `t` (FAR where none), `prim`, `u`, `v`, `colour`."""
        count = len(origins)
        found = {
            "t": np.full(count, FAR, np.float32),
            "prim": np.full(count, -1, np.int64),
            "u": np.zeros(count, np.float32),
            "v": np.zeros(count, np.float32),
            "colour": np.zeros((count, 3), np.float32),
        }
        start, live = np.zeros(count, np.float32), np.arange(count)
        for _ in range(8):
            begin = (origins[live] + directions[live] * start[live, None]).astype(np.float32)
            hit = self.scene.run(begin, directions[live], output=1)
            struck = hit["primID"] >= 0
            live, prim = live[struck], hit["primID"][struck]
            if len(live) == 0:
                break
            t, u, v = start[live] + hit["tfar"][struck], hit["u"][struck], hit["v"][struck]
            rgba = self.sample(prim, u, v, t * pixel)
            solid = rgba[:, 3] > 0.5
            done = live[solid]
            found["t"][done], found["prim"][done] = t[solid], prim[solid]
            found["u"][done], found["v"][done], found["colour"][done] = u[solid], v[solid], rgba[solid, :3]
            live = live[~solid]
            start[live] = t[~solid] + 1e-3
            if len(live) == 0:
                break
        return found

    def blocked(self, points: np.ndarray, directions: np.ndarray, limit: float | np.ndarray) -> np.ndarray:
        """Whether something (cut-outs count as solid half the time) lies within `limit` metres."""
        hit = self.scene.run(points.astype(np.float32), directions.astype(np.float32), output=1)
        return (hit["primID"] >= 0) & (hit["tfar"] < limit)

    def shade(
        self,
        origins: np.ndarray,
        directions: np.ndarray,
        pixel: float,
        rng: np.random.Generator,
        bounces: int = 1,
    ):
        """Linear colour `[N, 3]`, hits and cloud share along rays."""
        hits = self.first_hits(origins, directions, pixel)
        colour, cloud = self.sky(directions)
        lit = np.flatnonzero(hits["prim"] >= 0)
        cloud[lit] = 0
        if len(lit) == 0:
            return colour, hits, cloud
        prim, t = hits["prim"][lit], hits["t"][lit]
        point = origins[lit] + directions[lit] * t[:, None]
        weights = np.stack([1 - hits["u"][lit] - hits["v"][lit], hits["u"][lit], hits["v"][lit]], -1)[
            ..., None
        ]
        normal = (self.mesh.normals[prim] * weights).sum(1)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True) + 1e-9
        normal *= -np.sign((normal * directions[lit]).sum(1, keepdims=True) + 1e-12)
        lifted = point + normal * 2e-3 * np.maximum(t[:, None], 0.5)
        light = self.light
        if light.lamp is None:
            towards = np.broadcast_to(light.direction, point.shape) + rng.normal(0, 0.02, point.shape)
            limit, strength = FAR, 1.0
        else:
            towards = light.lamp + rng.normal(0, 0.12, point.shape) - point
            limit = np.linalg.norm(towards, axis=1)
            strength = (4 / (1 + limit**2))[:, None]
        towards = towards / (np.linalg.norm(towards, axis=1, keepdims=True) + 1e-9)
        facing = np.clip((normal * towards).sum(1, keepdims=True), 0, 1)
        direct = facing * strength * ~self.blocked(lifted, towards, limit)[:, None]
        open_share = np.ones((len(lit), 1), np.float32)
        for tilt in ((0.8, 0.5, 0.1), (-0.6, 0.6, -0.5), (0.0, 0.3, -0.9)):
            probe = normal + np.array(tilt)
            probe /= np.linalg.norm(probe, axis=1, keepdims=True) + 1e-9
            open_share -= 0.27 * self.blocked(lifted, probe, 0.12 * np.sqrt(t) + 0.1)[:, None]
        shade = hits["colour"][lit] * (
            light.ambient * (0.75 + 0.25 * normal[:, 1:2]) * open_share + light.sun * direct
        )
        mirror = self.mirrors[self.mesh.index[prim]]
        glossy = np.flatnonzero(mirror > 0)
        if bounces and len(glossy):
            ripple = normal[glossy] + rng.normal(0, 0.004, (len(glossy), 3))
            water = self.tags[self.mesh.index[prim[glossy]]] == "water"
            waves = np.sin(point[glossy, 2] * 7 + 2 * np.sin(point[glossy, 0] * 3)) * 0.03
            ripple[:, 0] += waves * water * np.sin(point[glossy, 0] * 9)
            ripple[:, 2] += waves * water
            along = directions[lit][glossy]
            back = along - 2 * (along * ripple).sum(1, keepdims=True) * ripple
            back[:, 1] = np.abs(back[:, 1]) + 1e-3
            back /= np.linalg.norm(back, axis=1, keepdims=True)
            seen, _, _ = self.shade(lifted[glossy], back.astype(np.float32), pixel * 2, rng, 0)
            fresnel = (
                mirror[glossy] + (1 - mirror[glossy]) * (1 - np.abs((along * normal[glossy]).sum(1))) ** 3
            )
            share = np.clip(fresnel, 0, 1)[:, None] * np.where(mirror[glossy] > 0, 1, 0)[:, None]
            shade[glossy] = shade[glossy] * (1 - share) + seen * share
        if light.fog > 0:
            veil = (1 - np.exp(-t * light.fog))[:, None]
            shade = shade * (1 - veil) + self.sky.horizon * veil
        colour[lit] = shade
        return colour, hits, cloud


def photograph(stage: Stage, view: View, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """`rgb` uint8 `[H, W, 3]`, `inverse` in 1/m (0 for sky), masks `subject sky foliage water cloud`."""
    directions, cosine = view.rays()
    origins = np.broadcast_to(view.position, directions.shape).astype(np.float32)
    colour, hits, cloud = stage.shade(origins, directions, view.field / view.height, rng)
    shape = (view.height, view.width)
    prim = hits["prim"]
    struck = prim >= 0
    tags = np.where(struck, stage.tags[stage.mesh.index[np.maximum(prim, 0)]], "sky")
    inverse = np.where(struck, 1 / np.maximum(hits["t"] * cosine, 1e-3), 0).reshape(shape).astype(np.float32)
    image = develop(colour.reshape(*shape, 3), inverse, rng)
    planes = {name: (tags == name).reshape(shape) for name in ("sky", "foliage", "water")}
    planes["subject"] = (struck & stage.subject[np.maximum(prim, 0)]).reshape(shape)
    planes["cloud"] = cloud.reshape(shape).astype(np.float16)
    return {"rgb": image, "inverse": inverse, **planes}


def develop(linear: np.ndarray, inverse: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The linear picture as a camera would store it, uint8 RGB."""
    height, width = inverse.shape
    smooth = cv2.GaussianBlur(linear.astype(np.float32), (0, 0), 0.45)
    image = smooth * rng.uniform(0.75, 1.15) / (np.percentile(smooth.mean(-1), 88) + 1e-3)
    image = image / (1 + 0.25 * image)
    if rng.random() < 0.35:
        focus = rng.choice(inverse[height // 4 : -height // 4].ravel())
        spread = np.abs(inverse - focus) / (np.percentile(inverse, 95) + 1e-6) * rng.uniform(2, 7)
        for sigma in (1.0, 2.0, 3.5):
            share = np.clip(cv2.GaussianBlur(spread, (0, 0), 1) - sigma * 0.6, 0, 1)[..., None]
            image = image * (1 - share) + cv2.GaussianBlur(image, (0, 0), sigma) * share
    image = image * rng.uniform(0.85, 1.15, 3)
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    image = image * (1 - rng.uniform(0, 0.25) * (x**2 + y**2) / 2)[..., None]
    image = np.clip(image, 0, 1) ** (1 / 2.2) + rng.normal(0, rng.uniform(0.002, 0.02), image.shape)
    stored = (np.clip(image, 0, 1) * 255).astype(np.uint8)
    quality = int(rng.integers(55, 96))
    coded = cv2.imencode(".jpg", stored[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.ascontiguousarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1])
