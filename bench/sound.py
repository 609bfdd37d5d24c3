"""The soundtrack measured: python bench/sound.py prints one JSON line.

For every prompt: loudness and true peak of the mix, and of what AAC makes of it; then how long twelve seconds of a
full mix take, speech apart.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from vivant.direction.director import direct
from vivant.engines.catalogue import CAPABILITIES
from vivant.finish.encoder import encode
from vivant.media import Size, Soundtrack
from vivant.media.soundtrack import RATE_HZ
from vivant.sound.listening import Listening
from vivant.sound.master import loudness_lufs, true_peak_dbtp
from vivant.sound.score import Score, score

PROMPTS = (
    "rain sounds",
    "heavy rain on the window, distant thunder at 3s",
    "crackling fire, soft acoustic guitar",
    "gentle waves, gulls, a distant ship horn at 4s",
    "cafe ambience, clinking glasses at 2s, soft jazz",
    "faint birdsong",
    "distant traffic, soft guitar, birdsong",
    "crickets, an owl hoots, soft piano",
    "loud wind sounds, a door slams at 2s",
    "footsteps",
    "a bell at 2s",
    "water dripping at 2s",
    "applause at 1s",
    "whip pan right, train sounds",
    'waves, Anna: "We made it."',
    "seamless loop, a waterfall sound, birdsong",
    "tiếng xe cộ xa xa, guitar acoustic nhẹ, tiếng chim khẽ",
    "เสียงจราจรไกลๆ กีตาร์อะคูสติกนุ่มๆ เสียงนกร้องแผ่วเบา",
)
FULL = "rain sounds, wind sounds, distant traffic, birdsong, cafe ambience, thunder at 3s, a bell at 6s, soft piano"


def scored(prompt: str, seconds: float, seed: int = 1) -> Score:
    plan = direct(prompt, seconds=seconds, capabilities=CAPABILITIES["scene"])
    return score(plan, seconds=seconds, seed=seed, scene=Listening(yaw_deg=tuple(np.linspace(0, 12, 96))))


def encoded(track: Soundtrack, folder: Path) -> NDArray[np.float32]:
    """What a player hears of a track, once AAC has been through it."""
    path, size = folder / "clip.mp4", Size(64, 64)
    frames = (np.zeros((64, 64, 3), np.uint8) for _ in range(round(track.seconds * 24)))
    encode(frames, path, size=size, fps=24, soundtrack=track)
    with av.open(str(path)) as container:
        heard = [frame.to_ndarray() for frame in container.decode(container.streams.audio[0])]
    return np.ascontiguousarray(np.concatenate(heard, axis=1).T)


def loudness(seconds: float) -> list[dict[str, object]]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for prompt in PROMPTS:
            track = scored(prompt, seconds).soundtrack
            heard = encoded(track, Path(folder))
            rows.append(
                {
                    "prompt": prompt,
                    "lufs": round(loudness_lufs(track.samples), 2),
                    "dbtp": round(true_peak_dbtp(track.samples), 2),
                    "aac_lufs": round(loudness_lufs(heard), 2),
                    "aac_dbtp": round(true_peak_dbtp(heard), 2),
                }
            )
    return rows


def speed(runs: int = 5) -> dict[str, float]:
    """Seconds for twelve seconds of a full mix: of the clock, and of the processor."""
    scored(FULL, 12)
    walls, cpus = [], []
    for seed in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        scored(FULL, 12, seed)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"wall_s": round(statistics.median(walls), 3), "cpu_s": round(statistics.median(cpus), 3)}


def main() -> None:
    rows = loudness(6.0)
    worst = max(abs(float(str(row["aac_lufs"])) + 16) for row in rows)
    result = {
        "loudness": rows,
        "worst_from_target_lu": round(worst, 2),
        "highest_dbtp": max(float(str(row["aac_dbtp"])) for row in rows),
        "twelve_seconds": speed(),
        "rate_hz": RATE_HZ,
    }
    print(json.dumps(result, ensure_ascii=False))
    if "--table" in sys.argv:
        for row in rows:
            print(row, file=sys.stderr)


if __name__ == "__main__":
    main()
