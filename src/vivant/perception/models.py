"""Better eyes on request: which networks there are to pull, which are pulled, and pulling one.

A pulled model is a folder of its name, {model.onnx, manifest.json}, in the folder of models. It appears there
whole or not at all; what is on its way lies in `.incoming` beside it.
"""

from __future__ import annotations

import os
import re
import shutil
import tomllib
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ConfigDict, Field

from vivant.errors import InvalidInput, NotFound
from vivant.perception.download import Progress, cannot_write, download, sha256_of, silently
from vivant.perception.manifest import MANIFEST_FILE, MODEL_FILE, Manifest, check_network, manifest_of, parse_manifest

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_INCOMING = ".incoming"
_HERE = Path(__file__).parent


class Entry(BaseModel):
    """A network of the catalogue: what it is, whose, and where it lies."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    about: str
    licence: str
    made_by: str
    megabytes: float
    million_parameters: float
    repository: str
    revision: str = Field(pattern=r"[0-9a-f]{40}")
    file: str
    sha256: str | None = None
    manifest: Manifest

    @property
    def url(self) -> str:
        return f"https://huggingface.co/{self.repository}/resolve/{self.revision}/{self.file}"


@dataclass(frozen=True, kw_only=True)
class Model:
    """A network on this machine."""

    name: str
    path: Path
    manifest: Manifest

    @property
    def megabytes(self) -> float:
        return self.path.stat().st_size / 1e6


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a model is pulled from: a `url` or a local `file`; what is known of it before it is there."""

    name: str
    manifest: Manifest
    url: str | None = None
    file: Path | None = None
    sha256: str | None = None
    megabytes: float | None = None
    described: bool = True


@cache
def catalogue() -> dict[str, Entry]:
    """The networks that can be pulled by name."""
    listed = tomllib.loads((_HERE / "models.toml").read_text(encoding="utf-8"))
    return {name: Entry(name=name, **entry) for name, entry in listed.items()}


def shipped_models() -> tuple[Model, ...]:
    """The networks inside the package."""
    return tuple(
        Model(name=path.stem, path=path, manifest=manifest_of(path)) for path in sorted(_HERE.rglob("*.onnx"))
    )


def pulled_models(models: Path) -> tuple[Model, ...]:
    """The networks in the folder `models`, by name."""
    found = sorted(path for path in models.glob(f"*/{MODEL_FILE}") if _NAME.fullmatch(path.parent.name))
    return tuple(Model(name=path.parent.name, path=path, manifest=manifest_of(path)) for path in found)


def chosen_model(name_or_path: str | None, models: Path) -> Path | None:
    """The ONNX file that a setting names, or None where it names none.

    Raises NotFound as `resolve_model` does.
    """
    return resolve_model(name_or_path, models) if name_or_path else None


def resolve_model(name_or_path: str | os.PathLike[str], models: Path) -> Path:
    """The ONNX file meant: a path to one, or the name of a pulled model.

    Raises NotFound: `model modnet: not pulled yet; run: vivant models pull modnet`.
    """
    path, name = Path(name_or_path), os.fspath(name_or_path)
    if path.is_file():
        return path
    pulled = models / name / MODEL_FILE
    if _NAME.fullmatch(name) and pulled.is_file():
        return pulled
    if name in catalogue():
        raise NotFound(f"model {name}: not pulled yet; run: vivant models pull {name}")
    there = ", ".join(model.name for model in pulled_models(models)) or "none"
    raise NotFound(f"model {name}: neither an ONNX file nor a pulled model; pulled: {there}")


def find_source(
    wanted: str, *, name: str | None = None, sha256: str | None = None, manifest: Path | None = None
) -> Source:
    """Where `wanted` is to be had: a name of the catalogue, a URL, or a local file or folder.

    Raises NotFound: `model modmet: neither in the catalogue nor a file; the catalogue has: …`; InvalidInput.
    """
    described = parse_manifest(_text_of(manifest), manifest.name) if manifest else None
    if wanted in catalogue():
        source = _of_entry(catalogue()[wanted])
    elif re.match(r"https?://", wanted, re.IGNORECASE):
        source = Source(name=_name_in_url(wanted), url=wanted, manifest=Manifest(source=wanted), described=False)
    else:
        source = _of_path(Path(wanted))
    if described is not None:
        source = replace(source, manifest=_with_origin(described, source.manifest), described=True)
    return replace(source, name=_checked_name(name or source.name), sha256=_checked_sha256(sha256) or source.sha256)


