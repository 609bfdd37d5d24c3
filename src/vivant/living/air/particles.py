"""Particles that float in the scene's own space, hidden by what stands before them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.living.air.kinds import Kind
from vivant.living.effect import Sight, Textures
from vivant.living.light.changes import within
from vivant.perception import Intrinsics

MARGIN = 0.35
"""Particles float this far beyond the first frame on every side, in its sizes: moves and turns find the air full."""

_MOST_BLUR = 0.010
"""What floats far nearer than the scene is out of focus by at most this share of the frame's height."""


class Particles:
    """An Effect: many small things, each with a place that is a closed function of time.

    A particle keeps its distance from the photo's camera plane; across, it wraps around a field a little larger than
    the first frame, where nobody sees it jump. With loop_s each wraps a whole number of times in it.
    """

    overlays = True

    def __init__(
        self,
        kind: Kind,
        frame: Intrinsics,
        *,
        light: tuple[float, float, float],
        strength: float,
        start_s: float,
        end_s: float,
        seed: int,
        loop_s: float | None,
        wind: float = 0.0,
    ) -> None:
        """frame: the first frame's lens. light: of the scene on them, 0..1 a channel. strength: 0..1, their number.
        wind: added drift."""
        generator = np.random.default_rng([seed, 0xA1, *kind.colours[0]])
        aspect = frame.width / frame.height
        wide, high = 1 + 2 * MARGIN, 1 + 2 * MARGIN
        count = max(1, round(kind.count * 2 * strength * aspect / (16 / 9) * wide * high / 1.8))
        near, far = 1 / kind.nearest, 1 / kind.farthest
        # Even in the picture and in inverse distance, and more of what is far, as in a cone of air.
        share = generator.uniform(0, 1, count) ** 2.4
        self._q = far + (near - far) * share
        self._x0, self._y0 = generator.uniform(0, wide, count), generator.uniform(0, high, count)
        unlike = np.exp(kind.spread * generator.standard_normal(count) * 0.6)
        self._fall = _whole(kind.fall * self._q * unlike, high, loop_s)
        self._drift = _whole((kind.drift + wind) * self._q * unlike / aspect, wide, loop_s)
        self._radius = kind.size * frame.height * np.exp(kind.spread * generator.standard_normal(count) * 0.5)
        self._sway_hz = _cycles(kind.sway_hz * generator.uniform(0.6, 1.4, count), loop_s)
        self._twinkle_hz = _cycles(kind.twinkle_hz * generator.uniform(0.5, 1.5, count), loop_s)
        self._phase = generator.uniform(0, 2 * np.pi, (count, 4))
        shade = np.array(kind.colours, np.float64)[generator.integers(0, len(kind.colours), count)]
        self._colour = shade if kind.glows else shade * np.array(light)
        self._kind, self._frame, self._span = kind, frame, (start_s, end_s)
        self._shape = _shape(kind)
        sideways = np.stack([self._drift * frame.width, self._fall * frame.height, np.zeros(count)], axis=1)
        self._velocity = sideways / frame.focal_px / self._q[:, None]

    def repaint(self, textures: Textures, time_s: float) -> None:
        """Nothing: they float before the surfaces."""

    def overlay(self, frame: NDArray[Any], sight: Sight, time_s: float) -> None:
        """Draws those that are seen; see Effect."""
        shown = within(self._span, time_s, over_s=1.5)
        if shown <= 0:
            return
        kind, first = self._kind, self._frame
        points = self._places(time_s)
        here, distance = self._seen(points, sight)
        then = self._seen(points - kind.stretch * self._velocity, sight)[0] if kind.stretch else here
        scale = sight.lens.focal_px / first.focal_px / np.maximum(distance, 1e-3)
        radius = self._radius * scale
        blur = np.clip((1 / np.maximum(distance, 1e-3) - 1.6) * 0.003, 0, _MOST_BLUR) * frame.shape[0]
        soft = np.hypot(radius, blur)
        opacity = kind.opacity * shown * np.minimum(1, (radius / soft) ** 1.5)
        # What would be smaller than a pixel is drawn a pixel large and fainter.
        least = 0.65
        opacity = opacity * np.minimum(1.0, soft / least) ** 2 if not kind.stretch else opacity
        if kind.twinkle_hz:
            wave = np.sin(2 * np.pi * self._twinkle_hz * time_s + self._phase[:, 2])
            opacity = opacity * np.clip(0.5 + 0.6 * wave, 0.0, 1)
        tumble = self._phase[:, 3] + 2 * np.pi * 2.0 * self._sway_hz * time_s
        thin = 1 - kind.flat * (0.5 + 0.5 * np.sin(tumble)) if kind.flat else np.ones(len(radius))
        nearness, angle = 1 / np.maximum(distance, 1e-3), self._phase[:, 0] + 0.5 * np.sin(tumble)
        columns = (*here.T, *then.T, np.maximum(soft, least), opacity, nearness, *self._colour.T, thin, angle)
        table = np.stack([*columns, radius / soft], axis=1)
        table = table[self._in_sight(here, then, soft, frame.shape) & (distance > 0.1) & (opacity > 0.004)]
        # The farthest first, so that the nearer cover them.
        table = table[np.argsort(table[:, 6], kind="stable")]
        _draw(frame, table, sight.inverse, kind.glows, self._shape)

    def _in_sight(
        self,
        here: NDArray[np.float64],
        then: NDArray[np.float64],
        radius: NDArray[np.float64],
        shape: tuple[int, ...],
    ) -> NDArray[np.bool_]:
        low, high = np.minimum(here, then), np.maximum(here, then)
        reach = 2 * radius + 1
        across = (high[:, 0] > -reach) & (low[:, 0] < shape[1] + reach)
        return across & (high[:, 1] > -reach) & (low[:, 1] < shape[0] + reach)

    def _places(self, time_s: float) -> NDArray[np.float64]:
        """[N, 3] where the particles are at a time, in the scene's space."""
        kind, first = self._kind, self._frame
        span = 1 + 2 * MARGIN
        sway = kind.sway * self._q * np.sin(2 * np.pi * self._sway_hz * time_s + self._phase[:, 0])
        x = (self._x0 + self._drift * time_s) % span - MARGIN + sway * first.height / first.width
        y = (self._y0 + self._fall * time_s) % span - MARGIN
        px, py = x * first.width, y * first.height
        return np.asarray(first.directions(px, py) / self._q[:, None])

    def _seen(self, points: NDArray[np.float64], sight: Sight) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """[N, 2] pixels of the frame and [N] distances along its axis."""
        local = (points - sight.pose[:3, 3]) @ sight.pose[:3, :3]
        distance = local[:, 2]
        local = np.where(distance[:, None] > 0.05, local, np.array([1e6, 1e6, 1.0]))
        return sight.lens.project(local), distance


