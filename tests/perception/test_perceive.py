"""One look at a photo, with our own eyes, somebody else's, or none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from perception.test_depth import network
from vivant.media import Photo
from vivant.perception.network import Eyes, shipped_eyes
from vivant.perception.perceive import perceive
from vivant.perception.refine import working_size

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def coffee() -> Photo:
    return Photo.open(ROOT / "examples" / "coffee.jpg")


def test_the_shipped_network_is_small_and_says_what_it_is() -> None:
    eyes = shipped_eyes()
    assert eyes is not None
    assert eyes.name.startswith("vivant-eyes ")
    from vivant.perception.network import WEIGHTS

    assert WEIGHTS.stat().st_size <= 4_000_000


@pytest.mark.parametrize("shape", [(400, 600), (600, 400), (16, 16), (100, 4096), (4096, 100)])
def test_any_shape_is_fed_whole_strides_near_the_default_area(shape: tuple[int, int]) -> None:
    rows, columns = Eyes().input_size(*shape)
    assert rows % 32 == 0
    assert columns % 32 == 0
    assert rows * columns <= 1.6 * 384 * 512


def test_a_view_of_a_photograph(coffee: Photo) -> None:
    view = perceive(coffee)
    rows, columns = working_size(*coffee.rgb.shape[:2])
    assert view.depth.inverse.shape == (rows, columns)
    assert view.depth.confidence is not None
    assert view.depth.confidence.shape == (rows, columns)
    assert np.median(view.depth.inverse) == pytest.approx(1, abs=0.01)
    # The cup stands before the far edge of the table.
    assert view.depth.inverse[int(0.5 * rows), int(0.5 * columns)] > view.depth.inverse[10, 10]
    assert all(matte.shape == (rows, columns) for matte in view.mattes.values())
    assert all(matte.min() >= 0 and matte.max() <= 1 for matte in view.mattes.values())
    assert view.faces == ()


def test_what_the_network_never_learnt_is_not_passed_on(coffee: Photo) -> None:
    assert set(Eyes().look(coffee.rgb).regions) == {"foliage", "cloud"}


def test_a_mirrored_photo_has_the_mirrored_view(coffee: Photo) -> None:
    mirrored = perceive(replace(coffee, rgb=np.ascontiguousarray(coffee.rgb[:, ::-1])))
    there, here = mirrored.depth.inverse[:, ::-1], perceive(coffee).depth.inverse
    assert np.abs(there - here).mean() < 0.01 * here.mean()
    assert mirrored.focus[0] == pytest.approx(1 - perceive(coffee).focus[0], abs=0.02)


def test_a_portrait_and_a_tiny_photo_are_seen_too(coffee: Photo) -> None:
    for rgb in (np.ascontiguousarray(coffee.rgb.transpose(1, 0, 2)), coffee.rgb[:16, :16]):
        view = perceive(replace(coffee, rgb=np.ascontiguousarray(rgb)))
        assert view.depth.inverse.shape == rgb.shape[:2]
        assert np.isfinite(view.depth.inverse).all()


def test_a_named_model_gives_the_depth_and_our_eyes_the_rest(coffee: Photo, tmp_path: Path) -> None:
    view = perceive(coffee, depth_model=network(tmp_path / "mean.onnx", ("height", "width")))
    assert view.depth.source == "mean"
    assert view.notes == ("depth comes from the network mean",)


def test_without_any_network_there_is_the_guess(coffee: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vivant.perception.perceive.shipped_eyes", lambda: None)
    view = perceive(coffee)
    assert view.depth.source == "geometric"
    assert view.mattes == {}
    assert view.horizon is None


def test_the_focus_of_a_portrait_is_its_face() -> None:
    portrait = ROOT.parent / "shared" / "photos" / "astronaut.jpg"
    if not portrait.is_file():
        pytest.skip("no photos beside the project")
    view = perceive(Photo.open(portrait))
    assert len(view.faces) == 1
    assert view.focus == pytest.approx((0.44, 0.23), abs=0.05)
