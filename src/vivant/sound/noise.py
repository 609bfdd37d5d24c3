"""Noise on a circle: its last sample leads into its first, so that it has no seam wherever it is cut or looped."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from vivant.media.soundtrack import RATE_HZ

Mono = NDArray[np.float32]
"""[n] at RATE_HZ."""
Stereo = NDArray[np.float32]
"""[n, 2] at RATE_HZ, left then right."""
Spectrum = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Frequencies in Hz to gains."""

_CONTROL_HZ = 200
_SEAM = 4096


def random_of(seed: int, *names: str) -> np.random.Generator:
    """A source of chance of its own for what is so named: what else sounds changes nothing of it."""
    return np.random.default_rng([seed, *(zlib.crc32(name.encode()) for name in names)])


def coloured(random: np.random.Generator, count: int, spectrum: Spectrum) -> Mono:
    """Steady noise of that spectrum, of RMS 1, that closes upon itself."""
    size = scipy.fft.next_fast_len(count, real=True)
    if size != count:  # a transform of an awkward length takes many times as long
        size = scipy.fft.next_fast_len(count + _SEAM, real=True)
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ).astype(np.float32)
    bins = random.standard_normal((len(hz), 2), dtype=np.float32).view(np.complex64)[:, 0] * spectrum(hz)
    bins[0] = 0
    return level(closed(np.asarray(scipy.fft.irfft(bins, size), dtype=np.float32), count, _SEAM))


