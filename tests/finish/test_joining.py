"""Films joined: every frame where it belongs, no colour shifted, the sound as long as the pictures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from vivant.errors import InvalidInput, RenderFailed
from vivant.finish.encoder import encode
from vivant.finish.joining import Reel, joined_pictures, joined_sound, last_picture
from vivant.finish.takes import check_alike, joined_count, overlap_frames
from vivant.media import Frame, Size, Soundtrack

SIZE = Size(64, 48)
FPS = 12


def film(path: Path, shades: list[int], *, tone_hz: float | None = 440, size: Size = SIZE, fps: int = FPS) -> Reel:
    """A film of grey frames of these shades, with a tone."""

    def frames() -> Iterator[Frame]:
        for shade in shades:
            yield np.full((size.height, size.width, 3), shade, dtype=np.uint8)

    soundtrack = None
    if tone_hz is not None:
        t = np.arange(round(len(shades) / fps * 48_000)) / 48_000
        tone = 0.25 * np.sin(2 * np.pi * tone_hz * t).astype(np.float32)
        soundtrack = Soundtrack(samples=np.stack([tone, tone], axis=1))
    encode(frames(), path, size=size, fps=fps, soundtrack=soundtrack)
    return Reel.of(path)


def lumas(pictures: Iterator[av.VideoFrame]) -> list[float]:
    return [float(picture.to_ndarray(format="yuv420p")[:48].mean()) for picture in pictures]


def test_a_reel_tells_what_it_is(tmp_path: Path) -> None:
    reel = film(tmp_path / "a.mp4", [50] * 12)
    assert (reel.size, reel.fps, reel.frames, reel.sounds) == (SIZE, FPS, 12, True)
    assert not film(tmp_path / "b.mp4", [50] * 12, tone_hz=None).sounds
    (tmp_path / "c.mp4").write_bytes(b"no film")
    with pytest.raises(RenderFailed, match=r"part c\.mp4: cannot be read"):
        Reel.of(tmp_path / "c.mp4")


def test_a_cut_is_every_frame_of_the_first_then_of_the_second(tmp_path: Path) -> None:
    reels = [film(tmp_path / "a.mp4", [60] * 12), film(tmp_path / "b.mp4", [200] * 6)]
    seen = lumas(joined_pictures(reels, 0))
    dark, light = lumas(joined_pictures(reels[:1], 0))[0], lumas(joined_pictures(reels[1:], 0))[0]
    assert len(seen) == joined_count([12, 6], 0) == 18
    assert np.allclose(seen, [dark] * 12 + [light] * 6, atol=1.0) and light - dark > 100


def test_a_dissolve_goes_evenly_from_one_to_the_other(tmp_path: Path) -> None:
    reels = [film(tmp_path / f"{name}.mp4", [shade] * 12) for name, shade in (("a", 60), ("b", 200), ("c", 60))]
    overlap = overlap_frames(0.25, FPS)
    seen = lumas(joined_pictures(reels, overlap))
    assert overlap == 3 and len(seen) == joined_count([12, 12, 12], 3) == 30
    dark, light = seen[0], seen[15]
    steps = [dark + (light - dark) * share for share in (0.25, 0.5, 0.75)]
    assert np.allclose(seen[9:12], steps, atol=1.0) and np.allclose(seen[18:21], steps[::-1], atol=1.0)
    assert np.allclose(seen[12:18], light, atol=1.0)


def test_sound_keeps_step_and_its_loudness(tmp_path: Path) -> None:
    reels = [film(tmp_path / "a.mp4", [60] * 24, tone_hz=440), film(tmp_path / "b.mp4", [60] * 24, tone_hz=1100)]
    overlap = overlap_frames(0.5, FPS)
    sound = joined_sound(reels, overlap)
    assert sound is not None and sound.seconds == pytest.approx(joined_count([24, 24], overlap) / FPS)

    def level(begin_s: float, end_s: float) -> float:
        part = sound.samples[round(begin_s * 48_000) : round(end_s * 48_000), 0]
        return float(np.sqrt(np.mean(part**2)))

    alone = level(0.5, 1.0)
    assert level(1.5, 2.0) == pytest.approx(alone, rel=0.06)  # the whole dissolve
    assert level(2.5, 3.0) == pytest.approx(alone, rel=0.03)
    tone = np.abs(np.fft.rfft(sound.samples[round(2.2 * 48_000) : round(3.2 * 48_000), 0])).argmax()
    assert tone == 1100


def test_a_cut_leaves_each_sound_at_its_pictures(tmp_path: Path) -> None:
    reels = [film(tmp_path / "a.mp4", [60] * 12, tone_hz=None), film(tmp_path / "b.mp4", [60] * 12)]
    sound = joined_sound(reels, 0)
    assert sound is not None
    loud = np.abs(sound.samples[:, 0]) > 0.05
    assert loud.argmax() / 48_000 == pytest.approx(1.0, abs=0.003)
    assert joined_sound(reels[:1], 0) is None


def test_the_last_picture_is_the_last_and_in_its_colours(tmp_path: Path) -> None:
    red = np.zeros((48, 64, 3), dtype=np.uint8)
    red[..., 0] = 200
    before = np.full((48, 64, 3), 90, dtype=np.uint8)
    encode(iter([before] * 300 + [red]), tmp_path / "a.mp4", size=SIZE, fps=FPS, soundtrack=None)
    seen = last_picture(Reel.of(tmp_path / "a.mp4"))
    assert seen.shape == red.shape and np.abs(seen.astype(int) - red).max() <= 6


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    reel = film(tmp_path / "a.mp4", [60] * 12)
    other = film(tmp_path / "b.mp4", [60] * 12, size=Size(48, 64))
    faster = film(tmp_path / "c.mp4", [60] * 12, fps=24)
    check_alike([reel, reel], 6)
    with pytest.raises(InvalidInput, match="video 2 is 48x64 at 12 fps; expected 64x48 at 12 fps, as video 1"):
        check_alike([reel, other], 0)
    with pytest.raises(InvalidInput, match="video 2 is 64x48 at 24 fps"):
        check_alike([reel, faster], 0)
    with pytest.raises(InvalidInput, match="expected at most half of the shortest"):
        check_alike([reel, reel], 7)
