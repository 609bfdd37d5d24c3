"""Effects of light: a lighting held or changing, flicker, lightning, the shadows of clouds, rays of the sun."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vivant.living.billows import looked_up, tile, turns
from vivant.living.effect import Sight, Textures
from vivant.living.light.gain import gained
from vivant.living.light.lighting import Lighting
from vivant.living.light.relight import Relief, Surfaces, relit
from vivant.living.murmur import Murmur

_CLOUD_PACE = 0.06
"""Tiles of cloud a second."""


class Repainting:
    """An effect that only changes surfaces."""

    overlays = False

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Nothing: it lives on the surfaces."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """From this time on the light is on its way to `lighting` (None: the photo's own), and there after `over_s`."""

    time_s: float
    lighting: Lighting | None
    over_s: float = 1.0


class Lit(Repainting):
    """The light of a shot over time, between lightings laid on the whole scene beforehand."""

    def __init__(
        self, surfaces: Surfaces, relief: Relief, keys: Sequence[Key], *, loop_s: float | None = None
    ) -> None:
        """keys: in order of time; the first begins the shot if its time is 0, else the surfaces' own light does. In a
        loop the light goes there at twice the pace, and back."""
        ordered = sorted(keys, key=lambda key: key.time_s)
        if not ordered or ordered[0].time_s > 0:
            ordered.insert(0, Key(time_s=0.0, lighting=None, over_s=0.0))
        self._keys = ordered
        self._lit = [surfaces if key.lighting is None else relit(surfaces, relief, key.lighting) for key in ordered]
        self._loop_s = loop_s

    @property
    def first(self) -> Surfaces:
        """The surfaces as they are lit at the start."""
        return self._lit[0]

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Lays the light of a time on the surfaces; see Effect. Comes before whatever moves them."""
        if self._loop_s is not None:
            time_s = self._loop_s - abs(2 * (time_s % self._loop_s) - self._loop_s)
        at = max((k for k, key in enumerate(self._keys) if key.time_s <= time_s), default=0)
        key = self._keys[at]
        share = 1.0 if at == 0 or key.over_s <= 0 else _smooth((time_s - key.time_s) / key.over_s)
        for layer in range(len(textures)):
            if share >= 1.0:
                textures[layer] = self._lit[at][layer]
            else:
                before = self._lit[at - 1][layer]
                textures[layer] = cv2.addWeighted(before, 1 - share, self._lit[at][layer], share, 0.0)


class Flicker(Repainting):
    """Candles, fires and lamps that tremble, and what they shine on with them."""

    def __init__(
        self, relief: Relief, *, strength: float, start_s: float, end_s: float, seed: int, loop_s: float | None
    ) -> None:
        """strength: 0..1, of the trembling."""
        columns = relief.lamps.shape[1]
        near = cv2.GaussianBlur(relief.lamps, (0, 0), 0.03 * columns)
        far = cv2.GaussianBlur(relief.lamps, (0, 0), 0.16 * columns)
        shone = np.clip(near / max(float(near.max()), 1e-6) + 0.7 * far / max(float(far.max()), 1e-6), 0, 1)
        self._shone = cv2.resize(shone, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)[..., None]
        self._noise = Murmur((seed, 0xF1), least_hz=0.8, most_hz=9.0, loop_s=loop_s)
        self._span, self._strength = (start_s, end_s), strength

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Brightens and dims the surfaces around the lamps; see Effect."""
        depth = self._strength * within(self._span, time_s)
        if depth <= 0:
            return
        # A flame dips more than it flares.
        trembling = depth * (0.30 * math.tanh(self._noise.at(time_s)) - 0.10)
        warm = np.array([1.0, 1.08, 1.2], np.float32)
        gain = np.maximum(1 + trembling * self._shone * warm, 0.05).astype(np.float32)
        for layer in range(len(textures)):
            textures[layer] = gained(textures[layer], gain)


class Lightning(Repainting):
    """Flashes: each a bright stroke, a dimmer one after it, and a dying glow."""

    _STROKES = ((0.0, 1.0, 0.05), (0.13, 0.65, 0.10), (0.26, 0.35, 0.30))
    """(after seconds, brightness, seconds it takes to die away)."""

    def __init__(self, surfaces: Surfaces, relief: Relief, lighting: Lighting, times_s: Sequence[float]) -> None:
        self._lit = relit(surfaces, relief, lighting)
        self._times_s = tuple(times_s)

    def brightness(self, time_s: float) -> float:
        """How bright the flashes are at a time, 0..1."""
        total = 0.0
        for flash in self._times_s:
            for after, height, fall in self._STROKES:
                since = time_s - flash - after
                total += height * math.exp(-since / fall) if since >= 0 else 0.0
        return min(1.0, total)

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Mixes the flash into the surfaces; see Effect."""
        share = self.brightness(time_s)
        if share > 1 / 255:
            for layer in range(len(textures)):
                textures[layer] = cv2.addWeighted(textures[layer], 1 - share, self._lit[layer], share, 0.0)


class CloudShadows(Repainting):
    """Shadows of clouds that cross the ground, larger and faster where it is near."""

    def __init__(
        self, relief: Relief, *, strength: float, start_s: float, end_s: float, seed: int, loop_s: float | None
    ) -> None:
        self._ground = _shrunk(1 - relief.sky, 4)
        rows, columns = self._ground.shape
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        # Perspective by rows below the horizon; by measured depth the shadows would be torn at every edge.
        horizon = float((relief.height[:, 0] > 0).mean()) * rows
        across = 0.3 + 0.7 * np.clip((y - horizon) / max(rows - horizon, 1.0), 0, 1)
        self._u = (x / columns - 0.5) / across * 0.8
        self._v = y / rows / across * 1.2
        self._tile = np.clip((tile(seed, falling=2.7) + 0.3) / 1.2, 0, 1)
        self._loop_s = loop_s
        self._span, self._strength = (start_s, end_s), strength

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Darkens what lies under a cloud; see Effect."""
        depth = self._strength * within(self._span, time_s, over_s=1.5)
        if depth <= 0:
            return
        shade = looked_up(self._tile, self._u + turns(_CLOUD_PACE, time_s, self._loop_s), self._v)
        dark = (depth * 0.7 * shade * self._ground)[..., None]
        gain = (1 - dark * np.array([1.0, 0.96, 0.88], np.float32)).astype(np.float32)
        for layer in range(len(textures)):
            textures[layer] = gained(textures[layer], gain)


class Rays(Repainting):
    """Rays of the sun through the air, from the brightest of the sky, slowly breathing."""

    def __init__(
        self,
        surfaces: Surfaces,
        relief: Relief,
        *,
        strength: float,
        start_s: float,
        end_s: float,
        seed: int,
        loop_s: float | None,
    ) -> None:
        photo = surfaces[0][..., :3]
        source = sun_place(photo, relief)
        self._rays = [_fan(photo, relief, source, (seed, k)) for k in range(2)]
        self.brightness = float(self._rays[0].mean())
        self._slow = Murmur((seed, 0x5A), least_hz=0.05, most_hz=0.25, loop_s=loop_s)
        self._span, self._strength = (start_s, end_s), strength

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Adds the rays to the surfaces; see Effect."""
        depth = self._strength * within(self._span, time_s, over_s=1.0)
        if depth <= 0:
            return
        share = 0.5 + 0.5 * math.sin(1.2 * self._slow.at(time_s))
        rays = np.float32(depth) * (self._rays[0] * np.float32(1 - share) + self._rays[1] * np.float32(share))
        for layer in range(len(textures)):
            textures[layer] = _screened(textures[layer], rays)


def within(span: tuple[float, float], time_s: float, over_s: float = 0.5) -> float:
    """0..1: whether a time lies in a span, rising over `over_s`; a span that begins the shot begins at 1."""
    start, end = span
    if time_s < start or time_s > end:
        return 0.0
    rising = 1.0 if start <= 0 else _smooth((time_s - start) / over_s)
    return rising


def sun_place(photo: NDArray[np.uint8], relief: Relief) -> tuple[float, float]:
    """Where rays come from, in 0..1 of the picture (it may lie outside): the brightest of the sky, else beyond the
    upper corner from which the photo's light comes."""
    rows, columns = relief.sky.shape
    if (relief.sky > 0.5).mean() < 0.03:
        return (0.5 + 0.6 * relief.side, -0.15)
    luma = cv2.cvtColor(cv2.resize(photo, (columns, rows), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    bright = cv2.GaussianBlur(luma.astype(np.float32) * relief.sky, (0, 0), 0.05 * columns)
    y, x = np.unravel_index(int(bright.argmax()), bright.shape)
    return (float(x) + 0.5) / columns, min((float(y) + 0.5) / rows, 0.35)


def _smooth(share: float) -> float:
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _shrunk(picture: NDArray[np.float32], times: int) -> NDArray[np.float32]:
    size = (max(2, picture.shape[1] // times), max(2, picture.shape[0] // times))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def _fan(
    photo: NDArray[np.uint8], relief: Relief, source: tuple[float, float], seed: tuple[int, int]
) -> NDArray[np.float32]:
    """[h, w, 3] light that streams outward from a source: what is bright, smeared away from it (Mitchell 2007, here
    as one blur along the radius of a polar picture), in beams of uneven strength."""
    rows, columns = relief.sky.shape
    small = cv2.resize(photo, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    bright = np.clip((small.max(axis=2) - 0.45) / 0.45, 0, 1) * np.clip(relief.sky + 0.25 * relief.distance, 0, 1)
    centre = (source[0] * columns, source[1] * rows)
    reach = float(np.hypot(max(centre[0], columns - centre[0]), max(abs(centre[1]), rows - centre[1])))
    size = (columns, 720)
    flags = cv2.WARP_FILL_OUTLIERS | cv2.INTER_LINEAR
    polar = cv2.warpPolar(bright, size, centre, reach, flags)
    smeared, decay = np.zeros_like(polar), 0.985
    total = np.zeros(polar.shape[0], np.float32)
    for k in range(polar.shape[1]):
        total = total * decay + polar[:, k] * (1 - decay)
        smeared[:, k] = total
    beams = np.random.default_rng([*seed, 0xBEA]).standard_normal(polar.shape[0])
    beams = np.convolve(np.tile(beams, 3), np.hanning(17), "same")[polar.shape[0] : 2 * polar.shape[0]]
    smeared *= np.clip(0.55 + 0.5 * beams / beams.std(), 0, 1.6)[:, None]
    fan = cv2.warpPolar(smeared.astype(np.float32), (columns, rows), centre, reach, flags | cv2.WARP_INVERSE_MAP)
    fan = cv2.GaussianBlur(fan, (0, 0), 1.5)
    return np.asarray(fan[..., None] * np.array([0.62, 0.55, 0.42], np.float32), dtype=np.float32)


def _screened(surface: NDArray[np.uint8], light: NDArray[np.float32]) -> NDArray[np.uint8]:
    """A premultiplied surface with light [h, w, 3] 0..1 laid over it as by a second projector."""
    size = (surface.shape[1], surface.shape[0])
    added = cv2.resize(np.round(255 * np.clip(light, 0, 1)).astype(np.uint8), size, interpolation=cv2.INTER_LINEAR)
    if surface.shape[2] == 3:
        return np.asarray(cv2.add(surface, cv2.multiply(255 - surface, added, scale=1 / 255)), dtype=np.uint8)
    alpha = cv2.merge([surface[..., 3]] * 3)
    colours = np.ascontiguousarray(surface[..., :3])
    more = cv2.multiply(cv2.subtract(alpha, colours), added, scale=1 / 255)
    return np.dstack([cv2.add(colours, more), surface[..., 3]])
