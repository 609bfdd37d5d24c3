"""The compiled inner loops that draw a frame: what its squares show, sampling, and laying layers together.

They stand in one file because numba's cache on disk looks at the file of a function, and not at the files of what
that function calls.
"""

# numba's decorators carry no types of their own.
# mypy: disallow-untyped-decorators=False, disable-error-code="no-any-return"

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from vivant.render.lanes import FULL, LEVELS, PHASES, borrowed, cubic, word

NOWHERE = np.float32(-1e9)
"""The column and row of a ray that cannot meet its layer."""

BLOCK_PX = 8
EMPTY, MIXED, SOLID = 0, 1, 2
"""What a block of a layer holds: nothing, something, or no hole."""

PARTS = 4
"""A square where places do not run evenly is drawn in so many parts, across and down."""

MOST_SAMPLES = 4
"""At most so many places across and down are looked at for one pixel."""

_BITS = 24
_ONE = 1 << _BITS
"""One pixel, where places are counted in whole numbers."""

_UNSEEN = 0.002
"""What less than this is left of is not looked at: half a level of the brightest."""


@njit(cache=True, nogil=True)
def look_over(rgba: NDArray[np.uint8], blocks: NDArray[np.uint8]) -> None:
    """Fills `blocks` with what each block of a picture holds."""
    height, width = rgba.shape[:2]
    for bi in range(blocks.shape[0]):
        for bj in range(blocks.shape[1]):
            least, most = np.uint8(255), np.uint8(0)
            for i in range(bi * BLOCK_PX, min((bi + 1) * BLOCK_PX, height)):
                for j in range(bj * BLOCK_PX, min((bj + 1) * BLOCK_PX, width)):
                    least, most = min(least, rgba[i, j, 3]), max(most, rgba[i, j, 3])
            blocks[bi, bj] = EMPTY if most == 0 else (SOLID if least == 255 else MIXED)


