"""The whole line in process: a film or one clear sentence, and nothing left behind."""

from __future__ import annotations

import gc
from pathlib import Path

import av
import pytest

import vivant
from vivant.direction.plan import CameraMove, ShotPlan
from vivant.errors import Cancelled, InvalidInput, NotFound, OutputFailed
from vivant.media import Photo, Size
from vivant.pipeline import animate

from synthetic import photo_of, textured

SMALL = {"size": "128x72", "seconds": 1, "fps": 12}


@pytest.fixture(scope="module")
def photo() -> Photo:
    return photo_of(textured(192, 108))


def test_the_first_program(photo: Photo, tmp_path: Path) -> None:
    clip = vivant.animate(photo, "slow push in, boats bob", **SMALL)
    saved = clip.save(tmp_path / "harbour.mp4")
    assert saved.read_bytes() == clip.path.read_bytes()
    assert (clip.frames, clip.seconds, clip.size, clip.fps) == (12, 1.0, Size(128, 72), 12)
    assert clip.plan.camera[0].move == "dolly_in"
    assert any(o.status == "unsupported" and "boats" in o.clause for o in clip.plan.outcomes)
    assert set(clip.stages) == {"direct", "perceive", "scene", "score", "render"}
    folder = clip.path.parent
    del clip
    gc.collect()
    assert not folder.exists()


def test_the_same_words_and_seed_give_the_same_bytes(photo: Photo, tmp_path: Path) -> None:
    first = animate(photo, "pan left", out=tmp_path / "a.mp4", seed=7, **SMALL)
    second = animate(photo, "pan left", out=tmp_path / "b.mp4", seed=7, **SMALL)
    assert first.path.read_bytes() == second.path.read_bytes()


def test_a_plan_in_place_of_a_prompt(photo: Photo, tmp_path: Path) -> None:
    plan = ShotPlan(seconds=1, camera=(CameraMove(move="tilt_up", start_s=0, end_s=1, amount=3, unit="deg"),))
    clip = animate(photo, "", plan=plan, out=tmp_path / "a.mp4", size="128x72", fps=12)
    assert clip.plan.camera == plan.camera


def test_a_plan_the_engine_cannot_follow_is_refused(photo: Photo) -> None:
    def with_move(**fields: object) -> ShotPlan:
        move = {"move": "pan_left", "start_s": 0, "end_s": 1, "amount": 3, "unit": "deg"} | fields
        return ShotPlan.from_json({"seconds": 1, "camera": [move]})

    with pytest.raises(InvalidInput, match="plan: camera move 'teleport'"):
        animate(photo, "", plan=with_move(move="teleport"))
    with pytest.raises(InvalidInput, match="For seconds, sora-2 takes 1 to 20"):
        animate(photo, "", plan=ShotPlan(seconds=1e6))
    with pytest.raises(InvalidInput, match="amount"):
        animate(photo, "", plan=with_move(amount=1e9))
    with pytest.raises(InvalidInput, match="unit"):
        animate(photo, "", plan=with_move(unit="distance"))


def test_silence_has_no_track(photo: Photo, tmp_path: Path) -> None:
    animate(photo, "hold", audio=False, out=tmp_path / "a.mp4", **SMALL)
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert not container.streams.audio


@pytest.mark.parametrize(
    ("name", "audio", "sentence"),
    [
        ("a.mp4", False, "stems=.*: expected a clip with sound; this one is made without"),
        ("a.gif", True, r"stems=.*: expected a clip with sound; a \.gif has none"),
    ],
)
def test_stems_of_a_silent_clip_are_refused(
    photo: Photo, tmp_path: Path, name: str, audio: bool, sentence: str
) -> None:
    with pytest.raises(InvalidInput, match=sentence):
        animate(photo, "hold", audio=audio, out=tmp_path / name, stems=tmp_path / "stems", **SMALL)
    assert not list(tmp_path.iterdir())


