"""Stems as files, for an editor."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from vivant.errors import OutputFailed
from vivant.media import written_whole
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.noise import Stereo
from vivant.sound.score import Score


def write_stems(made: Score, folder: Path) -> tuple[Path, ...]:
    """The files written into `folder` (made where it is missing): `NAME.wav` for each stem, at its level in the mix,
    and `mix.wav`.

    32-bit float at 48 kHz, all of the clip's length. Laid over one another the stems are the mix, but where that held
    a peak.

    Raises OutputFailed: `stems: is a file; expected a folder`.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputFailed(f"{folder}: is a file; expected a folder")
    gain = np.float32(10 ** (made.gain_db / 20))
    tracks = [(stem.name, stem.samples * gain) for stem in made.stems]
    tracks.append(("mix", made.soundtrack.samples))
    return tuple(_written(folder / f"{name}.wav", samples) for name, samples in tracks)


def _written(path: Path, samples: Stereo) -> Path:
    with written_whole(path) as part, av.open(str(part), "w", format="wav") as container:
        stream = container.add_stream("pcm_f32le", rate=RATE_HZ, layout="stereo")
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples.reshape(1, -1)), format="flt", layout="stereo"
        )
        frame.sample_rate, frame.pts = RATE_HZ, 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