def moving(
    random: np.random.Generator, count: int, gains: Callable[[Mono, Mono], NDArray[np.float32]], frame: int = 2048
) -> Mono:
    """Noise whose spectrum moves: `gains(seconds [k, 1], hz [1, m])` answers [k, m].

    Frames of independent noise overlap by half under a sine window, whose squares add up to one.
    """
    hop = frame // 2
    frames = -(-count // hop) + 2
    seconds = (np.arange(frames) * hop % count / RATE_HZ).astype(np.float32)[:, None]
    hz = np.fft.rfftfreq(frame, 1 / RATE_HZ).astype(np.float32)[None]
    bins = random.standard_normal((frames, hz.shape[1], 2), dtype=np.float32).view(np.complex64)[..., 0]
    window = np.sin((np.arange(frame) + 0.5) * (np.pi / frame)).astype(np.float32)
    # The sum of squares of a frame's bins is what its samples' would be, so that a gain of 1 is an RMS of 1.
    drawn: NDArray[np.float32] = scipy.fft.irfft(bins * gains(seconds, hz), frame, axis=1)
    made = drawn * window * np.float32(np.sqrt(frame / 2))
    joined = np.zeros((frames + 1) * hop, dtype=np.float32)
    joined[:-hop].reshape(frames, hop)[:] += made[:, :hop]
    joined[hop:].reshape(frames, hop)[:] += made[:, hop:]
    return closed(joined[hop:], count, hop)


def closed(samples: Mono, count: int, over: int) -> Mono:
    """The first `count` samples as a circle: what follows them fades out over its own beginning."""
    over = min(over, len(samples) - count, count)
    if not over:
        return samples
    turn = np.linspace(0, np.pi / 2, over, dtype=np.float32)
    circle = samples[:count].copy()
    circle[:over] = circle[:over] * np.sin(turn) + samples[count : count + over] * np.cos(turn)
    return circle


def drift(random: np.random.Generator, count: int, per_s: float) -> Mono:
    """A slow random curve, smooth and closed, of mean 0 and deviation 1, that turns about `per_s` times a second."""
    points = max(8, round(count / RATE_HZ * _CONTROL_HZ))
    hz = np.fft.rfftfreq(points, 1 / _CONTROL_HZ)
    bins = (random.standard_normal(len(hz)) + 1j * random.standard_normal(len(hz))) * np.exp(-((hz / per_s) ** 2))
    bins[0] = 0
    if not np.abs(bins[1:]).max() > 1e-6:  # slower than the clip is long: one turn
        bins[1] = np.exp(2j * np.pi * random.random())
    curve = np.fft.irfft(bins, points)
    curve /= max(float(curve.std()), 1e-12)
    return stretched(curve, count)


def stretched(curve: NDArray[np.float64], count: int) -> Mono:
    """A closed curve of a few points drawn through `count` samples."""
    places = np.arange(count, dtype=np.float64) * (len(curve) / count)
    drawn = np.interp(places, np.arange(len(curve) + 1), np.append(curve, curve[0]))
    return np.asarray(drawn, dtype=np.float32)


def band(hz: NDArray[np.float32], low_hz: float, high_hz: float, order: int = 2) -> NDArray[np.float32]:
    """Gains of a band with Butterworth's slopes, 6 dB an octave for each order; a bound of 0 is none."""
    weight: NDArray[np.float32] = np.ones(hz.shape, dtype=np.float32)
    if low_hz > 0:
        weight += (low_hz / np.maximum(hz, 1.0)) ** (2 * order)
    if high_hz > 0:
        weight *= 1 + (hz / high_hz) ** (2 * order)
    return np.asarray(1 / np.sqrt(weight), dtype=np.float32)


def peak(hz: NDArray[np.float32], centre_hz: float, octaves: float) -> NDArray[np.float32]:
    """Gains of one resonance, a bell in the logarithm of frequency."""
    away = np.log2(np.maximum(hz, 1e-3) / centre_hz) / octaves
    return np.asarray(np.exp(-(away**2)), dtype=np.float32)


def tilt(hz: NDArray[np.float32], db_per_octave: float) -> NDArray[np.float32]:
    """Gains that fall (or rise) evenly, 1 at 1 kHz."""
    return np.asarray((np.maximum(hz, 10.0) / 1000.0) ** (db_per_octave / 6.0206), dtype=np.float32)


def filtered(samples: Mono, spectrum: Spectrum) -> Mono:
    """The samples through a filter without delay, on a circle."""
    count = len(samples)
    size = scipy.fft.next_fast_len(count, real=True)
    before = 0 if size == count else min(_SEAM, count)
    if before:
        size = scipy.fft.next_fast_len(count + 2 * before, real=True)
        samples = np.concatenate([samples[-before:], samples, samples[:before]])
    hz = np.fft.rfftfreq(size, 1 / RATE_HZ).astype(np.float32)
    made = scipy.fft.irfft(scipy.fft.rfft(samples, size) * spectrum(hz), size)
    return np.asarray(made[before : before + count], dtype=np.float32)


def level(samples: NDArray[np.floating[Any]], rms: float = 1.0) -> NDArray[np.float32]:
    """The samples at that RMS; silence stays silent."""
    now = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if samples.size else 0.0
    return np.asarray(samples * np.float32(rms / now if now > 1e-9 else 1.0), dtype=np.float32)


def pair(random: np.random.Generator, count: int, spectrum: Spectrum, shared: float = 0.5) -> Stereo:
    """Steady noise of that spectrum for two ears; see `wide`."""
    return wide(coloured(random, count, spectrum), coloured(random, count, spectrum), shared)


def wide(left: Mono, right: Mono, shared: float = 0.5) -> Stereo:
    """Two sounds of one kind as a pair for the two ears, each as strong as before, correlated by `shared`."""
    angle = np.arcsin(shared) / 2
    own, other = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    return np.stack([own * left + other * right, other * left + own * right], axis=1)


def middle(samples: Stereo) -> Mono:
    """What both ears hear: their mean."""
    return (samples[:, 0] + samples[:, 1]) * np.float32(0.5)


def pan_sweep(samples: Mono, start: float) -> Stereo:
    """A sound that crosses from `start` (-1 left to 1 right) to the other side."""
    angle = (np.linspace(start, -start, len(samples), dtype=np.float32) + 1) * np.float32(np.pi / 4)
    return np.stack([samples * np.cos(angle), samples * np.sin(angle)], axis=1)