def test_stems_and_captions_lie_beside_the_clip(photo: Photo, tmp_path: Path) -> None:
    clip = animate(photo, 'hold, rain sounds, Anna: "Hi."', out=tmp_path / "a.mp4", stems=tmp_path / "stems", **SMALL)
    names = {path.name for path in (tmp_path / "stems").iterdir()}
    assert names >= {"speech_anna.wav", "mix.wav"} and any(name.startswith("rain") for name in names)
    assert clip.captions == tmp_path / "a.vtt"
    assert "Hi." in clip.captions.read_text(encoding="utf-8")
    saved = clip.save(tmp_path / "elsewhere" / "b.mp4")
    assert saved.with_suffix(".vtt").read_bytes() == clip.captions.read_bytes()
    with av.open(str(clip.path)) as container:
        assert container.streams.audio[0].rate == 48_000 and len(container.streams.subtitles) == 1


def test_progress_goes_through_the_stages_and_never_falls(photo: Photo, tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    animate(photo, "zoom in", out=tmp_path / "a.mp4", progress=lambda *report: seen.append(report), **SMALL)
    stages = list(dict.fromkeys(stage for stage, _ in seen))
    assert stages == ["direct", "perceive", "scene", "score", "render"]
    for stage in stages:
        values = [done for name, done in seen if name == stage]
        assert values == sorted(values)
        assert values[-1] == 1.0
    assert len([1 for name, _ in seen if name == "render"]) >= 12


def test_cancelling_stops_between_frames_and_leaves_nothing(photo: Photo, tmp_path: Path) -> None:
    seen = []
    with pytest.raises(Cancelled, match="after 3 of 12 frames"):
        animate(
            photo,
            "zoom in",
            out=tmp_path / "a.mp4",
            progress=lambda stage, _: seen.append(stage),
            cancelled=lambda: seen.count("render") > 3,
            **SMALL,
        )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ({"size": "720p"}, InvalidInput, "size='720p': expected WIDTHxHEIGHT"),
        ({"size": "1281x720"}, InvalidInput, "Invalid value: '1281x720'"),
        ({"seconds": 90}, InvalidInput, "Invalid value: '90'. For seconds, sora-2 takes 1 to 20"),
        ({"seconds": 0}, InvalidInput, "Invalid value: '0'"),
        ({"fps": 1000}, InvalidInput, "fps=1000: expected 8 to 60"),
        ({"strength": 9}, InvalidInput, "strength=9: expected 0.25"),
        ({"model": "sora-3"}, NotFound, "'sora-3' not found"),
        ({"prompt": "  "}, InvalidInput, "prompt"),
        ({"prompt": "x" * 32_001}, InvalidInput, "32001"),
        ({"fit": "strict"}, InvalidInput, "must match the requested width and height"),
    ],
    ids=str,
)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    photo: Photo, tmp_path: Path, change: dict[str, object], error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        animate(photo, **{"prompt": "pan left", "out": tmp_path / "a.mp4", **SMALL, **change})  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_cannot_be_written(photo: Photo, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for out in (tmp_path, tmp_path / "file" / "clip.mp4"):
        with pytest.raises(OutputFailed, match="cannot be written|is a folder"):
            animate(photo, "hold", out=out, **SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_signed_film_says_where_it_comes_from_and_is_recorded(
    photo: Photo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vivant.provenance.keys import trusted_anchors
    from vivant.provenance.record import verify_record
    from vivant.provenance.verify import verify
    from vivant.settings import Settings

    monkeypatch.setenv("VIVANT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("VIVANT_SIGN", "true")
    monkeypatch.setenv("VIVANT_MARK", "top-left")
    clip = animate(photo, "static", seconds=1, size="160x96", fps=8, audio=False, out=tmp_path / "clip.mp4")
    found = verify(clip.path, trusted_anchors(Settings()))
    assert found.state == "trusted"
    assert "Vivant" in found.verdict
    assert verify_record(Settings().record).lines == 1
    clip.path.write_bytes(clip.path.read_bytes()[:-40] + b"x" + clip.path.read_bytes()[-39:])
    assert verify(clip.path, trusted_anchors(Settings())).state == "invalid"
