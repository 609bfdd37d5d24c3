"""The catalogue, and pulling, naming and removing models, from a server and from files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import onnx
import pytest
import typer
from onnx import TensorProto, helper
from typer.testing import CliRunner

from vivant.cli.models import models as commands
from vivant.errors import DownloadFailed, InvalidInput, NotFound, OutputFailed
from vivant.perception import models as under_test
from vivant.perception.depth import estimate_depth
from vivant.perception.manifest import Manifest, manifest_of, run_network
from vivant.perception.models import (
    Entry,
    catalogue,
    find_source,
    pull_model,
    pulled_models,
    remove_model,
    resolve_model,
)

PHOTO = np.linspace(0, 255, 96 * 64 * 3).astype(np.uint8).reshape(64, 96, 3)


def network(path: Path) -> Path:
    """An ONNX file with the input `image` that answers the mean of the channels, `grey`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    graph = helper.make_graph(
        [helper.make_node("ReduceMean", ["image"], ["grey"], axes=[1], keepdims=1)],
        "mean",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, "h", "w"])],
        [helper.make_tensor_value_info("grey", TensorProto.FLOAT, [1, 1, "h", "w"])],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8), path)
    return path


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Path]]:
    """A server of the files in a folder, and the folder."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "web"
    folder.mkdir()

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *about: object) -> None:
            super().__init__(*about, directory=folder)  # type: ignore[arg-type]

        def log_message(self, *_words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_catalogue_is_pinned_and_permissive() -> None:
    entries = catalogue()
    assert {"depth-anything-v2-small", "modnet"} <= set(entries)
    assert {entry.manifest.purpose for entry in entries.values()} == {"depth", "matte"}
    for name, entry in entries.items():
        assert entry.name == name == find_source(name).name
        assert entry.licence in {"Apache-2.0", "MIT", "BSD-3-Clause"}
        assert entry.url.startswith("https://huggingface.co/")
        assert entry.sha256 is not None
        assert len(entry.sha256) == 64
    manifest = entries["depth-anything-v2-small"].manifest
    assert (manifest.multiple_of, round(manifest.area * 0.75) ** 0.5) == (14, pytest.approx(518, abs=1))


def test_a_url_is_pulled_named_by_its_file_and_used_by_name(web: tuple[str, Path], store: Path) -> None:
    url, folder = web
    file = network(folder / "Mean Depth.onnx")
    source = find_source(f"{url}/Mean%20Depth.onnx")
    assert (source.name, source.described, source.sha256) == ("mean-depth", False, None)
    model = pull_model(source, store)
    assert model.path == store / "mean-depth" / "model.onnx"
    assert model.manifest == manifest_of(model.path)
    assert (model.manifest.sha256, model.manifest.source) == (digest(file), f"{url}/Mean%20Depth.onnx")
    assert resolve_model("mean-depth", store) == model.path
    assert estimate_depth(PHOTO, model.path).source == "mean-depth"
    assert [found.name for found in pulled_models(store)] == ["mean-depth"]
    assert {path.name for path in store.rglob("*") if path.is_file()} == {"model.onnx", "manifest.json"}


def test_an_entry_of_the_catalogue_brings_its_manifest_and_licence(
    web: tuple[str, Path], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, folder = web
    file = network(folder / "a" / "b" / "resolve" / ("0" * 40) / "m.onnx")
    entry = Entry(
        name="soft",
        about="mattes",
        licence="MIT",
        made_by="us",
        megabytes=1,
        million_parameters=0,
        repository="a/b",
        revision="0" * 40,
        file="m.onnx",
        sha256=digest(file),
        manifest=Manifest(output="logits", input_name="image", output_name="grey", size=(32, 48)),
    )
    monkeypatch.setattr(Entry, "url", property(lambda self: f"{url}/{self.repository}/resolve/{'0' * 40}/m.onnx"))
    monkeypatch.setattr(under_test, "catalogue", lambda: {"soft": entry})
    model = pull_model(find_source("soft"), store)
    assert (model.manifest.licence, model.manifest.made_by, model.manifest.purpose) == ("MIT", "us", "matte")
    matte = run_network(model.path, PHOTO)
    assert matte.shape == (32, 48)
    assert 0 < matte.min() < matte.max() < 1
    with pytest.raises(InvalidInput, match="model soft: answers a matte; expected depth"):
        estimate_depth(PHOTO, model.path)
    # The one already there survives a second pull that fails.
    file.write_bytes(b"something else")
    with pytest.raises(DownloadFailed, match="nothing was kept"):
        pull_model(find_source("soft"), store)
    assert run_network(model.path, PHOTO).shape == (32, 48)


def test_files_and_folders_are_copied_with_what_describes_them(tmp_path: Path, store: Path) -> None:
    beside = network(tmp_path / "mine" / "mean.onnx")
    beside.with_suffix(".json").write_text('{"output": "metric", "licence": "MIT"}')
    assert pull_model(find_source(str(beside)), store).manifest.licence == "MIT"

    folder = network(tmp_path / "exported" / "net.onnx").parent
    (folder / "manifest.json").write_text('{"output": "matte"}')
    model = pull_model(find_source(str(folder)), store)
    assert (model.name, model.manifest.purpose) == ("exported", "matte")

    described = tmp_path / "how.json"
    described.write_text('{"size": [16, 24]}')
    model = pull_model(find_source(str(beside), name="small", manifest=described), store)
    assert (model.manifest.licence, model.manifest.source) == ("MIT", str(beside))
    assert run_network(model.path, PHOTO).shape == (16, 24)
    assert [found.name for found in pulled_models(store)] == ["exported", "mean", "small"]
    # A folder that was pulled can be pulled again elsewhere, under its name.
    assert pull_model(find_source(str(model.path.parent)), tmp_path / "other").name == "small"


def test_what_is_not_fit_is_one_sentence_and_leaves_nothing(tmp_path: Path, store: Path) -> None:
    good = network(tmp_path / "good.onnx")
    (tmp_path / "text.onnx").write_text("hello")
    (tmp_path / "empty").mkdir()
    wrong, unfit = tmp_path / "wrong.json", tmp_path / "unfit.json"
    wrong.write_text('{"output": "colour"}')
    unfit.write_text('{"input_name": "pixels"}')
    for words, sentence in [
        ({"wanted": str(tmp_path / "text.onnx")}, "model text.onnx: not a readable ONNX file"),
        ({"wanted": str(tmp_path / "empty")}, "0 ONNX files in it; expected one"),
        ({"wanted": str(good), "manifest": wrong}, r"wrong\.json: not a manifest \(output: "),
        ({"wanted": str(good), "manifest": tmp_path / "none.json"}, r"none\.json: cannot be read"),
        ({"wanted": str(good), "manifest": unfit}, "model good.onnx: no input called pixels; it has: image"),
        ({"wanted": str(good), "name": "../up"}, "--name '../up': expected small letters"),
        ({"wanted": str(good), "sha256": "abc"}, "--sha256 abc: expected 64 hexadecimal digits"),
        ({"wanted": str(good), "sha256": "0" * 64}, f"expected {'0' * 64}; nothing was kept"),
    ]:
        with pytest.raises(InvalidInput, match=sentence) as refused:
            pull_model(find_source(**words), store)  # type: ignore[arg-type]
        assert "\n" not in refused.value.message
    assert not [path for path in store.rglob("*") if path.is_file()]
    with pytest.raises(OutputFailed, match="cannot be written"):
        pull_model(find_source(str(good)), good / "models")
    with pytest.raises(
        NotFound, match="model modmet: neither in the catalogue nor a file; the catalogue has: .*modnet"
    ):
        find_source("modmet")


def test_the_name_of_a_url() -> None:
    hub = "https://huggingface.co/Xenova/modnet/resolve/main/onnx/model.onnx?download=true"
    assert find_source(hub).name == "modnet"
    assert find_source("https://example.org/", name="net").name == "net"
    with pytest.raises(InvalidInput, match="--name ''"):
        find_source("https://example.org/")


def test_a_name_that_is_not_here_says_what_to_do(tmp_path: Path, store: Path) -> None:
    file = network(tmp_path / "mean.onnx")
    assert resolve_model(file, store) == file
    with pytest.raises(NotFound, match="model modnet: not pulled yet; run: vivant models pull modnet"):
        resolve_model("modnet", store)
    pull_model(find_source(str(file)), store)
    with pytest.raises(NotFound, match="model men: neither an ONNX file nor a pulled model; pulled: mean"):
        resolve_model("men", store)


def test_removing(tmp_path: Path, store: Path) -> None:
    pull_model(find_source(str(network(tmp_path / "mean.onnx"))), store)
    (store / ".incoming" / "half.onnx.part").write_bytes(b"begun")
    remove_model("mean", store)
    remove_model("half", store)
    assert not [path for path in store.rglob("*") if path.is_file()]
    for name in ("mean", "..", "../data", ""):
        with pytest.raises(NotFound, match="not pulled"):
            remove_model(name, store)
    assert store.is_dir()


def test_a_model_pulled_anew_is_read_anew(tmp_path: Path, store: Path) -> None:
    file = network(tmp_path / "mean.onnx")
    how = file.with_suffix(".json")
    for side in (16, 32):
        how.write_text(json.dumps({"size": [side, side]}))
        assert run_network(pull_model(find_source(str(file)), store).path, PHOTO).shape == (side, side)


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVANT_DATA", str(tmp_path / "data"))
    file = network(tmp_path / "mean.onnx")
    file.with_suffix(".json").write_text('{"licence": "MIT"}')
    app = typer.Typer()
    app.add_typer(commands)

    def run(*words: str) -> tuple[str, str]:
        done = CliRunner().invoke(app, ["models", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout, done.stderr

    out, err = run("pull", str(file))
    assert out == f"{tmp_path / 'data' / 'models' / 'mean' / 'model.onnx'}\n"
    assert "mean: depth, " in err
    assert "licence: MIT" in err
    assert digest(file) in err
    assert "VIVANT_DEPTH_MODEL=mean" in err
    rows = {row["name"]: row for row in json.loads(run("list", "--json")[0])}
    assert (rows["mean"]["state"], rows["mean"]["licence"]) == ("pulled", "MIT")
    assert (rows["modnet"]["state"], rows["modnet"]["for"], rows["modnet"]["licence"]) == (
        "to pull",
        "matte",
        "Apache-2.0",
    )
    assert "depth-anything-v2-small" in run("list")[0]
    run("remove", "mean")
    assert "mean" not in {row["name"] for row in json.loads(run("list", "--json")[0])}
