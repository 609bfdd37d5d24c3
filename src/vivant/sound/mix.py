"""How sounds share a clip: when each comes in and goes out, and that all give way to speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy.ndimage import maximum_filter1d, uniform_filter1d

from vivant.media.soundtrack import RATE_HZ
from vivant.sound.noise import Mono, Stereo
from vivant.sound.stem import Kind, Stem

_FADE_IN_S, _FADE_OUT_S, _SPAN_FADE_S = 0.25, 0.45, 0.6
_DUCKED_DB: dict[Kind, float] = {"music": -9.0, "ambience": -7.0, "event": -4.0, "speech": 0.0}
_HEARD = 0.004
"""Speech above this counts as said: -48 dB below full scale."""


def laid(samples: Stereo, count: int, start_s: float, *, closes: bool) -> Stereo:
    """[count, 2] silence with the samples from start_s on; what goes past the end comes round in a loop."""
    track = np.zeros((count, 2), dtype=np.float32)
    first = min(count - 1, round(start_s * RATE_HZ))
    if not closes:
        track[first : first + len(samples)] = samples[: count - first]
        return track
    for begin in range(0, len(samples), count):
        part = samples[begin : begin + count]
        track[(first + begin + np.arange(len(part))) % count] += part
    return track


def span(start_s: float, end_s: float, count: int, *, closes: bool) -> Mono:
    """[count] the gain of a sound that lasts from start_s to end_s: it swells in and dies away.

    At the clip's own end nothing fades here: `shared` lets all go together there, and a loop has no end.
    """
    t = np.arange(count, dtype=np.float32) / RATE_HZ
    from_start, to_end = start_s <= 1e-3, end_s >= count / RATE_HZ - 1e-3
    over = min(_FADE_IN_S if from_start else _SPAN_FADE_S, max(end_s - start_s, 1e-3) / 4)
    gain = np.ones(count, dtype=np.float32)
    if not (from_start and to_end and closes):
        gain *= np.sin(np.pi / 2 * np.clip((t - start_s) / over, 0, 1), dtype=np.float32)
    if not to_end:
        gain *= np.sin(np.pi / 2 * np.clip((end_s - t) / over, 0, 1), dtype=np.float32)
    return gain


def shared(stems: Sequence[Stem], count: int, *, closes: bool) -> tuple[Stem, ...]:
    """The stems, softer while somebody speaks, and all fading out together at the end of what does not loop."""
    speech = [stem.samples for stem in stems if stem.kind == "speech"]
    said = _presence(np.asarray(sum(speech)), closes) if speech else None
    end = None if closes else _ending(count)
    return tuple(replace(stem, samples=_given_way(stem, said, end)) for stem in stems)


def _given_way(stem: Stem, said: Mono | None, end: Mono | None) -> Stereo:
    samples = stem.samples
    if said is not None and _DUCKED_DB[stem.kind]:
        samples = samples * np.power(np.float32(10 ** (_DUCKED_DB[stem.kind] / 20)), said)[:, None]
    if end is not None:
        samples = samples.copy() if samples is stem.samples else samples
        samples[-len(end) :] *= end[:, None]
    return samples


def _ending(count: int) -> Mono:
    """The gain of the last moments: to nothing, without a corner."""
    length = max(1, min(round(_FADE_OUT_S * RATE_HZ), count // 4))
    return np.asarray(np.cos(np.linspace(0, np.pi / 2, length)) ** 2, dtype=np.float32)


def _presence(speech: Stereo, closes: bool) -> Mono:
    """[n] 0..1: whether somebody speaks, from a moment before the first word to half a second after the last."""
    edge = "wrap" if closes else "nearest"
    step = RATE_HZ // 100
    loud = np.abs(speech).max(axis=1)
    coarse = np.array([part.max() for part in np.array_split(loud, max(1, len(loud) // step))]) > _HEARD
    near = maximum_filter1d(coarse.astype(np.float32), 61, mode=edge)  # bridges pauses of 0.6 s
    smooth = uniform_filter1d(near, 25, mode=edge)
    drawn = np.interp(np.linspace(0, 1, len(speech)), np.linspace(0, 1, len(smooth)), smooth)
    return np.asarray(drawn, dtype=np.float32)
