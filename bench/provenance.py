"""What the proofs in a clip cost, and whether every changed byte shows.

    python bench/provenance.py [--seconds 8]

Prints one line of JSON: seconds to sign and to verify a clip of 1280x720 with sound (medians), milliseconds of
processor time that the visible mark takes a frame, and of so many changed bytes (half of them anywhere in the media
data and the manifest, half among the manifest's own, its zero padding aside) how many were reported as invalid.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from vivant.finish.formats import write_film
from vivant.media import Frame, Size, Soundtrack
from vivant.media.soundtrack import RATE_HZ
from vivant.provenance.credential import Credential
from vivant.provenance.keys import own_credential
from vivant.provenance.manifest import Making, Source
from vivant.provenance.signing import sign
from vivant.provenance.verify import verify
from vivant.provenance.visible import Mark

SIZE, FPS, TIMES, POSITIONS = Size(1280, 720), 24, 7, 500
PHOTO = Path(__file__).parent.parent / "examples" / "coffee.jpg"


def main() -> None:
    """Makes a clip, signs it, and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        credential = own_credential(folder / "signing")
        anchors = (folder / "signing" / "anchor.pem").read_text()
        plain = _clip(folder / "plain.mp4", seconds)
        small = _clip(folder / "small.mp4", 1, Size(320, 180))
        signed = [_signed(plain, folder / f"signed-{n}.mp4", credential) for n in range(TIMES)]
        verifying = [_seconds(lambda: verify(folder / "signed-0.mp4", anchors)) for _ in range(TIMES)]
        _signed(small, folder / "signed-small.mp4", credential)
        found = _found(folder / "signed-small.mp4", anchors)
        figures = {
            "clip_mb": round(plain.stat().st_size / 1e6, 2),
            "sign_s": round(statistics.median(signed), 4),
            "verify_s": round(statistics.median(verifying), 4),
            "mark_ms_a_frame": round(_mark_ms(), 3),
            "changed_bytes": POSITIONS,
            "reported_invalid": found,
        }
    print(json.dumps(figures))


def _clip(path: Path, seconds: float, size: Size = SIZE) -> Path:
    """The example photo with a little noise, so that a file is as large as a film's."""
    photo = cv2.resize(cv2.imread(str(PHOTO))[..., ::-1], (size.width, size.height))
    chance = np.random.default_rng(1)

    def frames() -> Iterator[Frame]:
        for _ in range(round(seconds * FPS)):
            noise = chance.integers(-6, 7, photo.shape, dtype=np.int16)
            yield np.clip(photo + noise, 0, 255).astype(np.uint8)

    hiss = 0.01 * chance.standard_normal((round(seconds * RATE_HZ), 2)).astype(np.float32)
    write_film(frames(), path, size=size, fps=FPS, soundtrack=Soundtrack(samples=hiss))
    return path


def _signed(plain: Path, target: Path, credential: Credential) -> float:
    """Seconds that signing took."""
    shutil.copy(plain, target)
    parent = Source(name=PHOTO.name, mime="image/jpeg", content=PHOTO)
    making = Making(model="sora-2", engine="scene", plan_json="{}", learned=("eyes",), parent=parent)
    return _seconds(lambda: sign(target, making, credential))


def _found(path: Path, anchors: str) -> int:
    """How many of the changed bytes are reported as invalid."""
    clip, chance, changed = path.read_bytes(), random.Random(1), path.with_name("changed.mp4")
    positions, manifest = _positions(clip)
    found = 0
    for position in chance.sample(positions, POSITIONS // 2) + chance.sample(manifest, POSITIONS - POSITIONS // 2):
        bad = bytearray(clip)
        bad[position] ^= chance.randrange(1, 256)
        changed.write_bytes(bad)
        found += verify(changed, anchors).state == "invalid"
    return found


def _positions(clip: bytes) -> tuple[list[int], list[int]]:
    """Positions in the media data, its index and the manifest; and those of the manifest that are not zero."""
    everywhere, manifest, at = [], [], 0
    while at < len(clip):
        length, kind = int.from_bytes(clip[at : at + 4], "big"), clip[at + 4 : at + 8]
        inside = range(at, at + length)
        everywhere += inside if kind in (b"uuid", b"moov", b"mdat") else ()
        manifest += [position for position in inside if kind == b"uuid" and clip[position]]
        at += length
    return everywhere, manifest


def _mark_ms() -> float:
    mark, frame = Mark(size=SIZE, fps=FPS, frame_count=96, seed=1), np.zeros((720, 1280, 3), np.uint8)
    times = []
    for k in range(96):
        began = time.thread_time()
        mark.apply(frame, k)
        times.append(time.thread_time() - began)
    return 1000 * statistics.median(times)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