def pull_model(source: Source, models: Path, progress: Progress = silently) -> Model:
    """The model, now in the folder `models`; one of the same name is replaced.

    Raises InvalidInput where it is not a network, or not the one expected; OutputFailed.
    """
    incoming = models / _INCOMING
    fetched = incoming / f"{source.name}.onnx"
    try:
        if source.url is not None:
            found = download(source.url, fetched, sha256=source.sha256, progress=progress)
        else:
            found = _copy(source.file, fetched, source.sha256)
            progress(fetched.stat().st_size, fetched.stat().st_size)
        manifest = source.manifest.model_copy(update={"name": source.name, "sha256": found})
        check_network(fetched, manifest)
        path = _put(fetched, manifest, models / source.name, incoming / source.name)
    except OSError as error:
        raise cannot_write(models / source.name, error) from None
    finally:
        # Whole but unfit, it is of no use; what is only partly there has another name and stays.
        with suppress(OSError):
            fetched.unlink()
    return Model(name=source.name, path=path, manifest=manifest)


def remove_model(name: str, models: Path) -> None:
    """Removes a pulled model, and what was fetched of one. Raises NotFound: `model modnet: not pulled`."""
    known = _NAME.fullmatch(name) is not None
    partial = list((models / _INCOMING).glob(f"{name}.onnx.part*")) if known else []
    if not partial and not (known and (models / name / MODEL_FILE).is_file()):
        raise NotFound(f"model {name}: not pulled")
    try:
        for path in partial:
            path.unlink()
        if (models / name).is_dir():
            shutil.rmtree(models / name)
    except OSError as error:
        raise cannot_write(models / name, error) from None


def _of_entry(entry: Entry) -> Source:
    own = {"licence": entry.licence, "made_by": entry.made_by, "source": entry.url}
    return Source(
        name=entry.name,
        url=entry.url,
        sha256=entry.sha256,
        megabytes=entry.megabytes,
        manifest=entry.manifest.model_copy(update=own),
    )


def _with_origin(manifest: Manifest, known: Manifest) -> Manifest:
    """A manifest given by hand, and where the network is from as far as only its source says so."""
    origin = {field: getattr(manifest, field) or getattr(known, field) for field in ("licence", "made_by", "source")}
    return manifest.model_copy(update=origin)


def _of_path(path: Path) -> Source:
    if path.is_dir():
        inside = [path / MODEL_FILE] if (path / MODEL_FILE).is_file() else sorted(path.glob("*.onnx"))
        if len(inside) != 1:
            raise InvalidInput(f"{path}: {len(inside)} ONNX files in it; expected one, or model.onnx among them")
        file, name = inside[0], path.resolve().name
    elif path.is_file():
        file, name = path, path.resolve().parent.name if path.name == MODEL_FILE else path.stem
    else:
        known = ", ".join(catalogue())
        raise NotFound(f"model {path}: neither in the catalogue nor a file; the catalogue has: {known}")
    beside = path / MANIFEST_FILE
    manifest = parse_manifest(beside.read_bytes(), str(beside)) if beside.is_file() else manifest_of(file)
    described = manifest != Manifest()
    own = manifest.model_copy(update={"source": manifest.source or str(file.resolve())})
    return Source(name=_tidy(name), file=file, manifest=own, megabytes=file.stat().st_size / 1e6, described=described)


def _name_in_url(url: str) -> str:
    """`modnet` of …/modnet.onnx; of …/OWNER/modnet/resolve/main/onnx/model.onnx too."""
    steps = [unquote(step) for step in urlsplit(url).path.split("/") if step]
    if "resolve" in steps[2:]:
        return _tidy(steps[steps.index("resolve") - 1])
    return _tidy(Path(steps[-1]).stem if steps else "")


def _tidy(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-._")[:64]


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"--name {name!r}: expected small letters, digits and any of . _ - between, at most 64")
    return name


def _checked_sha256(sha256: str | None) -> str | None:
    if sha256 is not None and not _SHA256.fullmatch(sha256.lower()):
        raise InvalidInput(f"--sha256 {sha256}: expected 64 hexadecimal digits")
    return sha256.lower() if sha256 else None


def _text_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"--manifest {path}: cannot be read ({(error.strerror or str(error)).lower()})") from None


def _copy(file: Path | None, target: Path, sha256: str | None) -> str:
    assert file is not None
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, target)
    found = sha256_of(target)
    if sha256 not in (None, found):
        raise InvalidInput(f"{file}: its sha256 is {found}; expected {sha256}; nothing was kept")
    return found


def _put(fetched: Path, manifest: Manifest, place: Path, staged: Path) -> Path:
    """Both files in `place` at once: they are laid in `staged` beside it, and the folder is renamed."""
    shutil.rmtree(staged, ignore_errors=True)
    staged.mkdir()
    fetched.replace(staged / MODEL_FILE)
    (staged / MANIFEST_FILE).write_text(manifest.model_dump_json(indent=2, exclude_none=True) + "\n")
    if place.exists():
        shutil.rmtree(place)
    staged.replace(place)
    return place / MODEL_FILE
