"""A small clip, a photo, and who signs: made once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from vivant.finish.formats import write_film
from vivant.media import Size
from vivant.provenance.credential import Credential
from vivant.provenance.keys import own_credential

from synthetic import hiss, textured

SIZE = Size(160, 90)


def write_clip(path: Path, frames: int = 6) -> Path:
    """A clip of a texture that slides."""
    world = textured(200, 90, seed=3)
    pictures = (np.ascontiguousarray(world[:, k : k + 160]) for k in range(frames))
    sound = hiss(frames / 24) if path.suffix == ".mp4" else None
    write_film(pictures, path, size=SIZE, fps=24, soundtrack=sound)
    return path


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_clip(tmp_path_factory.mktemp("clips") / "plain.mp4")


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "harbour.jpg"
    Image.fromarray(textured(96, 64)).save(path)
    return path


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data") / "signing"


@pytest.fixture(scope="session")
def credential(keys: Path) -> Credential:
    return own_credential(keys)


@pytest.fixture(scope="session")
def anchors(keys: Path, credential: Credential) -> str:
    assert credential.chain
    return (keys / "anchor.pem").read_text()
