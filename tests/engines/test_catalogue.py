"""What models take, and the sentences for what they do not."""

from __future__ import annotations

import pytest

from vivant.engines.catalogue import MODELS, find_model
from vivant.errors import InvalidInput, NotFound
from vivant.media import Size


@pytest.mark.parametrize("model", MODELS.values(), ids=str)
def test_every_standard_size_is_taken(model) -> None:  # type: ignore[no-untyped-def]
    for size in model.sizes:
        assert model.check_size(Size.parse(size))


@pytest.mark.parametrize("size", ["1281x720", "1920x1080", "62x64", "0x0", "999999x2"])
def test_other_sizes_are_refused_with_what_is_taken(size: str) -> None:
    with pytest.raises(InvalidInput, match=f"Invalid value: '{size}'.*1280x720.*even") as caught:
        find_model("sora-2").check_size(Size.parse(size))
    assert caught.value.param == "size"


@pytest.mark.parametrize("seconds", [0, 0.99, 20.01, 1e9, float("nan"), float("inf"), -4])
def test_lengths_out_of_range_are_refused(seconds: float) -> None:
    with pytest.raises(InvalidInput, match="sora-2 takes 1 to 20") as caught:
        find_model("sora-2").check_seconds(seconds)
    assert caught.value.param == "seconds"


def test_an_unknown_model_is_named_beside_the_known() -> None:
    with pytest.raises(NotFound, match=r"'sora-3' not found. Available: sora-2, sora-2-pro"):
        find_model("sora-3")
