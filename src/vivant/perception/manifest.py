"""How an ONNX network is fed and read: the manifest beside it, and the one function that runs it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from vivant.errors import InvalidInput

MODEL_FILE = "model.onnx"
MANIFEST_FILE = "manifest.json"

_INPUT_TYPES = {"tensor(float)": np.float32, "tensor(float16)": np.float16}

Positive = Annotated[float, Field(gt=0)]


class Manifest(BaseModel):
    """What a network wants and what it answers; every field is optional.

    output: `inverse` depth (larger is nearer), `metric` depth (larger is farther), `matte` (0..1) or `logits`
        (a matte before its sigmoid). input_name, output_name: the graph's first ones by default.
    size: [height, width] in pixels where the graph leaves them open; else about `area` pixels in the photo's own
        shape, both sides a `multiple_of`. scale: what the 0..255 pixels are divided by, before mean and std.
    name, licence, made_by, source, sha256: where the network is from; kept to be shown.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    output: Literal["inverse", "metric", "matte", "logits"] = "inverse"
    input_name: str | None = None
    output_name: str | None = None
    layout: Literal["nchw", "nhwc"] = "nchw"
    size: tuple[PositiveInt, PositiveInt] | None = None
    area: PositiveInt = 384 * 512
    multiple_of: PositiveInt = 32
    scale: Positive = 255.0
    mean: tuple[float, float, float] = (0.485, 0.456, 0.406)
    std: tuple[Positive, Positive, Positive] = (0.229, 0.224, 0.225)

    name: str | None = None
    licence: str | None = None
    made_by: str | None = None
    source: str | None = None
    sha256: str | None = None

    @property
    def purpose(self) -> Literal["depth", "matte"]:
        return "depth" if self.output in ("inverse", "metric") else "matte"


def parse_manifest(text: str | bytes, called: str) -> Manifest:
    """The manifest in a JSON text. Raises InvalidInput: `odd.json: not a manifest (flavour: …)`."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise InvalidInput(f"{called}: not a manifest ({field + ': ' if field else ''}{first['msg']})") from None


def manifest_of(network: Path) -> Manifest:
    """The manifest beside a network: the JSON file of its name (of model.onnx: manifest.json), else the defaults."""
    if network.name == MODEL_FILE:
        beside, name = network.with_name(MANIFEST_FILE), f"{called(network)}/{MANIFEST_FILE}"
    else:
        beside = network.with_suffix(".json")
        name = beside.name
    return parse_manifest(beside.read_bytes(), name) if beside.is_file() else Manifest()


def check_network(network: Path, manifest: Manifest) -> None:
    """Nothing, where the file is a network that fits its manifest.

    Raises InvalidInput: `model odd.onnx: no input called image; it has: input`.
    """
    session = _session(network)
    _input_size(_entry(session, manifest, network), manifest, 480, 640, network)
    _output_name(session, manifest, network)


def run_network(network: Path, rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """[h, w] float32 over the whole photo [H, W, 3]: inverse depth (larger is nearer), or a matte in 0..1.

    Raises InvalidInput: `model odd.onnx: answered shape (8,); expected one number a pixel`.
    """
    manifest = manifest_of(network)
    session = _kept_session(network)
    entry = _entry(session, manifest, network)
    height, width = _input_size(entry, manifest, rgb.shape[0], rgb.shape[1], network)
    fed = _fed(rgb, height, width, manifest).astype(_INPUT_TYPES[entry.type])
    (answer,) = session.run([_output_name(session, manifest, network)], {entry.name: fed})
    seen = np.squeeze(np.asarray(answer, dtype=np.float32))
    if seen.ndim != 2 or not np.isfinite(seen).all():
        raise InvalidInput(f"model {called(network)}: answered shape {seen.shape}; expected one number a pixel")
    return _read(seen, manifest)


def called(network: Path) -> str:
    """What to call a network in a sentence: its file's name, or its folder's where all files are named alike."""
    return network.parent.name if network.name == MODEL_FILE else network.name


def _fed(rgb: NDArray[np.uint8], height: int, width: int, manifest: Manifest) -> NDArray[np.float32]:
    shrinks = height * width < rgb.shape[0] * rgb.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    small = cv2.resize(rgb, (width, height), interpolation=how).astype(np.float32) / manifest.scale
    small = (small - np.array(manifest.mean, np.float32)) / np.array(manifest.std, np.float32)
    return np.asarray(small.transpose(2, 0, 1) if manifest.layout == "nchw" else small, dtype=np.float32)[None]


def _read(seen: NDArray[np.float32], manifest: Manifest) -> NDArray[np.float32]:
    if manifest.output == "metric":
        return np.asarray(np.reciprocal(np.maximum(seen, 1e-3)), dtype=np.float32)
    if manifest.output == "logits":
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(seen, -30.0, 30.0))), dtype=np.float32)
    return np.clip(seen, 0.0, 1.0) if manifest.output == "matte" else seen


def _entry(session: onnxruntime.InferenceSession, manifest: Manifest, network: Path) -> Any:
    entries = {entry.name: entry for entry in session.get_inputs()}
    if manifest.input_name is None and entries:
        entry = next(iter(entries.values()))
    elif manifest.input_name in entries:
        entry = entries[manifest.input_name]
    else:
        raise _no_such("input", manifest.input_name, entries, network)
    if entry.type not in _INPUT_TYPES:
        raise InvalidInput(f"model {called(network)}: wants {entry.type}; expected float or float16 pixels")
    return entry


def _output_name(session: onnxruntime.InferenceSession, manifest: Manifest, network: Path) -> str:
    names = [output.name for output in session.get_outputs()]
    if manifest.output_name is None:
        return str(names[0])
    if manifest.output_name not in names:
        raise _no_such("output", manifest.output_name, names, network)
    return manifest.output_name


def _no_such(what: str, name: str | None, there: Any, network: Path) -> InvalidInput:
    return InvalidInput(f"model {called(network)}: no {what} called {name}; it has: {', '.join(there) or 'none'}")


def _input_size(entry: Any, manifest: Manifest, height: int, width: int, network: Path) -> tuple[int, int]:
    shape = list(entry.shape)
    if manifest.layout == "nhwc" and len(shape) == 4:
        shape = [shape[0], shape[3], shape[1], shape[2]]
    if len(shape) != 4 or (isinstance(shape[1], int) and shape[1] != 3):
        wanted = "[1, 3, height, width]" if manifest.layout == "nchw" else "[1, height, width, 3]"
        raise InvalidInput(f"model {called(network)}: input shape {entry.shape}; expected {wanted}")
    if isinstance(shape[2], int) and isinstance(shape[3], int):
        return shape[2], shape[3]
    if manifest.size is not None:
        return manifest.size
    enlarged = (manifest.area / (height * width)) ** 0.5
    step = manifest.multiple_of
    return max(step, round(height * enlarged / step) * step), max(step, round(width * enlarged / step) * step)


def _kept_session(network: Path) -> onnxruntime.InferenceSession:
    if not network.is_file():
        raise InvalidInput(f"model {network}: no such file; expected an ONNX file")
    return _session_as_of(network, network.stat().st_mtime_ns)


@lru_cache(maxsize=3)
def _session_as_of(network: Path, _changed_ns: int) -> onnxruntime.InferenceSession:
    # A network pulled anew under the same name is another network.
    return _session(network)


def _session(network: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # what is wrong with a file is said once, by us
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises its own kinds, without a common base
        raise InvalidInput(f"model {called(network)}: not a readable ONNX file ({type(error).__name__})") from None
