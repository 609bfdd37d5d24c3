"""Stitches and extensions: real films through a pretended renderer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from backstage import Backstage, Camera, photo_file
from vivant.direction import ShotPlan
from vivant.direction.plan import Action, SoundCue
from vivant.errors import InvalidInput
from vivant.jobs import Order
from vivant.jobs.splices import extension_order, going_on, stitch_order
from vivant.jobs.studio import Studio
from vivant.media import Size
from vivant.storage import Result, Video

SIZE = Size(64, 64)


@pytest.fixture
def camera(stage: Backstage) -> Camera:
    camera = Camera()
    stage.studio = Studio(
        stage.videos, stage.assets, animate=camera, thumbnail=lambda _: b"t", spritesheet=lambda _: b"s"
    )
    return camera


def filmed(stage: Backstage, order: Order | None = None, **changes: Any) -> tuple[Video, Result]:
    wishes: dict[str, Any] = {"prompt": "p", "model": "sora-2", "seconds": 1, "size": SIZE, "fps": 12, **changes}
    video_id = stage.orders.place(order or Order(photo=photo_file(), **wishes)).id
    assert stage.studio.film(video_id) == "completed"
    video = stage.videos.get(video_id)
    assert video.result is not None
    return video, video.result


def shades(stage: Backstage, result: Result, folder: Path) -> list[float]:
    """The brightness of every frame of the film."""
    with av.open(str(stage.assets.fetch(result.video_key, folder / "film.mp4"))) as film:
        return [float(frame.to_ndarray(format="rgb24").mean()) for frame in film.decode(video=0)]


@pytest.mark.usefixtures("camera")
def test_a_stitch_is_its_parts_one_after_another(stage: Backstage, tmp_path: Path) -> None:
    sources = [filmed(stage), filmed(stage, seconds=2)]
    video, result = filmed(stage, stitch_order(sources, transition="cut", crossfade_s=0.5))
    assert (video.seconds, video.size, video.fps, result.plan) == (3.0, SIZE, 12, None)
    assert video.splice is not None and video.splice.of == (sources[0][0].id, sources[1][0].id)
    parts = [shade for _, one in sources for shade in shades(stage, one, tmp_path)]
    assert np.allclose(shades(stage, result, tmp_path), parts, atol=1.5) and len(parts) == 36
    assert result.account is not None and result.account["frames"] == 36
    assert set(result.account["stages_s"]) == {"fetch", "join"}


@pytest.mark.usefixtures("camera")
def test_a_dissolve_is_shorter_by_what_the_parts_share(stage: Backstage, tmp_path: Path) -> None:
    sources = [filmed(stage), filmed(stage)]
    video, result = filmed(stage, stitch_order(sources, transition="crossfade", crossfade_s=0.25))
    assert video.seconds == 1.75 and len(shades(stage, result, tmp_path)) == 21


def test_an_extension_goes_on_from_the_last_frame(stage: Backstage, camera: Camera, tmp_path: Path) -> None:
    source = filmed(stage)
    video, result = filmed(stage, extension_order(*source, prompt="then pan left", added_s=1.5))
    assert (video.seconds, video.prompt) == (2.5, "then pan left")
    seen = shades(stage, result, tmp_path)
    assert len(seen) == 30 and np.allclose(seen[:12], shades(stage, source[1], tmp_path), atol=1.5)
    assert camera.photos[1].rgb.shape == (64, 64, 3)
    assert abs(float(camera.photos[1].rgb.mean()) - seen[11]) < 1.5  # its photo is the last frame
    assert np.allclose(np.diff(seen[12:]), 2, atol=1.2)
    assert result.plan is not None and result.plan["notes"] == ["then pan left"]


def test_what_goes_on_at_the_end_goes_on() -> None:
    rain = SoundCue(cue="rain", kind="ambience", start_s=1, end_s=4)
    bell = SoundCue(cue="bell", kind="event", start_s=3, end_s=4)
    early = SoundCue(cue="wind", kind="ambience", start_s=0, end_s=2)
    sway = Action(action="sway", start_s=0, end_s=4)
    before = ShotPlan(seconds=4, sound=(rain, bell, early), actions=(sway,))
    new = going_on(ShotPlan(seconds=2), before)
    assert new.sound == (replace(rain, start_s=0, end_s=2),)
    assert new.actions == (replace(sway, end_s=2),)
    fire = SoundCue(cue="fire", kind="ambience", start_s=0, end_s=2)
    assert going_on(ShotPlan(seconds=2, sound=(fire,)), before).sound == (fire,)
    assert going_on(ShotPlan(seconds=2, exclude=("sound",)), before).sound == ()


@pytest.mark.usefixtures("camera")
def test_a_splice_does_without_its_sources(stage: Backstage) -> None:
    sources = [filmed(stage), filmed(stage)]
    video_id = stage.orders.place(stitch_order(sources, transition="cut", crossfade_s=0.5)).id
    for source, _ in sources:
        stage.orders.delete(source.id)
    assert stage.studio.film(video_id) == "completed"
    stage.orders.delete(video_id)
    assert stage.stored() == []


@pytest.mark.usefixtures("camera")
def test_an_extension_can_be_extended_six_times_and_no_more(stage: Backstage) -> None:
    last = filmed(stage)
    for number in range(1, 7):
        last = filmed(stage, extension_order(*last, prompt="on", added_s=1))
        assert last[0].seconds == 1 + number
    with pytest.raises(InvalidInput, match="already extended 6 times"):
        extension_order(*last, prompt="on", added_s=1)


@pytest.mark.usefixtures("camera")
def test_what_is_too_long_or_does_not_fit_is_named(stage: Backstage) -> None:
    one, wide = filmed(stage), filmed(stage, size=Size(128, 64))
    long = (filmed(stage)[0], one[1])
    with pytest.raises(InvalidInput, match="1 given; expected 2 to 16"):
        stitch_order([one], transition="cut", crossfade_s=0)
    with pytest.raises(InvalidInput, match="video 2 is 128x64 at 12 fps"):
        stitch_order([one, wide], transition="cut", crossfade_s=0)
    with pytest.raises(InvalidInput, match="at most half of the shortest"):
        stitch_order([one, one], transition="crossfade", crossfade_s=1.0)
    with pytest.raises(InvalidInput, match="takes 1 to 20"):
        extension_order(*long, prompt="on", added_s=21)


@pytest.mark.usefixtures("camera")
def test_a_cancelled_stitch_stops_and_leaves_nothing(stage: Backstage) -> None:
    sources = [filmed(stage, seconds=20, fps=60), filmed(stage, seconds=20, fps=60)]
    video_id = stage.orders.place(stitch_order(sources, transition="cut", crossfade_s=0.5)).id
    raised: list[int] = []
    tell = stage.videos.set_progress

    def cancel(video_id: str, run: str, percent: int) -> bool:
        raised.append(percent)
        stage.orders.cancel(video_id)
        return tell(video_id, run, percent)

    stage.videos.set_progress = cancel  # type: ignore[method-assign]
    assert stage.studio.film(video_id) == "dropped"
    assert max(raised) < 99 and not [key for key in stage.stored() if f"{video_id}/runs" in key]


def test_orders_tell_splices_apart() -> None:
    wishes: dict[str, Any] = {"prompt": "", "model": "sora-2", "seconds": 2, "size": SIZE}
    source = Video(
        id="video_1", status="completed", progress=100, fps=24, seed=0, fit="cover", audio=True, created_at=0,
        input_key="", **wishes,
    )  # fmt: skip
    result = Result(plan=None, video_key="v", thumbnail_key="t", spritesheet_key="s")
    orders = [
        Order(**wishes),
        stitch_order([(source, result)] * 2, transition="cut", crossfade_s=0.5),
        stitch_order([(source, result)] * 2, transition="crossfade", crossfade_s=0.5),
        stitch_order([(source, result)] * 3, transition="cut", crossfade_s=0.5),
        extension_order(source, result, prompt="on", added_s=2),
    ]
    assert len({order.fingerprint for order in orders}) == len(orders)
    assert all(json.dumps(order.splice.to_json()) for order in orders if order.splice)
