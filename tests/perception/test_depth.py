"""Depth from a named network, described beside it, or from the geometric guess."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from vivant.errors import InvalidInput
from vivant.perception.depth import GUESSED_NEAR_TO_FAR, NEAR_TO_FAR, estimate_depth, normalised

from synthetic import textured


def network(path: Path, size: tuple[int | str, int | str], channels: int = 3) -> Path:
    """An ONNX file that answers the mean of the three channels as depth, without a batch of its own."""
    graph = helper.make_graph(
        [helper.make_node("ReduceMean", ["image"], ["depth"], axes=[1], keepdims=1)],
        "mean",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, channels, *size])],
        [helper.make_tensor_value_info("depth", TensorProto.FLOAT, [1, 1, *size])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, path)
    return path


def ramp(width: int = 96, height: int = 64) -> np.ndarray:
    """A photo that grows brighter to the right."""
    columns = np.linspace(0, 255, width).astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(columns[None, :, None], (height, width, 3)))


@pytest.mark.parametrize("size", [(32, 48), ("height", "width")])
def test_a_network_is_fed_its_size_and_read_as_inverse_depth(
    tmp_path: Path, size: tuple[int | str, int | str]
) -> None:
    depth = estimate_depth(ramp(), network(tmp_path / "mean.onnx", size))
    assert depth.source == "mean"
    assert depth.inverse.dtype == np.float32
    row = depth.inverse[depth.inverse.shape[0] // 2]
    assert np.all(np.diff(row) >= 0)
    assert row[-1] / row[0] == pytest.approx(NEAR_TO_FAR, rel=0.01)
    assert np.median(depth.inverse) == pytest.approx(1, abs=0.05)


def test_a_description_beside_the_network_is_followed(tmp_path: Path) -> None:
    path = network(tmp_path / "metric.onnx", ("height", "width"))
    described = {"size": [40, 60], "scale": 1.0, "mean": [0, 0, 0], "std": [1, 1, 1], "output": "metric"}
    path.with_suffix(".json").write_text(json.dumps(described))
    inverse = estimate_depth(ramp(), path).inverse
    assert inverse.shape == (40, 60)
    assert np.all(np.diff(inverse[20]) <= 0)


def test_what_is_not_a_depth_network_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_text("hello")
    grey = network(tmp_path / "grey.onnx", (32, 32), channels=1)
    wrong = network(tmp_path / "wrong.onnx", (32, 32))
    wrong.with_suffix(".json").write_text('{"flavour": 3}')
    for path, sentence in [
        (tmp_path / "none.onnx", "no such file"),
        (tmp_path / "text.onnx", "not a readable ONNX file"),
        (grey, r"input shape .* expected \[1, 3, height, width\]"),
        (wrong, r"wrong\.json: not a manifest \(flavour: "),
    ]:
        with pytest.raises(InvalidInput, match=sentence):
            estimate_depth(ramp(), path)


def test_the_guess_has_a_floor_and_is_smooth() -> None:
    depth = estimate_depth(textured(320, 180), None)
    assert depth.source == "geometric"
    middle = depth.inverse[:, depth.inverse.shape[1] // 2]
    assert middle[-1] > middle[len(middle) // 3]
    assert depth.inverse.max() / depth.inverse.min() <= GUESSED_NEAR_TO_FAR * 1.001
    assert np.abs(np.diff(depth.inverse, axis=0)).max() < 0.2


def test_normalising_is_affine_and_survives_a_flat_answer() -> None:
    relative = np.linspace(-3, 9, 5000, dtype=np.float32).reshape(50, 100)
    np.testing.assert_allclose(normalised(relative, 6.0), normalised(relative * 100 - 7, 6.0), rtol=1e-4)
    assert np.all(normalised(np.zeros((5, 5), np.float32), 6.0) == 1)
