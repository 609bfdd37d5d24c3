"""Events of people: a heart, hands that clap."""

from __future__ import annotations

import numpy as np

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.events.ringing import both
from vivant.sound.grains import eased_out, paces, pan_gains, ring, scattered
from vivant.sound.noise import Stereo, coloured, peak
from vivant.sound.take import Take


def heartbeat(take: Take) -> Stereo:
    """A heart at rest, as it is heard from within: the first sound low, the second shorter."""
    per_s = 1.05 + 0.5 * take.density
    times = paces(take.random, take.seconds, per_s, 0.015)
    made = np.zeros(round(times[-1] * RATE_HZ) + RATE_HZ, dtype=np.float32)
    for start_s, hz, gain in ((0.0, 52.0, 1.0), (0.31, 68.0, 0.62)):
        thump = _thump(hz)
        for at in times:
            first = round((float(at) + start_s) * RATE_HZ)
            made[first : first + len(thump)] += np.float32(gain) * thump
    return both(made / np.abs(made).max())


def _thump(hz: float) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    partials = ring(hz * np.array([1.0, 1.9, 3.1]), np.array([0.055, 0.035, 0.018]), 0.28, rise=-1.2)
    return np.asarray((partials * np.array([[1.0], [0.55], [0.3]])).sum(axis=0), dtype=np.float32)


def applause(take: Take) -> Stereo:
    """An audience: each pair of hands has a sound, a pace and a place of its own."""
    random = take.random
    seconds = max(take.seconds, 1.5)
    count = round(seconds * RATE_HZ)
    made = np.zeros((count, 2), dtype=np.float32)
    for person in range(14 + round(50 * take.density)):
        # Nobody starts together but the first, and the clapping thins out towards its end.
        begins = 0.0 if person == 0 else random.exponential(0.25)
        times = begins + paces(
            random, max(0.3, (seconds - begins) * random.uniform(0.75, 1.0)), random.uniform(3, 5.2)
        )
        times = times[times < seconds - 0.05]
        kinds = np.stack([_clap(random) for _ in range(3)])
        near = 1.0 if person == 0 else random.uniform(0.2, 0.9)
        gains = near * random.uniform(0.6, 1.0, len(times))
        if person == 0:
            gains[0] = 1.0
        heard = scattered(count, times, kinds[random.integers(0, 3, len(times))], gains, closes=False)
        left, right = pan_gains(np.array(random.uniform(-0.95, 0.95)))
        made[:, 0] += np.float32(left) * heard
        made[:, 1] += np.float32(right) * heard
    made *= np.minimum(1, np.linspace(seconds / 0.8, 0, count, dtype=np.float32))[:, None]
    return made / np.float32(np.abs(made).max())


def _clap(random: np.random.Generator) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Two hands: the air between them, resonant near 1 to 2 kHz (Repp, The sound of two hands clapping, 1987)."""
    length = round(0.045 * RATE_HZ)
    t = np.arange(length) / RATE_HZ
    centre = random.uniform(750, 2200)
    burst = coloured(random, length, lambda hz: peak(hz, centre, 0.55) + 0.25 * peak(hz, 3800, 0.9))
    return np.asarray(burst * np.exp(-t / random.uniform(0.004, 0.008)), dtype=np.float32) * eased_out(length)
