"""The compiled inner loops of the instruments: a string that is plucked, modes that ring, an oscillator, a filter."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Values = NDArray[np.float64]


@njit(cache=True, nogil=True)
def run_string(out: Samples, excitation: Samples, delay: int, allpass: float, near: float, far: float) -> None:
    """Adds to `out` a string: a delay line closed through a first-order allpass (the fraction of a sample) and a
    two-tap loss filter of coefficients `near` and `far`."""
    line = np.zeros(delay)
    at = 0
    last, allpass_in, allpass_out = 0.0, 0.0, 0.0
    for n in range(out.shape[0]):
        come = line[at]
        lost = near * come + far * last
        last = come
        moved = allpass * (lost - allpass_out) + allpass_in
        allpass_in, allpass_out = lost, moved
        value = moved + (excitation[n] if n < excitation.shape[0] else 0.0)
        line[at] = value
        at += 1
        if at == delay:
            at = 0
        out[n] += value


@njit(cache=True, nogil=True)
def ring(out: Samples, radians: Values, amplitudes: Values, keeps: Values) -> None:
    """Adds to `out` modes that ring: each a sine of so many radians a sample that keeps `keeps` of its size from one
    sample to the next, until it is below a thirty-thousandth of full scale.

    Four at a time, since one alone waits for itself; the number of modes is a multiple of four.
    """
    for first in range(0, radians.shape[0], 4):
        last = 1
        for mode in range(first, first + 4):
            size = abs(amplitudes[mode])
            if size > 3e-5:
                last = max(last, int(math.log(3e-5 / size) / math.log(keeps[mode])) + 1)
        before, turn, fade = np.empty(4), np.empty(4), np.empty(4)
        for one in range(4):
            mode = first + one
            before[one] = -amplitudes[mode] * math.sin(radians[mode]) / keeps[mode]
            turn[one] = 2.0 * keeps[mode] * math.cos(radians[mode])
            fade[one] = keeps[mode] * keeps[mode]
        a0 = a1 = a2 = a3 = 0.0
        b0, b1, b2, b3 = before[0], before[1], before[2], before[3]
        t0, t1, t2, t3 = turn[0], turn[1], turn[2], turn[3]
        f0, f1, f2, f3 = fade[0], fade[1], fade[2], fade[3]
        for n in range(min(last, out.shape[0])):
            out[n] += (a0 + a1) + (a2 + a3)
            a0, b0 = t0 * a0 - f0 * b0, a0
            a1, b1 = t1 * a1 - f1 * b1, a1
            a2, b2 = t2 * a2 - f2 * b2, a2
            a3, b3 = t3 * a3 - f3 * b3, a3


@njit(cache=True, nogil=True)
def saw(out: Samples, cycles: float, start: float, vibrato: float, rate: float, rise: float) -> None:
    """Adds to `out` a band-limited saw of so many cycles a sample (polynomial steps: Välimäki and Huovilainen 2007).

    vibrato: its depth, a part of the frequency, reached after `rise` samples; rate: its radians a sample.
    """
    phase = start
    step = cycles
    for n in range(out.shape[0]):
        if n % 32 == 0:
            step = cycles * (1.0 + vibrato * min(1.0, n / rise) * math.sin(rate * n + 6.0 * start))
        value = 2.0 * phase - 1.0
        if phase < step:
            t = phase / step
            value -= t + t - t * t - 1.0
        elif phase > 1.0 - step:
            t = (phase - 1.0) / step
            value -= t * t + t + t + 1.0
        out[n] += value
        phase += step
        if phase >= 1.0:
            phase -= 1.0


@njit(cache=True, nogil=True)
def sweep_lowpass(samples: Samples, corners: Values, damping: float, rate_hz: float) -> None:
    """Filters `samples` in place with a two-pole lowpass whose corner (Hz) moves: `corners` are evenly spaced over
    them. The trapezoidal state-variable filter (Zavalishin 2012); damping 1.41 is flat, less resonates."""
    one, two = 0.0, 0.0
    g, a1, a2, a3 = 0.0, 0.0, 0.0, 0.0
    last = corners.shape[0] - 1
    for n in range(samples.shape[0]):
        if n % 32 == 0:
            place = n / samples.shape[0] * last
            cell = int(place)
            corner = corners[cell] + (corners[min(cell + 1, last)] - corners[cell]) * (place - cell)
            g = math.tan(math.pi * min(corner, 0.45 * rate_hz) / rate_hz)
            a1 = 1.0 / (1.0 + g * (g + damping))
            a2 = g * a1
            a3 = g * a2
        v3 = samples[n] - two
        v1 = a1 * one + a2 * v3
        v2 = two + a2 * one + a3 * v3
        one, two = 2.0 * v1 - one, 2.0 * v2 - two
        samples[n] = v2
