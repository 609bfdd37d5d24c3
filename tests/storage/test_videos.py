from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from backstage import Clock
from vivant.errors import NotFound
from vivant.media import Size
from vivant.storage import Database, Failure, NewVideo, Result, Splice, Videos
from vivant.storage.video import new_id
from vivant.storage.videos import Duplicate

RESULT = Result(plan={"seconds": 4.0}, video_key="v", thumbnail_key="t", spritesheet_key="s")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'a folder' / 'vivant.db'}")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def videos(database: Database) -> Videos:
    return Videos(database, Clock())


def add(videos: Videos, **changes: Any) -> str:
    wishes: dict[str, Any] = {
        "id": new_id(),
        "model": "sora-2",
        "prompt": "slow push in",
        "seconds": 4.0,
        "size": Size(1280, 720),
        "input_key": "photo",
    }
    return videos.create(NewVideo(**{**wishes, **changes})).id


def test_a_new_video_is_queued_as_it_was_asked_for(videos: Videos) -> None:
    video = videos.get(add(videos, metadata={"shot": "12"}, seed=2**62, fit="strict", audio=False, strength=2.5))
    assert (video.status, video.progress, video.created_at) == ("queued", 0, 1_763_000_000)
    assert (video.size, video.seed, video.fit, video.audio) == (Size(1280, 720), 2**62, "strict", False)
    assert video.strength == 2.5
    assert video.metadata == {"shot": "12"}
    assert (video.failure, video.result, video.completed_at, video.run) == (None, None, None, None)


def test_an_unknown_id_is_not_found(videos: Videos) -> None:
    with pytest.raises(NotFound, match=r"Video with id 'video_0' not found\."):
        videos.get("video_0")


def test_ids_sort_by_age_and_have_48_hex_digits() -> None:
    early, late = new_id(1_000_000), new_id(1_000_001)
    assert early < late
    assert len(early) == len("video_") + 48
    assert int(early.removeprefix("video_"), 16)


def test_progress_never_falls_and_stays_below_100(videos: Videos) -> None:
    video_id = add(videos)
    video = videos.begin(video_id)
    assert video is not None and video.run is not None
    told = [videos.set_progress(video_id, video.run, percent) for percent in (10, 50, 20, 50, 100)]
    assert told == [True, True, False, False, True]
    assert videos.get(video_id).progress == 99


def test_progress_is_kept_when_a_video_is_begun_again(videos: Videos) -> None:
    video_id = add(videos)
    first = videos.begin(video_id)
    assert first is not None and first.run is not None
    videos.set_progress(video_id, first.run, 60)
    second = videos.begin(video_id)
    assert second is not None and second.progress == 60 and second.starts == 2


def test_whoever_began_before_can_write_no_more(videos: Videos) -> None:
    video_id = add(videos)
    first, second = videos.begin(video_id), videos.begin(video_id)
    assert first is not None and first.run is not None and second is not None and second.run is not None
    assert not videos.wanted(video_id, first.run)
    assert not videos.set_progress(video_id, first.run, 80)
    assert not videos.complete(video_id, first.run, RESULT)
    assert not videos.fail(video_id, Failure(code="x", message="late"), run=first.run)
    assert videos.complete(video_id, second.run, RESULT)
    assert videos.get(video_id).result == RESULT


def test_what_is_finished_stays_as_it_is(videos: Videos) -> None:
    completed, failed = add(videos), add(videos)
    begun = videos.begin(completed)
    assert begun is not None and begun.run is not None
    videos.complete(completed, begun.run, RESULT)
    videos.fail(failed, Failure(code="cancelled", message="The video was cancelled."))
    assert not videos.fail(completed, Failure(code="late", message="late"))
    assert videos.begin(completed) is None and videos.begin(failed) is None
    assert videos.get(completed).status == "completed" and videos.get(completed).progress == 100
    assert videos.get(failed).failure == Failure(code="cancelled", message="The video was cancelled.")


def test_a_deleted_video_is_begun_and_completed_by_nobody(videos: Videos) -> None:
    video_id = add(videos)
    begun = videos.begin(video_id)
    assert begun is not None and begun.run is not None
    assert videos.delete(video_id) and not videos.delete(video_id)
    assert not videos.wanted(video_id, begun.run)
    assert not videos.complete(video_id, begun.run, RESULT)
    assert videos.begin(video_id) is None


