"""Remixes and loops through the whole line: what the words leave alone comes out the same, bit for bit."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from backstage import Backstage
from vivant.direction import ShotPlan
from vivant.jobs import Order
from vivant.jobs.studio import Studio
from vivant.media import Size
from vivant.storage import Video

PHOTO = Path(__file__).parents[2] / "examples" / "coffee.jpg"


def filmed(stage: Backstage, plan: ShotPlan | None = None, *, loop: bool = False) -> Video:
    order = Order(
        photo=PHOTO.read_bytes(), prompt="hold 0.5s, then pan right 6 degrees", model="sora-2", seconds=1,
        size=Size(128, 72), audio=False, asked_plan=plan.to_json() if plan else None, loop=loop,
    )  # fmt: skip
    video_id = stage.orders.place(order).id
    assert Studio(stage.videos, stage.assets).film(video_id) == "completed"
    return stage.videos.get(video_id)


def frames(stage: Backstage, video: Video, folder: Path) -> np.ndarray:
    assert video.result is not None
    with av.open(str(stage.assets.fetch(video.result.video_key, folder / "film.mp4"))) as film:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]).astype(int)


def test_what_the_words_leave_alone_is_the_same(stage: Backstage, tmp_path: Path) -> None:
    source = filmed(stage)
    assert source.result is not None and source.result.plan is not None and source.result.account is not None
    plan = ShotPlan.from_json(source.result.plan)
    same, less = filmed(stage, plan.revise("same shot")), filmed(stage, plan.revise("half as far"))
    assert same.result is not None and same.result.account is not None
    assert same.result.account["sha256"] == source.result.account["sha256"]
    before, after = frames(stage, source, tmp_path), frames(stage, less, tmp_path)
    change = np.abs(before - after).mean(axis=(1, 2, 3))
    assert change[:12].max() < 1.0  # the hold, which nobody named
    assert change[-1] > 5.0  # the end of the pan


def test_the_end_of_a_loop_leads_into_its_beginning(stage: Backstage, tmp_path: Path) -> None:
    looped, straight = filmed(stage, loop=True), filmed(stage)
    assert looped.result is not None and looped.result.plan is not None and looped.result.plan["style"] == ["loop"]
    round_trip, one_way = frames(stage, looped, tmp_path), frames(stage, straight, tmp_path)
    apart = [float(np.abs(film[0] - film[-1]).mean()) for film in (round_trip, one_way)]
    assert apart[0] < apart[1] / 4
