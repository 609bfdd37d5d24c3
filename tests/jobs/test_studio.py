from __future__ import annotations

import pytest

from backstage import FILM, Backstage, photo_file
from vivant.errors import OutputFailed, RenderFailed
from vivant.jobs import Order
from vivant.jobs.studio import MOST_STARTS
from vivant.media import Size
from vivant.storage import Video

ORDER = Order(
    photo=photo_file(), prompt="slow push in", model="sora-2", seconds=2, size=Size(128, 72), fps=12, seed=7
)


def placed(stage: Backstage) -> Video:
    return stage.orders.place(ORDER)


def test_a_film_is_stored_and_the_video_completed(stage: Backstage) -> None:
    video = placed(stage)
    assert stage.studio.film(video.id) == "completed"
    done = stage.videos.get(video.id)
    assert (done.status, done.progress) == ("completed", 100)
    assert done.result is not None and done.result.plan["notes"] == ["pretended"]
    assert stage.assets.read(done.result.video_key) == FILM
    assert stage.assets.read(done.result.thumbnail_key) == b"thumbnail of %d" % len(FILM)
    assert stage.assets.read(done.result.spritesheet_key) == b"spritesheet of %d" % len(FILM)


def test_the_renderer_gets_what_was_asked_for(stage: Backstage) -> None:
    stage.studio.film(placed(stage).id)
    (call,) = stage.renderer.calls
    assert call["photo"].rgb.shape == (48, 64, 3)
    asked = {
        name: call[name] for name in ("prompt", "seconds", "size", "model", "seed", "fps", "fit", "audio", "strength")
    }
    wished = vars(ORDER)
    assert asked == {name: wished[name] for name in asked}


def test_a_finished_video_is_not_rendered_again(stage: Backstage) -> None:
    video = placed(stage)
    stage.studio.film(video.id)
    assert stage.studio.film(video.id) == "dropped"
    assert len(stage.renderer.calls) == 1


def test_a_render_that_died_is_done_again_and_leaves_one_film(stage: Backstage) -> None:
    video = placed(stage)

    def die(step: int) -> None:
        if step == 2:
            raise KeyboardInterrupt  # as good as a kill: nothing catches it

    stage.renderer.at_step = die
    with pytest.raises(KeyboardInterrupt):
        stage.studio.film(video.id)
    stage.assets.put(f"videos/{video.id}/runs/dead/video.mp4", b"half a film")
    stage.renderer.at_step = lambda _step: None
    assert stage.studio.film(video.id) == "completed"
    run = stage.videos.get(video.id).run
    assert sorted(stage.stored()) == [
        f"videos/{video.id}/photo",
        f"videos/{video.id}/runs/{run}/spritesheet.jpg",
        f"videos/{video.id}/runs/{run}/thumbnail.webp",
        f"videos/{video.id}/runs/{run}/video.mp4",
    ]


def test_an_error_for_people_fails_the_video_with_its_sentence(stage: Backstage) -> None:
    def fail(_step: int) -> None:
        raise RenderFailed("render: the encoder stopped")

    stage.renderer.at_step = fail
    video = placed(stage)
    assert stage.studio.film(video.id) == "failed"
    failure = stage.videos.get(video.id).failure
    assert failure is not None
    assert (failure.code, failure.message) == ("render_failed", "render: the encoder stopped")


def test_a_full_disk_is_told_without_the_names_of_our_folders(stage: Backstage) -> None:
    def fail(_step: int) -> None:
        out = stage.renderer.calls[-1]["out"]
        raise OutputFailed(f"{out}: cannot be written (no space left on device)")

    stage.renderer.at_step = fail
    video = placed(stage)
    stage.studio.film(video.id)
    failure = stage.videos.get(video.id).failure
    assert failure is not None
    assert failure.message == "video.mp4: cannot be written (no space left on device)"


def test_any_other_error_is_the_queues_to_try_again(stage: Backstage) -> None:
    def fail(_step: int) -> None:
        raise ZeroDivisionError("/usr/lib/secret")

    stage.renderer.at_step = fail
    video = placed(stage)
    with pytest.raises(ZeroDivisionError):
        stage.studio.film(video.id)
    assert stage.videos.get(video.id).status == "in_progress"
    stage.studio.give_up(video.id)
    failure = stage.videos.get(video.id).failure
    assert failure is not None and failure.code == "server_error" and "/" not in failure.message


def test_a_video_given_up_here_but_begun_elsewhere_goes_on(stage: Backstage) -> None:
    def fail(_step: int) -> None:
        raise ZeroDivisionError

    stage.renderer.at_step = fail
    video = placed(stage)
    with pytest.raises(ZeroDivisionError):
        stage.studio.film(video.id)
    stage.videos.begin(video.id)
    stage.studio.give_up(video.id)
    assert stage.videos.get(video.id).status == "in_progress"


def test_a_video_that_keeps_killing_its_workers_is_given_up(stage: Backstage) -> None:
    video = placed(stage)
    for _ in range(MOST_STARTS):
        stage.videos.begin(video.id)
    assert stage.studio.film(video.id) == "failed"
    assert stage.renderer.calls == []


def test_a_video_deleted_while_it_is_stored_leaves_nothing(stage: Backstage) -> None:
    video = placed(stage)

    def delete_late(step: int) -> None:
        if step == 3:
            stage.orders.delete(video.id)

    stage.renderer.at_step = delete_late
    assert stage.studio.film(video.id) == "dropped"
    assert stage.stored() == []


def test_a_video_begun_elsewhere_meanwhile_belongs_to_the_other(stage: Backstage) -> None:
    video = placed(stage)

    def overtake(step: int) -> None:
        if step == 3:
            stage.videos.begin(video.id)

    stage.renderer.at_step = overtake
    assert stage.studio.film(video.id) == "dropped"
    assert stage.stored() == [f"videos/{video.id}/photo"]
    assert stage.videos.get(video.id).status == "in_progress"