@pytest.mark.parametrize("order", ["asc", "desc"])
def test_pages_follow_one_another_even_when_their_last_video_is_deleted(videos: Videos, order: Any) -> None:
    ids = [add(videos, id=new_id(moment)) for moment in range(7)]
    expected = ids if order == "asc" else ids[::-1]
    seen: list[str] = []
    after = None
    while True:
        page = videos.page(limit=3, order=order, after=after)
        seen += [video.id for video in page.videos]
        after = seen[-1]
        videos.delete(after)
        if not page.has_more:
            break
    assert seen == expected


def test_a_page_of_nothing_still_says_that_there_is_more(videos: Videos) -> None:
    assert not videos.page(limit=0).has_more
    add(videos)
    assert videos.page(limit=0).has_more


def test_one_idempotency_key_is_one_video(videos: Videos) -> None:
    video_id = add(videos, idempotency_key="k")
    with pytest.raises(Duplicate, match="'k': already used"):
        add(videos, idempotency_key="k")
    found = videos.by_idempotency_key("k")
    assert found is not None and found.id == video_id
    add(videos), add(videos)  # none is not a key


def test_a_released_key_may_be_used_again(videos: Videos) -> None:
    videos.release_key(add(videos, idempotency_key="k"))
    assert videos.by_idempotency_key("k") is None
    add(videos, idempotency_key="k")


def test_a_video_is_nothing_to_anybody_else(videos: Videos) -> None:
    video_id = add(videos, tenant="me")
    assert videos.get(video_id, tenant="me").id == videos.get(video_id).id == video_id
    with pytest.raises(NotFound, match="not found"):
        videos.get(video_id, tenant="you")


def test_some_videos_are_found_at_once(videos: Videos) -> None:
    ids = [add(videos) for _ in range(3)]
    assert set(videos.some([*ids[:2], "video_0"])) == set(ids[:2])
    assert videos.some([]) == {}


def test_a_splice_and_a_plan_come_back_as_they_were(videos: Videos) -> None:
    splice = Splice(of=("video_1", "video_2"), transition="crossfade", crossfade_s=0.5)
    video = videos.get(add(videos, splice=splice, asked_plan={"seconds": 4.0}, loop=True))
    assert (video.splice, video.asked_plan, video.loop) == (splice, {"seconds": 4.0}, True)
    assert Splice.from_json(splice.to_json()) == splice


def test_a_fingerprint_is_found_while_it_is_fresh(videos: Videos) -> None:
    video_id = add(videos, fingerprint="f")
    found = videos.by_fingerprint("f", since=1_763_000_000)
    assert found is not None and found.id == video_id
    assert videos.by_fingerprint("f", since=1_763_000_001) is None


def test_writers_at_once_all_get_their_turn(videos: Videos) -> None:
    video_id = add(videos)
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: videos.begin(video_id), range(40)))
    assert all(begun) and videos.get(video_id).starts == 40


def test_migrating_at_once_from_many_sides_is_safe(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'vivant.db'}"

    def migrate(_: int) -> None:
        database = Database(url)
        database.migrate()
        database.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(migrate, range(24)))


def test_the_migrations_build_the_tables_the_code_knows(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from vivant.storage.schema import tables

    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), tables) == []


def test_a_database_from_before_a_step_gets_it_and_keeps_its_rows(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'vivant.db'}")
    database.migrate()
    videos = Videos(database, Clock())
    video_id = add(videos)
    with database.writing() as connection:  # as the first version left it
        connection.exec_driver_sql("DROP TABLE files")
        for column in ("strength", "loop", "asked_plan", "splice", "began_at", "account"):
            connection.exec_driver_sql(f"ALTER TABLE videos DROP COLUMN {column}")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    with ThreadPoolExecutor(4) as pool:  # from many sides at once: one works, the rest find it done
        list(pool.map(lambda _: database.migrate(), range(8)))
    video = videos.get(video_id)
    assert (video.strength, video.loop, video.asked_plan, video.splice) == (1.0, False, None, None)
    database.close()
