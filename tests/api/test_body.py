from __future__ import annotations

import pytest

from vivant.api.body import json_fields, nested
from vivant.errors import InvalidInput


def test_names_nest_as_the_clients_write_them() -> None:
    pairs = [
        ("prompt", "p"),
        ("input_reference[image_url]", "data:,x"),
        ("metadata[shot]", "12"),
        ("metadata[take]", "3"),
        ("characters[][id]", "a"),
        ("characters[][id]", "b"),
        ("tags[]", "x"),
    ]
    assert nested(pairs) == {
        "prompt": "p",
        "input_reference": {"image_url": "data:,x"},
        "metadata": {"shot": "12", "take": "3"},
        "characters": [{"id": "a"}, {"id": "b"}],
        "tags": ["x"],
    }


@pytest.mark.parametrize("empty", ["", b""])
def test_an_empty_part_beside_a_nested_one_is_dropped(empty: object) -> None:
    assert nested([("video", empty), ("video[id]", "v")]) == {"video": {"id": "v"}}
    assert nested([("video[id]", "v"), ("video", empty)]) == {"video": {"id": "v"}}


@pytest.mark.parametrize("name", ["a[b", "[]", "a]b[", "a[b]c", "a[b][c][d][e][f]", ""])
def test_a_name_in_no_form_is_refused(name: str) -> None:
    with pytest.raises(InvalidInput):
        nested([(name, "x")])


@pytest.mark.parametrize(
    "pairs", [[("a[b]", 1), ("a[]", 2)], [("a[]", 1), ("a[b]", 2)], [("a[b]", 1), ("a[b][c]", 2)]]
)
def test_one_name_in_two_forms_is_refused(pairs: list[tuple[str, object]]) -> None:
    with pytest.raises(InvalidInput, match="sent in two forms"):
        nested(pairs)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'"x"', b'{"seed": NaN}', b"[" * 100_000, b"\xff\xfe", b"1" * 5000]
)
def test_what_is_not_a_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidInput, match="JSON"):
        json_fields(body)
