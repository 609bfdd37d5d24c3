"""A signed file says how it was made, shows the same pictures, and is known by its anchor to any reader."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from provenance.conftest import write_clip
from vivant.errors import RenderFailed
from vivant.provenance.certificates import made_certificates
from vivant.provenance.credential import Credential, credential_with
from vivant.provenance.manifest import Making, Source, source_type
from vivant.provenance.signing import sign
from vivant.provenance.verify import verify

from synthetic import textured

MADE_AT = datetime(2026, 9, 24, 12, tzinfo=UTC)

READER = """
import json, sys, c2pa
anchors = open(sys.argv[2]).read()
with open(sys.argv[1], "rb") as file:
    context = c2pa.Context.from_dict({"version": 1, "trust": {"trust_anchors": anchors}})
    reader = c2pa.Reader("video/mp4", file, context=context)
    print(json.dumps({"state": reader.get_validation_state(), "manifest": reader.get_active_manifest()}))
"""


def making(photo: Path | None = None, **changes: object) -> Making:
    parent = Source(name=photo.name, mime="image/jpeg", content=photo) if photo else None
    made = Making(
        model="sora-2",
        engine="scene",
        plan_json='{"seconds":4}',
        learned=("vivant-eyes 1",),
        parent=parent,
        photo_sha256="ab" * 32,
        settings={"visible_mark": "on", "seed": 7},
        made_at=MADE_AT,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def pictures(path: Path) -> list[bytes]:
    if path.suffix == ".mp4":
        with av.open(path) as clip:
            return [frame.to_ndarray().tobytes() for frame in clip.decode(video=0)]
    with Image.open(path) as film:
        return [np.asarray(one.convert("RGB")).tobytes() for one in ImageSequence.Iterator(film)]


def test_an_independent_reader_with_only_the_anchor(
    plain: Path, photo: Path, credential: Credential, keys: Path, tmp_path: Path
) -> None:
    clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
    assert sign(clip, making(photo), credential, title="harbour.mp4")
    done = subprocess.run(
        [sys.executable, "-I", "-c", READER, clip, keys / "anchor.pem"], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["state"] == "Trusted"
    manifest = told["manifest"]
    assert manifest["title"] == "harbour.mp4"
    assert manifest["claim_generator_info"][0]["name"] == "Vivant"
    assert [(one["title"], one["relationship"]) for one in manifest["ingredients"]] == [("harbour.jpg", "parentOf")]
    data = {one["label"]: one["data"] for one in manifest["assertions"]}
    opened, edited = data["c2pa.actions.v2"]["actions"]
    assert (opened["action"], edited["action"]) == ("c2pa.opened", "c2pa.edited")
    assert edited["digitalSourceType"].endswith("/compositeWithTrainedAlgorithmicMedia")
    film = data["local.vivant.film"]
    # SHA-256 of the plan's text, as `printf '{"seconds":4}' | sha256sum` has it.
    assert film["plan_sha256"] == "be09194a72dab35ca90ba2a8c1a90adb6ff1e412cf798bfea8a292ef7ff766b8"
    assert film["settings"] == {"visible_mark": "on", "seed": 7}
    assert (film["made_at"], film["model"]) == ("2026-09-24T12:00:00Z", "sora-2")
    assert "prompt" not in film


@pytest.mark.parametrize("suffix", [".mp4", ".webp", ".avif", ".gif"])
def test_every_kind_of_film_stays_the_same_film(
    suffix: str, photo: Path, credential: Credential, anchors: str, tmp_path: Path
) -> None:
    clip = write_clip(tmp_path / f"clip{suffix}", frames=4)
    before = pictures(clip)
    assert sign(clip, making(photo), credential)
    assert verify(clip, anchors).state == "trusted"
    assert pictures(clip) == before
    assert len(before) == 4


def test_a_kind_that_carries_none_is_left_alone(credential: Credential, tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.webm", frames=2)
    before = clip.read_bytes()
    assert not sign(clip, making(), credential)
    assert clip.read_bytes() == before


def test_what_really_happened_gives_the_source_type() -> None:
    assert source_type(making()).endswith("/compositeWithTrainedAlgorithmicMedia")
    assert source_type(making(learned=())).endswith("/algorithmicallyEnhanced")
    assert source_type(making(generated=True)).endswith("/trainedAlgorithmicMedia")


def test_without_the_photos_bytes_the_film_was_created(
    plain: Path, credential: Credential, anchors: str, tmp_path: Path
) -> None:
    for made in (making(), making(parent=Source(name="old.bmp", mime="image/bmp", content=b"BM"))):
        clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
        assert sign(clip, replace(made, prompt="a boat"), credential)
        found = verify(clip, anchors)
        assert found.state == "trusted"
        assert found.chain is not None
        assert (found.chain.sources, found.chain.model) == ((), "sora-2")


def test_chains_are_kept(plain: Path, photo: Path, credential: Credential, anchors: str, tmp_path: Path) -> None:
    signed = Path(shutil.copy(photo, tmp_path / "photo.jpg"))
    sign(signed, making(learned=()), credential)
    first, second, joined = (Path(shutil.copy(plain, tmp_path / f"{name}.mp4")) for name in ("a", "b", "joined"))
    sign(first, making(signed), credential)
    sign(second, making(photo), credential)
    parts = tuple(Source(name=path.name, mime="video/mp4", content=path.read_bytes()) for path in (first, second))
    sign(joined, making(parts=parts), credential)
    found = verify(joined, anchors)
    assert found.state == "trusted"
    assert found.chain is not None
    a, b = found.chain.sources
    assert (a.relationship, a.whole, a.issuer) == ("componentOf", True, "Vivant installation")
    assert [(one.title, one.whole) for one in (*a.sources, *b.sources)] == [
        ("photo.jpg", True),
        ("harbour.jpg", None),
    ]


def test_a_source_that_was_tampered_with_is_told(
    plain: Path, photo: Path, credential: Credential, anchors: str, tmp_path: Path
) -> None:
    first, second = (Path(shutil.copy(plain, tmp_path / f"{name}.mp4")) for name in ("a", "b"))
    sign(first, making(photo), credential)
    damaged = bytearray(first.read_bytes())
    damaged[-100] ^= 1
    sign(second, making(parent=Source(name="a.mp4", mime="video/mp4", content=bytes(damaged))), credential)
    found = verify(second, anchors)
    assert found.state == "trusted"
    assert found.chain is not None
    assert found.chain.sources[0].whole is False
    assert "a.mp4 (whose own manifest did not hold)" in found.verdict


def test_a_key_that_lives_elsewhere(plain: Path, tmp_path: Path) -> None:
    key, certificate, anchor = made_certificates()
    inner = credential_with(key, certificate + anchor)
    asked: list[int] = []

    def elsewhere(data: bytes) -> bytes:
        asked.append(len(data))
        return inner.sign(data)

    clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
    sign(clip, making(), replace(inner, sign=elsewhere))
    assert asked
    assert verify(clip, anchor).state == "trusted"


def test_a_key_that_does_not_answer_leaves_the_file_as_it_was(plain: Path, tmp_path: Path) -> None:
    (key, certificate, _), (stranger, of_stranger, _) = made_certificates(), made_certificates()
    wrong = replace(credential_with(key, certificate), sign=credential_with(stranger, of_stranger).sign)
    clip = Path(shutil.copy(plain, tmp_path / "clip.mp4"))
    with pytest.raises(RenderFailed, match=r"^clip\.mp4: cannot be signed \("):
        sign(clip, making(), wrong)
    assert clip.read_bytes() == plain.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_thumbnail_carries_one_too(credential: Credential, anchors: str, tmp_path: Path) -> None:
    picture = tmp_path / "thumbnail.webp"
    Image.fromarray(textured(64, 48)).save(picture)
    assert sign(picture, making(), credential)
    assert verify(picture, anchors).state == "trusted"
