"""Write the trained network as one ONNX file with half-precision weights.

Weights are stored as float16 and widened by Cast nodes, which onnxruntime folds when the session is loaded,
so the file is half as large and runs at full float32 speed. Class names and everything a caller needs are
in the metadata.

    python export.py --run runs/first --out vivant-eyes.onnx
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from network import REGIONS, STRIDE, Exported, Eyes

DEFAULT_AREA_PX = 256 * 352
NAME = "vivant-eyes"
VERSION = "1"
UNRELIABLE = ("water",)
"""Regions whose overlap on held-out photographs is too low to act on alone; see the README."""
OUTPUTS = ("inverse_depth", "subject", "sky", "regions")
SMALL_TENSOR = 64
"""Tensors with fewer values stay float32."""


def trace(eyes: Eyes, path: Path) -> None:
    """The network as plain float32 ONNX with free batch of one, height and width."""
    axes = {"image": {2: "height", 3: "width"}} | {name: {2: "height", 3: "width"} for name in OUTPUTS}
    torch.onnx.export(
        Exported(eyes).eval(),
        (torch.rand(1, 3, 256, 352),),
        str(path),
        input_names=["image"],
        output_names=list(OUTPUTS),
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its larger float32 weights stored as float16 behind Cast nodes."""
    graph, casts, kept = model.graph, [], []
    for tensor in graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALL_TENSOR:
            kept.append(tensor)
            continue
        stored = f"{tensor.name}_half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), stored))
        casts.append(
            helper.make_node(
                "Cast", [stored], [tensor.name], to=TensorProto.FLOAT, name=f"widen_{tensor.name}"
            )
        )
    nodes = list(graph.node)
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(casts + nodes)
    return model


def describe(model: onnx.ModelProto, *, minutes: float, steps: int) -> None:
    """Fill the metadata a loader reads."""
    entries = {
        "name": NAME,
        "version": VERSION,
        "licence": "Apache-2.0",
        "classes": ",".join(REGIONS),
        "unreliable_classes": ",".join(UNRELIABLE),
        "stride": str(STRIDE),
        "default_area_px": str(DEFAULT_AREA_PX),
        "input": "image float32 [1,3,H,W], RGB 0..1, H and W multiples of the stride",
        "outputs": "inverse_depth (larger = nearer), subject, sky [1,1,H,W]; regions [1,C,H,W]; 0..1",
        "training": f"{steps} steps, {minutes:.0f} minutes",
    }
    helper.set_model_props(model, entries)


def main() -> None:
    parser = argparse.ArgumentParser(description="Export the averaged weights of a run.")
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    state = torch.load(options.run / "last.pt", map_location="cpu")
    eyes = Eyes()
    eyes.load_state_dict(state["average"])
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        trace(eyes, full)
        model = halve(onnx.load(str(full)))
        describe(model, minutes=state["minutes"], steps=state["step"])
        onnx.checker.check_model(model)
        options.out.parent.mkdir(parents=True, exist_ok=True)
        onnx.save(model, str(options.out))
        image = np.random.default_rng(0).random((1, 3, 384, 512), dtype=np.float32)
        results = [
            onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(
                None, {"image": image}
            )
            for path in (full, options.out)
        ]
    worst = max(float(np.abs(a - b).max()) for a, b in zip(*results, strict=True))
    parameters = sum(p.numel() for p in eyes.parameters())
    size = options.out.stat().st_size / 1e6
    print(
        f"{options.out}: {parameters} parameters, {size:.2f} MB, worst change by half precision {worst:.4f}"
    )


if __name__ == "__main__":
    main()