def _shape(kind: Kind) -> int:
    """The shape for the drawing loop: 0 a soft disc or streak, 1 a tumbling leaf, 2 a ring."""
    return 2 if kind.ring else 1 if kind.flat else 0


def _whole(speed: NDArray[np.float64], span: float, loop_s: float | None) -> NDArray[np.float64]:
    """Speeds that go around a span a whole number of times in a loop."""
    if loop_s is None:
        return speed
    return np.asarray(np.round(speed * loop_s / span) * span / loop_s)


def _cycles(hz: NDArray[np.float64], loop_s: float | None) -> NDArray[np.float64]:
    if loop_s is None:
        return hz
    return np.asarray(np.round(hz * loop_s) / loop_s)


@njit(cache=True, nogil=True)
def _draw(
    frame: NDArray[np.uint8], table: NDArray[np.float64], inverse: NDArray[np.float32], glows: bool, shape: int
) -> None:
    """Draws particles, given a row each: x, y, then x, y a little earlier, radius, opacity, 1 / distance, red, green,
    blue, thinness, angle, sharpness of the edge. Each pixel shows what is nearer there, the particle or the scene."""
    rows, columns = frame.shape[0], frame.shape[1]
    to_row, to_column = inverse.shape[0] / rows, inverse.shape[1] / columns
    for n in range(table.shape[0]):
        ax, ay, bx, by = table[n, 0], table[n, 1], table[n, 2], table[n, 3]
        radius, opacity, near = table[n, 4], table[n, 5], table[n, 6]
        thin, angle, sharp = table[n, 10], table[n, 11], table[n, 12]
        reach = radius * 1.6 + 1.0
        x0, x1 = int(max(0.0, min(ax, bx) - reach)), int(min(columns - 1.0, max(ax, bx) + reach))
        y0, y1 = int(max(0.0, min(ay, by) - reach)), int(min(rows - 1.0, max(ay, by) + reach))
        if x0 > x1 or y0 > y1:
            continue
        dx, dy = bx - ax, by - ay
        length2 = dx * dx + dy * dy
        cos, sin = math.cos(angle), math.sin(angle)
        for i in range(y0, y1 + 1):
            for j in range(x0, x1 + 1):
                px, py = j + 0.5 - ax, i + 0.5 - ay
                if length2 > 1e-9:
                    along = min(1.0, max(0.0, (px * dx + py * dy) / length2))
                    px, py = px - along * dx, py - along * dy
                if shape == 1:
                    u, v = px * cos + py * sin, (py * cos - px * sin) / max(thin, 0.12)
                    # A leaf: two arcs that meet in points.
                    far = math.sqrt(u * u + v * v) + 0.45 * abs(v)
                else:
                    far = math.sqrt(px * px + py * py)
                far /= radius
                if shape == 2:
                    rim = 1.0 - abs(far - 0.88) / 0.14
                    cover = max(0.0, rim) * 0.9 + (0.10 if far < 0.9 else 0.0)
                    glint = 1.0 - math.hypot(px / radius + 0.38, py / radius + 0.42) / 0.2
                    cover = max(cover, glint)
                else:
                    hard = min(1.0, max(0.0, (1.0 - far) / 0.5 + 0.12))
                    cover = sharp * hard + (1.0 - sharp) * math.exp(-2.2 * far * far)
                if cover <= 0.0:
                    continue
                behind = inverse[int((i + 0.5) * to_row), int((j + 0.5) * to_column)]
                # A soft test: a particle just at a surface is half seen.
                open_ = min(1.0, max(0.0, 0.5 + (near - behind) / (0.04 * near + 1e-6)))
                alpha = cover * opacity * open_
                if alpha <= 0.0:
                    continue
                for k in range(3):
                    old = float(frame[i, j, k])
                    new = table[n, 7 + k]
                    value = old + ((255.0 - old) * (new / 255.0) if glows else new - old) * alpha
                    frame[i, j, k] = np.uint8(min(255.0, max(0.0, value + 0.5)))
