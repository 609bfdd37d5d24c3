"""Stems as files: one for each sound, that add up to the mix."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from vivant.direction.plan import ShotPlan, SoundCue
from vivant.errors import OutputFailed
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.listening import Listening
from vivant.sound.score import Score, score
from vivant.sound.stems import write_stems


@pytest.fixture(scope="module")
def made() -> Score:
    cues = (
        SoundCue(cue="wind", kind="ambience", start_s=0, end_s=1),
        SoundCue(cue="drop", kind="event", start_s=0.5, end_s=1),
    )
    return score(ShotPlan(seconds=1, sound=cues), seconds=1, seed=0, scene=Listening())


def read(path: Path) -> NDArray[np.float32]:
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert (stream.rate, stream.channels, stream.codec.name) == (RATE_HZ, 2, "pcm_f32le")
        return np.concatenate([frame.to_ndarray().reshape(-1, 2) for frame in container.decode(stream)])


def test_each_sound_is_a_file_at_its_level_in_the_mix(made: Score, tmp_path: Path) -> None:
    paths = write_stems(made, tmp_path / "new" / "stems")
    assert [path.name for path in paths] == ["wind.wav", "drop.wav", "reverb.wav", "mix.wav"]
    *stems, mix = (read(path) for path in paths)
    np.testing.assert_array_equal(mix, made.soundtrack.samples)
    assert all(len(stem) == RATE_HZ for stem in stems)
    alike = np.isclose(sum(stems), mix, rtol=1e-3, atol=1e-5).all(axis=1)
    assert alike.mean() > 0.3


def test_a_folder_that_cannot_be_is_one_sentence(made: Score, tmp_path: Path) -> None:
    (tmp_path / "stems").write_text("in the way")
    with pytest.raises(OutputFailed, match="stems: is a file; expected a folder"):
        write_stems(made, tmp_path / "stems")
