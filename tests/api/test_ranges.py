from __future__ import annotations

import pytest

from vivant.api.ranges import Part, wanted_part

WHOLE = Part(status=200, start=0, end=100)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", Part(status=206, start=0, end=10)),
        ("bytes=90-", Part(status=206, start=90, end=100)),
        ("bytes=-10", Part(status=206, start=90, end=100)),
        ("bytes=-1000", Part(status=206, start=0, end=100)),
        ("bytes=99-1000", Part(status=206, start=99, end=100)),
        ("Bytes= 5 - 5 ", Part(status=206, start=5, end=6)),
        ("bytes=100-", Part(status=416)),
        ("bytes=-0", Part(status=416)),
        ("bytes=9-5", WHOLE),
        ("bytes=-", WHOLE),
        ("bytes=0-1,5-6", WHOLE),
        ("chapters=1-2", WHOLE),
        ("bytes=a-b", WHOLE),
        ("bytes=" + "9" * 30 + "-", WHOLE),
    ],
)
def test_ranges(asked: str, part: Part) -> None:
    assert wanted_part({"range": asked}, 100, '"e"') == part


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"if-none-match": '"e"'}, 304),
        ({"if-none-match": '"x", W/"e"'}, 304),
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": '"x"'}, 200),
        ({"range": "bytes=0-0", "if-range": '"e"'}, 206),
        ({"range": "bytes=0-0", "if-range": '"old"'}, 200),
        ({"range": "bytes=0-0", "if-range": 'W/"e"'}, 200),
        ({"range": "bytes=0-0", "if-none-match": '"e"'}, 304),
    ],
)
def test_conditions(headers: dict[str, str], status: int) -> None:
    assert wanted_part(headers, 100, '"e"').status == status


def test_nothing_of_an_empty_file_can_be_had() -> None:
    assert wanted_part({"range": "bytes=0-"}, 0, '"e"').status == 416
