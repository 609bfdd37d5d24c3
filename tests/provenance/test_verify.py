"""A verdict claims no more than was found, and every changed byte is found."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from provenance.conftest import write_clip
from provenance.test_signing import making
from vivant.cli.app import app
from vivant.errors import InvalidInput
from vivant.provenance.credential import Credential
from vivant.provenance.signing import sign
from vivant.provenance.verify import verify

NOT_SIGNED_OVER = (b"ftyp", b"free", b"skip")
"""Boxes that the standard leaves out of a file's hash: they hold neither pictures nor sound."""

POSITIONS = 200


def guarded(clip: bytes) -> list[int]:
    """Every position but in those boxes: all of the media data and of the manifest, its padding too."""
    found, at = [], 0
    while at < len(clip):
        length, kind = int.from_bytes(clip[at : at + 4], "big"), clip[at + 4 : at + 8]
        if kind not in NOT_SIGNED_OVER:
            found += range(at, at + length)
        at += length
    return found


@pytest.fixture(scope="module")
def signed(plain: Path, photo: Path, credential: Credential, tmp_path_factory: pytest.TempPathFactory) -> Path:
    clip = Path(shutil.copy(plain, tmp_path_factory.mktemp("signed") / "harbour.mp4"))
    assert sign(clip, making(photo), credential)
    return clip


def test_every_changed_byte_is_found(signed: Path, anchors: str, tmp_path: Path) -> None:
    clip, chance = signed.read_bytes(), random.Random(1)
    positions = guarded(clip)
    # Most of a manifest is padding: its other bytes are asked as often as all of the file.
    manifest = [position for position in positions if position < clip.find(b"moov") and clip[position]]
    assert len(positions) > 0.9 * len(clip)
    damaged = tmp_path / "damaged.mp4"
    missed = []
    for position in chance.sample(positions, POSITIONS // 2) + chance.sample(manifest, POSITIONS // 2):
        bad = bytearray(clip)
        bad[position] ^= chance.randrange(1, 256)
        damaged.write_bytes(bad)
        if verify(damaged, anchors).state != "invalid":
            missed.append(position)
    assert missed == []


@pytest.mark.parametrize("suffix", [".avif", ".webp", ".gif"])
def test_every_changed_byte_of_a_manifest_is_found(
    suffix: str, photo: Path, credential: Credential, anchors: str, tmp_path: Path
) -> None:
    path = write_clip(tmp_path / f"film{suffix}", frames=2)
    sign(path, making(photo), credential)
    film, chance = path.read_bytes(), random.Random(2)
    first = film.find(b"jumb")
    missed = []
    for position in chance.sample(range(first, film.find(b"cbor", first) + 3000), 60):
        bad = bytearray(film)
        bad[position] ^= chance.randrange(1, 256)
        path.write_bytes(bad)
        if verify(path, anchors).state != "invalid":
            missed.append(position)
    assert missed == []


def test_trusted_by_its_anchor_alone(signed: Path, anchors: str) -> None:
    assert verify(signed, anchors).verdict == (
        "Unchanged since it was signed by Vivant installation, which is trusted here; it says that Vivant 0.1.0 made "
        "it on 2026-09-24T12:00:00Z from harbour.jpg, as compositeWithTrainedAlgorithmicMedia."
    )
    unknown = verify(signed)
    assert (unknown.state, unknown.reasons) == ("valid", ("signingCredential.untrusted",))
    assert "which is not known here" in unknown.verdict


def test_changed_media(signed: Path, anchors: str, tmp_path: Path) -> None:
    clip = bytearray(signed.read_bytes())
    clip[-50] ^= 4
    (tmp_path / "changed.mp4").write_bytes(clip)
    found = verify(tmp_path / "changed.mp4", anchors)
    assert found.reasons == ("assertion.bmffHash.mismatch",)
    assert found.verdict.startswith("The manifest does not hold: file or manifest were changed")
    # What was appended is part of the file too.
    (tmp_path / "longer.mp4").write_bytes(signed.read_bytes() + b"\0\0\0\x0cmdatmore")
    assert verify(tmp_path / "longer.mp4", anchors).state == "invalid"


def test_no_manifest(plain: Path, photo: Path, tmp_path: Path) -> None:
    note, empty = tmp_path / "note.txt", tmp_path / "empty.mp4"
    note.write_text("no film")
    empty.touch()
    for path in (plain, photo, note, empty):
        found = verify(path)
        assert (found.state, found.chain) == ("absent", None)
        assert found.verdict == "No manifest was found, so the file does not say where it comes from."
    with pytest.raises(InvalidInput, match=r"none\.mp4: cannot be read \(no such file or directory\)"):
        verify(tmp_path / "none.mp4")


def test_what_nobody_looked_for_is_neither_found_nor_missed(signed: Path, anchors: str) -> None:
    told = verify(signed, anchors).to_json()
    assert (told["invisible"], told["audio"]) == ({"detected": None}, {"detected": None})
    assert told["visible"] == {"detected": None, "declared": "on"}
    assert told["c2pa"]["chain"]["sources"][0]["title"] == "harbour.jpg"
    assert (told["c2pa"]["issuer"], told["c2pa"]["model"]) == ("Vivant installation", "sora-2")


def test_the_command(signed: Path, plain: Path, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVANT_DATA", str(keys.parent))
    shown = CliRunner().invoke(app, ["verify", str(signed)])
    assert shown.exit_code == 0
    assert "manifest  trusted" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "  harbour.jpg: not signed"
    told = json.loads(CliRunner().invoke(app, ["verify", str(plain), "--json"]).stdout)
    assert told["c2pa"]["state"] == "absent"
    clip = bytearray(signed.read_bytes())
    clip[-50] ^= 4
    (tmp_path / "changed.mp4").write_bytes(clip)
    assert CliRunner().invoke(app, ["verify", str(tmp_path / "changed.mp4")]).exit_code == 1
