from __future__ import annotations

from backstage import Clock
from vivant.jobs.progress import WEIGHTS, StageProgress, Watch


def test_all_stages_together_come_to_99() -> None:
    assert sum(WEIGHTS.values()) == 99
    told: list[int] = []
    clock = Clock()
    progress = StageProgress(told.append, clock)
    for stage in WEIGHTS:
        clock.now += 1
        progress(stage, 1.0)
    assert told[-1] == 99 and told == sorted(told)


def test_it_is_told_at_most_four_times_a_second_and_never_falls() -> None:
    told: list[int] = []
    clock = Clock(0.0)
    progress = StageProgress(told.append, clock)
    for frame in range(240):
        clock.now += 1 / 96
        progress("render", frame / 240)
        progress("render", 0.1)  # a second pass that begins anew changes nothing
    assert 8 <= len(told) <= 10
    assert told == sorted(set(told))


def test_a_watch_asks_seldom_and_stays_with_its_answer() -> None:
    asked: list[bool] = []

    def wanted() -> bool:
        asked.append(True)
        return len(asked) < 3

    clock = Clock(0.0)
    watch = Watch(wanted, clock)
    answers = []
    for _ in range(100):
        clock.now += 0.01
        answers.append(watch())
    assert len(asked) == 3
    assert answers[0] is False and answers[-1] is True