@njit(cache=True, nogil=True)
def _held(blocks: NDArray[np.uint8], hits: NDArray[np.float32], k: int, i: int, j: int) -> int:
    """What layer k holds in the square (i, j) of a grid, all that a sampling reads counted in."""
    x00, x01, x10, x11 = hits[k, i, j, 0], hits[k, i, j + 1, 0], hits[k, i + 1, j, 0], hits[k, i + 1, j + 1, 0]
    y00, y01, y10, y11 = hits[k, i, j, 1], hits[k, i, j + 1, 1], hits[k, i + 1, j, 1], hits[k, i + 1, j + 1, 1]
    x0, x1 = min(min(x00, x01), min(x10, x11)), max(max(x00, x01), max(x10, x11))
    y0, y1 = min(min(y00, y01), min(y10, y11)), max(max(y00, y01), max(y10, y11))
    if x0 == NOWHERE:
        return EMPTY
    rows, columns = blocks.shape[1:]
    j0, j1 = min(max(int(x0 - 2), 0) // BLOCK_PX, columns - 1), min(max(int(x1 + 3), 0) // BLOCK_PX, columns - 1)
    i0, i1 = min(max(int(y0 - 2), 0) // BLOCK_PX, rows - 1), min(max(int(y1 + 3), 0) // BLOCK_PX, rows - 1)
    first = blocks[k, i0, j0]
    for bi in range(i0, i1 + 1):
        for bj in range(j0, j1 + 1):
            if blocks[k, bi, bj] != first:
                return MIXED
    return first


@njit(cache=True, nogil=True)
def _touching(
    hits: NDArray[np.float32], i: int, j: int, blocks: NDArray[np.uint8], order: NDArray[np.int64]
) -> tuple[int, bool]:
    """How many layers a square shows, noted in `order`, the nearest first, and whether the first hides all others."""
    count = 0
    for k in range(len(order) - 1, -1, -1):
        holds = SOLID if k == 0 else _held(blocks, hits, k, i, j)
        if holds != EMPTY:
            order[count] = k
            count += 1
        if holds == SOLID:
            break
    return count, count == 1


@njit(cache=True, nogil=True, fastmath=True)
def _covered(hits: NDArray[np.float32], k: int, i: int, j: int, grid_px: int) -> float:
    """How many pixels of the photo one pixel of a square covers, along the longer side."""
    ax, ay = hits[k, i, j + 1, 0] - hits[k, i, j, 0], hits[k, i, j + 1, 1] - hits[k, i, j, 1]
    dx, dy = hits[k, i + 1, j, 0] - hits[k, i, j, 0], hits[k, i + 1, j, 1] - hits[k, i, j, 1]
    covered: float = np.sqrt(max(ax * ax + ay * ay, dx * dx + dy * dy)) / grid_px
    return covered


@njit(cache=True, nogil=True, fastmath=True)
def _curves(hits: NDArray[np.float32], k: int, i: int, j: int, axis: int) -> Any:
    """Columns (axis 0) or rows (axis 1) of the photo over a square, as a polynomial: see `_run`.

    Between its corners a square bulges by half the second difference across, times u (1 - u), and likewise down.
    Second differences run evenly along a side, so squares side by side agree on what they share.
    """
    p, across, down = axis, 3 + axis, 5 + axis
    left = 0.25 * (hits[k, i, j, down] + hits[k, i + 1, j, down])
    right = 0.25 * (hits[k, i, j + 1, down] + hits[k, i + 1, j + 1, down])
    upper = 0.25 * (hits[k, i, j, across] + hits[k, i, j + 1, across])
    lower = 0.25 * (hits[k, i + 1, j, across] + hits[k, i + 1, j + 1, across])
    start, slope = hits[k, i, j, p], hits[k, i + 1, j, p] - hits[k, i, j, p] - left
    other, its_slope = hits[k, i, j + 1, p], hits[k, i + 1, j + 1, p] - hits[k, i, j + 1, p] - right
    return start, slope, left, other - start, its_slope - slope, right - left, upper, lower - upper


@njit(cache=True, nogil=True, fastmath=True)
def _run(curves: Any, row: float, start: float, step: float) -> tuple[int, int, int]:
    """Where places on a line across a square begin, their first step, and by how much each step is longer than the
    one before; in _ONE-ths of a pixel.

    curves: of `_curves`. row: how far down the square the line lies. start, step: of u. All 0..1 over the square.
    Half a phase is added, so that what is cut off below a phase is rounded.
    """
    c0, c1, c2, b0, b1, b2, a0, a1 = curves
    a = a0 + a1 * row
    b = b0 + (b1 + b2 * row) * row - a
    first = c0 + (c1 + c2 * row) * row + (b + a * start) * start
    return (
        int(first * _ONE) + _ONE // (2 * PHASES),
        int((b + a * (2 * start + step)) * step * _ONE),
        int(2 * a * step * step * _ONE),
    )


@njit(cache=True, nogil=True)
def _sampled(address: int, stride: int, taps: int, x: int, y: int) -> tuple[Any, Any, Any, Any]:
    """The colour of a picture at a place well within it, in _ONE-ths of a pixel.

    taps: the address of the weights, in TAPS, of one smoothness.
    """
    across, down = (x & (_ONE - 1)) * PHASES >> _BITS, (y & (_ONE - 1)) * PHASES >> _BITS
    first = address + ((y >> _BITS) - 1) * stride + 4 * ((x >> _BITS) - 1)
    return cubic(first, stride, taps + 32 * across, taps + 32 * down)


@njit(cache=True, nogil=True)
def _kept_within(place: int, extent: int) -> int:
    """A place of which four neighbours lie within a picture: within a pixel of its edge the border repeats."""
    return min(max(place, _ONE), (extent - 2) * _ONE - 1)


@njit(cache=True, nogil=True)
def _well_within(hits: NDArray[np.float32], k: int, i: int, j: int, extent: tuple[int, int]) -> bool:
    for axis in range(2):
        for corner in range(4):
            place = hits[k, i + corner // 2, j + corner % 2, axis]
            if place < 3 or place > extent[axis] - 5:
                return False
    return True


@njit(cache=True, nogil=True, fastmath=True)
def _within(value: Any, most: Any) -> Any:
    return min(max(value, np.float32(0)), most)


@njit(cache=True, nogil=True, fastmath=True)
def _draw_solid(
    address: int,
    stride: int,
    taps: int,
    curves: tuple[Any, Any],
    grid_px: int,
    part: tuple[int, int, int, int],
    words: NDArray[np.uint32],
) -> None:
    """Draws a square that shows one layer without a hole, away from its border, one sampling a pixel."""
    left, top, right, bottom = part
    step = 1.0 / grid_px
    for r in range(top, bottom):
        row = (r - top + 0.5) * step
        x, dx, ddx = _run(curves[0], row, 0.5 * step, step)
        y, dy, ddy = _run(curves[1], row, 0.5 * step, step)
        for c in range(left, right):
            words[r, c] = word(_sampled(address, stride, taps, x, y))
            x, dx = x + dx, dx + ddx
            y, dy = y + dy, dy + ddy


@njit(cache=True, nogil=True, fastmath=True)
def _lay_square(
    address: int,
    extent: tuple[int, int],
    taps: int,
    curves: tuple[Any, Any],
    grid_px: int,
    offset: tuple[float, float],
    opaque: bool,
    sums: NDArray[np.float32],
) -> Any:
    """Lays one layer's square under what is before it, one sampling a pixel; how much is then still seen through.

    offset: of the samplings in their pixels, 0..1 across and down. sums: [row, column] r, g, b, and how much is still
    seen through. A sampling may overshoot: alpha is held within its bounds, colours go with it, and are held within
    alpha, so that no fringe glows.
    """
    most: Any = np.float32(0)
    full = np.float32(FULL)
    step = 1.0 / grid_px
    for r in range(grid_px):
        row = (r + offset[1]) * step
        x, dx, ddx = _run(curves[0], row, offset[0] * step, step)
        y, dy, ddy = _run(curves[1], row, offset[0] * step, step)
        for c in range(grid_px):
            left = sums[r, c, 3]
            if left > np.float32(_UNSEEN):
                px, py = _kept_within(x, extent[0]), _kept_within(y, extent[1])
                red, green, blue, alpha = _sampled(address, 4 * extent[0], taps, px, py)
                alpha = full if opaque else np.float32(alpha)
                share = left * full / max(alpha, full)
                alpha = _within(alpha, full)
                sums[r, c, 0] += _within(share * np.float32(red), left * alpha)
                sums[r, c, 1] += _within(share * np.float32(green), left * alpha)
                sums[r, c, 2] += _within(share * np.float32(blue), left * alpha)
                left *= np.float32(1) - alpha * np.float32(1 / FULL)
                sums[r, c, 3] = left
                most = max(most, left)
            x, dx = x + dx, dx + ddx
            y, dy = y + dy, dy + ddy
    return most


@njit(cache=True, nogil=True, fastmath=True)
def _draw_mixed(
    addresses: NDArray[np.int64],
    layers: tuple[NDArray[np.int64], int],
    extent: tuple[int, int],
    taps: int,
    hits: NDArray[np.float32],
    square: tuple[int, int],
    grid_px: int,
    samples: int,
    sums: NDArray[np.float32],
    part: tuple[int, int, int, int],
    words: NDArray[np.uint32],
) -> None:
    """Draws a square: samples x samples a pixel, through layers until nothing behind is seen."""
    order, count = layers
    (i, j), (left, top, right, bottom) = square, part
    for r in range(grid_px):
        for c in range(grid_px):
            sums[r, c, 0] = sums[r, c, 1] = sums[r, c, 2] = 0
    for s in range(samples * samples):
        for r in range(grid_px):
            for c in range(grid_px):
                sums[r, c, 3] = 1
        offset = (s % samples + 0.5) / samples, (s // samples + 0.5) / samples
        for n in range(count):
            k = order[n]
            curves = _curves(hits, k, i, j, 0), _curves(hits, k, i, j, 1)
            if _lay_square(addresses[k], extent, taps, curves, grid_px, offset, k == 0, sums) <= _UNSEEN:
                break
    mean = np.float32(1 / (samples * samples))
    for r in range(top, bottom):
        for c in range(left, right):
            i, j = r - top, c - left
            red, green, blue = sums[i, j, 0] * mean, sums[i, j, 1] * mean, sums[i, j, 2] * mean
            words[r, c] = word((np.int16(red), np.int16(green), np.int16(blue), np.int16(0)))


@njit(cache=True, nogil=True, fastmath=True)
def _draw(
    addresses: NDArray[np.int64],
    extent: tuple[int, int],
    taps: int,
    hits: NDArray[np.float32],
    square: tuple[int, int],
    blocks: NDArray[np.uint8],
    order: NDArray[np.int64],
    sizes: tuple[int, float],
    sums: NDArray[np.float32],
    part: tuple[int, int, int, int],
    words: NDArray[np.uint32],
) -> None:
    """Draws one square, row i and column j of a grid.

    taps: the address of TAPS. sizes: the square's side, and how far apart samplings may lie. part: left, top, right,
    bottom of what it fills of the frame.
    """
    i, j = square
    grid_px, spacing_px = sizes
    count, solid = _touching(hits, i, j, blocks, order)
    k = order[0]
    covered = _covered(hits, k, i, j, grid_px)
    samples = min(max(int(np.ceil(covered / spacing_px)), 1), MOST_SAMPLES)
    smoothness = min(max(covered / samples - 1.0, 0.0), 1.0)
    level = taps + int(smoothness * (LEVELS - 1) + 0.5) * PHASES * 32
    if solid and samples == 1 and _well_within(hits, k, i, j, extent):
        curves = _curves(hits, k, i, j, 0), _curves(hits, k, i, j, 1)
        _draw_solid(addresses[k], 4 * extent[0], level, curves, grid_px, part, words)
    else:
        layers = order, count
        _draw_mixed(addresses, layers, extent, level, hits, square, grid_px, samples, sums, part, words)


@njit(cache=True, nogil=True, fastmath=True)
def compose(
    addresses: NDArray[np.int64],
    extent: tuple[int, int],
    taps: int,
    hits: NDArray[np.float32],
    index: NDArray[np.int32],
    closer: NDArray[np.float32],
    blocks: NDArray[np.uint8],
    sizes: tuple[int, float],
    scratch: tuple[NDArray[np.int64], NDArray[np.float32]],
    words: NDArray[np.uint32],
) -> None:
    """Draws a frame into `words`; see composing.compose_into.

    addresses: of the pictures' first bytes, so that one version of this function serves any number of them. extent:
    their width and height. taps: the address of TAPS. sizes: of a square, and how far apart samplings may lie.
    scratch: [layers], and [side of a square, side, 4].
    """
    grid_px, spacing_px = sizes
    rows, columns = words.shape
    small = grid_px // PARTS
    both = small, spacing_px
    addresses, hits, closer, blocks = borrowed(addresses), borrowed(hits), borrowed(closer), borrowed(blocks)
    order, sums, words, index = borrowed(scratch[0]), borrowed(scratch[1]), borrowed(words), borrowed(index)
    for gi in range(index.shape[0]):
        for gj in range(index.shape[1]):
            left, top = gj * grid_px, gi * grid_px
            n = index[gi, gj]
            if n < 0:
                part = left, top, min(left + grid_px, columns), min(top + grid_px, rows)
                _draw(addresses, extent, taps, hits, (gi, gj), blocks, order, sizes, sums, part, words)
                continue
            grid = closer[n]
            for i in range(PARTS):
                for j in range(PARTS):
                    x, y = left + j * small, top + i * small
                    part = x, y, min(x + small, columns), min(y + small, rows)
                    _draw(addresses, extent, taps, grid, (i, j), blocks, order, both, sums, part, words)


@njit(cache=True, nogil=True)
def fill_places(
    hits: NDArray[np.float32],
    index: NDArray[np.int32],
    closer: NDArray[np.float32],
    grid_px: int,
    x: NDArray[np.float64],
    y: NDArray[np.float64],
) -> None:
    """Fills [h, w] columns and rows of the photo at which the pixels of a frame sample one layer, as `compose` does.

    hits: [1, rows + 1, columns + 1, 7]. closer: [n, 1, PARTS + 1, PARTS + 1, 7].
    """
    small = grid_px // PARTS
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            gi, gj = i // grid_px, j // grid_px
            n = index[gi, gj]
            r, c = i - gi * grid_px, j - gj * grid_px
            if n < 0:
                grid, v, u = hits, (r + 0.5) / grid_px, (c + 0.5) / grid_px
            else:
                gi, gj = r // small, c // small
                grid, v, u = closer[n], (r - gi * small + 0.5) / small, (c - gj * small + 0.5) / small
            x[i, j] = _run(_curves(grid, 0, gi, gj, 0), v, u, 0.0)[0] / _ONE - 0.5 / PHASES
            y[i, j] = _run(_curves(grid, 0, gi, gj, 1), v, u, 0.0)[0] / _ONE - 0.5 / PHASES


@njit(cache=True, nogil=True)
def _doubt(hits: NDArray[np.float32], k: int, i: int, j: int) -> float:
    """How far off places within a square may be: a share of how much its bends differ from corner to corner."""
    most: Any = np.float32(0)
    for axis in range(2):
        across, down = 3 + axis, 5 + axis
        for side in range(2):
            most = max(most, abs(hits[k, i + side, j, across] - hits[k, i + side, j + 1, across]))
            most = max(most, abs(hits[k, i, j + side, down] - hits[k, i + 1, j + side, down]))
    doubt: float = most / 16
    return doubt


@njit(cache=True, nogil=True)
def find_uneven(
    hits: NDArray[np.float32],
    blocks: NDArray[np.uint8],
    allowed_px: float,
    scratch: NDArray[np.int64],
    index: NDArray[np.int32],
    shows: NDArray[np.uint8],
) -> int:
    """Numbers the squares in which the places of any layer that shows there may be off by more than allowed; the
    others get -1. The answer is how many there are. scratch: [layers]. shows: [layers, rows, columns], zeros, becomes
    1 where a layer shows in a square."""
    order = borrowed(scratch)
    hits, blocks, index, shows = borrowed(hits), borrowed(blocks), borrowed(index), borrowed(shows)
    found = 0
    for i in range(index.shape[0]):
        for j in range(index.shape[1]):
            index[i, j] = -1
            count, _ = _touching(hits, i, j, blocks, order)
            for n in range(count):
                shows[order[n], i, j] = 1
            for n in range(count):
                if _doubt(hits, order[n], i, j) > allowed_px:
                    index[i, j] = found
                    found += 1
                    break
    return found
