"""Anything may be pasted in: nothing raises, every plan is valid, and the time it takes is bounded."""

from __future__ import annotations

import random
import time

import pytest

from direction.plans import SCENE, plan_of
from vivant.direction import ShotPlan, direct
from vivant.direction.languages import all_lexicons

TEXT = (
    "pan left right tilt up down push in pull back orbit around zoom out hold then while and with for over at from "
    "to until 2s 0,5s 1s-3s 0:01 50% 15° 2x 35mm no don't without camera the a boat she slow fast half way , . : ; "
    "( ) [ ] \" “ ” – — \n rain golden hour keep unchanged first last second 9:16 1. - • = / ' ’ pán trái แพน 左"
)
WORDS = TEXT.split(" ")
BLOCKS = (0x20, 0xA0, 0x300, 0x400, 0xE00, 0x2010, 0x3040, 0x1F600, 0xFF00)
LETTERS = "".join(chr(start + point) for start in BLOCKS for point in range(96)) + "\u0000\u200b\u202e\ufeff\n\r\t"
PIECES = (
    'pan,|a,|pan |push in then |a|"|“|(|1|1s-|the |é,|and |slow, |while |no |\n|ă |'
    "[0-2s] |pan left then right |she walks, |2s pan |first, |"
    'lia trái rồi |giay 2 |แพนซ้ายแล้ว|ก|แ|กล้องนิ่ง แมวเดิน |左パンして|镜头左摇，|cámara a la izquierda, |{"a":1},|:|2：'
)


def check(prompt: str, seconds: float) -> None:
    plan = direct(prompt, seconds=seconds, capabilities=SCENE)
    assert ShotPlan.from_json(plan.to_json()) == plan
    assert plan.outcomes
    assert plan.camera[0].start_s == 0
    assert max(move.end_s for move in plan.camera) == seconds


def test_random_words() -> None:
    random_ = random.Random(1)
    for _ in range(400):
        prompt = " ".join(random_.choices(WORDS, k=random_.randint(1, 40)))
        if prompt.strip():
            check(prompt, random_.choice([0.04, 1.0, 4.0, 8.0, 12.5, 20.0]))


def test_random_phrases_of_every_language() -> None:
    random_ = random.Random(3)
    phrases = sorted({word for one in all_lexicons().values() for word in one.vocabulary})
    for _ in range(400):
        glue = random_.choice(["", " ", ", ", "\n"])
        check(glue.join(random_.choices([*phrases, *WORDS[:60]], k=random_.randint(1, 40))) + ".", 8.0)


def test_random_letters() -> None:
    random_ = random.Random(2)
    for _ in range(300):
        prompt = "".join(random_.choices(LETTERS, k=random_.randint(1, 120)))
        if prompt.strip():
            check(prompt, 4.0)


@pytest.mark.parametrize("piece", PIECES.split("|"))
def test_the_longest_prompt_of_anything_is_read_in_bounded_time(piece: str) -> None:
    prompt = (piece * 32000)[:31999] + "x"
    plan_of("warm up")
    began = time.process_time()
    check(prompt, 8.0)
    # Well under 100 ms on an idle core; the bound allows for a busy one.
    assert time.process_time() - began < 0.8


def test_what_is_not_read_is_said() -> None:
    plan = plan_of("pan left. " + "A quiet harbour. " * 1000)
    assert plan.outcomes[-1].status == "unsupported"
    assert "read up to 2000 words" in plan.outcomes[-1].reason
